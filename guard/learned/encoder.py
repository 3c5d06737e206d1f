"""The built-in encoder: a small transformer that reads the reply with what was said around it.

One pass answers every question: for a required virtue whether it is called for and whether the reply
fails it, for forbidden conduct whether it is there. `evals/training/card.md` says how it was made.
onnxruntime is imported when the first draft comes, and by nothing else.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guard.errors import MissingExtraError, ModelError
from guard.learned.card import card_at, unreadable
from guard.learned.linear import WEIGHTS
from guard.learned.ports import Gist
from guard.learned.wordpiece import CLS, SEP, WordPiece

DRAFT, ASKED, SAID, BEFORE = (80, 32), (24, 40), (24, 16), (16, 8)
"""How many pieces are read from the beginning and from the end of each text."""


class OnnxEncoder:
    """Answers by the shipped graph. Reads it when the first draft comes; threads may share one.

    Args:
        folder: with `encoder.json`, `encoder.onnx` and `vocabulary.txt`.

    Raises:
        ModelError: when the card cannot be read.
    """

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self._questions = card_at(folder).questions
        self._folder = folder
        self._lock = threading.Lock()
        self._ready: tuple[WordPiece, Any] | None = None

    def odds(self, gist: Gist) -> Mapping[str, float]:
        """Return log-odds by question.

        Raises:
            MissingExtraError: when onnxruntime is not installed.
            ModelError: when the graph cannot be read or run.
        """
        import numpy as np  # heavier than all the rules together

        pieces, session = self._loaded()
        ids, sides = laid(pieces, gist)
        given = {"ids": np.array(ids), "sides": np.array(sides), "places": np.arange(len(ids))}
        try:
            (answers,) = session.run(["odds"], given)
        except Exception as error:  # the library's own errors have no common parent
            raise ModelError(f"encoder.onnx: expected an answer; got {type(error).__name__}; tell us") from error
        return dict(zip(self._questions, map(float, answers), strict=True))

    def _loaded(self) -> tuple[WordPiece, Any]:
        """Read vocabulary and graph once."""
        if self._ready is None:
            with self._lock:
                if self._ready is None:
                    self._ready = (_vocabulary(self._folder), _session(self._folder / "encoder.onnx"))
        return self._ready


def laid(pieces: WordPiece, gist: Gist) -> tuple[list[int], list[int]]:
    """Lay a gist out: the draft, then what was said around it, each text cut to its share.

    Returns:
        The numbers of the pieces, and for each its side: 0 the draft's, 1 what was said around it.

    Example:
        >>> small = WordPiece(["[UNK]", "[CLS]", "[SEP]", "yes", "really", "?"])
        >>> laid(small, Gist(draft="Yes", asked="Really?"))
        ([1, 3, 2, 4, 5, 2, 2, 2], [0, 0, 0, 1, 1, 1, 1, 1])
    """
    start, stop = [pieces.number(CLS)], [pieces.number(SEP)]
    own = [*start, *_cut(pieces.ids(gist.draft), DRAFT), *stop]
    asked = [*pieces.ids(gist.by), *_cut(pieces.ids(gist.asked), ASKED), *stop]
    said = [*_cut(pieces.ids(gist.said), SAID), *stop, *_cut(pieces.ids(gist.before), BEFORE), *stop]
    around = asked + said
    return own + around, [0] * len(own) + [1] * len(around)


def _cut(row: list[int], share: tuple[int, int]) -> list[int]:
    """Return the beginning and the end of what is too long."""
    head, tail = share
    return row if len(row) <= head + tail else row[:head] + row[-tail:]


def _vocabulary(folder: Path) -> WordPiece:
    try:
        return WordPiece.read(folder / "vocabulary.txt")
    except (OSError, ValueError) as error:
        raise unreadable("vocabulary.txt", error) from error


def _session(path: Path) -> Any:
    """Open the graph on one thread: a check shares the machine with what it checks."""
    try:
        library: Any = importlib.import_module("onnxruntime")
    except ImportError:
        raise MissingExtraError("onnxruntime", "encoder") from None
    options = library.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return library.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # as above
        raise unreadable(path.name, error) from error

"""Words into the numbers of the pieces that the encoder knows: the uncased WordPiece of BERT, in plain Python.

A library for this weighs more than the encoder itself. The one difference: a sign of a currency is a word of its
own here (`£`, `60`), where theirs glues it to the amount.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
LONGEST = 40
"""A longer word is unknown: it is a key or a link, and says nothing."""
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_SEEN = 20_000


class WordPiece:
    """Splits text by a vocabulary, the longest known piece first.

    Args:
        pieces: the vocabulary in the order of its numbers; a piece that continues a word starts with `##`.

    Example:
        >>> small = WordPiece(["[UNK]", "re", "##fund", "!"])
        >>> small.ids("Refund! Now")
        [1, 2, 3, 0]
    """

    def __init__(self, pieces: Iterable[str]) -> None:
        self._numbers: Mapping[str, int] = {piece: number for number, piece in enumerate(pieces)}
        self._of = lru_cache(_SEEN)(self._split)

    @staticmethod
    def read(path: Path) -> WordPiece:
        """Read a vocabulary, a piece a line."""
        return WordPiece(path.read_text(encoding="utf-8").splitlines())

    def number(self, piece: str) -> int:
        """Return the number of one piece."""
        return self._numbers[piece]

    def ids(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces, in order."""
        return [number for word in _WORD.findall(_plain(text)) for number in self._of(word)]

    def _split(self, word: str) -> tuple[int, ...]:
        """Return the numbers of one word's pieces; the one of the unknown where a part of it has none."""
        found: list[int] = []
        start = 0
        while start < len(word) <= LONGEST:
            mark = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if mark + word[start:end] in self._numbers), None)
            if end is None:
                return (self._numbers[UNKNOWN],)
            found.append(self._numbers[mark + word[start:end]])
            start = end
        return tuple(found) or (self._numbers[UNKNOWN],)


def _plain(text: str) -> str:
    """Return a text in lower case and without accents."""
    lower = text.lower()
    if lower.isascii():
        return lower
    return "".join(c for c in unicodedata.normalize("NFD", lower) if unicodedata.category(c) != "Mn")

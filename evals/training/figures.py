"""How good the heads are on cases that they had not seen, beside the rules and together with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evals.training.cases import Lesson
from guard.domain.virtues import Virtue

BINS = 10
COLUMNS = (
    "virtue", "fails", "rules P", "R", "F1", "head P", "R", "F1", "either P", "R", "F1", "added right",
    "alarms: head", "either", "ranked", "source held out P", "R", "F1", "natural P", "R", "F1", "ECE",
)  # fmt: skip

Array = Any


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and F1 of some yeses."""

    precision: float
    recall: float
    f1: float

    def __str__(self) -> str:
        """As it stands in a table."""
        return " | ".join(shown(rate) for rate in (self.precision, self.recall, self.f1))


@dataclass(frozen=True, slots=True)
class Figures:
    """One virtue's row.

    Args:
        virtue: which one.
        fails: how many train cases fail it.
        rules: the rules alone.
        head: the head alone.
        both: a fail where either says so.
        added: yeses of the head where the rules say nothing, and how many of them are right.
        alarms: share of good twins on which the head says yes, and on which either does.
        ranked: share of pairs in which the head finds the bad twin worse.
        abroad: the head where whole sources were held out.
        natural: the head on natural cases.
        ece: expected calibration error, bins of equal mass.
        shipped: whether the head is part of the product.
    """

    virtue: Virtue
    fails: int
    rules: Rates
    head: Rates
    both: Rates
    added: tuple[int, int]
    alarms: tuple[float, float]
    ranked: float
    abroad: Rates
    natural: Rates
    ece: float
    shipped: bool

    def line(self) -> str:
        """Say it in one line."""
        parts = (
            f"{self.virtue:13}{self.fails:4}",
            f"rules {self.rules.f1:.3f}",
            f"head {self.head.precision:.2f}/{self.head.recall:.2f}",
            f"either {self.both.precision:.2f}/{self.both.recall:.2f}/{self.both.f1:.3f}",
            f"added {self.added[1]} of {self.added[0]}",
            f"alarms {self.alarms[0]:.3f}",
            f"ranked {self.ranked:.2f}",
            f"natural {self.natural.precision:.2f}/{self.natural.recall:.2f}",
            f"ece {self.ece:.3f}",
        )
        return "  ".join(parts)


def figures(
    virtue: Virtue, lessons: Sequence[Lesson], odds: Array, scores: Array, yes: Array, abroad: Array, *, shipped: bool
) -> Figures:
    """Reckon one virtue's row; policies' examples are left out."""
    real = np.array([lesson.source != "policy" and virtue not in lesson.unsure for lesson in lessons])
    fails = np.array([virtue in lesson.fails for lesson in lessons])
    rules = np.array([virtue in lesson.by_rules for lesson in lessons])
    twins = np.array([lesson.is_good_twin for lesson in lessons]) & real
    natural = np.array([lesson.source != "contrast" for lesson in lessons]) & real
    new = yes & ~rules & real
    return Figures(
        virtue=virtue,
        fails=int(fails[real].sum()),
        rules=rates(rules[real], fails[real]),
        head=rates(yes[real], fails[real]),
        both=rates((rules | yes)[real], fails[real]),
        added=(int(new.sum()), int((new & fails).sum())),
        alarms=(float(yes[twins].mean()), float((yes | rules)[twins].mean())),
        ranked=ranked(virtue, lessons, odds),
        abroad=rates(abroad[real], fails[real]),
        natural=rates(yes[natural], fails[natural]),
        ece=ece(scores[real], fails[real]),
        shipped=shipped,
    )


def rates(yes: Array, fails: Array) -> Rates:
    """Return precision, recall and F1; 0 where there is nothing to divide by."""
    right = int((yes & fails).sum())
    precision, recall = right / max(1, int(yes.sum())), right / max(1, int(fails.sum()))
    return Rates(precision, recall, 2 * precision * recall / max(1e-9, precision + recall))


def ranked(virtue: Virtue, lessons: Sequence[Lesson], odds: Array) -> float:
    """Return the share of contrast pairs in which the failing twin has the higher odds."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for at, lesson in enumerate(lessons):
        if lesson.source == "contrast":
            groups[lesson.cluster].append(at)
    pairs = [
        odds[bad] > odds[good]
        for row in groups.values()
        for bad in row
        for good in row
        if virtue in lessons[bad].fails and not lessons[good].fails
    ]
    return float(np.mean(pairs)) if pairs else 0.0


def ece(scores: Array, fails: Array) -> float:
    """Return the expected calibration error over bins of equal mass."""
    order = np.argsort(scores, kind="stable")
    bins = np.array_split(order, BINS)
    return float(sum(len(b) * abs(scores[b].mean() - fails[b].mean()) for b in bins) / len(scores))


def shown(rate: float) -> str:
    """Write a rate with two digits.

    Example:
        >>> shown(0.666), shown(1.0)
        ('.67', '1.00')
    """
    return f"{rate:.2f}".removeprefix("0")


def page(rows: Sequence[Figures]) -> str:
    """Write the figures as a page."""
    lines = [
        "# Figures of the built-in heads",
        "",
        "Made by `python -m evals.training.build`. Five folds by conversation and contrast group; the scale and the",
        "threshold of a fold come from the other folds. Virtues in bold have a head in the product; for them alone",
        "whole sources were held out. The rules were written by people who read these train cases, so their recall",
        "here is higher than on cases nobody has read, and what a head adds to them is lower.",
        "",
        "| " + " | ".join(COLUMNS) + " |",
        "|" + " --- |" * len(COLUMNS),
        *(_row(row) for row in rows),
        "",
        _means(rows),
    ]
    return "\n".join(lines) + "\n"


def _row(row: Figures) -> str:
    name = f"**{row.virtue}**" if row.shipped else row.virtue
    cells: Iterable[object] = (
        name, row.fails, row.rules, row.head, row.both, f"{row.added[1]} of {row.added[0]}",
        shown(row.alarms[0]), shown(row.alarms[1]), shown(row.ranked), row.abroad, row.natural, f"{row.ece:.3f}",
    )  # fmt: skip
    return "| " + " | ".join(map(str, cells)) + " |"


def _means(rows: Sequence[Figures]) -> str:
    rules = np.mean([row.rules.f1 for row in rows])
    both = np.mean([row.both.f1 if row.shipped else row.rules.f1 for row in rows])
    return f"Macro-F1 over the twelve virtues: rules {rules:.3f}, with the shipped heads {both:.3f}."

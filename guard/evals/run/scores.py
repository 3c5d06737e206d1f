"""The figures of a run: shares of replies that fail, by virtue and slice, and agreement where there are labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from guard.domain.case import Case
from guard.domain.virtues import VIRTUES, Virtue
from guard.evals.gold import Gold, gold_of
from guard.evals.ledger import Block, Figure, Figures, Ledger
from guard.evals.run.result import Result, Run
from guard.evals.suite.spec import Figure as FigureName

Part = tuple[str, str] | None
"""A slice, key and value; None for the whole run."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How the results of one virtue fell out; they add up to the judged replies."""

    passed: int
    failed: int
    na: int
    unsure: int


@dataclass(frozen=True, slots=True)
class Scores:
    """What can be read off a run.

    Args:
        run: the run.
        labelled: judged replies that have labels.
        counts: by virtue.
        decisions: how often each was taken.
        parts: the slices that there are, the most frequent first.
        figures: the closed ledger.
    """

    run: Run
    labelled: int
    counts: dict[Virtue, Counts]
    decisions: Counter[str]
    parts: tuple[tuple[str, str, int], ...]
    figures: Figures

    def figure(self, name: FigureName, virtue: Virtue | None = None, part: Part = None) -> Figure:
        """Return a figure with its interval; `of` is the number of replies it is a share of, where it is one."""
        if name in ("acted", "held"):
            return self.figures.recall((*_prefix(part), name))
        if name == "fails":
            return self.figures.recall((*_prefix(part), "fails", virtue or "any"))
        return getattr(self.figures, name)((*_prefix(part), "gold", virtue or "all"))


def scores(run: Run, *, seed: int = 0) -> Scores:
    """Count a run.

    Args:
        run: whole or not.
        seed: of the bootstrap over conversations.
    """
    ledger = Ledger()
    labelled = 0
    counts: dict[Virtue, Counter[str]] = {virtue: Counter() for virtue in VIRTUES}
    decisions: Counter[str] = Counter()
    parts: Counter[tuple[str, str]] = Counter()
    for result in run.judged:
        verdict = cast("dict[str, Any]", result.verdict)
        gold = gold_of(Case(id=result.id, draft="", labels=result.labels))
        labelled += gold is not None
        decisions[verdict["decision"]] += 1
        for virtue in VIRTUES:
            counts[virtue][verdict["virtues"].get(virtue, "unsure")] += 1
        own = list(result.slices.items())
        parts.update(own)
        for part in (None, *own):
            _enter(result, verdict, gold, _prefix(part), ledger)
    return Scores(
        run=run,
        labelled=labelled,
        counts={virtue: Counts(c["pass"], c["fail"], c["na"], c["unsure"]) for virtue, c in counts.items()},
        decisions=decisions,
        parts=tuple((key, value, n) for (key, value), n in _ordered(parts)),
        figures=ledger.close(seed=seed),
    )


def _prefix(part: Part) -> Block:
    return () if part is None else ("slice", *part)


def _ordered(parts: Counter[tuple[str, str]]) -> Sequence[tuple[tuple[str, str], int]]:
    return sorted(parts.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))


def _enter(result: Result, verdict: dict[str, Any], gold: Gold | None, prefix: Block, ledger: Ledger) -> None:
    cluster = result.cluster
    failed = set(_failed(verdict))
    ledger.rate(cluster, (*prefix, "acted"), verdict["decision"] in ("rewrite", "hold"))
    ledger.rate(cluster, (*prefix, "held"), verdict["decision"] == "hold")
    ledger.rate(cluster, (*prefix, "fails", "any"), bool(failed))
    for virtue in VIRTUES:
        ledger.rate(cluster, (*prefix, "fails", virtue), virtue in failed)
        if gold is not None and virtue not in gold.unsure:
            for name in (virtue, "all"):
                block = (*prefix, "gold", name)
                ledger.enter(cluster, block, predicted=virtue in failed, gold=virtue in gold.fails)


def _failed(verdict: dict[str, Any]) -> Iterator[str]:
    return (virtue for virtue, status in verdict["virtues"].items() if status == "fail")

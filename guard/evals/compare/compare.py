"""Two runs, held against each other case by case.

What counts as good depends on what is compared. Where both runs judged the same drafts and the
cases have labels, the guard is on trial: a result is good where it agrees with the label. Else the
bot is: a result is good where nothing fails. In both, a figure is *worse* only where the loss is
more than chance (Holm over all figures) and more than the margin may bear; *same* only where the
interval rules such a loss out; what the data cannot tell is *inconclusive*, with the number of
cases that would.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

import numpy as np

from guard.domain.case import Case
from guard.domain.virtues import VIRTUES
from guard.evals.compare.paired import change, holm, needed, sign_flip
from guard.evals.gold import gold_of
from guard.evals.run.result import Header, Result, Run

Outcome = Literal["worse", "better", "same", "inconclusive"]
Measure = Literal["right", "clean"]

WHOLE = "all virtues"


@dataclass(frozen=True, slots=True)
class Flip:
    """A case that was good before and is not now, or the other way round."""

    id: str
    repeat: int
    figure: str
    got_worse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One figure in both runs.

    Args:
        figure: a virtue, or all of them together.
        n: cases in both runs.
        before: share of good ones in the baseline.
        after: share now.
        better: cases that became good.
        worse: cases that ceased to be.
        delta: after less before.
        low: lower end of its 95 % interval.
        high: upper end.
        p: of the exact test over conversations.
        adjusted: the same after Holm's correction for all figures of the comparison.
        outcome: what follows.
        needed: cases that would settle an inconclusive one; None else.
    """

    figure: str
    n: int
    before: float
    after: float
    better: int
    worse: int
    delta: float
    low: float
    high: float
    p: float
    adjusted: float = 1.0
    outcome: Outcome = "same"
    needed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that can be said of two runs.

    Args:
        before: the baseline's header.
        after: the run's header.
        measure: what was counted as good.
        margin: the loss that would be borne.
        alpha: the chance of a false alarm over all figures.
        changes: all virtues together, then each virtue that has any fail.
        flips: the cases behind them.
        criticals: cases with a critical finding now and none before.
        aligned: results that are in both.
        gone: ids that only the baseline has.
        new: ids that only the run has.
        errors: results left out because one of the two is an error.
    """

    before: Header
    after: Header
    measure: Measure
    margin: float
    alpha: float
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    criticals: tuple[str, ...]
    aligned: int
    gone: tuple[str, ...]
    new: tuple[str, ...]
    errors: int

    @property
    def outcome(self) -> Outcome:
        """The gravest of all figures; a new critical finding is always worse where the bot is on trial."""
        found = {each.outcome for each in self.changes}
        if "worse" in found or (self.criticals and self.measure == "clean"):
            return "worse"
        if not self.changes or "inconclusive" in found:
            return "inconclusive"
        return "better" if "better" in found else "same"


def compare(
    before: Run, after: Run, *, margin: float = 0.02, alpha: float = 0.05, power: int = 80, seed: int = 0
) -> Comparison:
    """Compare a run with its baseline.

    Args:
        before: the baseline.
        after: the run.
        margin: the loss, in shares of cases, that would be borne.
        alpha: the chance of a false alarm over all figures together.
        power: with which chance, in per cent, the number of an inconclusive figure would settle it.
        seed: of the bootstrap.
    """
    old, new = ({result.key: result for result in run.results} for run in (before, after))
    both = [(old[key], new[key]) for key in new if key in old]
    judged = [pair for pair in both if all(result.state == "judged" for result in pair)]
    measure = _measure(judged)
    rows = [_Row(one, other, measure) for one, other in judged]
    changes = [_change(figure, rows, seed) for figure in _figures(rows)]
    settled = _settled([each for each in changes if each is not None], margin, alpha, power)
    return Comparison(
        before=before.header,
        after=after.header,
        measure=measure,
        margin=margin,
        alpha=alpha,
        changes=settled,
        flips=tuple(flip for row in rows for flip in row.flips()),
        criticals=tuple(dict.fromkeys(b.id for a, b in judged if _critical(b) and not _critical(a))),
        aligned=len(judged),
        gone=tuple(dict.fromkeys(result.id for key, result in old.items() if key not in new)),
        new=tuple(dict.fromkeys(result.id for key, result in new.items() if key not in old)),
        errors=len(both) - len(judged),
    )


class _Row:
    """One case in both runs: good or not, by figure."""

    def __init__(self, before: Result, after: Result, measure: Measure) -> None:
        self.result = after
        self.before = _good(before, measure)
        self.after = _good(after, measure)

    def flips(self) -> Iterable[Flip]:
        """Give the figures on which this case changed sides."""
        for figure, good in self.after.items():
            if good != self.before.get(figure, good):
                yield Flip(self.result.id, self.result.repeat, figure, got_worse=not good)


def _measure(pairs: Sequence[tuple[Result, Result]]) -> Measure:
    """The guard is on trial where the drafts are the recorded ones and every case has labels."""
    labelled = all(result.labels and "fails" in result.labels for pair in pairs for result in pair)
    return "right" if pairs and labelled else "clean"


def _good(result: Result, measure: Measure) -> dict[str, bool]:
    verdict = cast("Mapping[str, Any]", result.verdict)
    failed = {virtue for virtue, status in verdict["virtues"].items() if status == "fail"}
    gold = gold_of(Case(id=result.id, draft="", labels=result.labels)) if measure == "right" else None
    unsure: frozenset[str] = gold.unsure if gold else frozenset()
    wanted: set[str] = set(gold.fails) if gold else set()
    good = {virtue: (virtue in failed) == (virtue in wanted) for virtue in VIRTUES if virtue not in unsure}
    return {WHOLE: all(good.values()), **good}


def _figures(rows: Sequence[_Row]) -> list[str]:
    """All virtues together, and each that is not good everywhere in both runs."""
    missed = Counter(
        name for row in rows for good in (row.before, row.after) for name, is_good in good.items() if not is_good
    )
    return [WHOLE, *(virtue for virtue in VIRTUES if missed[virtue])]


def _change(figure: str, rows: Sequence[_Row], seed: int) -> Change | None:
    counted = [row for row in rows if figure in row.before and figure in row.after]
    if not counted:
        return None
    table: dict[str, list[int]] = {}
    for row in counted:
        cluster = table.setdefault(row.result.cluster, [0, 0, 0])
        cluster[0] += row.after[figure] and not row.before[figure]
        cluster[1] += row.before[figure] and not row.after[figure]
        cluster[2] += 1
    array = np.array(list(table.values()), dtype=np.float64)
    delta, low, high = change(array, seed=seed)
    n, before = len(counted), sum(row.before[figure] for row in counted)
    better, worse = (int(total) for total in array.sum(axis=0)[:2])
    return Change(
        figure=figure, n=n, before=before / n, after=(before + better - worse) / n, better=better, worse=worse,
        delta=delta, low=low, high=high, p=sign_flip([one[0] - one[1] for one in table.values()]),
    )  # fmt: skip


def _settled(changes: Sequence[Change], margin: float, alpha: float, power: int) -> tuple[Change, ...]:
    adjusted = holm([each.p for each in changes])
    return tuple(
        _decided(replace(each, adjusted=p), margin, alpha, power) for each, p in zip(changes, adjusted, strict=True)
    )


def _decided(each: Change, margin: float, alpha: float, power: int) -> Change:
    if each.adjusted < alpha and each.delta > 0:
        return replace(each, outcome="better")
    if each.low > -margin:
        return replace(each, outcome="same")
    if each.adjusted < alpha and each.delta < 0:
        return replace(each, outcome="worse")
    enough = needed(each.better, each.worse, each.n, margin, power=power)
    return replace(each, outcome="inconclusive", needed=max(enough, each.n + 1))


def _critical(result: Result) -> bool:
    verdict = cast("Mapping[str, Any]", result.verdict)
    return any(finding["severity"] == "critical" for finding in verdict["findings"])

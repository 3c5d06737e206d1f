"""Agreement of verdicts with labels: what `guard eval agree` reports.

Pure scoring: it takes pairs of case and verdict and knows neither files nor policies. A verdict's
`unsure` counts as not-fail and has its own rate; a virtue that the labeller left open is left out
of that virtue's figures; intervals draw whole conversations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from guard.domain.case import Case
from guard.domain.verdict import Verdict
from guard.domain.virtues import DECISIONS, VIRTUES, Virtue
from guard.evals.intake import Row, taken
from guard.evals.ledger import Block, Figures, Ledger
from guard.evals.report import Agreement, Pairs, SendBack, VirtueFigures
from guard.evals.slices import Slices
from guard.evals.statistics import REPLICATES

ENOUGH = 10
"""A virtue enters macro-F1 with this many gold fails; below, its F1 is mostly chance."""

_SEND_BACK: Block = ("send back",)
_CLEAN: Block = ("acted on, no fail at all",)
_HELD: Block = ("held, no major fail",)


class Checker(Protocol):
    """The front door, as far as the ruler needs it."""

    def check(self, case: Case) -> Verdict:
        """Judge one drafted reply."""
        ...


def blind(case: Case) -> Case:
    """Return the case as the guard may see it: without its labels and without what came of it.

    Example:
        >>> blind(Case(draft="Hi", labels={"fails": []})).labels is None
        True
    """
    return replace(case, labels=None, outcome={})


def agreement(
    judged: Iterable[tuple[Case, Verdict]],
    *,
    by: Sequence[str] = ("source",),
    seed: int = 0,
    times: int = REPLICATES,
) -> Agreement:
    """Compare verdicts with the labels of their cases.

    Args:
        judged: each labelled case with its verdict; cases without labels are counted and left out.
        by: keys of `meta` to slice by; the channel is always one.
        seed: of the bootstrap.
        times: bootstrap replicates.

    Example:
        >>> case = Case(draft="Friday!", labels={"fails": [{"virtue": "honesty", "severity": "major"}]})
        >>> found = agreement([(case, Verdict(id="", decision="hold", virtues={"honesty": "fail"}))])
        >>> found.send_back.tally
        Tally(tp=1, fp=0, fn=0, tn=0)
    """
    keys = tuple(dict.fromkeys(("channel", *by)))
    intake = taken(judged, keys)
    ledger = Ledger()
    slices = Slices(keys, intake.rows)
    for row in intake.rows:
        _enter(row, ledger)
        slices.enter(row, ledger)
    paired = _enter_pairs(intake.rows, ledger)
    figures = ledger.close(seed=seed, times=times)
    virtues = tuple(_virtue(virtue, figures) for virtue in VIRTUES)
    macro: tuple[Virtue, ...] = tuple(each.virtue for each in virtues if each.tally.positives >= ENOUGH)
    decisions = Counter(row.decision for row in intake.rows)
    pair_virtues: tuple[Virtue, ...] = tuple(virtue for virtue in VIRTUES if virtue in paired)
    return Agreement(
        cases=len(intake.rows),
        unlabelled=intake.unlabelled,
        problems=tuple(intake.problems),
        conversations=figures.clusters,
        labelled_by_model=sum(row.gold.by_model for row in intake.rows),
        policies_digest=intake.digest,
        decisions={decision: decisions[decision] for decision in DECISIONS},
        virtues=virtues,
        macro_f1=figures.macro_f1([("virtue", virtue) for virtue in macro]),
        macro_over=macro,
        all_virtues=figures.tally(("virtues",)),
        minor=figures.recall(("minor",)),
        major=figures.recall(("major",)),
        send_back=_send_back(figures),
        pairs=tuple(_pairs(virtue, figures) for virtue in (None, *pair_virtues)),
        slices=tuple(slices.read(figures)),
        faults=tuple((policy, reason, times) for (policy, reason), times in intake.faults.most_common()),
        faulty_cases=intake.faulty,
        seed=seed,
        replicates=times,
    )


def _enter(row: Row, ledger: Ledger) -> None:
    gold, cluster = row.gold, row.cluster
    for virtue in VIRTUES:
        if virtue in gold.unsure:
            continue
        flagged = virtue in row.flagged
        for block in (("virtue", virtue), ("virtues",)):
            ledger.enter(cluster, block, predicted=flagged, gold=virtue in gold.fails)
        ledger.rate(cluster, ("unsure", virtue), virtue in row.unsure)
        if virtue in gold.fails:
            weight = "minor" if gold.fails[virtue] == "minor" else "major"
            ledger.rate(cluster, (weight,), flagged)
            ledger.rate(cluster, (weight, virtue), flagged)
    ledger.enter(cluster, _SEND_BACK, predicted=row.acted, gold=gold.grave)
    if not gold.grave:
        ledger.rate(cluster, _HELD, row.decision == "hold")
    if not gold.fails:
        ledger.rate(cluster, _CLEAN, row.acted)


def _enter_pairs(rows: Sequence[Row], ledger: Ledger) -> frozenset[Virtue]:
    """Pair every fault-free case of a group with every faulty one, on each virtue the faulty one fails.

    A group may hold one context with several drafts or one draft in several contexts; labels tell
    good from bad either way. Returns the virtues for which there is a pair.
    """
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if row.group is not None:
            groups.setdefault(row.group, []).append(row)
    paired: set[Virtue] = set()
    for good, bad, virtue in _contrasts(groups.values()):
        left, caught = virtue not in good.flagged, virtue in bad.flagged
        for block in (("pair",), ("pair", virtue)):
            ledger.rate(bad.cluster, (*block, "right"), left and caught)
            ledger.rate(bad.cluster, (*block, "good left"), left)
            ledger.rate(bad.cluster, (*block, "bad caught"), caught)
        paired.add(virtue)
    return frozenset(paired)


def _contrasts(groups: Iterable[Sequence[Row]]) -> Iterator[tuple[Row, Row, Virtue]]:
    for group in groups:
        good_ones = [row for row in group if not row.gold.fails]
        for bad in (row for row in group if row.gold.fails):
            for virtue in bad.gold.fails:
                for good in good_ones:
                    if virtue not in good.gold.unsure:
                        yield good, bad, virtue


def _virtue(virtue: Virtue, figures: Figures) -> VirtueFigures:
    block = ("virtue", virtue)
    return VirtueFigures(
        virtue=virtue,
        tally=figures.tally(block),
        precision=figures.precision(block),
        recall=figures.recall(block),
        f1=figures.f1(block),
        kappa=figures.kappa(block),
        false_alarm=figures.false_alarm(block),
        unsure=figures.recall(("unsure", virtue)),
        minor=figures.recall(("minor", virtue)),
        major=figures.recall(("major", virtue)),
    )


def _send_back(figures: Figures) -> SendBack:
    return SendBack(
        tally=figures.tally(_SEND_BACK),
        precision=figures.precision(_SEND_BACK),
        recall=figures.recall(_SEND_BACK),
        f1=figures.f1(_SEND_BACK),
        false_alarm=figures.false_alarm(_SEND_BACK),
        held=figures.recall(_HELD),
        acted_on_clean=figures.recall(_CLEAN),
    )


def _pairs(virtue: Virtue | None, figures: Figures) -> Pairs:
    block: Block = ("pair",) if virtue is None else ("pair", virtue)
    return Pairs(
        virtue=virtue,
        n=figures.tally((*block, "right")).n,
        right=figures.recall((*block, "right")),
        good_left=figures.recall((*block, "good left")),
        bad_caught=figures.recall((*block, "bad caught")),
    )

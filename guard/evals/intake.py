"""Judged cases as they are taken in: labels read, verdicts boiled down to what is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from guard.domain.case import Case
from guard.domain.verdict import Verdict
from guard.domain.virtues import Decision, Virtue
from guard.errors import Problem, UsageError
from guard.evals.gold import Gold, gold_of


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of a judged case: no words of it, so that a long run stays small."""

    gold: Gold
    cluster: Hashable
    group: str | None
    slices: tuple[str, ...]
    flagged: frozenset[Virtue]
    unsure: frozenset[Virtue]
    decision: Decision

    @property
    def acted(self) -> bool:
        """Whether the guard would have kept the draft from going out as it is."""
        return self.decision in ("rewrite", "hold")


@dataclass(slots=True)
class Intake:
    """The rows, and what is counted beside them."""

    rows: list[Row] = field(default_factory=list[Row])
    problems: list[Problem] = field(default_factory=list[Problem])
    faults: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    unlabelled: int = 0
    faulty: int = 0
    digest: str = ""


def taken(judged: Iterable[tuple[Case, Verdict]], keys: Sequence[str]) -> Intake:
    """Read the labels and keep what is counted.

    Args:
        judged: each case with its verdict.
        keys: what to slice by: `channel`, or a key of `meta`.

    Example:
        >>> judged = [(Case(draft="Hi"), Verdict(id="", decision="send", virtues={}))]
        >>> taken(judged, ("channel",)).unlabelled
        1
    """
    intake = Intake()
    for place, (case, verdict) in enumerate(judged):
        intake.digest = intake.digest or verdict.policies_digest
        intake.faults.update((fault.policy, fault.reason) for fault in verdict.faults)
        intake.faulty += bool(verdict.faults)
        try:
            gold = gold_of(case)
        except UsageError as error:
            intake.problems.extend(error.problems)
            continue
        if gold is None:
            intake.unlabelled += 1
        else:
            intake.rows.append(_row(case, verdict, gold, keys, place))
    return intake


def _row(case: Case, verdict: Verdict, gold: Gold, keys: Sequence[str], place: int) -> Row:
    return Row(
        gold=gold,
        cluster=case.conversation or case.group or place,
        group=case.group,
        slices=tuple(_slice_value(case, key) for key in keys),
        flagged=frozenset(virtue for virtue, status in verdict.virtues.items() if status == "fail"),
        unsure=frozenset(virtue for virtue, status in verdict.virtues.items() if status == "unsure"),
        decision=verdict.decision,
    )


def _slice_value(case: Case, key: str) -> str:
    value = case.channel if key == "channel" else case.meta.get(key)
    return "" if value is None else str(value)

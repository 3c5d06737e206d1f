"""Counts how far a reading of times agrees with the labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from evals.holdout.labels import Label, Moment, Reading, Sentence
from evals.holdout.ours import Found, found, promised

LOOSE = timedelta(hours=3)
EXACT = timedelta(seconds=59)

Counts = Counter[str]


def timed(sentences: Iterable[Sentence]) -> Counts:
    """Count sentences, times and intervals; `kind: …` counts stand for one kind of label each."""
    counts: Counts = Counter()
    for sentence in sentences:
        ours = [one for one in found(sentence.text, sentence.now) if not one.vague]
        if sentence.named:
            counts["with"] += 1
            counts["with, found"] += bool(ours)
            for label in sentence.named:
                counts.update(_compared(label, ours, sentence.now))
        else:
            name = "vague only" if sentence.times else "without"
            counts[name] += 1
            counts[f"{name}, found"] += bool(ours)
    return counts


def _compared(label: Label, ours: Sequence[Found], now: datetime) -> Counts:
    """Count one label against what was found at its place."""
    there = [one for one in ours if one.span.overlaps(label.span)]
    seen = Counter({"times": 1, f"kind: {label.kind}": 1})
    if not there:
        return seen
    seen.update(("times, found", f"kind: {label.kind}, found"))
    if label.readings:
        exact = any(right(label, one.readings, now) for one in there)
        days = any(right(label, one.readings, now, by_day=True) for one in there)
        seen.update({"placed": 1, "placed, right": exact, "placed, right day": days})
        seen.update({f"kind: {label.kind}, placed": 1, f"kind: {label.kind}, right": exact})
    if label.length:
        seen.update({"lengths": 1, "lengths, right": any(_same_length(label, one) for one in there)})
    return seen


def right(label: Label, readings: Iterable[Reading], now: datetime, *, by_day: bool = False) -> bool:
    """Tell whether some reading is one that the label allows.

    The start of a deadline is not compared: it is `now`, whoever says so. An open end is not compared.

    Example:
        >>> now = datetime.fromisoformat("2026-11-21T10:05-05:00")
        >>> from guard.text.spans import Span
        >>> label = Label(Span(0, 9), "deadline", ((now, date(2026, 11, 27)),), None, False)
        >>> right(label, [(date(2026, 11, 27), date(2026, 11, 27))], now)
        True
    """
    zone = now.tzinfo
    slack = LOOSE if label.loose else EXACT
    return any(
        (label.kind == "deadline" or _meets(first, ours[0], zone, slack, by_day))
        and _meets(last, ours[1], zone, slack, by_day)
        for first, last in label.readings
        for ours in readings
    )


def _meets(wanted: Moment | None, got: Moment | None, zone: tzinfo | None, slack: timedelta, by_day: bool) -> bool:
    """Compare two ends: as days where a day is wanted, else to the minute; a day is no minute."""
    if wanted is None or got is None:
        return wanted is None
    if by_day or not isinstance(wanted, datetime):
        return _day(wanted, zone) == _day(got, zone)
    return isinstance(got, datetime) and abs(_here(got, zone) - wanted) <= slack


def _day(moment: Moment, zone: tzinfo | None) -> date:
    return _here(moment, zone).date() if isinstance(moment, datetime) else moment


def _here(moment: datetime, zone: tzinfo | None) -> datetime:
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _same_length(label: Label, one: Found) -> bool:
    if label.length is None or one.length is None:
        return False
    (low, high, unit), ours = label.length, one.length
    return low == ours[0] and high in (None, ours[1]) and unit == ours[2]


def promises(sentences: Iterable[Sentence]) -> tuple[dict[str, Counts], Counts]:
    """Count promises by kind (`true`, `false`, `missed`), and the certainty of those that are true.

    What the agent itself promises may be found as its own action, whatever will come of it.
    """
    kinds: dict[str, Counts] = {}
    sure: Counts = Counter()
    for sentence in sentences:
        ours, label = promised(sentence), sentence.promise
        wanted = label["kind"] if label else None
        if label and wanted and label["by"] == "agent" and wanted not in ours and "own_action" in ours:
            ours[wanted] = ours.pop("own_action")
        for kind in {*ours, *([wanted] if wanted else [])}:
            cell = "missed" if kind not in ours else "true" if kind == wanted else "false"
            kinds.setdefault(kind, Counter())[cell] += 1
        if label and wanted in ours:
            sure.update({"true": 1, "same": ours[label["kind"]] == label["certainty"]})
    return kinds, sure


def twice(first: Mapping[str, Sentence], second: Mapping[str, Sentence]) -> Counts:
    """Count agreement of two labellers: cells of has-a-time, and equal intervals where both placed one."""
    counts: Counts = Counter()
    for name, theirs in second.items():
        ours = first[name]
        counts[f"{bool(ours.named)}/{bool(theirs.named)}"] += 1
        for label in ours.named:
            for other in theirs.named:
                if label.span.overlaps(other.span) and label.readings and other.readings:
                    counts["both"] += 1
                    counts["equal"] += right(label, other.readings, ours.now)
    return counts

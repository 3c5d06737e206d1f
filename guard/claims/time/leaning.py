"""What a sentence does to its times: a past verb turns them back, "before" ends a day earlier, hours take its day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import cast

from guard.claims.claim import Interval
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import table
from guard.claims.time.calendar import day_in, day_of, later, months_on
from guard.claims.time.clocks import at
from guard.claims.time.expression import HOURLY, Time

_WEEKLY = ("weekday", "weekday_short")
_YEARLY = ("day_month", "month_day", "month_nth", "nth_month", "slashed", "holiday", "month")
_MONTHLY = ("ordinal", "weekday_day")
_OWN_YEAR = re.compile(r"\b(?:19|20)\d\d\b|/\d\d$|\b(?:this|next|last|coming|following)\b")
_ENDS = re.compile(rb"(?<![ap]\.m)[.!?]\s|\n")
_REACH = 90
"""Bytes before a time in which the verb of its sentence is looked for."""
_WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)")
_LATELY = 30
"""Days for which a date that is over is still the one that is meant ("I'll write by 20 November", on the 21st)."""
_BOUND = (
    "by",
    "before",
    "until",
    "till",
    "til",
    "for",
    "within",
    "next",
    "the next",
    "last",
    "previous",
    "the previous",
)
"""Leads of times that a past verb leaves alone: "I set it up for Friday"."""


@cache
def _back() -> Pattern:
    return compiled(cast(str, table("times")["back"]))


@cache
def _ahead() -> Pattern:
    return compiled(cast(str, table("times")["ahead"]))


def leaning(found: Sequence[Time], low: bytes, now: datetime | None) -> tuple[Time, ...]:
    """Move the times of a text to where their sentences want them.

    Args:
        found: from left to right.
        low: the shadow of the lower-case text.
        now: the moment of the draft.

    Example:
        >>> from guard.claims.time.times import times
        >>> now = datetime(2026, 11, 21)
        >>> [times(said, now)[0].readings[0][1].isoformat() for said in (b"you called on monday", b"before friday")]
        ['2026-11-16', '2026-11-26']
    """
    if now is None:
        return tuple(found)
    moved = [_bounded(_turned(time, low, now), now) for time in found]
    if len(moved) < 2 or not any(time.form in HOURLY for time in moved):
        return tuple(moved)
    return tuple(_dated(time, moved, low, now) for time in moved)


def _turned(time: Time, low: bytes, now: datetime) -> Time:
    """Turn a day without a year back, where the verb before it is past; "since" looks back by itself."""
    if time.form not in (*_WEEKLY, *_YEARLY, *_MONTHLY) or time.lead in _BOUND or _OWN_YEAR.search(time.words):
        return time
    if not time.words.startswith("since ") and not _is_told(low, time.span.start):
        is_over = time.form in _YEARLY and any(day_in(last) < now.date() for _, last in time.readings)
        return replace(time, readings=_next_too(time, now.date())) if is_over else time
    return replace(time, readings=tuple(_earlier(time.form, one, now.date()) for one in time.readings))


def _next_too(time: Time, today: date) -> tuple[Interval, ...]:
    """Name next year's day first, where only the nearness of this year's speaks for one that is over."""
    found: list[Interval] = []
    for first, last in time.readings:
        is_over = (today - day_in(last)).days > _LATELY and not _WEEKDAY.search(time.words)
        if is_over and (ahead := day_of(day_in(first).year + 1, day_in(first).month, day_in(first).day)):
            step = (ahead - day_in(first)).days
            found.append((later(first, step), later(last, step)))
        found.append((first, last))
    return tuple(found)


def _is_told(low: bytes, start: int) -> bool:
    """Tell whether the last verb before a place of its sentence looks back."""
    before = low[max(0, start - _REACH) : start]
    past = [found.span()[1] for found in _back().finditer(before)]
    if not past or _ENDS.search(before, past[-1]):
        return False
    return _ahead().search(before[past[-1] :]) is None


def _earlier(form: str, one: Interval, today: date) -> Interval:
    """Return the last such day that is over."""
    first = day_in(one[0])
    if first < today or (first == today and form not in _WEEKLY):
        return one
    if form in _WEEKLY:
        step = -7
    elif form in _MONTHLY:
        month = day_of(*months_on(first, -1), first.day)
        step = (month - first).days if month else 0
    else:
        year = day_of(first.year - 1, first.month, first.day)
        step = (year - first).days if year else 0
    return later(one[0], step), later(one[1], step)


def _bounded(time: Time, now: datetime) -> Time:
    """Let "before" end on the day before, and "since" now."""
    if (time.lead == "before" or time.words.startswith("before ")) and time.form != "end_of":
        return replace(time, readings=tuple(_before(one) for one in time.readings))
    if time.lead == "after" and time.length is None:
        return replace(time, readings=tuple(end for one in time.readings for end in _after(one)))
    if time.words.startswith(("between now", "from now")):
        return replace(time, lead="until", readings=tuple(_from_now(one, now) for one in time.readings))
    if time.words.startswith("since "):
        return replace(time, readings=tuple(_until_now(one, now) for one in time.readings))
    return time


def _before(one: Interval) -> Interval:
    if isinstance(one[0], datetime):
        return one
    day = one[0] - timedelta(1)
    return day, day


def _after(one: Interval) -> tuple[Interval, ...]:
    """After Monday is from Tuesday on, strictly; many mean from Monday on."""
    if isinstance(one[1], datetime):
        return (one,)
    day = one[1] + timedelta(1)
    return (day, day), one


def _from_now(one: Interval, now: datetime) -> Interval:
    return (now if isinstance(one[1], datetime) else now.date()), one[1]


def _until_now(one: Interval, now: datetime) -> Interval:
    if not isinstance(one[0], datetime):
        return (one[0] if one[0] <= now.date() else one[0] - timedelta(7)), now.date()
    first = one[0] if one[0].replace(tzinfo=None) <= now.replace(tzinfo=None) else one[0] - timedelta(1)
    return first, now


def _dated(time: Time, every: Sequence[Time], low: bytes, now: datetime) -> Time:
    """Put an hour that stands alone on the one day of its sentence."""
    if time.form not in HOURLY or time.hours is None:
        return time
    days = [other for other in every if other.form not in HOURLY and _is_day(other) and _near(time, other, low)]
    before = [other for other in days if other.span < time.span]
    if not before and len({day_in(other.readings[0][0]) for other in days}) != 1:
        return time
    meant = (before or days)[-1].readings
    mornings = [datetime.combine(day_in(first), datetime.min.time()) for first, _ in meant]
    return replace(time, readings=tuple(at(day, day, time.hours, time.zone, now) for day in mornings))


def _is_day(time: Time) -> bool:
    return (
        bool(time.readings)
        and time.length is None
        and time.form != "vague"
        and all(day_in(first) == day_in(last) for first, last in time.readings)
    )


def _near(one: Time, other: Time, low: bytes) -> bool:
    """Tell whether two times stand in one sentence."""
    start, end = min(one.span.end, other.span.end), max(one.span.start, other.span.start)
    return _ENDS.search(low, start, end) is None

"""Joins what belongs together: "Friday" and "at 5 pm", "the 3rd" to "the 7th", "Tuesday" of "next week"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import cast

from guard.claims.claim import Interval, Moment
from guard.claims.tables import table
from guard.claims.time import calendar
from guard.claims.time.calendar import day_in, later
from guard.claims.time.clocks import Hours, at
from guard.claims.time.expression import HOURLY, Time
from guard.text.spans import Span

_DAYS = frozenset(
    (
        "iso", "day_month", "month_day", "month_nth", "nth_month", "slashed", "dashed", "dotted",
        "dotted_short", "weekday_day", "weekday",
        "weekday_short", "relative", "ordinal", "holiday", "between_days",
    )
)  # fmt: skip
_DATES = ("iso", "day_month", "month_day", "month_nth", "nth_month", "slashed", "dashed", "dotted")
"""Forms of a date: a length from one of them is a stretch ("30 days from 1 May"), from a weekday a point."""
_HALF = 12 * 60
_WIDEST = 14
_FIRST = datetime(1, 1, 1)
_BESIDE = re.compile(r"\s?[,:(@-]?\s*(?:\(|of |somewhere |some ?time |any ?time )?")
_TO = re.compile(r"\s*(-|to|through|thru|and|or|until|till)\s*(?:the\s+)?")
_CLOSE = re.compile(r"\b(?:eod|cob|eob|(?:of|the|business) (?:day|business|play))\b|business$")
DEADLINES = frozenset(cast("list[str]", table("times")["deadlines"]))
"""Leads after which an earlier moment keeps the word as well."""


def timed(
    form: str, days: Sequence[Interval], clock: Hours | None, zone: str, now: datetime | None
) -> tuple[Interval, ...]:
    """Give days their hours; hours without a day are the next to come.

    Args:
        form: of the expression.
        days: its readings.
        clock: minutes of the day, where it names some.
        zone: of the hours, as it was said.
        now: the moment of the draft.
    """
    if clock is None or (form not in HOURLY and not days):
        return tuple(days)
    if form not in HOURLY:
        return tuple(at(_midnight(first), _midnight(last), clock, zone, now) for first, last in days)
    if now is None:
        return ()
    today = datetime.combine(now.date(), time())
    tomorrow = today + timedelta(1)
    shifted = (clock[0] + _HALF, clock[1] + _HALF)
    tries = [(today, clock), (today, shifted), (tomorrow, clock)]
    if form != "bare_clock" or shifted[1] >= 2 * _HALF:
        del tries[1]
    found = [at(day, day, hours, zone, now) for day, hours in tries]
    return (next((one for one in found if (one[0] if form == "part" else one[1]) >= now), found[-1]),)


def _midnight(day: Moment) -> datetime:
    return datetime.combine(day_in(day), time())


def joined(found: Sequence[Time], low: bytes, now: datetime | None) -> tuple[Time, ...]:
    """Join neighbours; an hour range that stands alone ("9-5") is no time at all.

    Args:
        found: times of one text, from left to right.
        low: the shadow of its lower-case text.
        now: the moment of the draft.
    """
    row: list[Time] = []
    for time_ in found:
        last = row[-1] if row else None
        whole = _both(last, time_, low, now) if last is not None else None
        if whole is not None:
            row[-1] = whole
        else:
            row.append(time_)
    return tuple(one for one in row if one.form != "hours")


def _both(one: Time, other: Time, low: bytes, now: datetime | None) -> Time | None:
    """Return two times as one, where they are one."""
    if other.span.start - one.span.end > _WIDEST:
        return None
    gap = low[one.span.end : other.span.start]
    if b"\n" in gap:
        return None
    between = gap.decode("ascii")
    if one.words.endswith((".m", " m")) or one.form == "dotted_short":  # "at 7 p.m. on Saturday"
        between = between.removeprefix(".")
    span = Span(one.span.start, other.span.end)
    words = low[span.start : span.end].decode("ascii")
    made: Time | None = None
    if _BESIDE.fullmatch(between):
        made = _beside(one, other, now)
    if made is None and (found := _TO.fullmatch(between)):
        made = _range(one, other, found[1])
    return None if made is None else replace(made, span=span, words=words)


def _beside(one: Time, other: Time, now: datetime | None) -> Time | None:
    """Join two that stand side by side."""
    for day, clock in ((one, other), (other, one)):
        if day.form in (*_DAYS, "end_of", "next_unit") and clock.form in HOURLY:
            return _on(day, clock, now) if clock.hours else None
    if one.form in _DAYS and other.form in _DAYS and other.lead in ("until", "till", "through", "thru"):
        return _range(one, other, "until")
    for day, period in ((one, other), (other, one)):
        if day.form == "weekday" and period.form == "next_unit" and "week" in period.words:
            return replace(day, readings=_within(day, period), lead=day.lead if day.lead != "next" else "on")
        if day.form in _DAYS and period.form == "end_of" and _is_close(period):
            readings = tuple(end for _, last in day.readings for end in calendar.closing(day_in(last), now or _FIRST))
            return replace(day, readings=readings, lead=period.lead or day.lead)
    if one.form in _DAYS and other.form in _DAYS:
        return _same(one, other)
    if one.form in ("clock", "bare_clock") and other.form == "part" and one.hours and other.hours:
        return _in_part(one, other, now)
    if (
        one.length is not None
        and other.form in _DAYS
        and other.lead in ("from", "after", "of", "starting", "beginning")
    ):
        return _counted_from(one, other)
    return None


def _in_part(clock: Time, part: Time, now: datetime | None) -> Time:
    """Read "at 3 in the morning", "at 10 at night": the part says which half of the day it is."""
    hours = _half(clock.hours or (0, 0), part.hours or (0, 0))
    return replace(clock, hours=hours, readings=timed("clock", (), hours, clock.zone, now))


def _half(clock: Hours, part: Hours) -> Hours:
    """Put a clock time into the half of the day that a part of it is in."""
    minutes = clock[0] % _HALF if part[1] <= _HALF else clock[0] % _HALF + _HALF
    return minutes, minutes


def _is_close(time_: Time) -> bool:
    return (
        re.search(r"\b(?:eod|cob|eob|(?:of|the|business) (?:day|business|play))\b|business$", time_.words) is not None
    )


def _on(day: Time, clock: Time, now: datetime | None) -> Time:
    """Put hours on a day."""
    hours = clock.hours or (0, 0)
    if day.form == "between_days" and any(isinstance(first, datetime) for first, _ in day.readings):
        ends = tuple(at(_midnight(last), _midnight(last), hours, clock.zone, now)[1] for _, last in day.readings)
        return replace(day, readings=tuple((first, end) for (first, _), end in zip(day.readings, ends, strict=True)))
    if clock.form == "part" and day.parts and day.hours is not None and day.hours[0] == day.hours[1]:
        hours = _half(day.hours, hours)  # "Friday at 6 in the evening"
    if day.hours is not None and hours[0] < _HALF and hours[1] + _HALF <= day.hours[1]:  # "tonight at 8"
        hours = hours[0] + _HALF, hours[1] + _HALF
    if clock.lead in DEADLINES or day.lead in DEADLINES:
        lead = clock.lead if clock.lead in DEADLINES else day.lead
    else:
        lead = day.lead or clock.lead
    ends = [(first, first if day.hours else last) for first, last in day.readings]
    readings = tuple(at(_midnight(first), _midnight(last), hours, clock.zone, now) for first, last in ends)
    parts = day, replace(clock, readings=readings, hours=hours, lead=lead)
    return replace(day, readings=readings, hours=hours, zone=clock.zone, lead=lead, parts=parts)


def _range(one: Time, other: Time, joint: str) -> Time | None:
    """Make a range of two days; "and" makes one only after "between"."""
    if one.form not in _DAYS or other.form not in _DAYS or (joint == "and" and one.lead != "between"):
        return None
    if joint != "-" and other.lead in DEADLINES and other.lead not in ("until", "till", "through", "thru"):
        return None
    if len(one.readings) != len(other.readings):  # "06/10 - 06/15": the second tells the order of the first
        ways = [(a[0], b[1]) for a in one.readings for b in other.readings if day_in(a[0]) <= day_in(b[1])]
        nearest = sorted(ways, key=lambda way: day_in(way[1]) - day_in(way[0]))[:1]
        return replace(one, form="between_days", readings=tuple(nearest))
    pairs = zip(one.readings, other.readings, strict=True)
    return replace(one, form="between_days", readings=tuple(_from_to(a[0], b[1]) for a, b in pairs))


def _from_to(first: Moment, last: Moment) -> Interval:
    while day_in(last) < day_in(first):
        last = later(last, 7)
    return first, last


def _within(day: Time, period: Time) -> tuple[Interval, ...]:
    """Return a weekday of a week that is named beside it."""
    found: list[Interval] = []
    for first, _ in period.readings[:1]:
        monday = day_in(first) - timedelta(day_in(first).weekday())
        for mine, _ in day.readings[:1]:
            on = monday + timedelta(day_in(mine).weekday())
            found.append((on, on))
    return tuple(found)


def _same(one: Time, other: Time) -> Time | None:
    """Join two names of one day: "Friday, 27 November", "tomorrow (Thursday)"."""
    shared = tuple(
        theirs for theirs in other.readings if any(day_in(mine[0]) == day_in(theirs[0]) for mine in one.readings)
    )
    return replace(other, readings=shared, lead=one.lead or other.lead) if shared else None


def _counted_from(one: Time, other: Time) -> Time | None:
    """Place "two weeks from Monday"."""
    told = one.length
    if told is None:
        return None
    readings: list[Interval] = []
    is_stretch = other.lead != "after" and (other.form in _DATES or one.lead == "for" or told.unit == "night")
    for first, _ in other.readings:
        for end in calendar.ahead(told.low, told.high, told.unit, told.business, _midnight(first)):
            readings.append((first, end[1]) if is_stretch else end)
    return replace(one, readings=tuple(readings), length=None, form="day_month")

"""Whether two times name the same moment, and whether one can be reckoned from others."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from guard.claims.claim import Interval, Moment
from guard.claims.time import calendar
from guard.claims.time.calendar import day_in
from guard.claims.time.expression import Time
from guard.claims.time.joining import DEADLINES

_LEAD = re.compile(r"^(?:by|on|at|before|until|in|the|this|no later than|first thing(?: on)?|early|late)\s+")
_TAIL = re.compile(r"\s+(?:latest|at the latest|or (?:earlier|sooner|before))$")
_SLACK = timedelta(minutes=5)


def agree(promised: Time, source: Time, now: datetime | None) -> bool:
    """Tell whether a source names the same day, hour or length; for a deadline, also an earlier one.

    Example:
        >>> from guard.claims.time.times import times
        >>> one, other = times(b"by 28 november, or on 27 november", datetime(2026, 11, 21))
        >>> agree(one, other, datetime(2026, 11, 21)), agree(other, one, datetime(2026, 11, 21))
        (True, False)
    """
    if promised.is_hourly:
        return _same_clock(promised, source, now)
    if promised.length is not None and source.length is not None:
        return _same_length(promised, source)
    if not (promised.readings and source.readings):
        return (promised.form == source.form and bare(promised.words) == bare(source.words)) or _same_name(
            promised, source
        )
    if source.length is not None:
        return False
    return any(_meet(mine, theirs, promised, now) for mine in promised.readings for theirs in source.readings)


def bare(words: str) -> str:
    """Return the words of a time without what leads in and what trails.

    Example:
        >>> bare("by friday at the latest")
        'friday'
    """
    said = _TAIL.sub("", words)
    while found := _LEAD.match(said):
        said = said[found.end() :]
    return said


def _same_name(promised: Time, source: Time) -> bool:
    """Tell whether one day that cannot be placed is among others ("Friday" of "Friday to Monday")."""
    return promised.form == "weekday" and source.form == "weekdays" and bare(promised.words)[:3] in source.words


def _same_length(promised: Time, source: Time) -> bool:
    one, other = promised.length, source.length
    if one is None or other is None or one.unit != other.unit:
        return _same_span(promised, source)
    if one.high == other.high and (one.low == other.low or 0 in (one.low, other.low)):
        return one.business == other.business or one.business
    return promised.lead in DEADLINES and other.high <= one.high and (one.business or not other.business)


def _same_span(promised: Time, source: Time) -> bool:
    """Tell whether lengths in other units end on the same day: two weeks, 14 days."""
    return any(
        abs((plain(mine[1]) - plain(theirs[1])).total_seconds()) < 3600
        for mine in promised.readings
        for theirs in source.readings
    )


def plain(moment: Moment) -> datetime:
    """Return a moment as its own clock shows it; a day begins at midnight.

    Example:
        >>> plain(datetime(2026, 11, 21, 10, 5)).minute
        5
    """
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime(moment.year, moment.month, moment.day)


def _meet(mine: Interval, theirs: Interval, promised: Time, now: datetime | None) -> bool:
    """Tell whether two readings meet; a deadline reaches back to now."""
    if now and isinstance(theirs[1], datetime) and plain(theirs[1]) < plain(now):
        return False
    first, last = day_in(mine[0]), day_in(mine[1])
    if promised.lead in DEADLINES:
        first = min(first, now.date()) if now else min(first, day_in(theirs[0]))
    if not first <= day_in(theirs[1]) or not day_in(theirs[0]) <= last:
        return False
    return _hours_meet(mine, theirs, promised)


def _hours_meet(mine: Interval, theirs: Interval, promised: Time) -> bool:
    """Tell whether the hours meet, where both name some: "tomorrow morning" is not tomorrow at 3 pm."""
    if not all(isinstance(moment, datetime) for moment in (*mine, *theirs)):
        return True
    if promised.length is None and promised.hours is None:
        return True
    if plain(theirs[1]) < plain(mine[0]) - _SLACK and promised.lead not in DEADLINES and promised.length is None:
        return False
    return plain(theirs[0]) <= plain(mine[1]) + _SLACK


def _same_clock(promised: Time, source: Time, now: datetime | None) -> bool:
    """Tell whether a source names the hour, or a window around it; a deadline may also lie later that day."""
    if promised.hours is None:
        return False
    if any(_fits(promised.hours, theirs) for theirs in _source_hours(source)):
        return True
    if promised.lead not in DEADLINES or now is None:
        return False
    if source.is_hourly and source.hours is not None:
        return now.hour * 60 + now.minute <= source.hours[1] <= promised.hours[1]
    return any(
        plain(now) <= plain(theirs[1]) <= plain(mine[1]) and day_in(theirs[1]) == day_in(mine[1])
        for mine in promised.readings
        for theirs in source.readings
        if isinstance(theirs[1], datetime)
    )


def _source_hours(source: Time) -> list[tuple[int, int]]:
    if source.hours is not None:
        return [source.hours]
    return [
        (start.hour * 60 + start.minute, end.hour * 60 + end.minute)
        for start, end in source.readings
        if isinstance(start, datetime) and isinstance(end, datetime)
    ]


def _fits(mine: tuple[int, int], theirs: tuple[int, int]) -> bool:
    """Tell whether hours fit; "5" may be said of 17:00."""
    if mine[0] != mine[1]:
        return theirs[0] <= mine[1] and mine[0] <= theirs[1]
    return theirs[0] == theirs[1] and (mine[0] - theirs[0]) % (12 * 60) == 0


def counted(base: datetime, time: Time, country: str | None) -> Interval | None:
    """Return when a length ends that begins at a moment.

    Example:
        >>> from guard.claims.time.times import times
        >>> [time] = times(b"3-5 business days", datetime(2026, 11, 20))
        >>> found = counted(datetime(2026, 11, 20), time, None)
        >>> found and [day.isoformat() for day in found]
        ['2026-11-25', '2026-11-27']
    """
    told = time.length
    if told is None:
        return None
    return next(calendar.ahead(told.low, told.high, told.unit, told.business, base, country), None)

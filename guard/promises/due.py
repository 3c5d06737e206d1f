"""By when a promise falls due: the day and the hour that its words name, counted from the moment it was made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast

from guard.claims.claim import Interval, Moment
from guard.claims.time.times import Time

_CLOCKS = ("clock", "bare_clock", "between", "hour_clock", "hours", "part")
_LENGTHS = ("for", "after", "over", "every", "up to", "another", "since", "from")
"""Words before a length of time that make it no deadline."""
_BY = ("by", "before", "within", "inside", "in", "under")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?: ?([ap])\.?m\b)?")
_BESIDE = 3
"""Characters between a day and its hour."""
_LATE = 7
"""A bare hour up to this one is in the afternoon: nobody calls back at five in the morning."""


@dataclass(frozen=True, slots=True)
class Due:
    """When it must be kept.

    Args:
        words: as the promise says it.
        last: the last day or moment; None when nobody knows what day it was said on.
    """

    words: str
    last: Moment | None = None


def deadlines(times: Sequence[Time]) -> tuple[Time, ...]:
    """Return the times that say by when: what is booked or looked up *for* a day is not done on it.

    Example:
        >>> from guard.claims.time.times import times
        >>> [time.words for time in deadlines(tuple(times(b"i'll book friday at 6pm for you today", None)))]
        ['today']
    """
    return tuple(time for time in times if time.lead in _BY or time.form in ("relative", "end_of", "vague"))


def due(times: Sequence[Time], now: datetime | None, placed: Interval | None = None) -> Due | None:
    """Return by when a promise falls due; None when it names no time.

    Args:
        times: the times of its words, from left to right.
        now: the moment it was made.
        placed: where its grammar has placed it already; an hour beside the day is still put in.

    Example:
        >>> from guard.claims.time.times import times
        >>> made = datetime(2026, 11, 21, 10, 5)
        >>> due(tuple(times(b"i'll call you tomorrow by 5 pm", made)), made)
        Due(words='tomorrow by 5 pm', last=datetime.datetime(2026, 11, 22, 17, 0))
    """
    named = [time for time in times if not time.is_past and time.lead not in _LENGTHS]
    firm = [time for time in named if not time.is_vague]
    if not firm:
        return Due(named[0].words) if named else None
    days = [time for time in firm if time.form not in _CLOCKS]
    day = next((time for time in days if time.readings), days[0] if days else None)
    hour = next((time for time in firm if time.form in _CLOCKS and _is_point(time, day)), None)
    if day is None and hour is None:
        return None
    last = placed[1] if placed is not None else day.readings[0][1] if day is not None and day.readings else None
    if hour is not None and not isinstance(last, datetime):
        read = hour.readings[0][1] if hour.readings and day is None else None
        last = read or _at(hour, last, now) or last
    if day is not None and hour is not None:
        return Due(" ".join(time.words for time in sorted((day, hour), key=lambda one: one.span)), last)
    return Due(cast(Time, day or hour).words, last)


def _is_point(hour: Time, day: Time | None) -> bool:
    """Tell whether an hour says when, and does not only name a thing ("I'll hold a 9 am slot today")."""
    if hour.lead or day is None:
        return bool(hour.lead)
    return min(abs(hour.span.start - day.span.end), abs(day.span.start - hour.span.end)) <= _BESIDE


def _at(hour: Time, day: date | None, now: datetime | None) -> datetime | None:
    """Put an hour on a day; without one, on the next day that has it still to come."""
    said = _CLOCK.search(hour.words)
    if said is None or (day is None and now is None):
        return None
    hours, minutes, half = int(said[1]) % 24, int(said[2] or 0), said[3]
    if half is not None:
        hours = hours % 12 + (12 if half == "p" else 0)
    elif 0 < hours <= _LATE and not said[1].startswith("0"):
        hours += 12
    zone = now.tzinfo if now is not None else None
    moment = datetime.combine(day or (now or datetime.min).date(), time(hours, minutes), zone)
    if day is None and now is not None and moment < now:
        moment += timedelta(days=1)
    return moment


def is_over(due: str, moment: Moment) -> bool:
    """Tell whether a moment lies after what was due; a day is over when the next one begins.

    Example:
        >>> is_over("2026-11-22", datetime(2026, 11, 22, 23, 59)), is_over("2026-11-22", date(2026, 11, 23))
        (False, True)
    """
    if "T" not in due:
        day = moment.date() if isinstance(moment, datetime) else moment
        return day > date.fromisoformat(due)
    last = datetime.fromisoformat(due)
    if not isinstance(moment, datetime):
        return moment > last.date()
    if (last.tzinfo is None) != (moment.tzinfo is None):
        return moment.replace(tzinfo=None) > last.replace(tzinfo=None)
    return moment > last


def is_before(moment: Moment, other: datetime) -> bool:
    """Tell whether a day or a moment lies before another moment.

    Example:
        >>> is_before(date(2026, 11, 21), datetime(2026, 11, 22, 9))
        True
    """
    if not isinstance(moment, datetime):
        return moment < other.date()
    if (moment.tzinfo is None) != (other.tzinfo is None):
        return moment.replace(tzinfo=None) < other.replace(tzinfo=None)
    return moment < other

"""Hours of the day: "5:30 pm", "half past five", "the morning", "noon ET".

Everything is minutes from midnight. A bare hour is read as a support desk means it: 8 is in the
morning, 4 in the afternoon.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import cast
from zoneinfo import ZoneInfo

from guard.claims.claim import Interval
from guard.claims.tables import table

Hours = tuple[int, int]
"""First and last minute of the day."""

_NAMED = {"noon": 720, "midday": 720, "midnight": 1440, "lunchtime": 750, "teatime": 990, "bedtime": 1260}
_CLOCK = re.compile(r"(\d{1,2}|[a-z]+)(?:[:.h](\d{2}))?(?::\d{2})?\s?(?:o.clock)?\s?([ap])?(?:\.?m\b)?")
_LEAD = re.compile(r"^(?:[a-z:.]+\s+)+(?=\d|[a-z]+ o|[a-z]+$)")
_OFFSET = re.compile(r"(?:gmt|utc)\s?([+-])\s?(\d{1,2})(?::(\d{2}))?")
_DAY = 24 * 60
_EARLIEST_HOUR = 7
"""A bare hour before this one is in the afternoon."""


def clock(said: str) -> tuple[int, int] | None:
    """Read the hour and the minute of a clock time.

    Example:
        >>> clock("by 5:30 pm"), clock("half past five"), clock("noon")
        ((17, 30), (5, 30), (12, 0))
    """
    minutes = _minutes(said)
    return None if minutes is None else divmod(minutes, 60)


def _minutes(said: str) -> int | None:
    for name, minutes in _NAMED.items():
        if name in said:
            return minutes
    for words, shift in (("half past ", 30), ("quarter past ", 15), ("quarter to ", -15), ("half ", 30)):
        if words in said:
            hour = _number(said.split(words, 1)[1])
            return None if hour is None else (hour * 60 + shift) % _DAY
    return _digital(said)


def _digital(said: str) -> int | None:
    for found in _CLOCK.finditer(said):
        hour = _number(found[1])
        if hour is None:
            continue
        minute = int(found[2] or 0)
        if found[3] == "p" and hour < 12:
            hour += 12
        elif found[3] == "a" and hour == 12:
            hour = 0
        return hour * 60 + minute if hour < 25 and minute < 60 else None
    return None


def _number(said: str) -> int | None:
    if said.isdigit():
        return int(said)
    found = cast(Mapping[str, str], table("times")["numbers"]).get(said)
    return int(float(found)) if found is not None and said not in ("a", "an") else None


def is_exact(said: str) -> bool:
    """Tell whether a clock time says which half of the day it means.

    Example:
        >>> is_exact("18:30"), is_exact("5 pm"), is_exact("5:30")
        (True, True, False)
    """
    minutes = _minutes(said)
    marked = re.search(r"\d\s?[ap]\.?m\b|noon|midday|midnight|lunch|\b0\d:", said) is not None
    return marked or (minutes is not None and minutes >= 13 * 60)


def meant(said: str) -> int | None:
    """Return the minute of the day that a clock time means; a bare 4 is in the afternoon.

    Example:
        >>> meant("4"), meant("9"), meant("4 am")
        (960, 540, 240)
    """
    minutes = _minutes(said)
    if minutes is None:
        return None
    plain = re.search(r"\d\d:\d", said) is not None
    return minutes + 720 if minutes < _EARLIEST_HOUR * 60 and not is_exact(said) and not plain else minutes


def part_hours(said: str) -> Hours | None:
    """Return the hours of a part of the day.

    Example:
        >>> part_hours("afternoon")
        (720, 1080)
    """
    found = cast(Mapping[str, str], table("clocks")["parts"]).get(said.replace(".", ""))
    if found is None:
        return None
    first, last = found.split("-")
    return int(first) * 60, _DAY - 1 if last == "24" else int(last) * 60


def at(first: datetime, last: datetime, hours: Hours, zone: str, now: datetime | None) -> Interval:
    """Give days their hours, in the zone that was named, as the clock of `now` shows them.

    Args:
        first: the first day.
        last: the last one.
        hours: minutes of the day.
        zone: as it was said; empty where none was.
        now: the moment of the draft, in its zone.
    """
    mine = now.tzinfo if now is not None else None
    theirs = (zone_of(zone) if zone and mine is not None else None) or mine
    start, end = (_at(day, minutes, theirs) for day, minutes in ((first, hours[0]), (last, hours[1])))
    return (start.astimezone(mine), end.astimezone(mine)) if mine is not None else (start, end)


def _at(day: datetime, minutes: int, zone: tzinfo | None) -> datetime:
    days, left = divmod(minutes, _DAY)
    return datetime.combine(day.date() + timedelta(days), time(left // 60, left % 60), zone)


@lru_cache(maxsize=128)
def zone_of(said: str) -> tzinfo | None:
    """Return the zone of a name or an offset; None for "your time" and whatever has no place.

    Example:
        >>> zone_of("gmt+1"), zone_of("your time") is None
        (datetime.timezone(datetime.timedelta(seconds=3600)), True)
    """
    if found := _OFFSET.match(said):
        shift = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(-shift if found[1] == "-" else shift)
    known = cast(Mapping[str, str], table("clocks")["zones"]).get(said.removesuffix(" time"))
    if known is None:
        return None
    if known.lstrip("-").replace(".", "").isdigit():
        return timezone(timedelta(hours=float(known)))
    try:
        return ZoneInfo(known)
    except (KeyError, ValueError, OSError):  # a machine without the table of zones
        return None


def offset(said: str) -> timezone:
    """Read the offset of an ISO moment.

    Example:
        >>> offset("+01:00")
        datetime.timezone(datetime.timedelta(seconds=3600))
    """
    if said == "z":
        return UTC
    digits = said[1:].replace(":", "")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-shift if said[0] == "-" else shift)

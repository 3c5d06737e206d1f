"""Where a named time lies: days and hours counted from `now`, never from a clock on the wall.

Without `now`, only a time that names its year has a place. A numeric date (`11/12`) has two
readings, US and European, when both make a day.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from guard.claims.claim import Interval

Parts = Mapping[str, str]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOLIDAYS = {
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "xmas": (12, 25),
    "valentine": (2, 14),
    "halloween": (10, 31),
}


def day_of(year: int, month: int, day: int) -> date | None:
    """Return a day, or None where the calendar has none.

    Example:
        >>> day_of(2026, 2, 30) is None
        True
    """
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def month_of(name: str) -> int:
    """Return 1 to 12 for an English name of a month or its short form.

    Example:
        >>> month_of("sept")
        9
    """
    return _MONTHS.index(name[:3]) + 1


def dated(parts: Parts, now: datetime | None) -> Iterator[Interval]:
    """Place a day and a month; without a year it is the one nearest to `now`.

    Example:
        >>> [one] = dated({"day": "3", "month": "january"}, datetime(2026, 12, 20))
        >>> one[0].isoformat()
        '2027-01-03'
    """
    month = int(parts["month"]) if parts["month"].isdigit() else month_of(parts["month"])
    yield from _in_year(parts.get("year"), month, int(parts["day"]), now)


def numeric(parts: Parts, now: datetime | None) -> Iterator[Interval]:
    """Place `11/12`: the European and the US reading, where both exist.

    Example:
        >>> [one[0].isoformat() for one in numeric({"first": "3", "second": "4", "year": "2026"}, None)]
        ['2026-04-03', '2026-03-04']
    """
    first, second = int(parts["first"]), int(parts["second"])
    yield from _in_year(parts.get("year"), second, first, now)
    if first != second:
        yield from _in_year(parts.get("year"), first, second, now)


def _in_year(year: str | None, month: int, day: int, now: datetime | None) -> Iterator[Interval]:
    """Place a day of a month in the year it names, else in the one that brings it nearest to `now`."""
    if year:
        years = [int(year) if len(year) == 4 else 2000 + int(year)]
    elif now is None:
        return
    else:
        years = [now.year - 1, now.year, now.year + 1]
    days = [found for number in years if 1 <= month <= 12 and (found := day_of(number, month, day))]
    if now is not None and len(days) > 1:
        days = [min(days, key=lambda one: abs((one - now.date()).days))]
    for one in days[:1]:
        yield one, one


def weekday(parts: Parts, now: datetime) -> Iterator[Interval]:
    """Place a weekday: the first one from today on; `next` may also mean the one of next week.

    Example:
        >>> [one] = weekday({"weekday": "friday"}, datetime(2026, 11, 21))
        >>> one[0].isoformat()
        '2026-11-27'
    """
    today = now.date()
    ahead = (_DAYS.index(parts["weekday"][:3]) - today.weekday()) % 7
    which = parts.get("which")
    if which == "last":
        ahead = ahead - 7
    day = today + timedelta(ahead)
    yield day, day
    if which == "next":
        yield day + timedelta(7), day + timedelta(7)


def ordinal(parts: Parts, now: datetime) -> Iterator[Interval]:
    """Place `the 14th`: in this month if it is not over, else in the next.

    Example:
        >>> [one] = ordinal({"day": "14"}, datetime(2026, 11, 21))
        >>> one[0].isoformat()
        '2026-12-14'
    """
    day = int(parts["day"])
    month, year = now.month, now.year
    if day < now.day:
        month, year = (1, year + 1) if month == 12 else (month + 1, year)
    if found := day_of(year, month, day):
        yield found, found


def relative(text: str, now: datetime) -> Iterator[Interval]:
    """Place `tomorrow`, `tonight`, `the day after tomorrow` and their like.

    Example:
        >>> [one] = relative("tomorrow morning", datetime(2026, 11, 30))
        >>> one[0].isoformat()
        '2026-12-01'
    """
    shift = (
        2
        if "after tomorrow" in text
        else 1
        if "tomorrow" in text or "next" in text
        else -1
        if "yesterday" in text
        else 0
    )
    day = now.date() + timedelta(shift)
    yield day, day + timedelta(1 if text == "overnight" else 0)


def ahead(low: float, high: float, unit: str, business: bool, now: datetime) -> Iterator[Interval]:
    """Place a length of time counted from `now`; business days skip Saturdays and Sundays.

    Example:
        >>> [one] = ahead(2, 3, "days", True, datetime(2026, 11, 20))
        >>> [day.isoformat() for day in one]
        ['2026-11-24', '2026-11-25']
    """
    if unit[0] in "sh" or unit.startswith("min"):
        step = (
            timedelta(seconds=1) if unit[0] == "s" else timedelta(minutes=1) if unit[0] == "m" else timedelta(hours=1)
        )
        yield now + step * low, now + step * high
        return
    days = {"d": 1, "w": 7, "m": 30, "f": 14}[unit[0]]
    if business and days == 1:
        yield _business(now.date(), round(low)), _business(now.date(), round(high))
    else:
        yield now.date() + timedelta(days * low), now.date() + timedelta(days * high)


def _business(day: date, count: int) -> date:
    """Return the day that lies `count` business days later."""
    weeks, rest = divmod(min(count, 2000), 5)
    day += timedelta(7 * weeks)
    while rest > 0:
        day += timedelta(1)
        rest -= day.weekday() < 5
    return day


def stretch(which: str, unit: str, now: datetime) -> Iterator[Interval]:
    """Place this or next week, weekend, month or year.

    Example:
        >>> [one] = stretch("next", "week", datetime(2026, 11, 21))
        >>> [day.isoformat() for day in one]
        ['2026-11-23', '2026-11-29']
    """
    today = now.date()
    step = 0 if which == "this" else -1 if which == "last" else 1
    if unit.startswith("week"):
        monday = today - timedelta(today.weekday()) + timedelta(7 * step)
        yield (monday + timedelta(5) if unit == "weekend" else monday), monday + timedelta(6)
    elif unit == "month":
        yield from whole_month(today.year + (today.month - 1 + step) // 12, (today.month - 1 + step) % 12 + 1)
    else:
        yield date(today.year + step, 1, 1), date(today.year + step, 12, 31)


def whole_month(year: int, month: int) -> Iterator[Interval]:
    """Place all days of a month.

    Example:
        >>> [one] = whole_month(2028, 2)
        >>> one[1].isoformat()
        '2028-02-29'
    """
    yield date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def named_month(parts: Parts, now: datetime) -> Iterator[Interval]:
    """Place a month by its name: of its own year, else this month or the next of that name.

    Example:
        >>> [one] = named_month({"month": "may"}, datetime(2026, 11, 21))
        >>> one[0].isoformat()
        '2027-05-01'
    """
    month = month_of(parts["month"])
    year = parts.get("year")
    yield from whole_month(int(year) if year else now.year + (month < now.month), month)


def ending(unit: str, now: datetime) -> Iterator[Interval]:
    """Place the last day of this day, week, month or year; the working week ends on Friday.

    Example:
        >>> [one] = ending("month", datetime(2026, 11, 21))
        >>> one[1].isoformat()
        '2026-11-30'
    """
    today = now.date()
    if unit.startswith(("day", "business", "play", "eod", "eob", "cob")):
        yield today, today
    elif unit in ("week", "eow"):
        yield today, today + timedelta(max(0, 6 - today.weekday()))
    elif unit == "year":
        yield today, date(today.year, 12, 31)
    else:
        year, month = today.year, today.month if unit == "month" else month_of(unit)
        last = date(year + (month < today.month), month, calendar.monthrange(year, month)[1])
        yield today, last


def holiday(name: str, now: datetime) -> Iterator[Interval]:
    """Place a feast with a fixed date; the others have no place yet.

    Example:
        >>> [one] = holiday("christmas", datetime(2026, 11, 21))
        >>> one[0].isoformat()
        '2026-12-25'
    """
    for start, (month, day) in _HOLIDAYS.items():
        if name.startswith(start):
            found = date(now.year + ((month, day) < (now.month, now.day)), month, day)
            yield found, found
            return
    if name.startswith("new year"):
        yield date(now.year, 12, 31), date(now.year + 1, 1, 1)

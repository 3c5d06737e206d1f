"""Where a named day lies: counted from `now`, never from a clock on the wall.

Without `now`, only a day that names its year has a place. A numeric date (`11/12`) has two
readings, US and European, when both make a day and nothing tells which is meant.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Literal

from guard.claims.claim import Interval, Moment
from guard.claims.time.feasts import business_day

Parts = Mapping[str, str]
Order = Literal["dmy", "mdy"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = 7
_YEARS_OF_MONTHS = 24
_PAST = 2
"""How much farther a day that is over counts, of two a year apart."""


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


def day_in(moment: Moment) -> date:
    """Return the day of a moment.

    Example:
        >>> day_in(datetime(2026, 11, 21, 10)).isoformat()
        '2026-11-21'
    """
    return moment.date() if isinstance(moment, datetime) else moment


def later(moment: Moment, days: int) -> Moment:
    """Return a moment some days later.

    Example:
        >>> later(date(2026, 11, 30), 1).isoformat()
        '2026-12-01'
    """
    return moment + timedelta(days)


def dated(parts: Parts, now: datetime | None) -> Iterator[Interval]:
    """Place a day and a month, or a row of days; without a year it is the one nearest to `now`.

    Example:
        >>> [one] = dated({"day": "3", "month": "january"}, datetime(2026, 12, 20))
        >>> one[0].isoformat()
        '2027-01-03'
    """
    month = int(parts["month"]) if parts["month"].isdigit() else month_of(parts["month"])
    first = _in_year(parts.get("year"), month, int(parts["day"]), now)
    last = _in_year(parts.get("year"), month, int(parts.get("day2", parts["day"])), now)
    if first is not None and last is not None:
        yield first, max(first, last)


def numeric(parts: Parts, now: datetime | None, order: Order | None = None) -> Iterator[Interval]:
    """Place `11/12`: the European and the US reading, where both exist and nothing tells which is meant.

    Example:
        >>> [one[0].isoformat() for one in numeric({"first": "3", "second": "4", "year": "2026"}, None)]
        ['2026-04-03', '2026-03-04']
    """
    first, second = int(parts["first"]), int(parts["second"])
    readings = {"dmy": _in_year(parts.get("year"), second, first, now)}
    if first != second:
        readings["mdy"] = _in_year(parts.get("year"), first, second, now)
    found = {name: day for name, day in readings.items() if day is not None}
    for day in (found[order],) if order in found else found.values():
        yield day, day


def _in_year(year: str | None, month: int, day: int, now: datetime | None) -> date | None:
    """Place a day of a month in the year it names, else in the one that brings it nearest to `now`."""
    if year:
        years = [int(year) if len(year) == 4 else 2000 + int(year)]
    elif now is None:
        return None
    else:
        years = [now.year - 1, now.year, now.year + 1]
    days = [found for number in years if 1 <= month <= 12 and (found := day_of(number, month, day))]
    if now is not None and len(days) > 1:
        return min(days, key=lambda one: _distance((one - now.date()).days))
    return days[0] if days else None


def _distance(days: int) -> int:
    """Return how far a day lies off; what is long over is more likely next year's."""
    return days if days >= 0 else -days * _PAST


def weekday(parts: Parts, now: datetime) -> Iterator[Interval]:
    """Place a weekday: the first one from today on; `next` is that of next week, and may be one of this week.

    Example:
        >>> [one] = weekday({"weekday": "friday"}, datetime(2026, 11, 21))
        >>> one[0].isoformat()
        '2026-11-27'
    """
    today = now.date()
    day = coming(parts["weekday"], today)
    which = parts.get("which", "")
    if which in ("next", "the next"):
        monday = today + timedelta(_WEEK - today.weekday())
        yield monday + timedelta(day.weekday()), monday + timedelta(day.weekday())
        if day >= monday:
            return
    if which in ("last", "previous", "the previous"):
        day -= timedelta(_WEEK)
    if "later" in parts or which.startswith("a week"):
        day += timedelta(_WEEK)
    yield day, day


def coming(name: str, today: date) -> date:
    """Return the first day of that name from today on.

    Example:
        >>> coming("mon", date(2026, 11, 21)).isoformat()
        '2026-11-23'
    """
    return today + timedelta((_DAYS.index(name[:3]) - today.weekday()) % _WEEK)


def weekdays(parts: Parts, now: datetime) -> Iterator[Interval]:
    """Place a row of weekdays.

    Example:
        >>> [one] = weekdays({"weekday": "mon", "weekday2": "wed"}, datetime(2026, 11, 21))
        >>> [day.isoformat() for day in one]
        ['2026-11-23', '2026-11-25']
    """
    first = coming(parts["weekday"], now.date())
    yield first, coming(parts["weekday2"], first)


def ordinal(day: int, last: int, which: str, now: datetime) -> Iterator[Interval]:
    """Place `the 14th`: in this month if it is not over, else in the next.

    Example:
        >>> [one] = ordinal(14, 14, "", datetime(2026, 11, 21))
        >>> one[0].isoformat()
        '2026-12-14'
    """
    over = (last if last >= day else day) < now.day
    ahead = 1 if which.startswith(("next", "the following")) or (not which and over) else 0
    first = day_of(*months_on(now.date(), ahead), day)
    end = day_of(*months_on(now.date(), ahead + (last < day)), last)
    if first and end:
        yield first, end


def numbered(name: str, day: int, now: datetime) -> Iterator[Interval]:
    """Place `Friday the 18th`: the first day to come that is both, else the next with that number.

    Example:
        >>> [one] = numbered("friday", 18, datetime(2026, 11, 21))
        >>> one[0].isoformat()
        '2026-12-18'
    """
    months = (months_on(now.date(), count) for count in range(_YEARS_OF_MONTHS))
    days = [found for year, month in months if (found := day_of(year, month, day)) and found >= now.date()]
    fits = [one for one in days if one.weekday() == _DAYS.index(name[:3])]
    for one in (fits or days)[:1]:
        yield one, one


def months_on(day: date, count: int) -> tuple[int, int]:
    """Return the year and the month that lie some months later.

    Example:
        >>> months_on(date(2026, 11, 21), 3)
        (2027, 2)
    """
    years, month = divmod(day.month - 1 + count, 12)
    return day.year + years, month + 1


def relative(text: str, now: datetime, country: str | None = None) -> Iterator[Interval]:
    """Place `tomorrow`, `tonight`, `the day after tomorrow` and their like.

    Example:
        >>> [one] = relative("tomorrow morning", datetime(2026, 11, 30))
        >>> one[0].isoformat()
        '2026-12-01'
    """
    today = now.date()
    if text.startswith("later") and text.endswith("today"):
        yield now, now.replace(hour=23, minute=59)
        return
    if "business" in text or "working" in text:
        day = business_day(today, 1, country)
    else:
        day = today + timedelta(_shift(text))
    yield day, day + timedelta(1 if text == "overnight" else 0)


def _shift(text: str) -> int:
    if "before yesterday" in text or "other day" in text:
        return -2
    if "yesterday" in text or text == "last night":
        return -1
    if "after tomorrow" in text:
        return 2
    ahead = any(word in text for word in ("tom", "tm", "2moro", "next", "in the morning", "by morning"))
    return 1 if ahead else 0


def ahead(
    low: float, high: float, unit: str, business: bool, now: datetime, country: str | None = None
) -> Iterator[Interval]:
    """Place a length of time counted from `now`; business days skip weekends and public holidays.

    Example:
        >>> [one] = ahead(2, 3, "day", True, datetime(2026, 11, 20))
        >>> [day.isoformat() for day in one]
        ['2026-11-24', '2026-11-25']
    """
    today = now.date()
    if unit in ("second", "minute", "hour"):
        step = timedelta(**{f"{unit}s": 1})
        yield now + step * low, now + step * high
        if business and unit == "hour":
            yield business_day(today, round(low / 8), country), business_day(today, round(high / 8), country)
    elif unit in ("month", "year", "quarter"):
        months = {"month": 1, "quarter": 3, "year": 12}[unit]
        yield _later(today, low * months), _later(today, high * months)
    elif business and unit == "day":
        yield business_day(today, round(low), country), business_day(today, round(high), country)
    else:
        days = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7, "night": 1}[unit]
        yield today + timedelta(days * low), today + timedelta(days * high)


def _later(day: date, months: float) -> date:
    year, month = months_on(day, int(months))
    return min(date(year, month, 1) + timedelta(day.day - 1), last_of(year, month)) + timedelta(30 * (months % 1))


def closing(day: date, now: datetime) -> Iterator[Interval]:
    """Place the end of a day: of the day of work, and of the whole one.

    Example:
        >>> [one[1].hour for one in closing(date(2026, 11, 23), datetime(2026, 11, 21))]
        [17, 23]
    """
    for hour, minute in ((17, 0), (23, 59)):
        end = datetime(day.year, day.month, day.day, hour, minute, tzinfo=now.tzinfo)
        yield end, end


def last_of(year: int, month: int) -> date:
    """Return the last day of a month.

    Example:
        >>> last_of(2028, 2).isoformat()
        '2028-02-29'
    """
    return date(year, month, calendar.monthrange(year, month)[1])

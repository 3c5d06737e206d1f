"""Periods and their edges: next week, the end of the month, early in March, the third quarter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from guard.claims.claim import Interval
from guard.claims.time.calendar import Parts, coming, last_of, month_of, months_on
from guard.claims.time.feasts import business_day, nth_weekday

Period = tuple[date, date]

_NTH = ("first", "second", "third", "fourth")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12, "q1": 1, "q2": 4, "q3": 7, "q4": 10}


def whole_month(year: int, month: int) -> Period:
    """Return the first and the last day of a month.

    Example:
        >>> whole_month(2028, 2)[1].isoformat()
        '2028-02-29'
    """
    return date(year, month, 1), last_of(year, month)


def named_month(name: str, year: str | None, now: datetime, which: str = "") -> Period:
    """Return a month by its name: of its own year, else this month or the next of that name.

    Example:
        >>> named_month("may", None, datetime(2026, 11, 21))[0].isoformat()
        '2027-05-01'
    """
    month = month_of(name)
    ahead = month < now.month or (which == "next" and month == now.month)
    return whole_month(int(year) if year else now.year + ahead - (which == "last"), month)


def nth_of(parts: Parts, now: datetime) -> Period:
    """Return the second week (counted in sevens), the last Friday of a month.

    Example:
        >>> nth_of({"nth": "last", "unit": "friday", "month": "may"}, datetime(2026, 11, 21))[0].isoformat()
        '2027-05-28'
    """
    month = parts["month"]
    if month.endswith("month"):
        first, last = whole_month(*months_on(now.date(), 1 if month.startswith("next") else 0))
    else:
        first, last = named_month(month, parts.get("year"), now)
    number = _NTH.index(parts["nth"]) + 1 if parts["nth"] in _NTH else -1
    if parts["unit"] != "week":
        day = nth_weekday(first.year, first.month, number, coming(parts["unit"], first).weekday())
        return day, day
    start = last - timedelta(6) if number < 0 else first + timedelta(7 * (number - 1))
    return start, start + timedelta(6)


def season(name: str, year: str | None, now: datetime) -> Period:
    """Return a quarter, or the three months of a season on the northern half of the earth.

    Example:
        >>> [day.isoformat() for day in season("q1", None, datetime(2026, 11, 21))]
        ['2027-01-01', '2027-03-31']
    """
    first = _SEASONS[name]
    start = date(int(year) if year else now.year, first, 1)
    if not year and last_of(*months_on(start, 2)) < now.date():
        start = start.replace(year=start.year + 1)
    return start, last_of(*months_on(start, 2))


def stretch(which: str, unit: str, now: datetime) -> Period | None:
    """Return this, the next or the last day, week, weekend, month, quarter or year.

    Example:
        >>> [day.isoformat() for day in stretch("next", "week", datetime(2026, 11, 21))]
        ['2026-11-23', '2026-11-29']
    """
    today = now.date()
    step = -1 if which in ("last", "previous", "the previous") else 1 if _is_next(which) else 0
    if unit.startswith("week"):
        monday = today - timedelta(today.weekday()) + timedelta(7 * step)
        return (monday + timedelta(5) if unit == "weekend" else monday), monday + timedelta(6)
    if unit == "fortnight":
        return today + timedelta(14 * step), today + timedelta(14 * (step + 1))
    if unit == "month":
        return whole_month(*months_on(today, step))
    if unit == "quarter":
        year, month = months_on(today.replace(month=today.month - (today.month - 1) % 3, day=1), 3 * step)
        return date(year, month, 1), last_of(*months_on(date(year, month, 1), 2))
    if unit == "year":
        return date(today.year + step, 1, 1), date(today.year + step, 12, 31)
    return season(unit, None, now) if unit in _SEASONS else None


def _is_next(which: str) -> bool:
    return "next" in which or "coming" in which or "following" in which


def edge(which: str, period: Period, now: datetime) -> Iterator[Interval]:
    """Narrow a period to its end, its start, its middle; the end of a week may be Friday or Sunday.

    Example:
        >>> week = date(2026, 11, 23), date(2026, 11, 29)
        >>> [one[0].isoformat() for one in edge("end", week, datetime(2026, 11, 21))]
        ['2026-11-27', '2026-11-29']
    """
    first, last = period
    third = max(1, round((last - first).days / 3))
    if which in ("end", "close", "turn") or "end of" in which or "close of" in which:
        if (last - first).days == 7 - 1:
            yield last - timedelta(2), last - timedelta(2)
        yield last, last
    elif which in ("start", "beginning", "early", "first thing") or "start of" in which or "beginning of" in which:
        yield first, first + timedelta(third)
    elif which in ("mid", "middle") or "middle of" in which:
        yield first + timedelta(third - (third == 2)), last - timedelta(third + (third == 2))
    elif which == "late":
        yield last - timedelta(third), last
    elif which in ("first half", "second half"):
        half = first + timedelta((last - first).days // 2)
        yield (first, half) if which == "first half" else (half, last)
    else:
        yield (max(first, now.date()) if which == "later" else first), last


def whole(form: str, parts: Parts, now: datetime) -> tuple[str, Period | None]:
    """Return the edge that is meant, and the period it is the edge of."""
    today = now.date()
    if form == "end_of":
        return _edged(parts, now)
    if form == "next_unit":
        if "unit2" in parts:
            start = stretch("next", parts["unit2"], now)
            return "", start and stretch("next", parts["unit2"], now + (start[1] - today + timedelta(0)))
        if "unit3" in parts:
            return "", stretch("this", "weekend", now)
        return parts.get("edge", ""), stretch(parts["which"], parts["unit"], now)
    if form == "month":
        if "month4" in parts:
            start = named_month(parts["month4"], parts.get("year5"), now)
            end = named_month(parts["month5"], parts.get("year5") or str(start[0].year), now)
            return "", (start[0], end[1] if end[1] > start[0] else end[1].replace(year=end[1].year + 1))
        name = parts.get("month") or parts.get("month2") or parts["month3"]
        year = parts.get("year") or parts.get("year3")
        return parts.get("edge") or parts.get("edge2", ""), named_month(name, year, now)
    if form == "nth_of":
        return "", nth_of(parts, now)
    if form == "season":
        name = parts.get("season") or parts["quarter"]
        return "", season(name, parts.get("year") or parts.get("year2"), now)
    if form == "year":
        return "", (date(int(parts["year"]), 1, 1), date(int(parts["year"]), 12, 31))
    return "", (today, today) if form == "part" else None


def _edged(parts: Parts, now: datetime) -> tuple[str, Period | None]:
    """Read `end of next month`, `EOD`, `month-end`, `mid-week`, `close of business Friday`."""
    today = now.date()
    short = parts.get("short", "")
    if "mid" in parts or "turn" in parts:
        return ("mid" if "mid" in parts else "end"), stretch("this", parts.get("mid") or parts["turn"], now)
    if short:
        unit = {"w": "week", "m": "month", "y": "year"}.get(short[-1])
        return "end", stretch("this", unit, now) if unit else (today, today)
    unit, which = parts["unit"], parts.get("which", "this")
    edge_ = parts.get("edge") or parts.get("edge2") or parts["edge3"]
    if unit == "tomorrow":
        return "", (today + timedelta(1), today + timedelta(1))
    if unit.endswith("day") and unit not in ("day", "today", "business day", "working day"):
        day = coming(unit, today)
        return "", (day, day)
    if unit[:3] in ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"):
        return edge_, named_month(unit, None, now, which)
    if unit.isdigit():
        return edge_, (date(int(unit), 1, 1), date(int(unit), 12, 31))
    for name in ("week", "month", "quarter", "year"):
        if name in unit:
            unit = name if unit != "weekend" else unit
            return edge_, stretch(which, unit, now)
    if "next" in which or "following" in which:
        day = business_day(today, 1)
        return "", (day, day)
    return "", (today, today)

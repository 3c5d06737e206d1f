"""Feasts, and the business days between them.

Nobody delivers or pays on a public holiday, so "3 business days" spoken on 23 December do not end on
the 28th. A small table by country: a library of holidays would cost more to import than a check.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import cast

from guard.claims.tables import table

_MOST_DAYS = 2000
_NTH = re.compile(r"(\d+)/(-?\d)/(\d)(?:\+(\d))?")


def easter(year: int) -> date:
    """Return Easter Sunday, by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8).

    Example:
        >>> easter(2026).isoformat()
        '2026-04-05'
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, which: int, weekday: int) -> date:
    """Return the first, second … or (-1) last weekday of a month; Monday is 0.

    Example:
        >>> nth_weekday(2026, 11, 4, 3).isoformat()
        '2026-11-26'
    """
    if which < 0:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last - timedelta((last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (which - 1))


@lru_cache(maxsize=256)
def holidays(country: str | None, year: int) -> frozenset[date]:
    """Return the public holidays of a year; those that nearly all countries share where the country is unknown.

    Example:
        >>> date(2026, 5, 1) in holidays("de", 2026), date(2026, 5, 1) in holidays(None, 2026)
        (True, False)
    """
    rows = cast(Mapping[str, Mapping[str, list[str]]], table("feasts"))
    row = rows.get(country or "any") or rows["any"]
    days = {date(year, int(said[:2]), int(said[3:])) for said in row.get("dates", ())}
    days |= {_nth(said, year) for said in row.get("weekdays", ())}
    days |= {easter(year) + timedelta(int(said)) for said in row.get("easter", ())}
    return frozenset(days)


def business_day(day: date, count: int, country: str | None = None) -> date:
    """Return the day that lies `count` business days later; with 0, the day itself or the next that is one.

    Example:
        >>> business_day(date(2026, 11, 20), 3).isoformat(), business_day(date(2026, 12, 24), 1).isoformat()
        ('2026-11-25', '2026-12-28')
    """
    left = min(count, _MOST_DAYS)
    while left > 0 or not _works(day, country):
        day += timedelta(1)
        left -= _works(day, country)
    return day


def _works(day: date, country: str | None) -> bool:
    return day.weekday() < 5 and day not in holidays(country, day.year)


def named(name: str, today: date) -> Iterator[date]:
    """Yield the next day of a feast by its name; nothing for those that move in ways the table does not hold.

    Example:
        >>> [day.isoformat() for day in named("black friday", date(2026, 11, 21))]
        ['2026-11-27']
    """
    for start, said in cast(Mapping[str, str], cast(object, table("feasts")["named"])).items():
        if not name.replace("labour", "labor").startswith(start):
            continue
        found = _named(said, today.year)
        yield found if found >= today else _named(said, today.year + 1)
        return


def weekend(day: date) -> tuple[date, date]:
    """Return the weekend next to a feast, with the feast if it lies beside it.

    Example:
        >>> [one.isoformat() for one in weekend(date(2026, 12, 25))]
        ['2026-12-25', '2026-12-27']
    """
    shift = (5 - day.weekday() + 3) % 7 - 3
    saturday = day + timedelta(shift)
    return min(saturday, day) if shift == 1 else saturday, max(
        saturday + timedelta(1), day if shift == -2 else saturday
    )


def _named(said: str, year: int) -> date:
    if said.startswith("e"):
        return easter(year) + timedelta(int(said[1:]))
    return _nth(said, year) if "/" in said else date(year, int(said[:2]), int(said[3:]))


def _nth(said: str, year: int) -> date:
    found = cast("re.Match[str]", _NTH.fullmatch(said))
    return nth_weekday(year, int(found[1]), int(found[2]), int(found[3])) + timedelta(int(found[4] or 0))

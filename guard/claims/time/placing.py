"""From the parts of an expression to the intervals it may mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from guard.claims.claim import Interval
from guard.claims.tables import table
from guard.claims.time import calendar, feasts, periods
from guard.claims.time.calendar import Order, Parts
from guard.claims.time.clocks import Hours, clock, is_exact, meant, offset, part_hours

_UNITS = (
    ("sec", "second"), ("min", "minute"), ("h", "hour"), ("weekend", "weekend"), ("w", "week"), ("mo", "month"),
    ("mth", "month"), ("y", "year"), ("d", "day"), ("f", "fortnight"), ("q", "quarter"), ("n", "night"),
)  # fmt: skip
_MATTERS = {"minutes": (0.02, 1), "hours": (1, 24), "days": (24, 7 * 24), "weeks": (7 * 24, 28 * 24)}
"""Hours that "within minutes" and its like may last at most, and at least."""


@dataclass(frozen=True, slots=True)
class Locale:
    """How a place writes dates and when it rests; None where nobody says.

    Example:
        >>> Locale("dmy", "de").order
        'dmy'
    """

    order: Order | None = None
    country: str | None = None


ANYWHERE = Locale()


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as it was said: `2-3 business days` is (2, 3, "day", True)."""

    low: float
    high: float
    unit: str
    business: bool


def length(parts: Parts) -> Length:
    """Read `2-3 business days`, `a week or two`, `half an hour`, `an hour and a half`.

    Example:
        >>> length({"low": "a", "unit": "week", "two": " or two"})
        Length(low=1.0, high=2.0, unit='week', business=False)
    """
    low = _number(parts.get("low", "one")) + (0.5 if "half" in parts else 0)
    high = _number(parts["high"]) if "high" in parts else low
    if "two" in parts:
        high = 2.0
    high += float(table("times")["loose"].get(" ".join(parts.get("low", "").split()), 0)) + ("so" in parts)
    business = parts.get("business", "").removeprefix("more ")[:4]
    return Length(
        low, max(low, high), _unit(parts["unit"]), business in ("busi", "work", "bank", "biz ", "trad", "offi")
    )


def _unit(said: str) -> str:
    return next(unit for start, unit in _UNITS if said.startswith(start))


def _number(said: str) -> float:
    plain = " ".join(said.replace("-", " ").split())
    if plain.replace(".", "").isdigit():
        return float(plain)
    numbers = table("times")["numbers"]
    if plain in numbers:
        return float(numbers[plain])
    return sum(float(numbers.get(word, 0)) for word in plain.split()) or 1.0


def hours(form: str, said: str, parts: Parts) -> Hours | None:
    """Return the minutes of the day that an expression names; None where it names none.

    Example:
        >>> hours("between", "between 8 and 12", {"hour1": "8", "hour2": "12"})
        (480, 720)
    """
    if form in ("between", "hours", "hour_clock"):
        return _two(parts["hour1"], parts.get("hour2") or parts["clock2"])
    if form == "clock":
        start = meant(parts["clock"])
        if start is None:
            return None
        return _two(parts["clock"], parts["clock2"]) if "clock2" in parts else (start, start)
    if form == "bare_clock":
        start = meant(parts["hour"])
        return None if start is None else (start, start)
    part = parts.get("part") or parts.get("part2") or parts.get("part3")
    if "first thing" in said and form in ("relative", "weekday"):
        return part_hours("first thing")
    if said in ("at night", "last night"):
        return part_hours("night")
    if part:
        return part_hours(part)
    return (
        (18 * 60, 24 * 60 - 1) if said == "tonight" else (6 * 60, 12 * 60) if said.endswith("in the morning") else None
    )


def _two(one: str, other: str) -> Hours | None:
    """Read `9-11 am`, `8 and 1`: the second is the later, and lends its half of the day."""
    last = meant(other)
    if last is None or clock(one) is None:
        return None
    hour, minute = clock(one) or (0, 0)
    first = hour * 60 + minute if "p" in other or "a" in other else meant(one)
    if first is None:
        return None
    if first + 720 <= last and "p" in other and "m" not in one and hour < 12 and last - first > 720:
        first += 720
    elif first > last:
        last += 720 if last < 720 and not is_exact(other) else 1440
    return first, last


def placed(form: str, said: str, parts: Parts, now: datetime | None, locale: Locale) -> Iterator[Interval]:
    """Give every interval of days that an expression may mean."""
    if form == "iso":
        yield from _iso(parts, now)
    elif form in ("day_month", "month_day"):
        yield from calendar.dated(parts, now)
    elif form in ("slashed", "dashed", "dotted", "dotted_short"):
        yield from calendar.numeric(parts, now, "dmy" if form.startswith("dotted") else locale.order)
    elif now is not None:
        yield from _counted(form, said, parts, now, locale)


def _counted(form: str, said: str, parts: Parts, now: datetime, locale: Locale) -> Iterator[Interval]:
    """Place what counts from today."""
    if form == "span":
        yield from _span(parts, now, locale)
    elif form == "within_the":
        yield from calendar.ahead(1, 1, parts.get("unit") or parts["unit2"], False, now)
    elif form == "matter":
        low, high = _MATTERS[parts.get("unit") or parts["unit2"]]
        yield now + timedelta(hours=low), now + timedelta(hours=high)
    elif form == "weekday" or form == "weekday_short":
        yield from calendar.weekday(parts, now)
    elif form == "weekdays":
        yield from calendar.weekdays(parts, now)
    elif form == "relative":
        yield from calendar.relative(said, now, locale.country)
    elif form == "holiday":
        for day in feasts.named(parts["holiday"], now.date()):
            yield feasts.weekend(day) if "weekend" in parts else (day, day)
    elif form in ("weekday_day", "ordinal", "nth_month", "month_nth"):
        yield from _ordinal(parts, now)
    elif form == "vague":
        yield from _vague(parts, now)
    else:
        yield from _period(form, parts, now)


def _span(parts: Parts, now: datetime, locale: Locale) -> Iterator[Interval]:
    """Place a length that counts from now; one that looks back, or counts from elsewhere, has no place."""
    if parts.get("near") in ("last", "past") or parts.get("tail") == " ago":
        yield from _back(length(parts), "near" in parts, now)
        return
    if parts.get("tail") in (None, " time", "'s time", "s' time", "' time", " from now", " from today", " hence"):
        told = length(parts)
        yield from calendar.ahead(told.low, told.high, told.unit, told.business, now, locale.country)


def _back(told: Length, lasts: bool, now: datetime) -> Iterator[Interval]:
    """Place `3 days ago`, and `the last 3 days`, which end now."""
    if told.business or told.low != told.high:
        return
    for first, _ in calendar.ahead(-told.low, -told.high, told.unit, False, now):
        yield first, ((now if isinstance(first, datetime) else now.date()) if lasts else first)


def _vague(parts: Parts, now: datetime) -> Iterator[Interval]:
    today = now.date()
    if "days" in parts:
        yield today, today + timedelta(6)
    elif "day" in parts:
        yield today, today


def _ordinal(parts: Parts, now: datetime) -> Iterator[Interval]:
    """Place a day by its number in the month."""
    if "nth" in parts:
        yield from _nth(parts, now)
        return
    if "weekday" in parts:
        yield from calendar.numbered(parts["weekday"], int(parts["day"]), now)
        return
    if "rank" in parts:
        number = cast("list[str]", table("times")["ranks"]).index(parts["rank"].replace(" ", "-")) + 1
        yield from calendar.ordinal(number, number, "", now)
        return
    day = parts.get("day") or parts["day3"]
    last = parts.get("day2") or parts.get("day4") or day
    yield from calendar.ordinal(int(day), int(last), parts.get("which", ""), now)


def _nth(parts: Parts, now: datetime) -> Iterator[Interval]:
    """Place `the first of December`, `the last day of the month`."""
    month = parts["month"]
    if month.endswith("month"):
        whole = periods.stretch(month.removesuffix(" month"), "month", now)
    else:
        whole = periods.named_month(month, parts.get("year"), now)
    if whole is None:
        return
    said = parts["nth"].replace(" ", "-")
    names = cast("list[str]", table("times")["ranks"])
    number = int(said[:-2]) if said[0].isdigit() else names.index(said) + 1 if said in names else None
    day = whole[1] if number is None else calendar.day_of(whole[0].year, whole[0].month, number)
    if day is not None:
        yield day, day


def _period(form: str, parts: Parts, now: datetime) -> Iterator[Interval]:
    """Place a week, a month, a season, a year, or an end of one."""
    which, period = periods.whole(form, parts, now)
    if period is not None:
        found = _still_ahead(tuple(periods.edge(which, period, now)), form, now)
        yield from calendar.closing(period[0], now) if _closes(form, parts, period) else found


def _closes(form: str, parts: Parts, period: periods.Period) -> bool:
    """Tell whether it is the end of a day of work."""
    edge = parts.get("edge") or parts.get("edge2")
    return form == "end_of" and period[0] == period[1] and ("short" in parts or edge in ("end", "close"))


def _still_ahead(found: tuple[Interval, ...], form: str, now: datetime) -> Iterator[Interval]:
    """Leave out what is over, where another reading is not; "mid-week" on a Saturday is next week's."""
    today = now.date()
    ahead = [one for one in found if calendar.day_in(one[1]) >= today]
    if ahead or form != "end_of":
        yield from ahead or found
    else:
        yield from ((calendar.later(first, 7), calendar.later(last, 7)) for first, last in found)


def _iso(parts: Parts, now: datetime | None) -> Iterator[Interval]:
    """Place an ISO date or moment: in the zone of `now`, and as its own clock shows it."""
    day = calendar.day_of(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    if day is None:
        return
    hour, minute = parts.get("hour") or parts.get("hour2"), parts.get("minute") or parts.get("minute2")
    if hour is None or minute is None:
        yield day, day
        return
    wall = datetime(day.year, day.month, day.day, int(hour), int(minute))
    zone = parts.get("zone") or parts.get("zone2")
    if zone and now is not None and now.tzinfo is not None:
        moment = wall.replace(tzinfo=offset(zone)).astimezone(now.tzinfo)
        yield moment, moment
    yield wall, _end(wall, parts.get("until"))


def _end(start: datetime, until: str | None) -> datetime:
    minutes = None if until is None else meant(until)
    return start if minutes is None else start.replace(hour=minutes // 60 % 24, minute=minutes % 60)

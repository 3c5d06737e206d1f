"""Finds the words that name a time, and places them relative to `now`.

An own grammar, because no library is both quick enough and free of false finds ("may", "second"
and "sat" are dates to most). One RE2 pattern finds, the table's forms say what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache, lru_cache
from typing import cast

from guard.claims import calendar
from guard.claims.calendar import Parts
from guard.claims.claim import Interval
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import spell, table, words
from guard.text.spans import Span

_INNER = re.compile(r"\(\?P<[a-z_]+>")
_RELATIVE = frozenset(
    ("weekday", "relative", "end_of", "next_unit", "month", "holiday", "ordinal", "clock", "bare_clock")
)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as it was said: `2-3 business days` is (2, 3, "day", True)."""

    low: float
    high: float
    unit: str
    business: bool


@dataclass(frozen=True, slots=True)
class Time:
    """One expression of time.

    Args:
        span: where its words stand.
        form: which form of the table it is.
        words: the words.
        readings: every interval it may mean; empty when it cannot be placed.
        length: of a span of time.
        lead: the word before it that says how it is meant (`within`, `by`, `for`).
    """

    span: Span
    form: str
    words: str
    readings: tuple[Interval, ...] = ()
    length: Length | None = None
    lead: str = ""

    @property
    def is_vague(self) -> bool:
        """Whether it names no moment that could be missed (`soon`)."""
        return self.form == "vague"

    @property
    def is_range(self) -> bool:
        """Whether it is a usual range (`3-5 days`), or a length that binds nobody to a point (`for two weeks`)."""
        return self.length is not None and (self.length.low != self.length.high or self.lead in _lengths())

    @property
    def is_past(self) -> bool:
        """Whether it looks back (`two days ago`, `yesterday`, `last week`)."""
        return self.lead in ("ago", "last") or "yesterday" in self.words


@cache
def _lengths() -> frozenset[str]:
    return frozenset(cast(list[str], table("times")["lengths"]))


@cache
def _spelt() -> Mapping[str, str]:
    """Return each form of the table with its word lists put in."""
    known = words("times")
    return {name: spell(form, known) for name, form in cast(dict[str, str], table("times")["forms"]).items()}


@cache
def _form(name: str) -> re.Pattern[str]:
    """Return the pattern that takes the words of one form apart; the words are short, so `re` may."""
    return re.compile(_spelt()[name])


@cache
def _finder() -> Pattern:
    """Return the pattern of all forms."""
    return compiled(_joined("(?:"))


@cache
def _sorter() -> Pattern:
    """Return the same pattern with each form a group, so that a match tells its form; three times slower."""
    return compiled(_joined("("))


def _joined(opening: str) -> str:
    return r"\b(?:" + "|".join(f"{opening}{_INNER.sub('(?:', form)})" for form in _spelt().values()) + r")(?:\b|$)"


@lru_cache(maxsize=4096)
def _parts(said: bytes) -> tuple[str, Parts] | None:
    """Return the form of an expression and its parts; the same few expressions come again and again."""
    match = _sorter().search(said)
    if match is None or match.lastindex is None:
        return None
    name = tuple(_spelt())[match.lastindex - 1]
    found = _form(name).fullmatch(said.decode("ascii"))
    return None if found is None else (name, {key: value for key, value in found.groupdict().items() if value})


def times(low: bytes, now: datetime | None) -> Iterator[Time]:
    """Find the times of a text, from left to right.

    Args:
        low: the shadow of the lower-case text.
        now: what relative times count from.

    Example:
        >>> [found] = times(b"it'll be with you by friday", datetime(2026, 11, 21))
        >>> (found.form, found.words, found.readings[0][0].isoformat())
        ('weekday', 'by friday', '2026-11-27')
    """
    for match in _finder().finditer(low):
        start, end = match.span()
        said = low[start:end]
        found = _parts(said)
        if found is not None:
            yield Time(Span(start, end), *_time(found[0], said.decode("ascii"), found[1], now))


def _time(
    form: str, said: str, parts: Parts, now: datetime | None
) -> tuple[str, str, tuple[Interval, ...], Length | None, str]:
    """Read the parts of one expression."""
    lead = parts.get("lead", parts.get("which", ""))
    if "loose" in parts:
        lead = "about"
    if parts.get("tail") in (" ago", " earlier"):
        lead = "ago"
    length = _length(parts) if form in ("span", "span_or", "within_the") else None
    try:
        readings = tuple(_placed(form, said, parts, length, now))
    except (ValueError, OverflowError):
        readings = ()
    return form, said, readings, length, lead


def _length(parts: Parts) -> Length:
    """Read `2-3 business days`, `a week or two`, `within the hour`."""
    low = _number(parts.get("low", "one"))
    high = _number(parts["high"]) if "high" in parts else low
    if "two" in parts:
        high = 2.0
    if parts.get("low", "").replace("the next ", "") in ("a few", "several", "a couple of", "few", "couple of"):
        high = low + 2
    unit = parts["unit"]
    kind = "minute" if unit.startswith("min") else "hour" if unit[0] == "h" else unit.rstrip("s")
    return Length(low, max(low, high), kind, parts.get("business", "")[:4] in ("busi", "work", "bank"))


def _number(said: str) -> float:
    if said.isdigit():
        return float(said)
    said = re.sub(r"\s+", " ", said.replace("-", " "))
    tens = {"forty eight": 48.0, "twenty four": 24.0}
    return tens.get(said, float(cast(dict[str, float], table("times")["numbers"]).get(said, 1)))


def _placed(form: str, said: str, parts: Parts, length: Length | None, now: datetime | None) -> Iterator[Interval]:
    """Give every interval that an expression may mean."""
    if form == "iso":
        yield from _iso(parts, now)
    elif form in ("day_month", "month_day"):
        yield from calendar.dated(parts, now)
    elif form in ("slashed", "dotted"):
        yield from calendar.numeric(parts, now)
    elif now is None:
        return
    elif length is not None and not parts.get("tail"):
        yield from calendar.ahead(length.low, length.high, length.unit, length.business, now)
    elif form in ("weekday_day", "ordinal"):
        yield from calendar.ordinal(parts, now)
    elif form in _RELATIVE:
        yield from _counted(form, said, parts, now)


def _counted(form: str, said: str, parts: Parts, now: datetime) -> Iterator[Interval]:
    """Place what counts from today."""
    if form == "weekday":
        yield from calendar.weekday(parts, now)
    elif form == "relative":
        yield from calendar.relative(said, now)
    elif form == "end_of":
        yield from calendar.ending(parts.get("unit") or parts["short"], now)
    elif form == "next_unit":
        yield from calendar.stretch(parts["which"], parts["unit"], now)
    elif form == "month":
        yield from calendar.named_month(parts, now)
    elif form == "holiday":
        yield from calendar.holiday(parts["holiday"], now)


def _iso(parts: Parts, now: datetime | None) -> Iterator[Interval]:
    """Place an ISO date or moment: in the zone of `now`, and as its own clock shows it."""
    day = calendar.day_of(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    if day is None:
        return
    if "hour" not in parts:
        yield day, day
        return
    wall = datetime(day.year, day.month, day.day, int(parts["hour"]), int(parts["minute"]))
    zone = parts.get("zone")
    if zone and now is not None and now.tzinfo is not None:
        moment = wall.replace(tzinfo=_zone(zone)).astimezone(now.tzinfo)
        yield moment, moment
    yield wall, wall


def _zone(said: str) -> timezone:
    if said == "z":
        return UTC
    digits = said[1:].replace(":", "")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-shift if said[0] == "-" else shift)


def clock(said: str) -> tuple[int, int] | None:
    """Read the hour and the minute of a clock time.

    Example:
        >>> clock("by 5:30 pm")
        (17, 30)
    """
    named = {"noon": (12, 0), "midday": (12, 0), "midnight": (0, 0), "lunchtime": (12, 30)}
    for name, moment in named.items():
        if name in said:
            return moment
    found = re.search(r"(\d{1,2})(?:[:.](\d{2}))?\s?([ap])?", said)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] == "p" and hour < 12:
        hour += 12
    elif found[3] == "a" and hour == 12:
        hour = 0
    return (hour, minute) if hour < 25 and minute < 60 else None

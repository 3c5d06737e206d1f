"""Finds the words that name a time, and places them relative to `now`.

An own grammar, because no library is both quick enough and free of false finds ("may", "second"
and "sat" are dates to most). One RE2 pattern finds, the table's forms say what was found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple, cast

from guard.claims.claim import Interval, Moment
from guard.claims.shadow import Facets, Pattern, compiled
from guard.claims.tables import spell, table, words
from guard.claims.time.calendar import Parts, later
from guard.claims.time.clocks import Hours
from guard.claims.time.expression import HOURLY, Time
from guard.claims.time.joining import DEADLINES, joined, timed
from guard.claims.time.leaning import leaning
from guard.claims.time.placing import ANYWHERE, Length, Locale, hours, length, placed
from guard.claims.time.traps import misleads
from guard.text.spans import Span

_INNER = re.compile(r"\(\?P<[a-z_0-9]+>")


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
def _leads() -> re.Pattern[str]:
    return re.compile(rf"{words('times')['lead']}\s+")


@cache
def _finder() -> Pattern:
    """Return the pattern of all forms."""
    forms = "|".join(f"(?:{_INNER.sub('(?:', form)})" for form in _spelt().values())
    return compiled(rf"\b(?:{words('times')['lead']}\s+){{0,2}}\b(?:{forms})(?:\b|$)")


@cache
def _sorter() -> Facets:
    """Return what tells the forms that a whole expression has; a set, for groups would be thirty times slower."""
    return Facets(_spelt(), whole=True)


class _Said(NamedTuple):
    """What the words of an expression say, whenever they are said."""

    form: str
    core: str
    lead: str
    parts: Parts
    length: Length | None
    hours: Hours | None
    zone: str


@lru_cache(maxsize=4096)
def _said(words_: bytes) -> _Said | None:
    """Take an expression apart; the same few come again and again."""
    whole = words_.decode("ascii")
    first = _leads().match(whole)
    second = _leads().match(whole, first.end()) if first else None
    for start in (*(found.end() for found in (second, first) if found), 0):
        core = whole[start:]
        fits = _sorter()(core.encode("ascii"))
        form = next((name for name in _spelt() if name in fits), "")
        found = _form(form).fullmatch(core) if form else None
        if found is not None:
            parts = {key: value for key, value in found.groupdict().items() if value}
            led = _lead(form, _told(first, second, start), parts)
            told = _length(led, parts) if form == "span" else None
            return _Said(form, core, led, parts, told, hours(form, core, parts), parts.get("zone", ""))
    return None


def _length(lead: str, parts: Parts) -> Length:
    """Read a length; what takes "up to 3 days" may take none."""
    told = length(parts)
    return replace(told, low=0.0) if lead.endswith("up to") and told.low == told.high else told


def _told(first: re.Match[str] | None, second: re.Match[str] | None, start: int) -> str:
    """Return the lead that counts: of two ("by about five"), a deadline, else the second."""
    leads = [" ".join(found[0].split()) for found in (first, second) if found and found.end() <= start]
    return next((lead for lead in leads if lead in DEADLINES), leads[-1] if leads else "")


def _lead(form: str, lead: str, parts: Parts) -> str:
    """Return the word that says how a time is meant."""
    which = parts.get("which", "")
    if "loose" in parts:
        return "about"
    if parts.get("tail") in (" ago", " earlier") or parts.get("near") in ("last", "past"):
        return "ago"
    if "rough" in parts or (parts.get("cap") and not lead):
        return "by"
    if which in ("last", "previous", "the previous", "every", "each"):
        return which
    return parts.get("lead") or lead or (which if form in ("weekday", "next_unit", "weekday_short") else "")


def _week(lead: str, day: Moment) -> Interval:
    """Place the week of a day: from Monday on, unless it is said to begin with that day."""
    first = later(day, -day.weekday()) if lead.endswith("week of") else day
    return first, later(first, 6)


@lru_cache(maxsize=2048)
def _readings(words_: bytes, now: datetime | None, written: str, locale: Locale) -> tuple[Interval, ...]:  # noqa: ARG001
    """Place an expression; `written` tells moments apart that are equal and stand in different zones."""
    said = cast(_Said, _said(words_))
    try:
        days = tuple(placed(said.form, said.core, said.parts, now, locale)) if said.form not in HOURLY else ()
        found = timed(said.form, days, said.hours, said.zone, now)
        if said.lead.startswith(("week ", "the week ", "w/c")):
            return tuple(_week(said.lead, first) for first, _ in found)
    except (ValueError, OverflowError):
        return ()
    return found


def times(low: bytes, now: datetime | None, locale: Locale = ANYWHERE) -> tuple[Time, ...]:
    """Find the times of a text, from left to right.

    Args:
        low: the shadow of the lower-case text.
        now: what relative times count from.
        locale: how dates are written there, and when nobody works.

    Example:
        >>> [found] = times(b"it'll be with you by friday", datetime(2026, 11, 21))
        >>> (found.form, found.words, found.readings[0][0].isoformat())
        ('weekday', 'by friday', '2026-11-27')
    """
    return _times(low, now, now.isoformat() if now is not None else "", locale)


@lru_cache(maxsize=256)
def _times(low: bytes, now: datetime | None, written: str, locale: Locale) -> tuple[Time, ...]:
    """Find the times of a text; kept, for several ask of one draft, and the facts come with every draft."""
    found: list[Time] = []
    for match in _finder().finditer(low):
        start, end = match.span()
        words_ = low[start:end]
        said = _said(words_)
        if said is None or misleads(said.form, said.parts, low, start, end):
            continue
        readings = _readings(words_, now, written, locale)
        form, _, lead, _, told, clock, zone = said
        found.append(Time(Span(start, end), form, words_.decode("ascii"), readings, told, lead, clock, zone))
    return leaning(joined(found, low, now), low, now) if found else ()

"""Finds what a reply says of being in time ("still under guarantee"), and reckons it from the records.

The date from which a window runs stands in a record, its length in the reply or in a rule, and the day
is known: then the sum decides. Where records name several dates, all of them must speak against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import cast

from guard.claims.certainty import asks, is_quoted
from guard.claims.claim import Claim
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.rules.quantities import quantities
from guard.claims.rules.rulebook import rules
from guard.claims.rules.topics import stems
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import either, spell, table, words
from guard.domain.facts import Fact, Rank
from guard.domain.hit import Because
from guard.text.spans import Span

_DAY = 24.0
_SLACK = 0.04
"""Share of a window by which a date may miss it: months differ in length, and zones in the hour."""


@cache
def _cues() -> Pattern:
    known = words("windows")
    return compiled("|".join(f"({either(cast(list[str], table('windows')[n]), known)})" for n in ("inside", "outside")))


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("windows")[name]), {}))


@cache
def _keys(name: str) -> frozenset[str]:
    return frozenset(cast(list[str], table("windows")[name]))


def windows(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each word on being in time, or too late, that the records reckon otherwise.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.domain.facts import FactIndex
        >>> bought = FactIndex((Fact("facts.orders[0].bought", "bought", "2023-05-04", Rank.RECORD),))
        >>> said = "It was bought within the last 30 days."
        >>> around = Setting(facts=bought, now=datetime(2026, 1, 1))
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [claim.kind for claim in windows(said, said.lower().encode(), layout, around)]
        ['eligibility']
    """
    for match in _cues().finditer(low):
        span = Span(*match.span())
        sentence = layout.sentence(span.start)
        if layout.number(span.start) is None or asks(layout.lower, sentence) or is_quoted(layout.lower, span, sentence):
            continue
        if _re("aside").search(layout.lower, sentence.start, span.start):
            continue
        denied = _re("denied").search(layout.lower, sentence.start, span.start) is not None
        because = _reckoned(span.of(layout.lower), (match.span(1)[0] >= 0) is not denied, context)
        if because is not None:
            clause = layout.clause(span.start)
            whole = Span(clause.start, max(clause.end, span.end))
            yield Claim(
                kind="eligibility",
                span=whole,
                text=whole.of(text).strip(),
                cue=span.of(text),
                grounding="contradicted",
                because=because,
            )


def _reckoned(said: str, inside: bool, context: Context) -> Because | None:
    """Return the record by whose date the window is over, or still open."""
    now = _now(context)
    ended = _ended(said, now, context) if now is not None else None
    if ended is not None:
        fact, is_over = ended
        return Because(fact.path, str(fact.value)) if is_over is inside else None
    length = _length(said, context)
    starts = _starts(said, context)
    if now is None or length is None or not starts:
        return None
    ages = [(fact, (now - start).total_seconds() / 3600) for fact, start in starts]
    against = [
        fact for fact, age in ages if (age > length * (1 + _SLACK) if inside else 0 <= age < length * (1 - _SLACK))
    ]
    return Because(against[-1].path, str(against[-1].value)) if len(against) == len(ages) else None


def _ended(said: str, now: datetime, context: Context) -> tuple[Fact, bool] | None:
    """Return the one field that names the last day of what is spoken of, and whether that day has passed."""
    about = stems(said)
    found = [
        (fact, date)
        for fact in context.facts.facts
        if _keys("ends") & frozenset(fact.key.split("_")) and about & stems(fact.key.replace("_", " "))
        if (date := _date(fact)) is not None
    ]
    return (found[0][0], found[0][1].date() < now.date()) if len(found) == 1 else None


def _now(context: Context) -> datetime | None:
    if context.now is not None:
        return context.now.replace(tzinfo=None)
    for fact in context.facts.facts:
        if fact.rank is not Rank.RECORD and isinstance(fact.value, str):
            told = _re("now").search(fact.value.lower())
            if told is not None:
                return datetime.fromisoformat(told[1].replace("t", " "))
    return None


def _length(said: str, context: Context) -> float | None:
    """Return how many hours the window lasts: as the reply says, else as the one rule on the subject does."""
    named = [one for one in quantities(said) if one.unit == "time"]
    if named:
        return named[0].high
    about = stems(said)
    told = {
        one.high
        for fact in context.facts.facts
        if isinstance(fact.value, str) and " " in fact.value
        for rule in rules(fact.value)
        if about & rule.around
        for one in rule.counts
        if one.unit == "time"
    }
    return told.pop() if len(told) == 1 else None


def _starts(said: str, context: Context) -> list[tuple[Fact, datetime]]:
    """Return the dates from which a window may run; delivery, where the window is one of returns."""
    for name in ("delivered", "starts") if "return" in said else ("starts", "delivered"):
        found = [(fact, date) for fact in context.facts.of(*_keys(name)) if (date := _date(fact)) is not None]
        if found:
            return found
    return []


def _date(fact: Fact) -> datetime | None:
    try:
        return datetime.fromisoformat(str(fact.value)).replace(tzinfo=None) if fact.rank is Rank.RECORD else None
    except ValueError:
        return None

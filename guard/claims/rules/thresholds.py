"""Holds "you qualify" against the threshold of a rule and the number that the customer named.

"At 27 you're eligible" is false where the account is open to those aged 18 to 25: both numbers are known,
and the comparison decides. Where either is missing, nothing is claimed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from guard.claims.certainty import asks, is_quoted
from guard.claims.claim import Claim
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.rules.quantities import quantities
from guard.claims.rules.rulebook import Book, Rule, book_of
from guard.claims.rules.topics import stems
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import spell, table
from guard.domain.hit import Because
from guard.text.spans import Span

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Bounds:
    """From which number to which a rule holds.

    Args:
        unit: `age`, or a unit of `quantities`.
        low: the least, both ends included.
        high: the most.
    """

    unit: str
    low: float
    high: float


@cache
def _grants() -> Pattern:
    return compiled(spell(cast(str, table("thresholds")["grants"]), {}))


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("thresholds")[name]), {}))


def bounds(rule: str) -> Bounds | None:
    """Return the threshold of a lower-case rule; None where it has none, or more than one.

    Example:
        >>> bounds("the account is open to students aged 18 to 25")
        Bounds(unit='age', low=18.0, high=25.0)
        >>> bounds("gold status starts at 5,000 points")
        Bounds(unit='point', low=5000.0, high=inf)
    """
    ages = [match for name in ("ages", "oldest", "youngest") for match in _re(name).finditer(rule)]
    if ages:
        low = min((float(one["low"]) for one in ages if one.groupdict().get("low")), default=-math.inf)
        high = max((float(one["high"]) for one in ages if one.groupdict().get("high")), default=math.inf)
        return Bounds("age", low, high)
    counts = quantities(rule)
    if len(counts) != 1 or counts[0].unit in ("money", "%"):
        return None
    before, after = rule[: counts[0].start].rstrip() + " ", rule[counts[0].end :]
    if _re("least").search(before) or _re("or_more").match(after):
        return Bounds(counts[0].unit, counts[0].low, math.inf)
    return None


def thresholds(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each clause that grants what a rule's threshold denies to the number that was named.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.domain.case import Message
        >>> from guard.domain.facts import Fact, FactIndex, Rank
        >>> rule = "Drivers must be at least 23 years old."
        >>> known = FactIndex((Fact("facts.policies[0]", "policies", rule, Rank.POLICY),))
        >>> asked = (Message(role="customer", text="May my son be a driver? He's 22."),)
        >>> said = "Yes, he can be added as a driver."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [claim.kind for claim in thresholds(said, said.lower().encode(), layout, Setting(facts=known, said=asked))]
        ['eligibility']
    """
    book: Book | None = None
    for match in _grants().finditer(low):
        span = Span(*match.span())
        if layout.number(span.start) is None:
            continue
        sentence = layout.sentence(span.start)
        whole = sentence.of(layout.lower)
        if asks(layout.lower, sentence) or is_quoted(layout.lower, span, sentence) or _re("aside").search(whole):
            continue
        book = book or book_of(context)
        if book is None:
            return
        because = _missed(whole, book, context)
        if because is not None:
            yield Claim(
                kind="eligibility",
                span=sentence,
                text=sentence.of(text),
                cue=span.of(text),
                grounding="contradicted",
                because=because,
            )


def _missed(said: str, book: Book, context: Context) -> Because | None:
    """Return the one rule of the subject whose threshold the customer's number misses."""
    last = next((one for one in reversed(context.said) if one.role == "customer"), None)
    asked = last.text.lower().replace("’", "'") if last is not None else ""
    mine, theirs = stems(said), stems(asked)
    held = [one for one in book.known if (mine | theirs) & one.rule.around]
    limits = [(one, limit) for one in held if (limit := bounds(one.rule.text)) is not None]
    if len(limits) != 1:
        return None
    one, limit = limits[0]
    if not (mine & one.rule.around) or not _outside(limit, one.rule, (said, *_SENTENCE.split(asked))):
        return None
    return Because(one.fact.path, one.rule.whole)


def _outside(limit: Bounds, rule: Rule, texts: tuple[str, ...]) -> bool:
    """Tell whether a number was named, and every one of its kind lies beyond the threshold."""
    if limit.unit == "age":
        named = [float(match["age"]) for text in texts for match in _re("age").finditer(text)]
    else:
        near = [text for text in texts if stems(text) & rule.around]
        named = [one.low for text in near for one in quantities(text) if one.unit == limit.unit]
    return bool(named) and all(not limit.low <= one <= limit.high for one in named)

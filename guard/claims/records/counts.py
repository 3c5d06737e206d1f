"""Finds how many of a thing a reply says there are ("five seats left"), where a record counts them.

A number that stands anywhere, or that follows from what the record counts, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import cast

from guard.claims.certainty import asks, is_quoted
from guard.claims.claim import Claim
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.records.names import own_name
from guard.claims.rules.figures import Figures
from guard.claims.rules.quantities import Quantity, quantities
from guard.claims.rules.topics import stem, stems
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import spell, table
from guard.domain.facts import Fact, Rank
from guard.domain.hit import Because
from guard.text.spans import Span

_MOST = 80
"""Counts of one case; of more, nearly any number follows."""
_ELSEWHERE = ("money", "%", "age")
"""Units that other readers hold."""


@cache
def _anchors() -> Pattern:
    return compiled(cast(str, table("counts")["anchors"]))


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("counts")[name]), {}))


def counts(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each number of things that the record of their number speaks against.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.domain.facts import FactIndex
        >>> known = FactIndex((Fact("facts.account.seats_left", "seats_left", 3, Rank.RECORD),))
        >>> said = "You have 5 seats left."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [claim.value for claim in counts(said, said.lower().encode(), layout, Setting(facts=known))]
        ['5 seats']
    """
    if _anchors().search(low) is None:
        return
    held = [fact for fact in context.facts.facts if fact.rank is Rank.RECORD and type(fact.value) in (int, float)]
    if not held or len(held) > _MOST:
        return
    figures = Figures(context, layout.lower)
    last = next((one for one in reversed(context.said) if one.role == "customer"), None)
    asked = stems(last.text.lower()) if last is not None else frozenset[str]()
    for number, sentence in enumerate(layout.sentences):
        if asks(layout.lower, sentence) or _re("aside").search(sentence.of(layout.lower)):
            continue
        for clause in layout.of(number):
            said = clause.of(layout.lower)
            every = quantities(said)
            for one in every:
                blank = one.end - one.start - len(said[one.start : one.end].lstrip())
                span = Span(clause.start + one.start + blank, clause.start + one.end)
                against = _against(one, said, every, held, figures, stems(said) | asked)
                if against is not None and not is_quoted(layout.lower, span, sentence):
                    yield _claim(text, span, against)


def _against(
    one: Quantity, said: str, every: Sequence[Quantity], held: Sequence[Fact], figures: Figures, about: frozenset[str]
) -> Fact | None:
    """Return the record that counts the same things and knows no such number."""
    if one.unit in _ELSEWHERE or one.low != one.high or _re("roughly").search(said[: one.start].rstrip() + " "):
        return None
    unit = said[one.start : one.end].split()[-1].split("-")[-1]
    holders = [fact for fact in held if _counts(fact, unit, about, is_time=one.unit == "time")]
    if not holders or figures.has(one):
        return None
    known = {float(fact.value) for fact in holders}
    known |= {other.low for other in every if other is not one and other.unit == one.unit and one.unit != "time"}
    value = _plain(said[one.start : one.end], one)
    return None if value in known or _follows(value, sorted(known)) else holders[-1]


def _counts(fact: Fact, unit: str, about: frozenset[str], *, is_time: bool) -> bool:
    """Tell whether a record counts the things that a unit names."""
    if is_time:
        parts = fact.key.split("_")
        rest = stems(" ".join(part for part in parts if part.rstrip("s") != unit.rstrip("s")))
        named = any(part.rstrip("s") == unit.rstrip("s") for part in parts)
        return named and (not rest or bool(rest & about))
    return stem(unit) in own_name(fact)


def _plain(said: str, one: Quantity) -> float:
    """Return the number as it was said: a time is held in hours."""
    if one.unit != "time":
        return one.low
    again = quantities(said.rsplit(maxsplit=1)[0] + " things")
    return again[0].low if again else one.low


def _follows(value: float, known: Sequence[float]) -> bool:
    """Tell whether a number is a sum or a difference of others."""
    if any(
        abs(one + other - value) < 0.01 or abs(abs(one - other) - value) < 0.01 for one, other in combinations(known, 2)
    ):
        return True
    return len(known) > 2 and abs(sum(known) - value) < 0.01


def _claim(text: str, span: Span, against: Fact) -> Claim:
    return Claim(
        kind="fact",
        span=span,
        text=span.of(text),
        cue=span.of(text),
        grounding="contradicted",
        value=span.of(text).lower(),
        because=Because(against.path, str(against.value)),
    )

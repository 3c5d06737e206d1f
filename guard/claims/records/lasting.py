"""Finds "they never expire" where a record says when they do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import cast

from guard.claims.certainty import asks, is_quoted
from guard.claims.claim import Claim
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import spell, table
from guard.domain.facts import Rank
from guard.domain.hit import Because
from guard.text.spans import Span

_DATE = re.compile(r"^\d{4}-\d\d-\d\d|^\d{1,2}[ ./-]")


@cache
def _said() -> Pattern:
    return compiled(spell(cast(str, table("lasting")["said"]), {}))


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("lasting")[name]), {}))


def lasting(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each claim that a thing never ends where a record names its last day.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.domain.facts import Fact, FactIndex
        >>> known = FactIndex((Fact("facts.bonus.valid_until", "valid_until", "2026-04-28", Rank.RECORD),))
        >>> said = "Your 10 GB never expire."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [claim.grounding for claim in lasting(said, said.lower().encode(), layout, Setting(facts=known))]
        ['contradicted']
    """
    for match in _said().finditer(low):
        span = Span(*match.span())
        sentence = layout.sentence(span.start)
        if layout.number(span.start) is None or asks(layout.lower, sentence) or is_quoted(layout.lower, span, sentence):
            continue
        if _re("aside").search(sentence.of(layout.lower)):
            continue
        ends = [
            fact
            for fact in context.facts.facts
            if fact.rank is Rank.RECORD and _re("keys").search(fact.key) and _DATE.search(str(fact.value))
        ]
        if ends:
            clause = layout.clause(span.start)
            yield Claim(
                kind="fact",
                span=clause,
                text=clause.of(text).strip(),
                cue=span.of(text),
                grounding="contradicted",
                value=span.of(layout.lower),
                because=Because(ends[-1].path, str(ends[-1].value)),
            )

"""Finds the cause that a reply gives for a trouble, and holds it against the cause that a record names.

A cause that a record names is the only one that may be told, and "unknown" is a record too. Where no
record names any, the reply may know more than we do, and nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import cast

from guard.claims.certainty import asks, is_quoted
from guard.claims.claim import Claim
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.rules.topics import stems
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import either, spell, table, words
from guard.domain.facts import Fact, Rank
from guard.domain.hit import Because
from guard.text.spans import Span

_NEW = 0.5
"""Share of a cause's words that nobody said before, from which it counts as another cause."""


_FEWEST = 2
"""Words of its own that a cause has at least; fewer say too little to be another one."""


@cache
def _cues() -> Pattern:
    return compiled(either(cast(list[str], table("causes")["cues"]), words("causes")))


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("causes")[name]), {}))


@cache
def _keys() -> frozenset[str]:
    return frozenset(cast(list[str], table("causes")["keys"]))


def causes(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each cause that a record speaks against.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.domain.facts import FactIndex
        >>> known = FactIndex((Fact("facts.tickets[0].cause", "cause", "wrong label printed", Rank.RECORD),))
        >>> said = "The delay was caused by a strike at customs."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [claim.grounding for claim in causes(said, said.lower().encode(), layout, Setting(facts=known))]
        ['contradicted']
    """
    seen: set[Span] = set()
    for match in _cues().finditer(low):
        start, end = match.span()
        sentence = layout.sentence(start)
        if sentence in seen or layout.number(start) is None or asks(layout.lower, sentence):
            continue
        if is_quoted(layout.lower, Span(start, end), sentence):
            continue
        clause = Span(start, max(layout.clause(max(start, end - 1)).end, end))
        if _re("aside").search(layout.lower, sentence.start, clause.end):
            continue
        told = (
            Span(end, sentence.end).of(layout.lower)
            if clause.end - end < 3
            else Span(start, clause.end).of(layout.lower)
        )
        because = _other(told, context)
        if because is not None:
            seen.add(sentence)
            yield Claim(
                kind="cause",
                span=sentence,
                text=sentence.of(text),
                cue=Span(start, end).of(text),
                grounding="unsupported" if _re("unknown").match(because.value.lower()) else "contradicted",
                value=because.value,
                because=because,
            )


def _other(told: str, context: Context) -> Because | None:
    """Return the record that names another cause, or says that none is known."""
    mine = stems(told)
    if len(mine) < _FEWEST:
        return None
    named = [fact for fact in context.facts.facts if _names_cause(fact)]
    if not named:
        return None
    known = stems(" ".join(str(fact.value).lower() for fact in context.facts.facts))
    known |= stems(" ".join(message.text.lower() for message in context.said))
    if len(mine - known) / len(mine) < _NEW or any(mine & stems(str(fact.value).lower()) for fact in named):
        return None
    return Because(named[-1].path, str(named[-1].value))


def _names_cause(fact: Fact) -> bool:
    if fact.rank is Rank.POLICY and isinstance(fact.value, str):
        return _re("told_of").search(fact.value.lower()) is not None
    if fact.rank is not Rank.RECORD or not isinstance(fact.value, str):
        return False
    if fact.key in _keys() or any(part in _keys() for part in fact.key.split("_")):
        return True
    return " " in fact.value and len(fact.value) < 200 and _re("told").search(fact.value.lower()) is not None

"""Finds a word of a reply that the record rules out: the north side, where the stop is on the south side.

Only for words of which one excludes the other, only where the record's word stands in a field whose other
words, or whose fellow fields, the sentence names, and only where nobody ever said what the reply says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import cast

from guard.claims.certainty import is_quoted
from guard.claims.claim import Claim
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.deeds.objects import near
from guard.claims.rules.topics import stems
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import spell, table
from guard.domain.facts import Fact, Rank
from guard.domain.hit import Because
from guard.text.spans import Span

_LONGEST = 120
"""Characters of a value that is a field and no text."""


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in cast(list[list[str]], table("opposites")["rows"]))


@cache
def _said() -> Pattern:
    return compiled(rf"\b(?:{'|'.join(word for row in _rows() for word in row)})\b")


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("opposites")["aside"]), {}))


def opposites(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each word that excludes the one of the record.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.domain.facts import FactIndex
        >>> known = FactIndex((Fact("facts.bookings[0].stop", "stop", "south side, bay 3", Rank.RECORD),))
        >>> said = "The bus leaves from the north side, bay 3."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [claim.value for claim in opposites(said, said.lower().encode(), layout, Setting(facts=known))]
        ['north']
    """
    for match in _said().finditer(low):
        span = Span(*match.span())
        if layout.number(span.start) is None:
            continue
        sentence, word = layout.sentence(span.start), span.of(layout.lower)
        said = sentence.of(layout.lower)
        if _aside().search(said) or is_quoted(layout.lower, span, sentence):
            continue
        against = _against(word, said, context)
        if against is not None:
            clause = layout.clause(span.start)
            yield Claim(
                kind="fact",
                span=clause,
                text=clause.of(text).strip(),
                cue=span.of(text),
                grounding="contradicted",
                value=word,
                because=Because(against.path, str(against.value)),
            )


def _against(word: str, said: str, context: Context) -> Fact | None:
    """Return the field that names another word of the same row; None where anything names this one."""
    others = [other for row in _rows() if word in row for other in row if other != word]
    beside = re.compile(rf"\b(?:{'|'.join(others)})\b")
    mine = stems(said.replace(word, " "))
    found: Fact | None = None
    own = re.compile(rf"\b{word}\b")
    if any(own.search(message.text.lower()) for message in context.said):
        return None
    for fact in context.facts.facts:
        if not isinstance(fact.value, str):
            continue
        value = fact.value.lower()
        if own.search(value) or own.search(fact.key.replace("_", " ")):
            return None
        if fact.rank is Rank.RECORD and len(value) <= _LONGEST and beside.search(value):
            fellows = " ".join(
                (beside.sub(" ", value), fact.key.replace("_", " "), *near(context.facts.facts, fact.path))
            )
            if mine & stems(fellows):
                found = fact
    return found

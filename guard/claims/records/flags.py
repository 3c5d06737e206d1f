"""Finds what a reply says of a field that is true or false ("SSO comes with Team", where `sso: false`).

Only where the sentence names the field, says plainly that the thing is there or is not, and no other
record says so: a feature that is not there is bought for its name.
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
from guard.claims.records.names import own_name
from guard.claims.rules.rulebook import Book, Topic, book_of
from guard.claims.rules.topics import stems
from guard.claims.tables import spell, table
from guard.domain.facts import NONE, Fact, Rank
from guard.domain.hit import Because
from guard.text.spans import Span

_LONGEST = 14
"""Characters of a word for true or false."""
_MOST = 60
"""Flags of one case; more are a catalogue."""
_AGREES = 0.5
"""How much of a rule a clause must cover to be borne out by it, whatever the record says."""


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("flags")[name]), {}))


def flags(text: str, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each clause that a flag of a record speaks against.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.domain.facts import FactIndex
        >>> known = FactIndex((Fact("facts.account.features.sso", "sso", False, Rank.RECORD),))
        >>> said = "Yes, SSO is included."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [claim.value for claim in flags(said, layout, Setting(facts=known))]
        ['sso']
    """
    told = [fact for fact in context.facts.facts if fact.rank is Rank.RECORD and _holds(fact) is not None]
    named = [(fact, names) for fact in told if (names := own_name(fact))]
    if not named or len(named) > _MOST:
        return
    every = frozenset[str]().union(*(names for _, names in named))
    for number, sentence in enumerate(layout.sentences):
        if asks(layout.lower, sentence) or every.isdisjoint(stems(sentence.of(layout.lower))):
            continue
        for clause in layout.of(number):
            against = _against(clause, sentence, layout, named, context)
            if against is not None:
                said = clause.of(text)
                start = clause.start + len(said) - len(said.lstrip())
                span = Span(start, start + len(said.strip(" ,;:\n\t")))
                yield Claim(
                    kind="fact",
                    span=span,
                    text=span.of(text),
                    cue=span.of(text),
                    grounding="contradicted",
                    value=against.key,
                    because=Because(against.path, str(against.value).lower()),
                )
                break


def _holds(fact: Fact) -> bool | None:
    """Return what a field that is true or false says; None for any other field."""
    if type(fact.value) is bool:
        return fact.value
    if not isinstance(fact.value, str) or len(fact.value) > _LONGEST or fact.value == NONE:
        return None
    said = fact.value.lower().replace("_", " ")
    return True if said in _words("yes") else False if said in _words("no") else None


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(cast(list[str], table("flags")[name]))


def _against(
    clause: Span, sentence: Span, layout: Layout, named: list[tuple[Fact, frozenset[str]]], context: Context
) -> Fact | None:
    """Return the flag that speaks against a clause."""
    said = clause.of(layout.lower)
    if _re("aside").search(layout.lower, sentence.start, clause.end) or is_quoted(layout.lower, clause, sentence):
        return None
    absent = _re("absent").search(said) is not None
    there = _re("denied").search(said) is None and _re("there").search(said) is not None
    if not (absent or there):
        return None
    mine = stems(said)
    meant = [(fact, names) for fact, names in named if names <= mine]
    most = max((len(names) for _, names in meant), default=0)
    best = [fact for fact, names in meant if len(names) == most]
    if not best or any(_holds(fact) is not absent for fact in best):
        return None
    return None if _is_borne_out(said, context) else best[-1]


def _is_borne_out(said: str, context: Context) -> bool:
    """Tell whether a rule says the same: the record may be of another plan than the one that is spoken of."""
    book: Book | None = book_of(context)
    if book is None:
        return False
    matches = book.matches(Topic(stems(said), frozenset(), frozenset()))
    return any(match.cover >= _AGREES for match in matches)

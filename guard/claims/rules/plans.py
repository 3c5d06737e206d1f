"""Finds what a reply grants to a customer whose plan does not grant it.

"Hail is covered by your plan" is false for a customer on Basic where the rules say what Basic covers
and that Comfort covers hail. Only rules that name a plan count, and only where the customer's own
plan is among the named ones.
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
from guard.claims.rules.rulebook import Book, Match, Topic, book_of
from guard.claims.rules.topics import stems
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import spell, table
from guard.domain.facts import Fact, Rank
from guard.domain.hit import Because
from guard.text.spans import Span

_COVER = 0.25
"""How much of another plan's rule the reply must repeat."""
_LONGEST = 3
"""Words that the name of a plan has at most."""
_NAME = re.compile(r"\b[A-Z][\w+]*\b")


@cache
def _grants() -> Pattern:
    return compiled(spell(cast(str, table("plans")["grants"]), {}))


@cache
def _led() -> re.Pattern[str]:
    """Return what follows the name of a plan that opens a rule."""
    return re.compile(cast(str, table("plans")["led"]))


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("plans")["aside"]), {}))


def plans(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each grant that the rules know only for another plan than the customer's.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.domain.facts import FactIndex
        >>> rules = ("Basic covers liability.", "Comfort covers fire, theft and hail.")
        >>> known = [Fact(f"facts.policies[{i}]", "policies", rule, Rank.POLICY) for i, rule in enumerate(rules)]
        >>> known.append(Fact("facts.account.plan", "plan", "Basic", Rank.RECORD))
        >>> said = "Hail and theft are covered by your plan."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> around = Setting(facts=FactIndex(tuple(known)))
        >>> [claim.grounding for claim in plans(said, said.lower().encode(), layout, around)]
        ['contradicted']
    """
    if _grants().search(low) is None:
        return
    own = _own_plan(context)
    book = book_of(context) if own is not None else None
    if own is None or book is None:
        return
    for number, sentence in enumerate(layout.sentences):
        if asks(layout.lower, sentence) or _grants().search(low[sentence.start : sentence.end]) is None:
            continue
        for clause in layout.of(number):
            if _aside().search(layout.lower, sentence.start, clause.end) or is_quoted(layout.lower, clause, sentence):
                continue
            match = _elsewhere(clause.of(layout.lower), sentence.of(layout.lower), str(own.value).lower(), book)
            if match is not None:
                whole = clause.of(text)
                start = clause.start + len(whole) - len(whole.lstrip())
                span = Span(start, start + len(whole.strip(" ,;:\n\t")))
                yield Claim(
                    kind="eligibility",
                    span=span,
                    text=span.of(text),
                    cue=span.of(text),
                    grounding="contradicted",
                    value=str(own.value),
                    because=Because(match.known.fact.path, match.known.rule.whole),
                )
                break


def _own_plan(context: Context) -> Fact | None:
    """Return the record of the customer's plan; None where there is none, or more than one."""
    keys = frozenset(cast(list[str], table("plans")["keys"]))
    found = [
        fact
        for fact in context.facts.facts
        if fact.rank is Rank.RECORD and fact.key in keys and len(str(fact.value).split()) <= _LONGEST
    ]
    return found[0] if len({str(fact.value).lower() for fact in found}) == 1 else None


def _elsewhere(said: str, sentence: str, own: str, book: Book) -> Match | None:
    """Return the rule of another plan that grants what is said, where the customer's own rules do not."""
    matches = book.matches(Topic(stems(said), stems(sentence), frozenset()))
    best = max(matches, key=lambda match: match.score, default=None)
    if best is None or best.cover < _COVER or not best.own:
        return None
    named = _names(best.known.rule.whole)
    if not named or own in best.known.rule.whole.lower() or any(name in sentence for name in named):
        return None
    rivals = [match for match in matches if own in match.known.rule.whole.lower() or not _names(match.known.rule.whole)]
    ahead = max((match.score for match in rivals), default=0.0)
    known = any(own in one.rule.whole.lower() for one in book.known)
    return best if known and best.score > ahead * 1.2 else None


def _names(rule: str) -> frozenset[str]:
    """Return what a rule calls by name, lower case: capitalised words, and an opening that is no common word."""
    names = {match[0].lower() for match in _NAME.finditer(rule) if match.start()}
    first = _NAME.match(rule)
    if first is not None and _led().match(rule, first.end()):
        names.add(first[0].lower())
    return frozenset(names)

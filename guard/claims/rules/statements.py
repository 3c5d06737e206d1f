"""Finds the rules that a reply states, and holds each against the rules that are known.

"There's no charge abroad" is false where a policy says that the customer's card pays 1.5 %. A rule is
contradicted when a source speaks of the same thing and takes the other side, names another number, or
leaves open what the reply is sure of; and when no source that speaks of it as closely agrees. A rule
that no source speaks of is not claimed here: who limits the customer by it may be right.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import cast

from guard.claims.certainty import asks, is_quoted
from guard.claims.claim import Claim
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.rules.against import against
from guard.claims.rules.figures import Figures
from guard.claims.rules.rulebook import Book, Match, Rule, Topic, book_of, lead
from guard.claims.rules.stated import Statement, statement
from guard.claims.rules.sweeping import Weighed
from guard.claims.rules.topics import stems
from guard.claims.shadow import Pattern, compiled, shadow
from guard.claims.tables import spell, table
from guard.domain.hit import Because
from guard.text.spans import Span

_SHOWN = 150
"""Characters up to which a rule is quoted to the customer."""
_EDGES = " ,;:.-!\n\t"


@cache
def _anchors() -> Pattern:
    return compiled(spell(cast(str, table("statements")["anchors"]), {}))


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("statements")[name]), {}))


def statements(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each stated rule that a source contradicts, at most one a clause.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.domain.facts import Fact, FactIndex, Rank
        >>> known = FactIndex((Fact("facts.policies[0]", "policies", "Seat changes are free.", Rank.POLICY),))
        >>> said = "A seat change costs €30."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [claim.grounding for claim in statements(said, said.lower().encode(), layout, Setting(facts=known))]
        ['contradicted']
    """
    anchored = [match.span() for match in _anchors().finditer(low)]
    if not anchored:
        return
    book = book_of(context)
    if book is None:
        return
    figures = Figures(context, layout.lower)
    asked = _asked(context)
    told = [stems(sentence.of(layout.lower)) for sentence in layout.sentences]
    for number, sentence in enumerate(layout.sentences):
        if not _holds(sentence, anchored) or asks(layout.lower, sentence):
            continue
        topic = Topic(frozenset(), told[number], told[number - 1] | asked if number else asked)
        for clause in layout.of(number):
            if _holds(clause, anchored):
                found = _weighed(layout, clause, sentence, topic, book, figures)
                if found is not None:
                    yield _claim(text, clause, found)


def _holds(part: Span, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether one of some spans, which are in order and apart, reaches into a part of the text."""
    at = bisect_left(spans, (part.start, 0))
    return (at < len(spans) and spans[at][0] < part.end) or (at > 0 and spans[at - 1][1] > part.start)


def _asked(context: Context) -> frozenset[str]:
    """Return what the customer's last message is about."""
    last = next((message for message in reversed(context.said) if message.role == "customer"), None)
    return stems(last.text.lower()) if last is not None else frozenset()


def _weighed(
    layout: Layout, clause: Span, sentence: Span, around: Topic, book: Book, figures: Figures
) -> Weighed | None:
    """Hold one clause against the rules of its subject."""
    said = clause.of(layout.lower).strip(_EDGES)
    own = stems(said) or around.sentence or around.before
    if _re("pronoun").match(said):
        own |= around.before
    if own.isdisjoint(book.about) or _anchors().search(shadow(said)) is None:
        return None
    stated = statement(said, sentence.of(layout.lower), figures)
    if stated is None or is_quoted(layout.lower, clause, sentence):
        return None
    if _re("aside").search(layout.lower, sentence.start, clause.end):
        return None
    topic = Topic(own, around.sentence, around.before)
    matches = [one for one in book.matches(topic) if not _is_other_plan(sentence.of(layout.lower), one.known.rule)]
    near = [
        one
        for one in matches
        if _same_subject(stated.lead, topic, one.known.rule) or _is_sole(stated, topic, one, matches)
    ]
    return against(stated, near)


def _is_sole(stated: Statement, topic: Topic, match: Match, matches: Sequence[Match]) -> bool:
    """Tell whether a rule is the only one with a figure of this kind on all that the statement names."""
    units = {count.unit for count in stated.counts}
    like = [one for one in matches if one.own and any(count.unit in units for count in one.known.rule.counts)]
    return like == [match] and topic.own <= match.known.rule.around


def _is_other_plan(sentence: str, rule: Rule) -> bool:
    """Tell whether a sentence and a rule name plans, and not the same ones."""
    mine, theirs = set(_re("plans").findall(sentence)), set(_re("plans").findall(rule.whole.lower()))
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _same_subject(subject: frozenset[str], topic: Topic, rule: Rule) -> bool:
    """Tell whether a rule may speak of the same subject: what either opens with, the other must name."""
    if subject and not subject & rule.around:
        return False
    opening = lead(rule.text)
    return not opening or bool(opening & (topic.own | topic.sentence | topic.before))


def _claim(text: str, clause: Span, found: Weighed) -> Claim:
    match, grounding = found
    said = clause.of(text)
    start = clause.start + len(said) - len(said.lstrip())
    span = Span(start, start + len(said.strip(_EDGES)))
    rule = match.known.rule.whole
    shown = len(rule) <= _SHOWN and _re("inward").search(rule.lower()) is None
    return Claim(
        kind="policy",
        span=span,
        text=span.of(text),
        cue=span.of(text),
        grounding=grounding,
        value=rule.rstrip(".") if shown else None,
        because=Because(match.known.fact.path, rule),
    )

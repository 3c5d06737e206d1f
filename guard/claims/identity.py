"""Finds a writer who says that it is a person, and customers who ask.

A bot that says so deceives, asked or not. A human who says so tells the truth; where nobody says
who writes, it cannot be checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import cast

from guard.claims.certainty import asks, is_quoted
from guard.claims.claim import Claim
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.shadow import Pattern, compiled, shadow
from guard.claims.tables import either, spell, table, words
from guard.domain.case import Message
from guard.domain.hit import Because
from guard.text.spans import Span

_OPEN = 2
"""How many of the customer's last messages may hold the question that a draft answers."""


@cache
def _pattern(name: str) -> Pattern:
    return compiled(either(cast(list[str], table("identity")[name]), words("identity")))


@cache
def _plain(name: str) -> Pattern:
    return compiled(spell(cast(dict[str, str], table("identity")["plain"])[name], words("identity")))


def asked(messages: tuple[Message, ...]) -> Message | None:
    """Return the customer's message that asks whether a machine is writing, if it is still open.

    Example:
        >>> asked((Message(role="customer", text="Am I talking to a real person?"),)) is not None
        True
        >>> asked((Message(role="customer", text="My robot vacuum is broken."),)) is None
        True
    """
    own = [message for message in messages if message.role == "customer"][-_OPEN:]
    return next(
        (one for one in reversed(own) if _pattern("asks").search(shadow(one.text.lower().replace("’", "'")))), None
    )


def identity(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each sentence in which the writer says that it is a person.

    Example:
        >>> from guard.claims.context import Setting
        >>> said = "Yes, I'm a real person."
        >>> lower = said.lower()
        >>> layout = Layout(lower, (Span(0, len(said)),))
        >>> [claim.grounding for claim in identity(said, lower.encode(), layout, Setting(author="bot"))]
        ['contradicted']
    """
    seen: set[int] = set()
    for match in _pattern("says").finditer(low):
        span = Span(*match.span())
        number = layout.number(span.start)
        if number is None or number in seen or not _means_it(low, layout, span):
            continue
        seen.add(number)
        yield _claim(text, layout, span, context)
    if not seen and context.author == "bot" and layout.sentences:
        first = layout.sentences[0]
        if _answers(first.of(layout.lower), context) and _plain("admits").search(low) is None:
            yield _claim(text, layout, first, context)


def _answers(said: str, context: Context) -> bool:
    """Tell whether one word ("Yes!", "Not at all.") answers that a person is writing."""
    first, comma, rest = said.partition(",")
    alone = first if comma and _plain("goes_on").search(shadow(rest)) is not None else said
    answers = {kind: _plain(kind).search(shadow(alone)) is not None for kind in ("yes", "no")}
    if not any(answers.values()):
        return False
    question = asked(context.said)
    if question is None or question is not _last(context.said):
        return False
    words_ = shadow(question.text.lower().replace("’", "'"))
    person, machine = (_plain(kind).search(words_) is not None for kind in ("person", "machine"))
    return person is not machine and (answers["yes"] if person else answers["no"])


def _last(messages: tuple[Message, ...]) -> Message | None:
    return next((message for message in reversed(messages) if message.role == "customer"), None)


def _means_it(low: bytes, layout: Layout, span: Span) -> bool:
    sentence = layout.sentence(span.start)
    around = low[sentence.start : sentence.end]
    if asks(layout.lower, sentence) or is_quoted(layout.lower, span, sentence):
        return False
    return _pattern("not_self").search(around) is None


def _claim(text: str, layout: Layout, span: Span, context: Context) -> Claim:
    sentence = layout.sentence(span.start)
    because = None
    if context.author == "bot":
        kind = next((fact for fact in context.facts.of("kind") if fact.path == "facts.agent.kind"), None)
        because = Because(kind.path, str(kind.value)) if kind else Because("facts.agent.kind", "bot")
    return Claim(
        kind="identity",
        span=sentence,
        text=sentence.of(text),
        cue=span.of(text),
        subject="agent",
        grounding="contradicted"
        if context.author == "bot"
        else "supported"
        if context.author == "human"
        else "not checkable",
        value="asked" if asked(context.said) else "unasked",
        because=because,
    )

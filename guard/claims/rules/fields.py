"""Finds what a reply says of a field ("gate B12", "you're on the Gold plan") against the record that holds it.

Only beside the field's own noun, and only where a record knows that field and no record, rule or
message holds what was said: a typing slip in a gate sends somebody to the wrong end of an airport.
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
from guard.claims.rules.topics import stem
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import either, spell, table, words
from guard.domain.facts import Fact, Rank
from guard.domain.hit import Because
from guard.text.spans import Span

_LONGEST = 200
"""Characters of a value that is still a field and no text."""
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")


@cache
def _pattern(name: str) -> Pattern:
    entry = table("fields")[name]
    entries = cast(list[str], entry) if isinstance(entry, list) else [cast(str, entry)]
    return compiled(either(entries, words("fields")))


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("fields")["aside"]), {}))


def fields(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each value that a record's field speaks against.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.domain.facts import FactIndex
        >>> known = FactIndex((Fact("facts.bookings[0].gate", "gate", "B12", Rank.RECORD),))
        >>> said = "You board at gate B21."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [claim.value for claim in fields(said, said.lower().encode(), layout, Setting(facts=known))]
        ['b21']
    """
    for name, against in (("numbered", _numbered), ("planned", _planned), ("owned", _owned)):
        for match in _pattern(name).finditer(low):
            span = Span(*match.span())
            sentence = layout.sentence(span.start)
            if layout.number(span.start) is None or asks(layout.lower, sentence):
                continue
            if is_quoted(layout.lower, span, sentence) or _aside().search(layout.lower, sentence.start, sentence.end):
                continue
            parts = [match.span(i) for i in range(1, (match.lastindex or 0) + 1)]
            groups = [Span(*part).of(layout.lower) for part in parts if part[0] >= 0]
            because = against(groups, context)
            if because is not None:
                yield Claim(
                    kind="fact",
                    span=span,
                    text=span.of(text),
                    cue=span.of(text),
                    grounding="contradicted",
                    value=groups[-1],
                    because=because,
                )


def _numbered(groups: list[str], context: Context) -> Because | None:
    """Hold a noun with its number against the fields of that name, and the texts that number it."""
    noun, value = groups
    beside = re.compile(rf"\b{noun}s?(?: (?:is|number|no\.?))*[ :#]+([a-z]?-?\d{{1,4}}[a-z]?)\b")
    holder: Fact | None = None
    for fact in context.facts.facts:
        said = str(fact.value).lower()
        if len(said) > _LONGEST and fact.rank is Rank.RECORD:
            continue
        named = fact.rank is Rank.RECORD and noun in {part.removesuffix("s") for part in fact.key.split("_")}
        held = [said, *re.split(r"[_ ]", fact.key)] if named else beside.findall(said)
        if named:
            held += re.findall(r"[a-z]?-?\d+[a-z]?", said)
        if value in held:
            return None
        if fact.rank is Rank.RECORD and re.search(r"\d", " ".join(held)):
            holder = fact
    if holder is None or _was_said(rf"\b{re.escape(value)}\b", context):
        return None
    return Because(holder.path, str(holder.value))


def _planned(groups: list[str], context: Context) -> Because | None:
    """Hold the name of the customer's plan against the one field that knows it."""
    name = groups[-1]
    keys = frozenset(cast(list[str], table("fields")["plan_keys"]))
    held = [f for f in context.facts.facts if f.rank is Rank.RECORD and f.key in keys and isinstance(f.value, str)]
    if len({str(fact.value).lower() for fact in held}) != 1 or name in str(held[0].value).lower():
        return None
    return None if _was_said(rf"\b{name}\b", context) else Because(held[0].path, str(held[0].value))


def _owned(groups: list[str], context: Context) -> Because | None:
    """Hold how much the customer has against the one number that the record has of it."""
    figure, unit = groups
    held = [
        fact
        for fact in context.facts.facts
        if fact.rank is Rank.RECORD and isinstance(fact.value, (int, float)) and not isinstance(fact.value, bool)
        if stem(unit) in {stem(word) for word in fact.key.split("_")}
    ]
    try:
        count = float(figure.rstrip(".,").replace(",", ""))
    except ValueError:
        return None
    if len(held) != 1 or held[0].value == count or _is_anywhere(count, context):
        return None
    return Because(held[0].path, str(held[0].value))


def _is_anywhere(count: float, context: Context) -> bool:
    """Tell whether a number stands in any fact or message: another count may be meant."""
    texts = (*(str(fact.value) for fact in context.facts.facts), *(message.text for message in context.said))
    return any(f"{count:g}" == found.rstrip(".,").replace(",", "") for text in texts for found in _FIGURE.findall(text))


def _was_said(pattern: str, context: Context) -> bool:
    return any(re.search(pattern, message.text.lower()) for message in context.said if message.role != "tool")

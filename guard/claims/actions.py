"""Finds what a reply says has been done ("I've refunded you", "your booking is confirmed")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import cast

from guard.claims.certainty import asks, certainty
from guard.claims.claim import Claim
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.deeds import weigh
from guard.claims.families import families
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import either, spell, table, words
from guard.domain.verdict import Certainty
from guard.text.spans import Span

_ANY = "process"
"""The family of a deed that is not named ("all done!")."""
_LOOSE = ("state", "past")
"""Leads that may tell a rule or somebody else's deed."""
_NEAR = 45
"""How near the word must stand that makes a state ("is cancelled") a deed."""
_BEFORE = 90
"""How many characters before a deed's word may belong to the claim."""


@cache
def _verbs() -> Mapping[str, str]:
    """Return each word for a deed with its family; the first family that lists it has it."""
    found: dict[str, str] = {}
    for name, row in cast(dict[str, dict[str, list[str]]], table("actions")["families"]).items():
        for verb in row["done"]:
            found.setdefault(verb, name)
    return found


@cache
def _finder() -> Pattern:
    """Return the pattern of all words for a deed, and of the deeds that need no more words."""
    settled = either(cast(list[str], table("actions")["settled"]), words("actions"))
    return compiled(rf"\b({_done()})\b|{settled}")


@cache
def _done() -> str:
    return "|".join(verb.replace(" ", r"\s+") for verb in sorted(_verbs(), key=len, reverse=True))


@cache
def _leads() -> tuple[tuple[str, Pattern], ...]:
    """Return what may stand right before a deed's word."""
    known = {**words("actions"), "done": _done()}
    return tuple(
        (name, compiled(spell(lead, known) + "$"))
        for name, lead in cast(dict[str, str], table("actions")["leads"]).items()
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("actions")[name]), {}))


@cache
def _states() -> frozenset[str]:
    return frozenset(cast(list[str], table("actions")["states"]))


def actions(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each deed that the reply claims, one a clause.

    Example:
        >>> from guard.claims.context import Setting
        >>> said = "I've refunded you."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [claim.grounding for claim in actions(said, said.lower().encode(), layout, Setting(has_log=True))]
        ['unsupported']
    """
    for match in _finder().finditer(low):
        start, end = match.span()
        if match.span(1)[0] < 0:
            start += low[start : start + 1] in (b".", b"!", b"?", b"\n")
            start += len(low[start:end]) - len(low[start:end].lstrip())
            number = layout.number(start)
            if number is not None and not _pattern("awaited").search(
                layout.lower[layout.sentences[number].start : start]
            ):
                yield _claim(text, low, layout, context, Span(start, end), _ANY)
            continue
        number = layout.number(start)
        if number is None:
            continue
        said = " ".join(low[start:end].decode("ascii").split())
        if _pattern("idioms").search(layout.lower[end : end + 20]):
            continue
        if _verbs()[said] == "contact" and layout.lower[end : end + 5].rstrip(" .,;!?") == " you":
            continue
        opens = max(layout.sentences[number].start, start - _BEFORE)
        before = layout.lower[opens:start]
        lead, loose = _lead(before, low[opens:start], said)
        if lead and not (_verbs()[said] == "contact" and "you" in before[-lead:]):
            claim = _claim(text, low, layout, context, Span(start - lead, end), _verbs()[said])
            if not loose or claim.grounding == "contradicted":
                yield claim


def _lead(before: str, low: bytes, said: str) -> tuple[int, bool]:
    """Return how long the words are by which a deed is claimed, and whether only a denial makes a claim of them."""
    for name, pattern in _leads():
        found = pattern.search(low)
        if found is None or (name in _LOOSE and said not in _states()):
            continue
        loose = name == "past" or (name == "state" and not _pattern("recent").search(before[-_NEAR:]))
        start, end = found.span()
        return (0 if _pattern("awaited").search(before[:start]) else end - start), loose
    return 0, False


def _claim(text: str, low: bytes, layout: Layout, context: Context, span: Span, name: str) -> Claim:
    family = families()[name]
    clause, sentence = layout.clause(span.start), layout.sentence(span.start)
    sure = _certainty(low, layout, span, clause, sentence)
    grounding, because = "not checkable", None
    if sure in ("certain", "guaranteed", "past"):
        part = layout.lower[clause.start : max(clause.end, span.end)]
        grounding, because = weigh(family, context, sentence.of(layout.lower), part)
    whole = Span(clause.start, max(clause.end, span.end))
    return Claim(
        kind="action",
        span=whole,
        text=whole.of(text).strip(),
        cue=span.of(text).strip(),
        subject="agent" if low[span.start : span.start + 1] in (b"i", b"w") else "company",
        certainty=sure,
        grounding=grounding,
        value=family.name,
        because=because,
    )


def _certainty(low: bytes, layout: Layout, span: Span, clause: Span, sentence: Span) -> Certainty:
    """A deed is softened only by what stands before it: "I've sent it; it may take a day" is certain."""
    start = Span(sentence.start, span.end)
    if asks(layout.lower, sentence) and clause.end >= sentence.end - 1:
        return "question"
    return certainty(low, layout.lower, span, Span(clause.start, span.end), start)

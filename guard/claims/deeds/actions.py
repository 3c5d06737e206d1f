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
from guard.claims.deeds.deeds import weigh
from guard.claims.deeds.families import family_of, noun_of
from guard.claims.deeds.settled import Told, settled
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import spell, table, words
from guard.domain.verdict import Certainty
from guard.text.spans import Span

_OURS = re.compile(r"(?:i|we)\b")
_STANDS = re.compile(r"(?!(?:i|we)\b)(?!.{0,60}\b(?:been|was|were|has|have|went|came|did)\b)")
_TO_YOU = re.compile(r" (?:to |with )?you\b")
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
    """Return the pattern of all words for a deed."""
    return compiled(rf"\b(?:{_done()})\b")


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
def _gone() -> frozenset[str]:
    return frozenset(cast(list[str], table("actions")["gone"]))


@cache
def _noting() -> frozenset[str]:
    return frozenset(cast(dict[str, list[str]], table("actions")["noting"])["verbs"])


@cache
def _noted() -> re.Pattern[str]:
    return re.compile(spell(cast(dict[str, str], table("actions")["noting"])["what"], {}))


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
    taken: set[Span] = set()
    for span, name, said, loose in (*_told(low, layout), *settled(low, layout, _verbs())):
        number = layout.number(span.start)
        if number is None or (not said and _is_awaited(layout.lower[layout.sentences[number].start : span.start])):
            continue
        claim = _claim(text, low, layout, context, span, name, said)
        if not said and _pattern("greeted").search(layout.lower[span.end :]):
            continue
        if claim.span not in taken and (not loose or claim.grounding == "contradicted"):
            taken.add(claim.span)
            yield claim


def _told(low: bytes, layout: Layout) -> Iterator[Told]:
    """Yield each word for a deed that has before it what makes a claim of it."""
    for match in _finder().finditer(low):
        start, end = match.span()
        number = layout.number(start)
        if number is None or _pattern("idioms").search(layout.lower[end : end + 40]):
            continue
        said = " ".join(low[start:end].decode("ascii").split())
        name = _verbs()[said]
        if said in _noting() and _noted().search(layout.lower[end : end + _BEFORE]):
            continue
        if name == "contact" and _TO_YOU.match(layout.lower, end):
            continue
        opens = max(layout.sentences[number].start, start - _BEFORE)
        before = layout.lower[opens:start]
        lead, loose = _lead(before, low[opens:start], said, layout.lower[end : end + _NEAR])
        loose = loose or (name in ("contact", "send") and _wrote(before[-lead:], layout.lower[end : end + 5]))
        if lead and not (name == "contact" and "you" in before[-lead:]):
            yield Span(start - lead, end), name, said, loose


def _wrote(lead: str, after: str) -> bool:
    """Tell whether the words may be of an earlier letter ("we mailed you on 18 Feb")."""
    return re.fullmatch(r"we (?:[a-z]+ )*", lead) is not None and "have" not in lead and after.startswith(" you")


def _lead(before: str, low: bytes, said: str, after: str) -> tuple[int, bool]:
    """Return how long the words are by which a deed is claimed, and whether only a denial makes a claim of them."""
    for name, pattern in _leads():
        found = pattern.search(low)
        if found is None or (name in _LOOSE and said not in _states()) or (name == "gone") != (said in _gone()):
            continue
        loose = name == "past" or (name == "state" and not _pattern("recent").search(before[-_NEAR:]))
        loose = loose and not _pattern("ours").search(after)
        start, end = found.span()
        return (0 if _is_awaited(before[:start]) else end - start), loose
    return 0, False


def _is_awaited(before: str) -> bool:
    """Tell whether a deed is awaited, doubted or a rule; "I can confirm that" makes a claim of what follows."""
    herald = _pattern("herald").search(before)
    return _pattern("awaited").search(before[herald.end() :] if herald else before) is not None


def _claim(text: str, low: bytes, layout: Layout, context: Context, span: Span, name: str, said: str = "") -> Claim:
    clause, sentence = layout.clause(span.start), layout.sentence(span.start)
    sure = _certainty(low, layout, Span(span.start, span.end - len(said)), clause, sentence)
    grounding, because = "not checkable", None
    if sure in ("certain", "guaranteed", "past"):
        part = layout.lower[clause.start : max(clause.end, span.end)]
        noun = noun_of(said, part) or noun_of(said, layout.lower[sentence.start : span.end])
        family = family_of(name, said, noun)
        thing = not _OURS.match(layout.lower, span.start)
        grounding, because = weigh(family, context, sentence.of(layout.lower), part, thing=thing)
    whole = Span(clause.start, max(clause.end, span.end))
    return Claim(
        kind="action",
        span=whole,
        text=whole.of(text).strip(),
        cue=span.of(text).strip(),
        subject="agent" if low[span.start : span.start + 1] in (b"i", b"w") else "company",
        certainty=sure,
        grounding=grounding,
        value=name,
        because=because,
    )


def _certainty(low: bytes, layout: Layout, span: Span, clause: Span, sentence: Span) -> Certainty:
    """A deed is softened only by what stands before it: "I've sent it; it may take a day" is certain."""
    start = Span(sentence.start, span.end)
    herald = _pattern("herald").search(layout.lower, clause.start, span.end)
    if herald:
        clause = Span(herald.end(), clause.end)
    if asks(layout.lower, sentence) and clause.end >= sentence.end - 1:
        return "question"
    if _STANDS.match(layout.lower, span.start) and _pattern("habit").search(layout.lower, span.start, sentence.end):
        return "hedged"
    return certainty(low, layout.lower, span, Span(clause.start, span.end), start)

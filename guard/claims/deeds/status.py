"""Finds what a reply says of how things stand ("your passport is ready"), where a record says otherwise.

Only a record that speaks against it makes a claim of such words: where no record knows, or where one
of several agrees, the reply may be right, and nothing is claimed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from guard.claims.certainty import certainty
from guard.claims.claim import Claim
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.deeds.objects import near, words_of
from guard.claims.promises.records import Records, record_of
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import either, spell, table, words
from guard.domain.facts import Fact, Rank
from guard.domain.hit import Because
from guard.text.spans import Span

_LONGEST = 200
"""Longer strings are texts for people, not the state of a record."""

_PARTS = re.compile(r"[,;]")

_CATALOGUE = 40
"""Counts among which a sentence is looked for by name; more are a catalogue."""


@dataclass(frozen=True, slots=True)
class State:
    """One way in which a thing may stand: the words of records that bear it out, and those that rule it out."""

    name: str
    agree: tuple[str, ...]
    deny: tuple[str, ...]

    @property
    def agrees(self) -> re.Pattern[str]:
        """The pattern of the words that bear it out."""
        return _any(self.agree)

    @property
    def denies(self) -> re.Pattern[str]:
        """The pattern of the words that rule it out."""
        return _any(self.deny)


def _rows() -> Mapping[str, Mapping[str, list[str]]]:
    return cast(Mapping[str, Mapping[str, list[str]]], table("status")["states"])


@cache
def _finder() -> Pattern:
    known = words("status")
    return compiled("|".join(f"({either(row['said'], known)})" for row in _rows().values()))


@cache
def _states() -> tuple[State, ...]:
    return tuple(State(name, tuple(row["agrees"]), tuple(row["denies"])) for name, row in _rows().items())


@cache
def _any(entries: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(entries)})\b")


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("status")["aside"]), {}))


@cache
def _keys(name: str) -> frozenset[str]:
    return frozenset(cast(list[str], table("status")[name]))


def status(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each statement of how a thing stands that a record contradicts.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.domain.facts import FactIndex
        >>> known = FactIndex((Fact("facts.order.status", "status", "in production", Rank.RECORD),))
        >>> said = "Your passport is ready."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [claim.value for claim in status(said, said.lower().encode(), layout, Setting(facts=known))]
        ['ready']
    """
    seen: set[tuple[Span, str]] = set()
    for match in _finder().finditer(low):
        span = Span(*match.span())
        if layout.number(span.start) is None:
            continue
        state = next(one for i, one in enumerate(_states(), 1) if match.span(i)[0] >= 0)
        clause, sentence = layout.clause(span.start), layout.sentence(span.start)
        if (clause, state.name) in seen or _aside().search(layout.lower[sentence.start : span.start]):
            continue
        seen.add((clause, state.name))
        sure = certainty(low, layout.lower, span, Span(clause.start, max(clause.end, span.end)), sentence)
        because = _against(state, sentence.of(layout.lower), context) if sure in ("certain", "guaranteed") else None
        if because is not None:
            whole = Span(clause.start, max(clause.end, span.end))
            yield Claim(
                kind="status",
                span=whole,
                text=whole.of(text).strip(),
                cue=span.of(text).strip(),
                certainty=sure,
                grounding="contradicted",
                value=state.name,
                because=because,
            )


def _against(state: State, said: str, context: Context) -> Because | None:
    """Return the record that rules a state out, if no other bears it out."""
    found: Because | None = None
    meant = _meant(said, context) if state.name == "stock" else frozenset[str]()
    named = _named(context)
    for fact in context.facts.facts:
        if named and (record := record_of(fact)) and not named.meant(record, (said,)):
            continue
        if fact.key in _keys("kinds") or (meant and _counts(fact) and fact.path not in meant):
            continue
        if fact.rank is not Rank.RECORD:
            if state.name == "stock" and state.agrees.search(str(fact.value).lower()):
                return None
            continue
        if state.name == "stock" and not isinstance(fact.value, str) and _counts(fact):
            if fact.value:
                return None
            found = Because(fact.path, str(fact.value))
        if not isinstance(fact.value, str) or len(fact.value) > _LONGEST:
            continue
        value = fact.value.lower().replace("_", " ")
        told = _is_status(fact)
        ruled_out = told and state.denies.search(value) is not None and not _parted(state, value, said)
        if not ruled_out and state.agrees.search(value):
            return None
        if ruled_out:
            found = Because(fact.path, fact.value)
    return found


def _parted(state: State, value: str, said: str) -> bool:
    """Tell whether a note bears the state out in the part that names the thing: "lamp sent, shade missing"."""
    meant = words_of(said)
    for part in _PARTS.split(value):
        agreed = state.agrees.search(part)
        if agreed and not state.denies.search(part) and (words_of(part) & meant) - words_of(agreed[0]):
            return True
    return False


def _named(context: Context) -> Records | None:
    """Return the listed things by their names, where a record lists some."""
    return Records(context.facts.facts) if any("]." in fact.path[9:] for fact in context.facts.facts) else None


def _meant(said: str, context: Context) -> frozenset[str]:
    """Return where the counts stand that a sentence names best by what they are listed with: "in Leeds"."""
    facts, words_ = context.facts.facts, words_of(said)
    counts = [one for one in facts if one.rank is Rank.RECORD and type(one.value) is int and _counts(one)]
    if len(counts) > _CATALOGUE:
        return frozenset()
    scored = [(len(near(facts, one.path) & words_), one.path) for one in counts]
    most = max((score for score, _ in scored), default=0)
    return frozenset(path for score, path in scored if score == most)


def _counts(fact: Fact) -> bool:
    """Tell whether a value says how many are there: its own field does, or the one it is listed under."""
    return any(part in _keys("counts") for part in re.split(r"[.\[]", fact.path.lower()))


def _is_status(fact: Fact) -> bool:
    return any(part in _keys("keys") for part in fact.key.split("_"))

"""What a rewrite changed of a text's facts, and whether anybody asked for it.

Only the words that differ are looked at: what is equal says the same, and a parser that reads it
differently in another neighbourhood must not raise an alarm. So a fact counts where it touches a
difference, found by difflib over words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from typing import Literal, NamedTuple

from evals.oracle.facts import Fact, found_in, parsed_once
from evals.oracle.finders import Found
from evals.oracle.hunks import hunks, pieces
from guard.text.spans import Span

_WORDS = frozenset(("name", "reference"))
"""Kinds that are the same wherever their word stands, whatever the parser calls it there."""


class Change(NamedTuple):
    """A fact that a rewrite changed."""

    how: Literal["lost", "new", "moved", "turned"]
    kind: str
    value: str


class Asked(NamedTuple):
    """What the findings of a verdict asked for, in places of the text before.

    Args:
        claims: evidence whose repair may change what is claimed; any fact in it may go.
        words: evidence whose repair may change no claim; only a negation may go, with all that it denies.
        given: the words of the repairs; a negation in them may come in.
    """

    claims: Sequence[Span] = ()
    words: Sequence[Span] = ()
    given: Sequence[str] = ()


def changed_facts(
    before: str, after: str, asked: Asked | None = None, held: Container[Fact] = frozenset()
) -> tuple[Change, ...]:
    """Return the facts that are new, lost, in another order or turned into their opposite, unasked.

    Args:
        before: the draft.
        after: its rewrite.
        asked: what the findings asked for.
        held: tells whether a trusted source holds a (kind, value).

    Example:
        >>> [(change.how, change.value) for change in changed_facts("We can ship 5 boxes.", "We can't ship 6 boxes.")]
        [('lost', '5'), ('new', '6'), ('turned', 'ship')]
    """
    asked = asked or Asked()
    differing = hunks(before, after)
    old = _touching(found_in(before), [hunk.before for hunk in differing])
    new = _touching(found_in(after), [hunk.after for hunk in differing])
    free = [found for found in old if not _inside(found, asked.claims)]
    changes = [
        *_lost(free, after),
        *_new(new, before, held),
        *_moved(before, after),
        *_negated(free, new, before, after, asked),
    ]
    return tuple(dict.fromkeys(sorted(changes)))


def _lost(old: Iterable[Found], after: str) -> Iterable[Change]:
    """Give facts that are said nowhere any more."""
    left = {(found.kind, found.value) for found in found_in(after)}
    words = _said(after)
    for found in old:
        if found.kind != "negation" and (found.kind, found.value) not in left and not _stands(found, words):
            yield Change("lost", found.kind, found.value)


def _new(new: Iterable[Found], before: str, held: Container[Fact]) -> Iterable[Change]:
    """Give facts that were not said before and that nobody holds."""
    there = {(found.kind, found.value) for found in found_in(before)}
    words = _said(before)
    for found in new:
        fact = (found.kind, found.value)
        if found.kind != "negation" and fact not in there and not _stands(found, words) and fact not in held:
            yield Change("new", *fact)


def _moved(before: str, after: str) -> Iterable[Change]:
    """Give facts that changed places with another of their kind: "from 5 to 7 May" is not "from 7 to 5 May"."""
    for kind in ("number", "amount", "date", "weekday", "duration", "percentage", "reference"):
        old = [found.value for found in found_in(before) if found.kind == kind]
        new = [found.value for found in found_in(after) if found.kind == kind]
        both = Counter(old) & Counter(new)
        was, now = ([value for value in values if both[value] == Counter(values)[value]] for values in (old, new))
        was, now = [value for value in was if value in now], [value for value in now if value in was]
        if was != now and sorted(was) == sorted(now):
            yield Change("moved", kind, next(one for one, other in zip(was, now, strict=True) if one != other))


def _negated(old: Sequence[Found], new: Sequence[Found], before: str, after: str, asked: Asked) -> Iterable[Change]:
    """Give what was denied and now is said, or the other way round, and clauses that deny without being asked for."""
    gone = Counter(found.value for found in old if found.kind == "negation")
    come = Counter(found.value for found in new if found.kind == "negation")
    said, says = _plainly(before), _plainly(after)
    given = {fact[1] for text in asked.given for fact in _negations(text)}
    went = {found.value for found in old if found.kind == "negation" and not _inside(found, asked.words)}
    for value in gone - come:
        if says[value] > said[value]:
            yield Change("turned", "negation", value)
        elif value in went:
            yield Change("lost", "negation", value)
    for value in come - gone:
        if says[value] < said[value]:
            yield Change("turned", "negation", value)
        elif value not in given:
            yield Change("new", "negation", value)


def _plainly(text: str) -> Counter[str]:
    """Count how often each word is said without being denied."""
    denied = Counter(value for _, value in _negations(text))
    return Counter(token.lemma_.casefold() for token in parsed_once(text)) - denied


def _negations(text: str) -> Iterable[Fact]:
    return [(found.kind, found.value) for found in found_in(text) if found.kind == "negation"]


def _said(text: str) -> frozenset[str]:
    """Return the words of a text, and the pieces between its spaces."""
    lower = text.casefold()
    return frozenset(piece for piece, _ in pieces(lower)) | frozenset(
        word.strip(".,;:!?()'\"") for word in lower.split()
    )


def _stands(found: Found, words: frozenset[str]) -> bool:
    return found.kind in _WORDS and found.value in words


def _touching(found: Iterable[Found], spans: Sequence[Span]) -> list[Found]:
    return [each for each in found if any(each.start < span.end and span.start < each.end for span in spans)]


def _inside(found: Found, spans: Sequence[Span]) -> bool:
    return any(span.start <= found.start and found.end <= span.end for span in spans)

"""What a text says that must not change: its facts, each with its place.

Kinds: link, e-mail, amount, percentage, reference, date, weekday, duration, number, ordinal, name,
negation. A part of the text is one kind only: what was found is masked before the next is looked for.
"""

from __future__ import annotations

import calendar
import string
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from spacy.tokens import Doc, Token

from evals.oracle.finders import Found, amounts, links, numbers, ordinals, parsed, percentages, times

_WORDS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
TURNS = frozenset(_WORDS["turns"])
"""What people count who reproach somebody: times, letters, people."""
VAGUE = frozenset(_WORDS["vague"])
"""Times that name no day."""
_COURTESIES = frozenset(_WORDS["courtesies"])
_NEGATIVE = frozenset(_WORDS["negative"])
_NAMED = frozenset(_WORDS["named"])
_IDLE = frozenset(_WORDS["verbs"])
_NO_NAMES = frozenset(_WORDS["no_names"])
_WEEKDAYS = {
    name.casefold(): day.casefold()
    for day, short in zip(calendar.day_name, calendar.day_abbr, strict=True)
    for name in (day, f"{day}s", short)
}
_MONTHS = frozenset(name.casefold() for name in (*calendar.month_name, *calendar.month_abbr))
_EDGES = string.punctuation.replace("#", "")
_CACHED = 512

Fact = tuple[str, str]
"""A kind and a plain value."""


def facts_of(text: str) -> Counter[Fact]:
    """Count the facts of a text by (kind, plain value).

    Example:
        >>> sorted(facts_of("Order A-1042 is not due before 27 November."))
        [('date', '11-27'), ('negation', 'be'), ('reference', 'a-1042')]
    """
    return Counter((found.kind, found.value) for found in found_in(text))


@lru_cache(maxsize=_CACHED)
def found_in(text: str) -> tuple[Found, ...]:
    """Return the facts of a text in order, each with its place."""
    found: list[Found] = []
    masked = text
    finders: tuple[Callable[[str], Iterator[Found]], ...] = (
        links,
        amounts,
        percentages,
        references,
        times,
        ordinals,
        numbers,
    )
    for finder in finders:
        new = list(finder(masked))
        masked = _masked(masked, new)
        found += new
    doc = parsed_once(text)
    taken = {at for each in found for at in range(each.start, each.end)}
    idle = {token.idx for token in doc if _is_idle(token)}
    found = [each for each in found if each.start not in idle]
    found += weekdays(doc)
    found += (each for each in names(doc) if each.start not in taken)
    found += negations(doc)
    return tuple(sorted(found))


@lru_cache(maxsize=_CACHED)
def parsed_once(text: str) -> Doc:
    """Parse a text, and remember it: the comparison asks again for the words around a negation."""
    return parsed(text)


def references(text: str) -> Iterator[Found]:
    """Give order numbers, codes and the like: words in which a digit follows a letter or a hash.

    Example:
        >>> [found.value for found in references("Order A-1042 (#77) comes at 5pm.")]
        ['a-1042', '#77']
    """
    at = 0
    for word in text.split():
        at = text.index(word, at)
        bare = word.strip(_EDGES)
        start = at + word.index(bare) if bare else at
        at += len(word)
        marks = [mark for mark in bare if mark.isalnum() or mark == "#"]
        if any(not one.isdigit() and other.isdigit() for one, other in pairwise(marks)):
            yield Found(start, start + len(bare), "reference", bare.casefold())


_FINDERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    links, amounts, percentages, references, times, ordinals, numbers,
)  # fmt: skip


def weekdays(doc: Doc) -> Iterator[Found]:
    """Give the days of the week, which the recognizers drop beside a date.

    Example:
        >>> [found.value for found in weekdays(parsed("It comes on Fri 27 November."))]
        ['friday']
    """
    for token in doc:
        day = _WEEKDAYS.get(token.lower_)
        if day is not None and (len(token) > 3 or token.is_title):
            yield Found(token.idx, token.idx + len(token), "weekday", day)


def names(doc: Doc) -> Iterator[Found]:
    """Give each word of a name by itself, so that it does not matter where the parser ends a name.

    Example:
        >>> [found.value for found in names(parsed("I've asked Priya Shah to call you."))]
        ['priya', 'shah']
    """
    for token in doc:
        word = token.lower_
        if not token.text[0].isupper() or word in _NO_NAMES or word in _WEEKDAYS or word in _MONTHS:
            continue
        if token.ent_type_ in _NAMED or (token.pos_ == "PROPN" and not _opens(token)):
            yield Found(token.idx, token.idx + len(token), "name", word)


def negations(doc: Doc) -> Iterator[Found]:
    """Give each word that denies, by the lemma of what it denies.

    Example:
        >>> [found.value for found in negations(parsed("There is no fee, and it isn't late."))]
        ['fee', 'be']
    """
    for token in doc:
        if token.dep_ == "neg" or "Polarity=Neg" in token.morph or token.lower_ in _NEGATIVE:
            denied = _denied(token).lemma_.casefold()
            if denied not in _COURTESIES:
                yield Found(token.idx, token.idx + len(token), "negation", denied)


def _is_idle(token: Token) -> bool:
    """Tell whether a word only looks like a fact: the pronoun "one", the verb "may", a second as in "just a second"."""
    if token.lower_ == "one":
        return token.head.pos_ not in ("NOUN", "PROPN") or token.head.i < token.i
    return (token.lower_ in _IDLE and token.pos_ in ("AUX", "VERB")) or (
        (token.lower_ == "second" and token.pos_ == "NOUN") or (token.lower_ == "first" and token.dep_ == "advmod")
    )


def _opens(token: Token) -> bool:
    """Tell whether a word opens a sentence or a line, where its capital says nothing."""
    return bool(token.is_sent_start) or "\n" in token.nbor(-1).text


def _denied(token: Token) -> Token:
    """Return what a word denies: the object of "without", else the word it hangs on."""
    if token.dep_ == "prep":
        return next((child for child in token.children if child.dep_ in ("pobj", "pcomp")), token.head)
    return token.head


def _masked(text: str, found: list[Found]) -> str:
    """Put a letter for every sign that was read."""
    made = list(text)
    for each in found:
        made[each.start : each.end] = "x" * (each.end - each.start)
    return "".join(made)

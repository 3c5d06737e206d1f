"""Finds: what the learned heads look at: words, acts, states of the conversation, lengths and overlaps.

Why it matters: training and checking must see a reply alike, so both read it here.

Example: `yes!` after `My parcel never arrived!` gives `d:yes`, `s:harmed`, `lacks:harmed/apology`, `words<=2` …

Known misses: the order of words beyond two, and what stands further back than the open messages.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from guard.text.tables import beside
from guard.view.view import View

_TABLE: Mapping[str, Any] = beside(__file__, "signals")
_STATES: Sequence[str] = _TABLE["states"]
_ACTS: Sequence[str] = _TABLE["acts"]
_KNOWN_ACTS = frozenset(_ACTS)
_LACKS = {state: {act: f"lacks:{state}/{act}" for act in _ACTS} for state in _STATES}
_EARLIER = frozenset(_TABLE["earlier"])
_WORD = re.compile(r"[a-z0-9']+|[!?]")
_NO_CAPITALS = bytes(code for code in range(128) if not chr(code).isupper())
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_LONGEST = 400
"""Words that are looked at, of the draft as of the open messages."""
_WEIGHT = 1.5
"""Of all words of a text together, beside 1 for a state or an act."""


def signals(view: View) -> dict[str, float]:
    """Return what the heads look at in a view.

    Example:
        >>> from guard.domain.case import Case, Message
        >>> from guard.view.lexicons import Lexicons
        >>> lost = Message(role="customer", text="My parcel never arrived!")
        >>> seen = signals(View(Case(draft="yes!", messages=(lost,)), Lexicons.packaged()))
        >>> [name for name in ("d:yes", "s:open_trouble", "lacks:open_trouble/apology", "words<=2") if name in seen]
        ['d:yes', 's:open_trouble', 'lacks:open_trouble/apology', 'words<=2']
    """
    own, asked = words(view.lower), words(" ".join(passage.lower for _, _, passage in view.open_passages))
    said = words(view.agent_passages[-1][2].lower) if view.agent_passages else []
    seen = {**_grams("d", own), **_grams("o", asked)}
    states = [state for state in _STATES if state in view.states]
    acts = {act for act in view.possible_acts & _KNOWN_ACTS if view.places_of(act)}
    earlier = view.did_earlier(_EARLIER)
    seen.update((f"s:{state}", 1.0) for state in states)
    seen.update((f"a:{act}", 1.0) for act in acts)
    seen.update((f"e:{act}", 1.0) for act in earlier)
    missing = _KNOWN_ACTS - acts
    seen.update(dict.fromkeys([_LACKS[state][act] for state in states for act in missing], 0.5))
    seen.update(_shape(view, own, asked, said))
    return seen


def words_of(sentence: str) -> dict[str, float]:
    """Return what the words of one sentence of the draft give, in lower case.

    Example:
        >>> sorted(words_of("oh no"))
        ['d:no', 'd:oh', 'd:oh no']
    """
    return _grams("d", words(sentence))


def words(text: str) -> list[str]:
    """Return the words and the loud marks of a lower-case text, in order.

    Example:
        >>> words("why? it's 3 days late!")
        ['why', '?', "it's", '3', 'days', 'late', '!']
    """
    return _WORD.findall(text.replace("’", "'"))[:_LONGEST]


def _grams(whose: str, row: Sequence[str]) -> dict[str, float]:
    """Return each word and each two neighbours, weighted so that a text weighs the same whatever its length."""
    grams = {*row, *map(" ".join, pairwise(row))}
    return dict.fromkeys([f"{whose}:{gram}" for gram in grams], _WEIGHT / math.sqrt(len(grams) or 1))


def _shape(view: View, own: Sequence[str], asked: Sequence[str], said: Sequence[str]) -> dict[str, float]:
    """Return lengths as steps, shares as numbers between 0 and 1."""
    text, mine, theirs, before = view.text, set(own), set(asked), set(said)
    capitals, letters = _letters(text)
    shape = {f"words<={n}": 0.5 for n in (2, 4, 7, 12, 20, 35) if len(own) <= n}
    shape |= {f"words>={n}": 0.5 for n in (60, 90, 130) if len(own) >= n}
    shape |= {f"asked words<={n}": 0.5 for n in (0, 2, 5, 10) if len(asked) <= n}
    shape |= {f"asked words>={n}": 0.5 for n in (20, 40, 80) if len(asked) >= n}
    shape |= {
        "capitals": capitals / (letters or 1),
        "uses their words": _share(mine & theirs, mine),
        "their words used": _share(mine & theirs, theirs),
        "repeats itself": _share(mine & before, mine | before),
        "i": own.count("i") / (len(own) or 1) * 5,
        "you": (own.count("you") + own.count("your")) / (len(own) or 1) * 5,
        "log length": math.log1p(len(own)) / 4,
        "log sentences": math.log1p(len(view.sentences)) / 2,
    }
    told = {
        "braces": any(mark in text for mark in "{}[]<>"),
        "many lines": text.count("\n") >= 3,
        "small first letter": text[:1].islower(),
        "no stop": not text.rstrip().endswith((".", "!", "?")),
        "asks": "?" in text,
        "first reply": not said,
        "tools": view.has_log,
    }
    return shape | {name: 0.5 for name, there in told.items() if there}


def _letters(text: str) -> tuple[int, int]:
    """Return how many capitals a text has, and how many letters."""
    if text.isascii():
        plain = text.encode()
        return len(plain.translate(None, _NO_CAPITALS)), len(plain.translate(None, _NO_LETTERS))
    return sum(map(str.isupper, text)), sum(map(str.isalpha, text))


def _share(part: Iterable[str], whole: Iterable[str]) -> float:
    """Return how much of some words is others."""
    every = set(whole)
    return len(every.intersection(part)) / len(every) if every else 0.0

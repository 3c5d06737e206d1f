"""Says what a sentence is about, so that two sentences can be found to speak of the same thing.

No stemmer of the usual kind: it must bring `cancellation`, `cancelled` and `cancelling` to one stem
and need not make a word of it. What every sentence says (`can`, `free`, `days`) is left out, for it
tells no topic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import cast

from guard.claims.tables import table

_WORD = re.compile(r"[a-z](?:[a-z]|(?<=[a-z])[-'](?=[a-z]))+|\b[a-z]+\d[a-z0-9]*\b|\b\d+[a-z]+\b")
_ENDINGS = (
    "ations", "ation", "ements", "ement", "ments", "ment", "ables", "able", "ibles", "ible", "ings", "ing",
    "ions", "ion", "ances", "ance", "ence", "ers", "ies", "ied", "eds", "ed", "er", "es", "ly", "al", "s", "e", "y",
)  # fmt: skip
_SHORTEST = 3


@cache
def _idle() -> frozenset[str]:
    return frozenset(cast(str, table("topics")["idle"]).split())


@cache
def _idle_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in _idle()) - _same().keys()


@cache
def _same() -> Mapping[str, str]:
    rows = cast(list[list[str]], table("topics")["same"])
    return {word: row[0] for row in rows for word in row}


@cache
def _phrases() -> Mapping[str, re.Pattern[str]]:
    """Return what is said in two words apart ("send the boots back"), by the stem that it stands for."""
    rows = cast(Mapping[str, str], table("topics")["phrases"])
    return {stem(name): re.compile(phrase) for name, phrase in rows.items()}


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a lower-case word, one for all words of the same meaning.

    Example:
        >>> stem("cancellation") == stem("cancelled") == stem("cancelling")
        True
        >>> stem("purchases") == stem("bought")
        True
    """
    bare = word.removesuffix("'s").replace("'", "")
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= _SHORTEST:
            bare = bare[: -len(ending)]
            break
    if len(bare) > _SHORTEST and bare[-1] == bare[-2]:
        bare = bare[:-1]
    bare = bare.rstrip("ey") if len(bare) > _SHORTEST + 1 else bare
    return _same().get(bare, bare)


@lru_cache(maxsize=4_096)
def stems(text: str) -> frozenset[str]:
    """Return the stems of what a lower-case text is about.

    Example:
        >>> sorted(stems("your cancellation is free, and the photos are kept"))
        ['cancel', 'photo']
    """
    found = set(map(stem, set(_WORD.findall(text)) - _idle()))
    if "back" in text:
        found |= {name for name, phrase in _phrases().items() if phrase.search(text)}
    return frozenset(found - _idle_stems())

"""Says what a field of a record is called, so that it can be found in a sentence."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import cast

from guard.claims.rules.topics import stem
from guard.claims.tables import table
from guard.domain.facts import Fact

_PART = re.compile(r"[a-z]+|\d+[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_INDEX = re.compile(r"\[\d+\]")


def own_name(fact: Fact) -> frozenset[str]:
    """Return the stems by which a sentence would call a field; of the one above it, where its own says nothing.

    Example:
        >>> from guard.domain.facts import Rank
        >>> sorted(own_name(Fact("messages[2].features.sso_enabled", "sso_enabled", False, Rank.RECORD)))
        ['sso']
        >>> sorted(own_name(Fact("messages[2].bicycle_theft.included", "included", False, Rank.RECORD)))
        ['bicycl', 'theft']
    """
    return _own(fact.path)


@lru_cache(maxsize=4_096)
def _own(path: str) -> frozenset[str]:
    for part in reversed(_steps(path)):
        found = _stems(part)
        if found:
            return found
    return frozenset()


def _steps(path: str) -> list[str]:
    """Return the names of a path, without its root and the numbers of its lists."""
    return _INDEX.sub("", path).split(".")[1:]


@lru_cache(maxsize=4_096)
def _stems(part: str) -> frozenset[str]:
    words = [word for word in _PART.findall(_CAMEL.sub("_", part).lower()) if len(word) > 1]
    counting = [word for word in words if word in _counting()]
    idle = _counting() if counting and len(words) > len(counting) else _idle()
    return frozenset(stem(word) for word in words if word not in idle)


@cache
def _idle() -> frozenset[str]:
    return frozenset(cast(list[str], table("flags")["idle"]))


@cache
def _counting() -> frozenset[str]:
    return frozenset(cast(list[str], table("counts")["counting"]))

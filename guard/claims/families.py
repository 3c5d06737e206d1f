"""The families of deeds: which tools do them, and which words of a record tell that they are done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from guard.claims.tables import table


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of deed: the stems of tools that do it, and the patterns of its marks and keys."""

    name: str
    own: tuple[str, ...]
    calls: tuple[str, ...]
    words: tuple[str, ...]
    keys: frozenset[str]
    asking: bool

    @property
    def marks(self) -> re.Pattern[str]:
        """The pattern of the words by which a record tells of the finished deed."""
        return _marks(self.words)


def _alternation(entries: tuple[str, ...]) -> str:
    return "|".join(re.escape(entry) if entry.isalpha() else entry for entry in entries)


@cache
def _marks(entries: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_alternation(entries)})\b")


@cache
def families() -> Mapping[str, Family]:
    """Return the families of deeds by name.

    Example:
        >>> "refund" in families()
        True
    """
    asking = cast(list[str], table("actions")["asking"])
    return {
        name: Family(
            name,
            tuple(row["own"]),
            tuple(row["calls"]),
            tuple(row["marks"]),
            frozenset(row["keys"]),
            name in asking,
        )
        for name, row in cast(dict[str, dict[str, list[str]]], table("actions")["families"]).items()
    }


@cache
def deeds() -> tuple[str, ...]:
    """Return the words by which a reply says that something was done, of all families, longest first.

    Example:
        >>> "refunded" in deeds()
        True
    """
    families_ = cast(dict[str, dict[str, list[str]]], table("actions")["families"])
    every = {verb for row in families_.values() for verb in row["done"]}
    return tuple(sorted(every, key=lambda verb: (-len(verb), verb)))

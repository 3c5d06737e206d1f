"""The families of deeds: which tools do them, and which words of a record tell that they are done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

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
    denials: tuple[str, ...] = ()
    verbs: frozenset[str] = frozenset()

    def does(self, tool: str) -> bool:
        """Tell whether a tool of this name does such deeds, or near ones.

        Example:
            >>> families()["add"].does("add_bag"), families()["add"].does("check_address")
            (True, False)
        """
        return _stems(self.calls, "_" not in tool).search(tool) is not None

    def names(self, tool: str) -> bool:
        """Tell whether a tool's name names the very deed.

        Example:
            >>> families()["refund"].names("issue_refund"), families()["refund"].names("cancel_order")
            (True, False)
        """
        return _stems(self.own, "_" not in tool).search(tool) is not None

    @property
    def denies(self) -> re.Pattern[str]:
        """The pattern of the states of a thing that rule the deed out."""
        return _marks(self.denials)

    @property
    def marks(self) -> re.Pattern[str]:
        """The pattern of the words by which a record tells of the finished deed."""
        return _marks(self.words)


def _alternation(entries: tuple[str, ...]) -> str:
    return "|".join(re.escape(entry) if entry.isalpha() else entry for entry in entries)


@cache
def _stems(stems: tuple[str, ...], anywhere: bool) -> re.Pattern[str]:
    """Return the pattern of stems at the start of a word of a name; anywhere in a name that is one word."""
    start = "" if anywhere else r"(?:^|[^a-z]|(?<![a-z])(?:re|un|pre))"
    return re.compile(f"{start}(?:{'|'.join(stems)})" if stems else r"(?!)")


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
            tuple(row.get("denies", ())),
            frozenset(row["done"]),
        )
        for name, row in cast(dict[str, dict[str, list[str]]], table("actions")["families"]).items()
    }


@cache
def family_of(name: str, verb: str, noun: str = "") -> Family:
    """Return a family, with only those tools that do what the verb and its noun say where a near one would not.

    A changed order backs "I've let them know" but not "I've phoned them"; a payment that was processed
    does not back "the exchange has been processed".

    Example:
        >>> family_of("contact", "phoned").calls[:2], len(family_of("contact", "informed").calls) > 10
        (('call', 'phone'), True)
        >>> family_of("process", "processed", "exchange").calls
        ('exchang', 'swap', 'replac', 'modif', 'updat', 'chang')
    """
    family = families()[name]
    stems = _narrow().get(verb)
    if stems is not None:
        return replace(family, calls=stems, own=stems)
    row = cast(dict[str, dict[str, Any]], table("actions")["nouns"]).get(noun)
    if row is None:
        return family
    if "family" in row:
        return replace(families()[str(row["family"])], asking=family.asking)
    calls = tuple(row["calls"])
    return replace(family, own=calls, calls=calls, words=tuple(row["marks"]), keys=frozenset((noun,)), denials=())


def noun_of(verb: str, said: str) -> str:
    """Return the noun that tells what a verb for any deed was done with; empty where none does.

    Example:
        >>> noun_of("processed", "the exchange for your lamp has been processed"), noun_of("moved", "the return moved")
        ('exchange', '')
    """
    if verb not in _generic():
        return ""
    found = _nouns().search(said)
    return str(found.lastgroup) if found else ""


@cache
def _generic() -> frozenset[str]:
    return frozenset(cast(list[str], table("actions")["generic"]))


@cache
def _nouns() -> re.Pattern[str]:
    rows = cast(dict[str, dict[str, list[str]]], table("actions")["nouns"])
    return re.compile("|".join(rf"(?P<{name}>\b(?:{'|'.join(row['said'])})\b)" for name, row in rows.items()))


@cache
def _narrow() -> Mapping[str, tuple[str, ...]]:
    rows = cast(list[dict[str, list[str]]], table("actions")["narrow"])
    return {verb: tuple(row["calls"]) for row in rows for verb in row["verbs"]}


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

"""Tells what a reply grants without bounds ("any time", "even if worn") where a rule sets one of that kind.

Dropped conditions are what a paraphrase loses first, and what a customer remembers best.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from guard.claims.rules.topics import stems
from guard.claims.tables import spell, table


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of bound: how a reply leaves it out, how a rule sets it, how a reply keeps it all the same."""

    said: re.Pattern[str]
    bound: re.Pattern[str]
    kept: re.Pattern[str]


@cache
def _kinds() -> Mapping[str, Kind]:
    rows = cast(Mapping[str, Mapping[str, str]], table("boundless")["kinds"])
    return {
        name: Kind(*(re.compile(spell(row[key], {})) for key in ("said", "bound", "kept")))
        for name, row in rows.items()
    }


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("boundless")[name]), {}))


@lru_cache(maxsize=1_024)
def boundless(said: str) -> tuple[str, ...]:
    """Return the kinds of bounds that a lower-case statement leaves out.

    Example:
        >>> boundless("you can return it any time"), boundless("you can return it any time until may")
        (('time',), ())
    """
    found: list[str] = []
    for name, kind in _kinds().items():
        match = kind.said.search(said)
        if match is not None and kind.kept.search(said, match.end()) is None:
            found.append(name)
    return tuple(found)


def rest(said: str, kinds: tuple[str, ...]) -> str:
    """Return a lower-case statement without the words that leave out bounds.

    Example:
        >>> rest("no receipt needed, just come", ("condition",))
        ', just come'
    """
    for name in kinds:
        said = _kinds()[name].said.sub("", said)
    return said


def lifts(kinds: tuple[str, ...], said: str, rule: str) -> bool:
    """Tell whether a statement leaves out a bound that a lower-case rule sets.

    Args:
        kinds: the kinds of bounds that the statement leaves out.
        said: the statement, lower case.
        rule: the rule, lower case.

    Example:
        >>> said = "you can return it any time"
        >>> lifts(boundless(said), said, "returns are possible within 30 days")
        True
    """
    for name in kinds:
        kind = _kinds()[name]
        if kind.bound.search(rule) is None or kind.said.search(rule) is not None:
            continue
        if name != "condition" or _re("whatever").search(said) or _waived(kind, said) & _bare(rule):
            return True
    return False


def is_utter(said: str) -> bool:
    """Tell whether a lower-case denial leaves no case open.

    Example:
        >>> is_utter("opened goods cannot be returned at all")
        True
    """
    return _re("utterly").search(said) is not None


def grants_some(rule: str) -> bool:
    """Tell whether a lower-case rule grants something in some case.

    Example:
        >>> grants_some("opened goods can be returned within 14 days")
        True
    """
    return _re("granted").search(rule) is not None and _re("denied").search(rule) is None


def _waived(kind: Kind, said: str) -> frozenset[str]:
    """Return the stems of what is waived: they stand behind the words that waive it."""
    match = kind.said.search(said)
    return _bare(said[match.start() :]) if match is not None else frozenset()


def _bare(text: str) -> frozenset[str]:
    """Return stems without the `un` of what must not have been done: unworn, worn."""
    return frozenset(one.removeprefix("un") if len(one) > 5 else one for one in stems(text))

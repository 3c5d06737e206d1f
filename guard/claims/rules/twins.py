"""Holds a statement against a rule that says the same in nearly the same words, but for one thing.

"The seller then has 10 days to answer" where the terms say 3, "it has a steam function" where the sheet says
that it has none. So much must be the same that the one difference is no accident.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import cast

from guard.claims.rules.quantities import Quantity
from guard.claims.rules.topics import stems
from guard.claims.tables import spell, table

_SAME = 0.6
"""Share of a statement's stems that its twin holds."""
_FEWEST = 2


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("twins")[name]), {}))


def is_twin(said: str, around: frozenset[str]) -> bool:
    """Tell whether a rule holds most of what a statement is about.

    Args:
        said: the statement, lower case.
        around: the stems of the rule's sentence.

    Example:
        >>> is_twin("the seller has 10 days to answer", frozenset(("sel", "answ")))
        True
    """
    mine = stems(said)
    shared = mine & around
    return len(shared) >= max(_FEWEST, _SAME * len(mine))


def misfigured(said: str, counts: Sequence[Quantity], told: Iterable[Sequence[Quantity]]) -> Quantity | None:
    """Return the figure of a statement that none of its twins names, though they name one of its kind.

    Args:
        said: the statement, lower case.
        counts: its quantities.
        told: the quantities of its twins.

    Example:
        >>> from guard.claims.rules.quantities import quantities
        >>> said = "sellers have 10 days to answer"
        >>> misfigured(said, quantities(said), [quantities("sellers have 3 days to answer")]) is not None
        True
    """
    if _re("own").search(said):
        return None
    rows = [one for row in told for one in row]
    for unit in {count.unit for count in counts}:
        mine = [count for count in counts if count.unit == unit]
        like = [one for one in rows if one.unit == unit]
        if like and not any(one.meets(count) or one.low <= count.low <= one.high for one in like for count in mine):
            return mine[0]
    return None


def things(text: str) -> tuple[frozenset[frozenset[str]], frozenset[frozenset[str]]]:
    """Return what a lower-case text says that there is, and what it says that there is not, by their stems.

    Example:
        >>> there, absent = things("it has a steam function, no clock")
        >>> sorted(map(sorted, there)), sorted(map(sorted, absent))
        ([['funct', 'steam']], [['clock']])
    """
    absent = {stems(match["thing"]) for match in _re("absent").finditer(text)}
    there = {stems(match["thing"]) for match in _re("there").finditer(text)}
    return frozenset(filter(None, there - absent)), frozenset(filter(None, absent))


def opposed(said: str, rule: str) -> bool:
    """Tell whether a statement and a rule disagree on whether a thing is there.

    Example:
        >>> opposed("the h40 has a steam function", "71 litres, no steam function")
        True
        >>> opposed("the h40 has a steam function", "71 litres, steam function")
        False
    """
    there, absent = things(said)
    theirs, missing = things(rule)
    return bool(there & missing) or any(thing in theirs or thing in _items(rule) for thing in absent)


def _items(rule: str) -> frozenset[frozenset[str]]:
    """Return the items of a list in a sheet, those without a `no`."""
    return frozenset(stems(item) for item in re.split(r"[,;:.]", rule) if not _re("denied").search(item))

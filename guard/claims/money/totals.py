"""Sums what a reply says the total of: the things that it names, or all that stand in one list.

A total may stand somewhere and still be that of something else; where the shown prices allow the
sum, the sum decides. Fees, postage, tax and discounts that stand beside the list may be in it or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import cast

from guard.claims.money.holdings import Held, Holdings
from guard.claims.money.money import Amount
from guard.claims.money.sums import agree
from guard.claims.tables import table

_FEWEST, _MOST = 2, 12
_WORDS = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_EXTRAS = 6
_TOTALS = frozenset(("total", "subtotal", "amount", "sum"))


@dataclass(frozen=True, slots=True)
class Basket:
    """What a total should come to.

    Args:
        agrees: whether the reply's figure is one that the prices allow.
        right: the sum in hundredths, with what the reply says is included.
        where: the place of the prices.
    """

    agrees: bool
    right: int
    where: str


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(cast(str, table("amounts")[name]))


@cache
def _beside() -> frozenset[str]:
    return frozenset(cast(list[str], table("amounts")["beside"]))


def basket(amount: Amount, sentence: str, is_total: bool, holdings: Holdings) -> Basket | None:
    """Return what the things that a sentence totals come to; None where that is not plain.

    Args:
        amount: the stated total.
        sentence: the words of its sentence, lower case.
        is_total: whether it is told as a sum.
        holdings: the amounts of the sources.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.claims.money.money import money
        >>> [one] = money(b"$5", "$5")
        >>> basket(one, "both come to $5", True, Holdings(Setting())) is None
        True
    """
    if amount.per or _re("more").search(sentence) or not (is_total or _re("shown").search(sentence)):
        return None
    lists = _lists(amount, holdings)
    named = [(row, picked) for row in lists if len(picked := _named(row, sentence, holdings)) >= _FEWEST]
    counted = [(row, row) for row in lists if is_total and _says(len(row), sentence)] if not named else []
    found = named or counted
    if len(found) != 1:
        return None
    every, row = found[0]
    value, right = abs(amount.low), sum(one.low for one in row)
    beside = [one for one in holdings.held if not one.text and one not in every and holdings.around(one) & _beside()]
    stands = len(row) == len(every) and _stands(value, holdings)
    return Basket(value in _sums(right, beside) or stands, right + _included(sentence, beside, holdings), row[0].group)


def _lists(amount: Amount, holdings: Holdings) -> Sequence[Sequence[Held]]:
    """Return the rows of prices that stand in one list, each of another thing."""
    rows: dict[str, list[Held]] = {}
    for one in holdings.held:
        if one.text or one.group == one.fact.path or one.low != one.high or not agree(one.unit, amount.unit):
            continue
        if "price" in one.fact.path.lower():
            rows.setdefault(one.group, []).append(one)
    return [row for row in rows.values() if _FEWEST <= len(row) <= _MOST]


def _named(row: Iterable[Held], sentence: str, holdings: Holdings) -> list[Held]:
    """Return the prices of the things whose name stands in the sentence."""
    return [one for one in row if (name := _name(one, holdings)) and name in sentence]


def _name(one: Held, holdings: Holdings) -> str:
    owner = one.fact.path.rpartition(".")[0]
    return holdings.names.get(owner) or holdings.names.get(owner.rpartition(".")[0]) or ""


def _says(count: int, sentence: str) -> bool:
    """Tell whether a sentence speaks of just so many things."""
    words = {"both" if count == _FEWEST else "", str(count), _WORDS[count] if count < len(_WORDS) else ""} - {""}
    return any((match[1] or match[2]) in words for match in _re("all_of").finditer(sentence))


def _included(sentence: str, beside: Sequence[Held], holdings: Holdings) -> int:
    """Return what a sentence says is in the total beside the things: the postage, a fee, the tax."""
    said = _re("included").search(sentence)
    word = (said[1] or said[2]) if said else None
    return next((one.low for one in beside if word and {word, word.rstrip("s")} & holdings.around(one)), 0)


def _sums(right: int, beside: Sequence[Held]) -> set[int]:
    """Return what a sum comes to with any of the extras, added or taken off, and with any percentage."""
    flat = [one.low for one in beside if one.unit != "%"][:_EXTRAS]
    shares = [abs(one.low) for one in beside if one.unit == "%"]
    found = {right}
    for size in range(1, len(flat) + 1):
        for some in combinations(flat, size):
            found |= {right + sum(some), right - sum(some), right + some[0] - sum(some[1:])}
    for share in shares:
        found |= {round(one * (10000 + sign * share) / 10000) for one in tuple(found) for sign in (1, -1)}
    return {one + cent for one in found for cent in ((-1, 0, 1) if shares else (0,))}


def _stands(value: int, holdings: Holdings) -> bool:
    """Tell whether a record gives the figure as a total itself."""
    return any(one.low == value and holdings.around(one) & _TOTALS for one in holdings.held)

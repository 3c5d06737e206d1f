"""Tells whether an amount follows from known ones: as a sum, a difference, so many of one price, a share, or a tax.

Every way in which an honest writer comes to a figure is tried, so that what is left has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from guard.claims.money.holdings import Held
from guard.domain.lazy import lazy

_PAIRED = 60
"""Distinct amounts that are paired, the latest: with more, some pair fits by chance."""
_TRIPLED = 14
_LISTED = 12
"""Amounts of one list of which every part is summed; of a longer one only the whole."""
_OWN = 10
"""Amounts of the reply itself that are added up; with more, any figure comes out."""
_TIMES = range(2, 13)
_DOLLARS = frozenset(("$", "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"))


def agree(one: str, other: str) -> bool:
    """Tell whether two units may be the same; a record often leaves its currency open.

    Example:
        >>> agree("$", "USD"), agree("$", "EUR"), agree("", "EUR"), agree("", "%")
        (True, False, True, False)
    """
    if one == other:
        return True
    if "%" in (one, other) or "points" in (one, other) or "miles" in (one, other):
        return False
    return not one or not other or ("$" in (one, other) and {one, other} <= _DOLLARS)


class Sums:
    """What follows from some amounts of one unit.

    Args:
        held: the amounts.
        unit: what is asked of.
        counts: how many there are of a thing, beside the usual few.

    Example:
        >>> Sums((), "$", frozenset()).follows(500)
        False
    """

    def __init__(self, held: Sequence[Held], unit: str, counts: frozenset[int]) -> None:
        self._held = tuple(one for one in held if agree(one.unit, unit))
        self._shares = frozenset(abs(one.low) for one in held if one.unit == "%") | {5000}
        self._counts = sorted(counts | {*_TIMES})

    @lazy
    def singles(self) -> frozenset[int]:
        """The amounts themselves."""
        return frozenset(value for one in self._held for value in (abs(one.low), abs(one.high)))

    @lazy
    def latest(self) -> tuple[int, ...]:
        """The distinct amounts, the latest first."""
        values = dict.fromkeys(abs(one.low) for one in reversed(self._held) if one.low)
        return tuple(values)[:_PAIRED]

    @lazy
    def _pairs(self) -> frozenset[int]:
        return frozenset(v for a, b in combinations(self.latest, 2) for v in (a + b, abs(a - b)))

    @lazy
    def lists(self) -> frozenset[int]:
        """The sums of amounts that stand in one list, of all of them and of parts."""
        groups: dict[str, list[int]] = {}
        for one in self._held:
            if one.group is not one.fact.path and one.group != one.fact.path:
                groups.setdefault(one.group, []).append(one.low)
        found: set[int] = set()
        for row in groups.values():
            found.add(abs(sum(row)))
            if len(row) <= _LISTED:
                found |= _parts(row)
        return frozenset(found)

    def follows(self, value: int, own: Sequence[int] = ()) -> bool:
        """Tell whether an amount is known or follows from what is known.

        Args:
            value: in hundredths.
            own: other amounts of the reply that are known; what they add up to follows too.
        """
        return (
            value in self.singles
            or value in self.lists
            or value in self._pairs
            or any(value % n == 0 and (value // n in self.singles or value // n in self._pairs) for n in self._counts)
            or self._shared(value)
            or any(abs(value - one) in self.lists or value + one in self.lists for one in self.latest)
            or self._tripled(value)
            or self._times(value)
            or _added(value, tuple(dict.fromkeys(own))[:_OWN])
        )

    def _shared(self, value: int) -> bool:
        """Tell whether it is a percentage of an amount, or an amount with or without one; a cent off is rounding."""
        bases = (*self.latest, *(self.lists if len(self.lists) < _PAIRED else ()))
        factors = [f for share in self._shares for f in _factors(share / 10000)]
        return any(abs(value - base * factor) <= 1 for factor in factors for base in bases)

    def _tripled(self, value: int) -> bool:
        few = self.latest
        return len(few) <= _TRIPLED and any(abs(value - c) in self._pairs or value + c in self._pairs for c in few)

    def _times(self, value: int) -> bool:
        """Tell whether it is so many of one price with another amount (two seats and a fee)."""
        few = self.latest[:_TRIPLED]
        known = {*few}
        return any(value - n * one in known or value + n * one in known for one in few for n in self._counts[:9])


def _factors(share: float) -> tuple[float, ...]:
    """Return what an amount is multiplied by: the share, without it, with it, and what it was before."""
    return (share, 1 - share, 1 + share, 1 / (1 + share))


def _added(value: int, own: Sequence[int]) -> bool:
    """Tell whether the reply's own amounts come to it, some of them added and some taken off."""
    sums = _parts(own) | {0}
    return bool(own) and any(one - value in sums for one in sums)


def _parts(row: Sequence[int]) -> set[int]:
    sums = {0}
    for value in row:
        sums |= {one + value for one in sums}
    return {abs(one) for one in sums if one}

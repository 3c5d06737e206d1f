"""All the figures that a case knows, so that one which nobody ever named can be told from one worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, product

from guard.claims.context import Context
from guard.claims.money.books import Books
from guard.claims.rules.quantities import Quantity, number, quantities, spelled
from guard.domain.lazy import lazy

_FIGURE = re.compile(r"\d+(?:[.,' ]\d+)*")
_MOMENT = re.compile(
    r"\b\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?|\b\d{1,2}:\d\d(?::\d\d)?\b"
)
"""Days and hours in figures: the 10 of 10:00 counts nothing."""
_MOST = 60_000
"""Characters that are searched for figures."""
_SUMMED = 24
"""Amounts that are added up; of more, some pair makes nearly any sum."""
_TIMES = range(2, 13)
_CENT = 0.011


@lru_cache(maxsize=4_096)
def _untimed(text: str) -> str:
    """Return a text without its days and hours in figures."""
    return _MOMENT.sub(" ", text)


class Figures:
    """What is known of figures in one case.

    Args:
        context: the case.
        reply: the reply, lower case: how many there are of a thing may stand there alone.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.domain.facts import Fact, FactIndex, Rank
        >>> known = Setting(facts=FactIndex((Fact("facts.fee", "fee", "€4.50", Rank.RECORD),)))
        >>> [Figures(known).has(one) for one in quantities("€4.50, €9, and €41")]
        [True, True, False]
    """

    def __init__(self, context: Context, reply: str = "") -> None:
        self._context = context
        self._reply = reply

    def _texts(self) -> Iterator[str]:
        left = _MOST
        for fact in self._context.facts.facts:
            if left > 0 and not isinstance(fact.value, bool):
                said = str(fact.value)[:left].lower()
                left -= len(said)
                yield _untimed(said)
        yield from (_untimed(message.text[:4_000].lower()) for message in self._context.said)

    @lazy
    def _numbers(self) -> frozenset[float]:
        """Every number that stands anywhere, however it is written and whatever it counts."""
        return frozenset[float]().union(*map(_figures, self._texts()))

    @lazy
    def _counted(self) -> frozenset[tuple[str, float]]:
        """Every number with what it counts."""
        every = (one for text in self._texts() for one in quantities(text))
        return frozenset((one.unit, end) for one in every for end in (one.low, one.high))

    def has(self, asked: Quantity) -> bool:
        """Tell whether a quantity was named, in any writing, or can be worked out of those that were."""
        return any(self._named(asked.unit, end) for end in (asked.low, asked.high)) or (
            asked.unit == "money" and self._worked_out(asked.low)
        )

    def is_known(self, asked: Quantity) -> bool:
        """Tell whether a source or a record names a quantity; what the customer names does not count."""
        every = (one for fact in self._context.facts.facts for one in quantities(str(fact.value)[:4_000].lower()))
        bare = {float(f.value) for f in self._context.facts.facts if type(f.value) in (int, float)}
        return asked.low in bare or any(one.unit == asked.unit and one.meets(asked) for one in every)

    def _named(self, unit: str, value: float) -> bool:
        plain = unit != "time" and any(abs(known - value) < _CENT for known in self._numbers)
        return plain or any(of == unit and abs(known - value) < _CENT for of, known in self._counted)

    def _worked_out(self, value: float) -> bool:
        bare = {float(f.value) for f in self._context.facts.facts if type(f.value) in (int, float)}
        amounts = sorted({known for unit, known in self._counted if unit == "money"} | bare)[:_SUMMED]
        shares = {known for unit, known in self._counted if unit == "%"}
        if any(abs(made - value) < _CENT for made in _made(amounts, shares)):
            return True
        return self._books.follows(round(value * 100), "")

    @lazy
    def _books(self) -> Books:
        """The amounts of the records, which often say no unit."""
        return Books(self._context, (), self._reply)


def _made(amounts: list[float], shares: set[float]) -> Iterator[float]:
    """Yield sums, differences, multiples, parts and shares of amounts."""
    for one, other in combinations(amounts, 2):
        yield from (one + other, abs(one - other))
    for amount, times in product(amounts, _TIMES):
        yield from (amount * times, round(amount / times, 2))
    for amount, share in product(amounts, shares):
        yield from (amount * share / 100, amount * (100 - share) / 100, amount * (100 + share) / 100)


@lru_cache(maxsize=4_096)
def _figures(text: str) -> frozenset[float]:
    """Return every number of a lower-case text; kept, for a conversation is checked turn by turn."""
    return spelled(text).union(*map(_readings, _FIGURE.findall(text)))


def _readings(figure: str) -> Iterator[float]:
    """Yield what a figure may mean: `1.250` is a thousand or one and a quarter."""
    yield number(figure)
    digits = re.sub(r"\D", "", figure)
    if digits:
        yield float(digits)
    yield from (float(part) for part in re.findall(r"\d+", figure))

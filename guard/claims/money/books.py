"""What the amounts of one reply are reckoned with: what is held, and what follows from it, made once a reply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from guard.claims.context import Context
from guard.claims.deeds.acting import acts
from guard.claims.money.holdings import Held, Holdings
from guard.claims.money.money import Amount
from guard.claims.money.sums import Sums
from guard.domain.facts import Fact, Rank, leaves
from guard.domain.lazy import lazy
from guard.domain.trace import ToolCall

_COUNT = re.compile(r"(?<![\w.,:/-])(\d{1,2})(?![\w:/-]|[.,]\d)")
_MEASURED = re.compile(r"(?<![\w.,:/-])(\d{3,6}|\d{1,3},\d{3})(?= ?(?:[a-z]{4,}|kwh|mb|gb|km|mi)\b)")
"""Longer counts, with what they count: 300 units at a known rate come to a known amount."""
_FEW = 14
"""Amounts of which each may be a share of each other; with more, any percentage comes out."""
_FIGURES = ("money", "bare")
_PAYS = re.compile("refund|reimburs|credit|pay_?back|repay|compensat")
"""Tools that give money."""


class Books:
    """The sources and the reply's own figures.

    Args:
        context: the case.
        amounts: all amounts of the reply: a percentage or a part may stand beside what follows from it.
        lower: the reply, lower case: how many there are of a thing may stand there alone.

    Example:
        >>> from guard.claims.context import Setting
        >>> Books(Setting(), (), "two seats").follows(500, "$")
        False
    """

    def __init__(self, context: Context, amounts: Sequence[Amount], lower: str) -> None:
        self.holdings = context.keep(Holdings, partial(Holdings, context))
        self._context = context
        self._amounts = amounts
        self._lower = lower
        self._sums: dict[str, Sums] = {}
        self._said: dict[str, Sums] = {}
        self._known: dict[tuple[int, str], bool] = {}

    def follows(self, value: int, unit: str) -> bool:
        """Tell whether an amount in hundredths is known, or follows from what is known."""
        if unit == "%":
            return self._is_share(value)
        sums = self._of(unit)
        return value in sums.singles or sums.follows(
            value, [one for one in self.figures(value) if self._is_known(one, unit)]
        )

    def _is_share(self, value: int) -> bool:
        """Tell whether a percentage is known: itself, what it leaves, as a fraction, or as one amount of another."""
        held = self.holdings.held
        if any(value in (one.low, 100_00 - one.low) if one.unit == "%" else value == one.low * 100 for one in held):
            return True
        few = self._of("").latest[:_FEW]
        return any(abs(part * 100_00 - value * whole) <= whole for part in few for whole in few if whole > part)

    @lazy
    def is_being_paid(self) -> bool:
        """Whether a call pays something back without naming how much: then the amount spoken of is no new promise."""
        return any(
            not call.failed and _PAYS.search(call.name) and acts(call) and not _has_figure(call)
            for call in self._context.trace
        )

    def was_said(self, value: int, unit: str) -> bool:
        """Tell whether an amount follows from what was said before, or from what the reply itself says."""
        if value in self.holdings.spoken:
            return True
        if unit not in self._said:
            said = [_said(one, unit) for one in self.holdings.quoted]
            self._said[unit] = Sums((*said, *self.holdings.held), unit, frozenset())
        return self._said[unit].follows(value, self.figures(value))

    def figures(self, but: int) -> list[int]:
        """Return the other amounts of money that the reply names, in hundredths."""
        return [abs(one.low) for one in self._amounts if one.form in _FIGURES and abs(one.low) != but]

    def _is_known(self, value: int, unit: str) -> bool:
        if (value, unit) not in self._known:
            self._known[value, unit] = self._of(unit).follows(value)
        return self._known[value, unit]

    def _of(self, unit: str) -> Sums:
        if unit not in self._sums:
            shares = [_said(one.low, "%") for one in self._amounts if one.form == "percent"]
            counts = self.holdings.counts | {int(n) for n in _COUNT.findall(self._lower) if int(n) > 1}
            counts |= {int(n.replace(",", "")) for n in _MEASURED.findall(self._lower)}
            self._sums[unit] = Sums((*self.holdings.held, *shares), unit, counts)
        return self._sums[unit]


def _has_figure(call: ToolCall) -> bool:
    """Tell whether a call or its result names an amount."""
    told = (*leaves(call.arguments, "", Rank.RECORD), *leaves(call.result, "", Rank.RECORD))
    return any(isinstance(fact.value, (int, float)) and not isinstance(fact.value, bool) for fact in told)


def _said(value: int, unit: str) -> Held:
    """Return an amount that no record holds."""
    return Held(Fact("draft", "", value, Rank.SYSTEM), value, value, unit, "draft")

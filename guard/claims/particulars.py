"""Holds what a claimed deed was done to, and for how much, against the calls that did it.

"I cancelled 10-5529" is false when the call cancelled 10-5530, and "I've refunded the full £46.80"
when 26.50 went back. Silent wherever a call does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from guard.domain.facts import Fact, Rank, leaves
from guard.domain.trace import ToolCall

_NAME = re.compile(r"\b(?=[a-z0-9-]*\d)[a-z0-9]+(?:-[a-z0-9]+)*\b")
_MONEY = re.compile(
    r"(?:[$£€₹]|\b(?:usd|eur|gbp|rs\.?) ?)(\d[\d,]*(?:\.\d+)?)"
    r"|(\d[\d,]*(?:\.\d+)?) ?(?:[€£$]|(?:euros?|dollars?|pounds?|eur|usd|gbp)\b)"
)
_SHORTEST = 4
_MOST = 8
"""Amounts of one call that are summed; more are a price list."""
_SUMS = ("amount", "refund", "total", "credit", "value", "sum", "price", "paid", "fee", "cost")


def elsewhere(said: str, done: Sequence[ToolCall]) -> ToolCall | None:
    """Return the call that did the deed to something else, or for another amount, than the words say.

    Args:
        said: the words of the claim, lower case.
        done: the calls that did such a deed, with success.

    Example:
        >>> call = ToolCall("cancel_order", {"order": "10-5530"}, 0, {"status": "cancelled"}, 1, False)
        >>> elsewhere("i cancelled 10-5529", [call]) is call, elsewhere("i cancelled 10-5530", [call])
        (True, None)
    """
    if not done:
        return None
    known = [tuple(leaves([call.arguments, call.result], "", Rank.RECORD)) for call in done]
    every = [fact for row in known for fact in row]
    return done[-1] if _other_name(said, every) or _other_amount(said, every) else None


def _other_name(said: str, known: Sequence[Fact]) -> bool:
    """Tell whether the first thing named that is made like one of the calls' things is none of theirs."""
    theirs = {name for fact in known if isinstance(fact.value, str) for name in _names(fact.value.lower())}
    makes = {_make(name) for name in theirs}
    mine = next((name for name in _names(_MONEY.sub(" ", said)) if _make(name) in makes), None)
    return mine is not None and mine not in theirs


def _names(said: str) -> Iterator[str]:
    """Yield identifiers: long enough, and no date."""
    for match in _NAME.finditer(said):
        if len(match[0]) >= _SHORTEST and not re.match(r"20\d\d(?:-|$)", match[0]) and re.search(r"\d\d", match[0]):
            yield match[0]


def _make(name: str) -> str:
    """Return how an identifier is made: its letters, and a nought for each digit."""
    return re.sub(r"\d", "0", name)


def _other_amount(said: str, known: Sequence[Fact]) -> bool:
    """Tell whether the words name a sum that is none of the calls' sums, nor several of them together."""
    mine = [_number(match[1] or match[2]) for match in _MONEY.finditer(said)]
    theirs = sorted(set(_amounts(known)))
    if len(mine) != 1 or not theirs or len(theirs) > _MOST:
        return False
    sums = {sum(row) for size in (1, 2, 3) for row in combinations(theirs, size)} | {sum(theirs)}
    return not any(abs(mine[0] - one) < 0.01 or abs(mine[0] * 100 - one) < 0.01 for one in sums)


def _amounts(known: Iterable[Fact]) -> Iterator[float]:
    for fact in known:
        if isinstance(fact.value, bool) or not any(word in fact.path.lower() for word in _SUMS):
            continue
        if not isinstance(fact.value, str):
            yield float(fact.value)
            continue
        found = re.fullmatch(r"\D{0,4}(\d[\d,]*(?:\.\d+)?)\D{0,4}", fact.value)
        if found:
            yield _number(found[1])


def _number(said: str) -> float:
    return float(said.replace(",", ""))

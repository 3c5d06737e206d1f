"""Holds what a claimed deed was done to, and for how much, against the calls that did it.

"I cancelled 10-5529" is false when the call cancelled 10-5530, and "I've refunded the full £46.80"
when 26.50 went back, or went to the account and not to the card. Silent wherever a call does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

from guard.domain.facts import Fact, Rank, leaves

_NAME = re.compile(r"\b(?=[a-z0-9-]*\d)[a-z0-9]+(?:-[a-z0-9]+)*\b")
_MONEY = re.compile(
    r"(?:[$£€₹]|\b(?:usd|eur|gbp|rs\.?) ?)(\d[\d,]*(?:\.\d+)?)"
    r"|(\d[\d,]*(?:\.\d+)?) ?(?:[€£$]|(?:euros?|dollars?|pounds?|eur|usd|gbp)\b)"
)
_MEASURE = re.compile(r"20\d\d(?:-|$)|\d+-?[a-z]+$")
"""A date, or a size ("17-inch", "256gb")."""
_SEAT = re.compile(r"(?<![\w-])\d{1,2}[a-k]\b")
_STREET = re.compile(
    r"\b\d{1,5}[a-z]? (?:[a-z]+ ){1,2}?"
    r"(?:street|st|road|rd|lane|ln|avenue|ave|drive|dr|close|court|ct|square|terrace|row)\b"
    r"|\b[a-z]+ (?:street|st|road|rd|lane|ln|avenue|ave|drive|dr|close|court|ct|square|terrace|row) \d{1,5}[a-z]?\b"
)
_PURSE = re.compile(
    r"(?P<credit>gift cards?|vouchers?|(?:store|account|shop) credits?|credit notes?|wallet|account balance)"
    r"|(?P<card>(?:credit|debit)? ?cards?\b|visa|mastercard|amex)|(?P<paypal>paypal)|(?P<bank>bank account|iban)"
)
_WHITHER = re.compile(r"(?:^|_)(?:to|method|destination|methods?_id|via)(?:$|_)")
_LABEL = 80
_SHORTEST = 4
_MOST = 8
"""Amounts of one call that are summed; more are a price list."""
_SUMS = ("amount", "refund", "total", "credit", "value", "sum", "price", "paid", "fee", "cost")


def elsewhere(said: str, done: Sequence[Sequence[Any]]) -> Any:
    """Return what the deed was done to instead: another thing, place or amount than the words say; None if none.

    Args:
        said: the words of the claim, lower case.
        done: of each such deed that succeeded, all that is known: arguments and result, or the entry of the log.

    Example:
        >>> order = {"order": "10-5530"}
        >>> elsewhere("i cancelled 10-5529", [[order]]), elsewhere("i cancelled 10-5530", [[order]])
        ({'order': '10-5530'}, None)
    """
    if not done:
        return None
    every = [fact for row in done for fact in leaves(list(row), "", Rank.RECORD)]
    other = _other_name(said, every) or _other_amount(said, every) or _other_purse(said, every)
    return done[-1][0] if other else None


def misplaced(said: str, done: Sequence[Sequence[Any]]) -> Any:
    """Return what names only other seats or streets than the words do; None if nothing.

    Example:
        >>> misplaced("i've moved you to 12a", [[{"seat": "14C"}]])
        {'seat': '14C'}
    """
    known = [fact for row in done for fact in leaves(list(row), "", Rank.RECORD)]
    texts = [str(fact.value).lower() for fact in known if isinstance(fact.value, str) and len(fact.value) <= _LABEL]
    for shape in (_SEAT, _STREET):
        mine = {match[0] for match in shape.finditer(said)}
        theirs = {match[0] for text in texts for match in shape.finditer(text)}
        if mine and theirs and mine.isdisjoint(theirs):
            return done[-1][0]
    return None


def _other_purse(said: str, known: Sequence[Fact]) -> bool:
    """Tell whether the words send money to another kind of purse than every place of the calls that names one."""
    mine = _purses(said)
    theirs = {purse for fact in known if _WHITHER.search(fact.key) for purse in _purses(str(fact.value).lower())}
    return len(mine) == 1 and bool(theirs) and mine.isdisjoint(theirs)


def _purses(said: str) -> set[str]:
    return {str(match.lastgroup) for match in _PURSE.finditer(said.replace("_", " "))}


def _other_name(said: str, known: Sequence[Fact]) -> bool:
    """Tell whether the first thing named that is made like one of the calls' things is none of theirs."""
    theirs = {name for fact in known if isinstance(fact.value, str) for name in _names(fact.value.lower())}
    makes = {_make(name) for name in theirs}
    mine = next((name for name in _names(_MONEY.sub(" ", said)) if _make(name) in makes), None)
    return mine is not None and mine not in theirs


def _names(said: str) -> Iterator[str]:
    """Yield identifiers: long enough, and neither a date nor a size."""
    for match in _NAME.finditer(said):
        if len(match[0]) >= _SHORTEST and not _MEASURE.match(match[0]) and re.search(r"\d\d", match[0]):
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

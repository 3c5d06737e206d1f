"""When two promises are about the same thing: what they name, and the words they share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from guard.domain.verdict import Commitment
from guard.text.tables import beside

_WORD = re.compile(r"[a-z']+")
_NAME = re.compile(r"\b(?=[a-z0-9-]*\d{2})[a-z0-9]+(?:-[a-z0-9]+)*\b")
_MONEY = re.compile(r"[$£€₹]\s?\d[\d,.]*|\d[\d,.]*\s?(?:dollars|euros?|pounds|usd|eur|gbp)")
_DATE = re.compile(r"20\d\d(?:-\d\d-\d\d.*)?")
_LEAST, _STEM = 3, 5
_SHORTEST = 4
_ALIKE = 0.5
_NAMED_BY_KIND = frozenset(
    ("refund", "delivery", "dispatch", "cancellation", "replacement", "escalation", "callback", "booking")
)
"""Kinds of which a talk is seldom about two: fewer shared words are enough."""


@cache
def _idle() -> frozenset[str]:
    return frozenset(cast(str, cast(Mapping[str, Any], beside(__file__, "ledger"))["idle"]).split())


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words that say what a text is about.

    Example:
        >>> sorted(stems("We will refund the shipping"))
        ['refun', 'shipp']
    """
    words = (word for word in _WORD.findall(text.lower()) if len(word) > _LEAST and word not in _idle())
    return frozenset(word[:_STEM] for word in words)


def names(text: str) -> frozenset[str]:
    """Return the identifiers that a text names: orders, bookings; no amounts and no years.

    Example:
        >>> sorted(names("Order #W4219264 of 2026, for $1200"))
        ['w4219264']
    """
    said = _MONEY.sub(" ", text.lower())
    found = (match[0] for match in _NAME.finditer(said))
    return frozenset(
        name for name in found if len(name) > _SHORTEST and not re.fullmatch(r"20\d\d(?:-\d\d-\d\d.*)?", name)
    )


def sums(text: str) -> frozenset[str]:
    """Return the amounts of money that a text names, as they are written.

    Example:
        >>> sums("It is $24.24.")
        frozenset({'$24.24'})
    """
    return frozenset(found.rstrip(".,") for found in _MONEY.findall(text.lower()))


def alike(one: Commitment, other: Commitment, sort: str, verb: str = "") -> bool:
    """Tell whether two promises of one sort are about the same thing.

    Args:
        one: a promise.
        other: a later one.
        sort: the kind that both are of.
        verb: a word that the earlier one must share; empty for none.

    Example:
        >>> first = Commitment(text="I'll refund A-10421", kind="refund", by="agent", due=None, certainty="certain",
        ...                    grounding="not checkable")
        >>> alike(first, first, "refund")
        True
    """
    mine, theirs = names(one.text), names(other.text)
    if (mine and theirs and not mine & theirs) or (verb and verb[:_STEM] not in one.text.lower()):
        return False
    paid, others = sums(one.text), sums(other.text)
    if paid and others and not paid & others:
        return False
    left, right = stems(one.text), stems(other.text)
    smaller = min(len(left), len(right))
    if smaller == 0:
        return sort in _NAMED_BY_KIND
    shared = len(left & right)
    return shared / smaller >= _ALIKE or (sort in _NAMED_BY_KIND and shared > 0)

"""Hides in a quoted reply what would tell who the customer is.

Masks what it knows: e-mail addresses, telephone and card numbers, long numbers, links, and the names
that the case itself tells. It is a courtesy to the customer and no proof of anonymity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, cast

from guard.domain.case import Case
from guard.text.patches import Patch, apply
from guard.text.tables import beside

NAME = "[name]"
_LONGEST = 20_000


def masks(text: str, names: Iterable[str] = ()) -> tuple[Patch, ...]:
    """Return what is to be hidden in a text, in order and apart from each other.

    Args:
        text: a reply.
        names: the customer's, as `names_in` finds them.

    Example:
        >>> masks("Mail mei@example.com, Mei.", ["Mei"])
        (Patch(start=5, end=20, text='[e-mail]'), Patch(start=22, end=25, text='[name]'))
    """
    found: list[Patch] = []
    wanted = [(shown, pattern) for shown, pattern in _marks()]
    wanted += [(NAME, re.compile(rf"\b{re.escape(name)}\b")) for name in sorted(names, key=len, reverse=True)]
    for shown, pattern in wanted:
        for match in pattern.finditer(text):
            if not any(match.start() < other.end and other.start < match.end() for other in found):
                found.append(Patch(match.start(), match.end(), shown))
    return tuple(sorted(found))


def masked(text: str, names: Iterable[str] = ()) -> str:
    """Return a text without what would tell who the customer is.

    Example:
        >>> masked("Call +1 415 555 0100 about #W2378156.")
        'Call [phone] about [number].'
    """
    return apply(text, masks(text, names))


def names_in(case: Case) -> frozenset[str]:
    """Return the customer's names that a case tells, each part of them too.

    Example:
        >>> sorted(names_in(Case(draft="Thanks, Mei.", facts={"customer": {"name": "Mei Lin"}})))
        ['Lin', 'Mei', 'Mei Lin']
    """
    texts = (*(message.text[:_LONGEST] for message in case.messages), case.draft)
    told = {match["name"].strip() for text in texts for pattern in _names() for match in pattern.finditer(text)}
    told.update(_customer(case.facts))
    parts = {part for name in told for part in (name, *name.split())}
    return frozenset(part for part in parts if len(part) > 1 and part.lower() not in _no_names())


def _customer(facts: Mapping[str, Any]) -> Iterator[str]:
    customer = facts.get("customer")
    if isinstance(customer, Mapping):
        for key, value in cast("Mapping[str, Any]", customer).items():
            if key.endswith("name") and isinstance(value, str):
                yield value


@cache
def _marks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["shown"], re.compile(row["pattern"])) for row in beside(__file__, "masking")["marks"])


@cache
def _names() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in beside(__file__, "masking")["names"])


@cache
def _no_names() -> frozenset[str]:
    return frozenset(beside(__file__, "masking")["no_names"])

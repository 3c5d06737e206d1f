"""What trusted sources of a case hold, read by the oracle's own means.

Facts, tool results and system messages may support a new fact in a rewrite. A customer's words
support only what points at the customer's own matter: a name, a reference, a link. A record's bare
number supports an amount, for records seldom name their currency; so does what two to four of the
numbers of records and draft come to, one of them perhaps taken several times: that is arithmetic,
and done here by nobody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from itertools import combinations
from textwrap import wrap
from typing import Any, cast

from evals.oracle.facts import Fact, facts_of
from guard.domain.case import Case
from guard.domain.facts import HIDDEN_KEYS

_POINTERS = frozenset(("name", "reference", "link", "e-mail"))
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FEW = 14
"""Numbers that are added up: a record with more is a list, in which any sum is found."""
_LONGEST = 400
"""Signs that the recognizers are given at once: they take quadratic time."""
_JSON = str.maketrans(dict.fromkeys('",[]{}', " "))


class Sources:
    """Tells whether a fact is held.

    Example:
        >>> held = Sources(Case(draft="", facts={"orders": [{"due": "2026-11-27", "total": "12.50 EUR"}]}))
        >>> ("date", "11-27") in held, ("weekday", "friday") in held, ("amount", "13 Euro") in held
        (True, True, False)
    """

    def __init__(self, case: Case) -> None:
        self._trusted = [*_leaves(case.facts), *(m.text for m in case.messages if m.role in ("tool", "system"))]
        self._draft = case.draft
        self._said = [message.text for message in case.messages if message.role in ("customer", "agent")]

    def __contains__(self, fact: Fact) -> bool:
        if fact[0] in _POINTERS and any(fact[1] in text.casefold() for text in (*self._said, *self._trusted)):
            return True
        return fact in self._dates or fact in self._facts or (fact[0] == "amount" and self._comes_to(fact[1]))

    def _comes_to(self, amount: str) -> bool:
        """Tell whether an amount (`54.98 Dollar`) is a number of the records, or what some of them come to."""
        wanted = round(float(amount.partition(" ")[0]) * 100) if _NUMBER.match(amount) else 0
        if not wanted:
            return False
        few = self._numbers[:_FEW]
        products = (one * other // 100 for one, other in combinations(few, 2))
        sums = (sum(some) for size in (2, 3, 4) for some in combinations(few, size))
        return wanted in self._numbers or wanted in products or wanted in sums

    @cached_property
    def _numbers(self) -> list[int]:
        """The numbers of trusted sources and of the draft, in hundredths."""
        texts = (*self._trusted, self._draft)
        return [round(float(number) * 100) for text in texts for number in _NUMBER.findall(text)]

    @cached_property
    def _facts(self) -> frozenset[Fact]:
        return frozenset(fact for text in self._trusted for part in _parts(text) for fact in facts_of(part))

    @cached_property
    def _dates(self) -> frozenset[Fact]:
        return frozenset(fact for text in self._trusted for day in _iso_dates(text) for fact in _said_of(day))


def _leaves(value: Any) -> Iterator[str]:
    """Give every value of the facts as text; keys that only the grader of test data knows are left out."""
    if isinstance(value, Mapping):
        for key, inner in cast("Mapping[str, Any]", value).items():
            if key not in HIDDEN_KEYS:
                yield from _leaves(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in cast("Sequence[Any]", value):
            yield from _leaves(inner)
    elif value is not None:
        yield str(value)


def _parts(text: str) -> Iterator[str]:
    """Cut a text at line ends, and long lines at spaces."""
    for line in text.splitlines():
        yield from wrap(line, _LONGEST) if len(line) > _LONGEST else (line,)


def _iso_dates(text: str) -> Iterator[datetime]:
    """Give the ISO dates and times in a text; a date is its midnight."""
    for word in text.translate(_JSON).split():
        with suppress(ValueError):
            yield datetime.fromisoformat(word)


def _said_of(day: datetime) -> Iterator[Fact]:
    """Give the ways in which the oracle reads a day, and a time of that day."""
    told = f"{day:%m-%d}"
    yield from (("date", told), ("number", f"{day:%Y}"), ("weekday", f"{day:%A}".casefold()))
    yield "date", f"WXX-{day.isoweekday()}"
    for time in (f"T{day:%H}", f"T{day:%H:%M}"):
        yield from (("date", time), ("date", f"{told}{time}"))

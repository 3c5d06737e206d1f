"""The times that trusted sources name, found when the first promise asks for them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from guard.claims.context import Context
from guard.claims.promises.records import Records, outdated, record_of
from guard.claims.shadow import shadow
from guard.claims.sources import Lines, laid_out, sentence_of, told
from guard.claims.time.expression import Time
from guard.claims.time.locales import locale
from guard.claims.time.placing import Locale
from guard.claims.time.times import times
from guard.domain.facts import Fact
from guard.domain.lazy import lazy
from guard.text.spans import Span

_UNITS = ("minutes", "hours", "days", "weeks", "months")
_SHORT = 8
_COUNT = re.compile(r"\d{1,3}(?:\s?-\s?\d{1,3})?")
_PIECE = re.compile(r"[.;\n](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Source:
    """A time that a trusted source names.

    Args:
        fact: the value it stands in.
        time: the time.
        around: the key and the words around it, lower case; tells the topic and whether it is an estimate.
        record: the listed thing it belongs to.
    """

    fact: Fact
    time: Time
    around: str
    record: str = ""


class Known:
    """What is known of times in one case.

    Args:
        context: the case; its facts are read at most once.

    Example:
        >>> from guard.claims.context import Setting
        >>> Known(Setting()).sources
        ()
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._near: dict[str, tuple[Source, ...]] = {}

    @property
    def now(self) -> datetime | None:
        """The moment of the draft."""
        return self._context.now

    @lazy
    def _lines(self) -> Lines:
        return laid_out((fact, _said(fact)) for fact in told(self._context))

    @property
    def text(self) -> str:
        """All that trusted sources say, one value a line, lower case."""
        return self._lines[2]

    def lines(self) -> Iterator[tuple[Fact, str]]:
        """Yield each value with its words, lower case."""
        facts, starts, text = self._lines
        for number, fact in enumerate(facts):
            yield fact, text[starts[number] : starts[number + 1] if number + 1 < len(starts) else len(text)]

    @lazy
    def locale(self) -> Locale:
        """How the place writes dates, and when it rests."""
        return locale(self._context.facts.facts)

    @lazy
    def records(self) -> Records:
        """The listed things, and the names they go by."""
        return Records(self._context.facts.facts)

    @lazy
    def sources(self) -> tuple[Source, ...]:
        """Every time that a trusted source names, in the order of the facts; what a newer result says anew is out."""
        facts, starts, text = self._lines
        old = outdated(facts, self._context.trace)
        found: list[Source] = []
        for time in times(shadow(text), self.now, self.locale):
            number = bisect_right(starts, time.span.start) - 1
            fact = facts[number]
            if fact.path in old:
                continue
            end = starts[number + 1] - 1 if number + 1 < len(starts) else len(text)
            around = f"{fact.path.lower()} {sentence_of(_PIECE, text, Span(starts[number], end), time.span)}"
            found.append(Source(fact, time, around, record_of(fact)))
        return tuple(found)

    def near(self, said: str) -> tuple[Source, ...]:
        """Return the sources that may speak of what is said; where one of several orders is named, only its own.

        Args:
            said: the clause and what stands around it, lower case, the nearest words first.
        """
        if said not in self._near:
            self._near[said] = self._meant(said)
        return self._near[said]

    def _meant(self, said: str) -> tuple[Source, ...]:
        words = (said, *self._asked)
        meant = {record: self.records.meant(record, words) for record in {one.record for one in self.sources}}
        return tuple(one for one in self.sources if meant[one.record])

    @lazy
    def _asked(self) -> tuple[str, ...]:
        """What the customer said, the last message first."""
        return tuple(m.text.lower() for m in reversed(self._context.said) if m.role == "customer")[:3]


def _said(fact: Fact) -> str:
    """Return a value as words, lower case; a bare number with the unit that its key names (`minutes_left: 8`)."""
    value = fact.value
    if not isinstance(value, str):
        return _counted(fact.key, f"{value:g}")
    return _counted(fact.key, value) if len(value) < _SHORT and _COUNT.fullmatch(value) else value.lower()


def _counted(key: str, number: str) -> str:
    """Give a number the unit that its key names: `decision_within_business_days: 3`, `typical_days: "5-7"`."""
    unit = next((u for u in _UNITS if key.startswith(u) or key.endswith(u)), None)
    if unit is None:
        return number
    return f"{number} {'business ' if 'business' in key or 'working' in key else ''}{unit}"

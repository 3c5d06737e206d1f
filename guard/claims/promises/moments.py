"""Holds a day or an hour that a reply names for a thing against the record or the rule that names another.

"Doors open at 19:30" promises nothing by us and is false all the same where the record says 18:30. Only
where a source speaks of the same thing, none names what was said, and it follows from none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from typing import cast

from guard.claims.certainty import certainty
from guard.claims.claim import Claim, Moment
from guard.claims.promises.agreement import agree, counted
from guard.claims.promises.page import Page
from guard.claims.records.names import own_name
from guard.claims.rules.topics import stems
from guard.claims.shadow import shadow
from guard.claims.tables import table
from guard.claims.time.calendar import day_in
from guard.claims.time.expression import Time
from guard.claims.time.times import times
from guard.domain.facts import NONE, Fact, Rank
from guard.domain.hit import Because
from guard.domain.lazy import lazy
from guard.text.spans import Span

_MOST = 40
"""Times that are counted on from; more of them make nearly any day."""
_LOOSE = ("event", "season", "part", "month", "month_year", "year")
"""Forms that are too wide, or too much a manner of speaking, to be denied by a record."""
_ENDS = ("until", "till")
"""Words before the end of what lasts, which is no deadline that an earlier hour keeps."""
_SHORT = 40
"""Characters of a field that is a day or an hour and no text."""


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(cast(str, table("moments")[name]))


def moments(page: Page) -> Iterator[Claim]:
    """Yield each time of a reply that the source of the same thing denies.

    Args:
        page: one reply.
    """
    held = _Held(page)
    for one in page.times:
        number = page.layout.number(one.span.start)
        if number is None or one.is_range or not (one.readings or one.hours) or one.form in _LOOSE:
            continue
        sentence, clause = page.layout.sentences[number], page.layout.clause(one.span.start)
        said = page.lower(clause)
        if one.length is not None or _re("open").search(said) or _re("parts").search(one.words):
            continue
        sure = certainty(page.low, page.layout.lower, one.span, clause, sentence)
        if sure not in ("certain", "guaranteed", "hedged") or _re("soft").search(said):
            continue
        against = held.against(one, said, page.lower(sentence))
        if against is not None:
            yield _claim(page, one, sentence, against)


class _Held:
    """The times of the sources and of the conversation, for one reply.

    Args:
        page: the reply.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._now = page.context.now

    def against(self, one: Time, clause: str, sentence: str) -> Fact | None:
        """Return what speaks against a time; None where anything bears it out, or nothing speaks of the same thing."""
        mine = stems(clause) or stems(sentence)
        if not mine:
            return None
        pieces = [part for part in (one.parts or (one,)) if not any(self._names(part, known) for known in self._every)]
        if not pieces or any(self._follows(part) or self._stands(part) for part in pieces):
            return None
        near = [fact for known, fact in self._near(mine, sentence) if _is_like(pieces[0], known)]
        if near:
            return near[-1]
        return self._blank(mine) if _re("settled").search(clause) else None

    def _near(self, mine: frozenset[str], sentence: str) -> Iterator[tuple[Time, Fact]]:
        """Yield the times of what a reply speaks of: in the sentences of rules, and in fields of its name."""
        for source in self._page.known.near(sentence):
            if source.fact.rank is not Rank.RECORD and mine & stems(source.around.partition(" ")[2]):
                yield source.time, source.fact
        for fact in self._page.context.facts.facts:
            is_field = fact.rank is Rank.RECORD and isinstance(fact.value, str) and len(fact.value) <= _SHORT
            if is_field and fact.path != "facts.now" and mine & own_name(fact):
                for known in times(shadow(str(fact.value).lower()), self._now, self._page.known.locale):
                    yield known, fact

    @lazy
    def _every(self) -> tuple[Time, ...]:
        """All times that anybody named."""
        told = [source.time for source in self._page.known.sources]
        told += [part for one in told for part in one.parts]
        for message in self._page.context.said:
            if message.role != "tool":
                told += times(shadow(message.text.lower()), self._now, self._page.known.locale)
        return tuple(told)

    def _names(self, part: Time, known: Time) -> bool:
        """Tell whether a known time is the one that a reply names, or an end of it."""
        if part.form == "ordinal" and _days(part) & _days(known):
            return True
        if part.hours and known.hours and part.hours[0] == part.hours[1] and part.hours[0] in known.hours:
            return True
        exact = replace(part, lead="on") if part.lead in _ENDS else part
        return agree(exact, known, self._now)

    def _stands(self, part: Time) -> bool:
        """Tell whether the very figures of an hour stand in a source, wherever."""
        if not part.hours:
            return False
        texts = (self._page.known.text, *(message.text for message in self._page.context.said))
        shapes = [re.compile(rf"(?<!\d)0?{at // 60}:{at % 60:02d}") for at in part.hours]
        return any(shape.search(text) for shape in shapes for text in texts)

    def _follows(self, part: Time) -> bool:
        """Tell whether a day lies a known length before or behind a known day."""
        if part.is_hourly or not part.readings:
            return False
        days = {day_in(moment) for first, last in part.readings for moment in (first, last)}
        lengths = [one for one in self._every if one.length is not None][:_MOST]
        for base in self._bases:
            for length in lengths:
                found = counted(base, length, self._page.known.locale.country)
                if found is not None and not days.isdisjoint(_around(base, found)):
                    return True
        return False

    @lazy
    def _bases(self) -> tuple[datetime, ...]:
        found = {
            day_in(moment)
            for one in self._every
            if one.length is None
            for reading in one.readings
            for moment in reading
        }
        if self._now is not None:
            found.add(self._now.date())
        return tuple(datetime.combine(day, time()) for day in sorted(found)[:_MOST])

    def _blank(self, mine: frozenset[str]) -> Fact | None:
        """Return the empty field of the thing that a reply says is settled."""
        for fact in self._page.context.facts.facts:
            if fact.value != NONE or fact.rank is not Rank.RECORD:
                continue
            if mine & stems(fact.key.replace("_", " ")) or _re("visits").search(fact.key):
                return fact
        return None


def _days(one: Time) -> set[int]:
    """Return the days of the month that a time may lie on."""
    return {day_in(moment).day for reading in one.readings for moment in reading}


def _around(base: datetime, found: tuple[Moment, Moment]) -> Iterable[object]:
    """Yield the days on which a length ends that is counted from a day on, and back from it, with one day to spare."""
    first, last = day_in(found[0]), day_in(found[1])
    for end in (first, last):
        length = end - base.date()
        for day in (base.date() + length, base.date() - length):
            yield from (day, day + timedelta(days=1), day - timedelta(days=1))


def _is_like(piece: Time, known: Time) -> bool:
    """Tell whether a source names a time of the same kind: an hour, or a day."""
    if known.length is not None or known.is_vague:
        return False
    if piece.is_hourly:
        return known.is_hourly or any(isinstance(first, datetime) for first, _ in known.readings)
    return bool(known.readings) and not known.is_hourly


def _claim(page: Page, one: Time, sentence: Span, against: Fact) -> Claim:
    span = Span(one.span.start, min(one.span.end, sentence.end))
    return Claim(
        kind="appointment",
        span=span,
        text=span.of(page.text),
        cue=one.words,
        certainty="certain",
        grounding="contradicted",
        due=one.readings[0] if one.readings else None,
        value=one.words,
        because=Because(against.path, str(against.value)[:200]),
    )

"""Holds the hour of an appointment, a visit or a departure against the record of it.

"Your appointment stands: Monday, 9 June, 10:15" promises nothing new and is false all the same where
the booking says 11:45 on that day. Only what a record of the same day denies is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import cast

from guard.claims.certainty import asks
from guard.claims.claim import Claim
from guard.claims.promises.agreement import agree, plain
from guard.claims.promises.known import Source
from guard.claims.promises.page import Page
from guard.claims.shadow import Facets
from guard.claims.tables import table
from guard.claims.time.calendar import day_in
from guard.claims.time.expression import Time
from guard.domain.hit import Because
from guard.text.spans import Span


@cache
def _facets() -> Facets:
    return Facets(dict(cast(dict[str, str], table("appointments"))))


@cache
def _keys() -> re.Pattern[str]:
    return re.compile(cast(str, table("appointments")["keys"]))


@cache
def _others() -> re.Pattern[str]:
    return re.compile(cast(str, table("appointments")["others"]))


def appointments(page: Page) -> Iterator[Claim]:
    """Yield each hour of a known day that the record of that day denies.

    Args:
        page: one reply.
    """
    if "spoken" not in _facets()(page.low):
        return
    for time in page.times:
        number = page.layout.number(time.span.start)
        if number is None or not _is_exact(time):
            continue
        sentence = page.layout.sentences[number]
        has = _facets()(page.low[sentence.start : sentence.end])
        if "spoken" not in has or "open" in has or asks(page.layout.lower, sentence):
            continue
        against = _against(page, time, page.lower(sentence))
        if against is not None:
            yield _claim(page, time, sentence, against)


def _is_exact(time: Time) -> bool:
    """Tell whether it names one day and its hours."""
    return bool(time.parts) and time.hours is not None and len(time.readings) == 1


def _against(page: Page, time: Time, sentence: str) -> Source | None:
    """Return the record of the same day that names other hours; None where one names these."""
    found: Source | None = None
    for source in page.known.near(sentence):
        if not _is_record(source) or not _is_same_day(time, source.time):
            continue
        if agree(time.parts[1], source.time, None):
            return None
        found = source
    return found


def _is_record(source: Source) -> bool:
    return _keys().search(source.around) is not None and not _others().search(source.fact.key)


def _is_same_day(time: Time, source: Time) -> bool:
    day = day_in(time.readings[0][0])
    return any(isinstance(first, datetime) and plain(first).date() == day for first, _ in source.readings)


def _claim(page: Page, time: Time, sentence: Span, against: Source) -> Claim:
    start = min(time.span.start, sentence.end)
    span = Span(start, min(time.span.end, sentence.end))
    return Claim(
        kind="appointment",
        span=span,
        text=span.of(page.text),
        cue=time.words,
        certainty="certain",
        grounding="contradicted",
        due=time.readings[0],
        value=time.words,
        because=Because(against.fact.path, str(against.fact.value)[:200]),
    )

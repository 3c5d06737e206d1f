"""Reckons a day from what is known: it ships today, delivery takes 3-5 business days, so the 27th is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from functools import cache
from typing import cast

from guard.claims.promises.agreement import counted
from guard.claims.promises.known import Known, Source
from guard.claims.tables import table
from guard.claims.time.calendar import day_in
from guard.claims.time.expression import Time
from guard.claims.time.joining import DEADLINES
from guard.domain.verdict import Certainty, Grounding


@cache
def _starts() -> re.Pattern[str]:
    return re.compile(cast(str, table("promises")["starts"]))


@cache
def _estimates() -> re.Pattern[str]:
    return re.compile(cast(str, table("promises")["estimates"]))


def reckon(promised: Time, sources: Sequence[Source], known: Known, sure: Certainty) -> tuple[Grounding, Source] | None:
    """Say whether a day lies where a known length, counted from a known start, would end.

    Args:
        promised: one time of the promise.
        sources: those that speak of the thing promised.
        known: all that is known.
        sure: how certain the promise sounds.

    Returns:
        "supported" for a deadline that leaves room for all of the length, and for a hedged day inside it;
        "unsupported" for a certain day that only may come out; None where nothing can be reckoned.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.claims.time.times import times
        >>> reckon(times(b"on friday", datetime(2026, 11, 21))[0], (), Known(Setting()), "certain") is None
        True
    """
    lengths = [one for one in sources if one.time.length is not None and one.time.readings and not one.time.is_past]
    if not lengths or not promised.readings or promised.length is not None or promised.is_hourly or known.now is None:
        return None
    best: tuple[Grounding, Source] | None = None
    for source in lengths:
        for base in (*_bases(known.sources), known.now):
            found = counted(base, source.time, known.locale.country)
            if found is None:
                continue
            for _, last in promised.readings:
                first, end = day_in(found[0]), day_in(found[1])
                if day_in(last) < first or (day_in(last) > end and promised.lead not in DEADLINES):
                    continue
                whole = promised.lead in DEADLINES and day_in(last) >= end and not _estimates().search(source.around)
                if whole or sure == "hedged" or promised.is_range:
                    return "supported", source
                best = "unsupported", source
    return best


def _bases(sources: Iterable[Source]) -> Iterator[datetime]:
    """Yield the days on which something is known to set off."""
    for source in sources:
        if source.time.length is None and _starts().search(source.around):
            for first, _ in source.time.readings[:1]:
                yield datetime.combine(day_in(first), time())

"""One expression of time, as it was found and placed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from guard.claims.claim import Interval
from guard.claims.tables import table
from guard.claims.time.clocks import Hours
from guard.claims.time.placing import Length
from guard.text.spans import Span

HOURLY = ("clock", "bare_clock", "between", "hour_clock", "hours", "part")
"""Forms that name hours and no day."""


@dataclass(frozen=True, slots=True)
class Time:
    """One expression of time.

    Args:
        span: where its words stand.
        form: which form of the table it is.
        words: the words.
        readings: every interval it may mean; empty when it cannot be placed.
        length: of a span of time.
        lead: the word before it that says how it is meant (`within`, `by`, `for`).
        hours: minutes of the day, where it names some.
        zone: of the hours, as it was said.
        parts: what it was joined from ("Friday" and "at 5 pm").
    """

    span: Span
    form: str
    words: str
    readings: tuple[Interval, ...] = ()
    length: Length | None = None
    lead: str = ""
    hours: Hours | None = None
    zone: str = ""
    parts: tuple[Time, ...] = ()

    @property
    def is_vague(self) -> bool:
        """Whether it names no moment that could be missed (`soon`, `in a minute`)."""
        is_idiom = self.length is not None and self.length.unit in ("second", "minute") and self.length.high <= 1
        return self.form in ("vague", "matter") or is_idiom

    @property
    def is_range(self) -> bool:
        """Whether it is a usual range (`3-5 days`), or a length that binds nobody to a point (`for two weeks`)."""
        if self.length is None:
            return self.form in ("between_days", "weekdays")
        return self.length.low != self.length.high or self.lead in _lengths()

    @property
    def is_past(self) -> bool:
        """Whether it looks back (`two days ago`, `yesterday`, `last week`)."""
        back = ("ago", "last", "previous", "the previous", "since")
        return self.lead in back or "yesterday" in self.words or self.words == "last night"

    @property
    def is_hourly(self) -> bool:
        """Whether it names an hour and no day."""
        return self.form in HOURLY


@cache
def _lengths() -> frozenset[str]:
    return frozenset(cast(list[str], table("times")["lengths"]))

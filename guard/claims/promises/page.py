"""One reply with all that its clauses are judged by: its times, and what is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.promises.agreement import plain
from guard.claims.promises.known import Known
from guard.claims.time.expression import Time
from guard.claims.time.times import times
from guard.domain.lazy import lazy
from guard.text.spans import Span


@dataclass(frozen=True)
class Page:
    """One reply; its times are read when the first clause asks for them.

    Args:
        text: the reply, folded.
        low: the shadow of its lower-case text.
        layout: its sentences and clauses.
        context: what its claims are held against.
        known: the times of the sources.

    Example:
        >>> from guard.claims.context import Setting
        >>> said = "It comes soon, and by Friday you have it."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> page = Page(said, said.lower().encode(), layout, Setting(), Known(Setting()))
        >>> [time.words for time in page.times]
        ['by friday']
    """

    text: str
    low: bytes
    layout: Layout
    context: Context
    known: Known

    @lazy
    def every(self) -> tuple[Time, ...]:
        """All times of the reply."""
        return times(self.low, self.context.now, self.known.locale)

    @lazy
    def times(self) -> tuple[Time, ...]:
        """Those that a promise may name: exact enough to be missed, and not over."""
        return tuple(one for one in self.every if not one.is_vague and not one.is_past and not self.is_over(one))

    def is_over(self, time: Time) -> bool:
        """Tell whether a time was before now, in all its readings."""
        now = self.context.now
        return now is not None and bool(time.readings) and all(_before(last, now) for _, last in time.readings)

    def within(self, part: Span) -> tuple[Time, ...]:
        """Return the times that begin inside a part of the reply, those that are over among them."""
        return tuple(one for one in self.every if part.start <= one.span.start < part.end)

    def lower(self, part: Span) -> str:
        """Return a part of the reply in lower case."""
        return self.layout.lower[part.start : part.end]


def _before(moment: object, now: datetime) -> bool:
    if isinstance(moment, datetime):
        return plain(moment) < plain(now)
    return str(moment) < now.date().isoformat()

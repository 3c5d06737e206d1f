"""Spans: where something stands in a text, counted in Unicode code points, end not included."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points, `text[start:end]`.

    Example:
        >>> Span(0, 2).of("hello")
        'he'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the part of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans that overlap or touch, in order of their start.

    Example:
        >>> merge([Span(4, 6), Span(0, 2), Span(1, 4)])
        (Span(start=0, end=6),)
    """
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def holder(spans: Sequence[Span], span: Span) -> int | None:
    """Return the index of the span that wholly holds `span`, or None.

    Args:
        spans: in order and apart from each other, as sentences, zones and merged spans are.
        span: what to look for.

    Example:
        >>> holder([Span(0, 4), Span(5, 9)], Span(6, 8))
        1
    """
    index = bisect_right(spans, span.start, key=_start) - 1
    return index if index >= 0 and spans[index].holds(span) else None


def _start(span: Span) -> int:
    return span.start

"""Cuts a sentence into clauses, so that a "might" in one does not soften a promise in the next."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from guard.text.spans import Span

_OWN = "it|that|this|you|your|we|i|they|he|she|the|on|by|then|there|our|no"
"""What follows an "and" that opens a clause with a subject, or a time, of its own."""
_CUTS = re.compile(
    r"[;:]\s|,\s|\s[-–—]+\s|\.{2,}\s|[()\n]"
    r"|\s(?=(?:but|so that|so|because|although|though|while|whereas)\b)"
    rf"|\s(?=and (?:{_OWN})\b)|\s(?=or (?:i|we|it|you)\b)"
)


def clauses(text: str, sentence: Span) -> tuple[Span, ...]:
    """Return the clauses of a sentence, which together cover it.

    Args:
        text: the lower-case text.
        sentence: where the sentence stands in it.

    Example:
        >>> text = "it may slip, but it will come"
        >>> [clause.of(text) for clause in clauses(text, Span(0, len(text)))]
        ['it may slip, ', 'but it will come']
    """
    cuts = [sentence.start]
    cuts += (match.end() for match in _CUTS.finditer(text, sentence.start, sentence.end))
    cuts = [cut for i, cut in enumerate(cuts) if i == 0 or sentence.start < cut < sentence.end]
    return tuple(Span(start, end) for start, end in zip(cuts, [*cuts[1:], sentence.end], strict=True))


class Layout:
    """Which sentence and which clause a place of the text belongs to; clauses are cut when first asked for.

    Args:
        lower: the lower-case text.
        sentences: its sentences, in order.

    Example:
        >>> layout = Layout("hi. it may slip, but it will come", (Span(0, 3), Span(4, 33)))
        >>> layout.clause(25).start
        17
    """

    def __init__(self, lower: str, sentences: Sequence[Span]) -> None:
        self.lower = lower
        self.sentences = tuple(sentences)
        self._starts = [sentence.start for sentence in sentences]
        self._clauses: dict[int, tuple[Span, ...]] = {}

    def number(self, place: int) -> int | None:
        """Return the number of the sentence that a place lies in; None between sentences."""
        found = bisect_right(self._starts, place) - 1
        return found if found >= 0 and place < self.sentences[found].end else None

    def of(self, number: int) -> tuple[Span, ...]:
        """Return the clauses of one sentence."""
        if number not in self._clauses:
            self._clauses[number] = clauses(self.lower, self.sentences[number])
        return self._clauses[number]

    def clause(self, place: int) -> Span:
        """Return the clause that a place lies in; an empty one between sentences."""
        number = self.number(place)
        if number is None:
            return Span(place, place)
        return next(clause for clause in self.of(number) if place < clause.end)

    def sentence(self, place: int) -> Span:
        """Return the sentence that a place lies in; an empty one between sentences."""
        number = self.number(place)
        return Span(place, place) if number is None else self.sentences[number]

    def within(self, spans: Iterable[Span], part: Span) -> tuple[Span, ...]:
        """Return the spans that start inside a part."""
        return tuple(span for span in spans if part.start <= span.start < part.end)

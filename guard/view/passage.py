"""A passage: one text with what can be read off it, each thing read once and only when asked for."""

from __future__ import annotations

from functools import lru_cache

from guard.domain.lazy import lazy
from guard.text.reading import read
from guard.text.sentences import sentences
from guard.text.spans import Span, holder
from guard.text.tokens import Tokens, tokens
from guard.text.zone import Zone
from guard.text.zones import zones

FOREIGN = frozenset(("quoted_mail", "code", "table", "quotation", "signature"))
"""Zones whose words are not the writer's own."""


class Passage:
    """A draft or a message as a person reads it. Spans count code points of `text`, not of the original.

    Args:
        original: the text as it arrived.

    Example:
        >>> passage = Passage("I’m sorry. It is late.")
        >>> [span.of(passage.text) for span in passage.sentences]
        ["I'm sorry.", 'It is late.']
    """

    def __init__(self, original: str) -> None:
        self.reading = read(original)
        self.folded = self.reading.folded
        self.text = self.folded.text
        self.lower = self.folded.lower
        self.searches: dict[object, object] = {}
        """What each lexicon found here, by the lexicon."""

    @lazy
    def tongue(self) -> str:
        """The language it is read in, ISO 639-1."""
        return "en"

    @lazy
    def zones(self) -> tuple[Zone, ...]:
        """Greeting, sign-off, quoted mail, code and so on."""
        return zones(self.text, self.reading.marked)

    @lazy
    def foreign(self) -> tuple[Span, ...]:
        """The parts that are not the writer's own words; two with only white space between are one."""
        found: list[Span] = []
        for zone in self.zones:
            if zone.kind not in FOREIGN:
                continue
            start = zone.span.start
            if found and not self.text[found[-1].end : start].strip():
                start = found.pop().start
            found.append(Span(start, zone.span.end))
        return tuple(found)

    @lazy
    def own(self) -> str:
        """The text without the parts that are not the writer's own words; for what has no place in it."""
        starts, ends = (0, *(s.end for s in self.foreign)), (*(s.start for s in self.foreign), len(self.text))
        return "\n".join(self.text[a:b] for a, b in zip(starts, ends, strict=True)) if self.foreign else self.text

    @lazy
    def sentences(self) -> tuple[Span, ...]:
        """The writer's own sentences, in order."""
        every = sentences(self.text, self.tongue)
        return tuple(s for s in every if not self.is_foreign(s)) if self.foreign else every

    @lazy
    def tokens(self) -> Tokens:
        """The words of the lower-case text."""
        return tokens(self.lower)

    def is_foreign(self, span: Span) -> bool:
        """Tell whether a span lies wholly in words that are not the writer's own."""
        return bool(self.foreign) and holder(self.foreign, span) is not None

    def sentence_at(self, position: int) -> int | None:
        """Return the index of the sentence that holds a position; None between sentences."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= position:
                low = middle + 1
            else:
                high = middle
        if low < len(self.sentences) and self.sentences[low].start <= position:
            return low
        return None


_LONGEST_KEPT = 4_000
"""Characters of a message that is kept ready; who pastes a whole log is read anew each time."""


def message(text: str) -> Passage:
    """Return a message of the conversation as a passage.

    A conversation is checked turn by turn, and a draft that is mended is judged again beside the same
    messages: the latest ones are kept with all that was read off them. What is kept says nothing of a draft.

    Example:
        >>> message("Where is it?") is message("Where is it?")
        True
    """
    return _kept(text) if len(text) <= _LONGEST_KEPT else Passage(text)


@lru_cache(maxsize=256)
def _kept(text: str) -> Passage:
    return Passage(text)

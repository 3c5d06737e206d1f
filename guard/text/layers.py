"""Layers: one way of reading a text laid over another, with one way back through both.

Markup is taken off first and what is left is folded; a finding must still point at the draft as it
arrived, so the notes of both steps are joined into one list of blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge as merged
from typing import NamedTuple

from guard.text.folding import Block, Folded


class Cut(NamedTuple):
    """A piece of markup, and what a reader sees in its place; mostly nothing."""

    start: int
    end: int
    text: str = ""


class _Step(NamedTuple):
    """A block as it stands in the text between two steps, and how far its own side has shifted after it."""

    start: int
    end: int
    shift: int
    is_upper: bool


def without(text: str, cuts: Iterable[Cut]) -> Folded:
    """Return a text with its cuts made, and the way back.

    Args:
        text: any text.
        cuts: in order and apart from each other.

    Example:
        >>> from guard.text.spans import Span
        >>> read = without("I <b>can", [Cut(2, 5)])
        >>> read.text, read.origin(Span(2, 5))
        ('I can', Span(start=5, end=8))
    """
    pieces: list[str] = []
    blocks: list[Block] = []
    at = length = 0
    for cut in cuts:
        pieces += (text[at : cut.start], cut.text)
        length += cut.start - at
        blocks.append(Block(length, length + len(cut.text), cut.start, cut.end))
        length += len(cut.text)
        at = cut.end
    pieces.append(text[at:])
    shown = "".join(pieces)
    return Folded(text, shown, shown, tuple(blocks))


def over(upper: Folded, lower: Folded) -> Folded:
    """Join two steps, `upper.original == lower.text`, into one that leads all the way back.

    Example:
        >>> from guard.text.folding import fold
        >>> from guard.text.spans import Span
        >>> once = without("<b>ﬁx", [Cut(0, 3)])
        >>> over(fold(once.text), once).origin(Span(0, 3))
        Span(start=3, end=5)
    """
    if not lower.blocks:
        return Folded(lower.original, upper.text, upper.lower, upper.blocks)
    if not upper.blocks:
        return Folded(lower.original, upper.text, upper.lower, lower.blocks)
    return Folded(lower.original, upper.text, upper.lower, tuple(_joined(upper.blocks, lower.blocks)))


def _joined(upper: Sequence[Block], lower: Sequence[Block]) -> Iterator[Block]:
    """Walk both lists along the text between them; blocks that overlap there become one.

    Each border is carried outwards by how far the text has shifted up to it.
    """
    ups = (_Step(block.origin_start, block.origin_end, block.end - block.origin_end, True) for block in upper)
    downs = (_Step(block.start, block.end, block.origin_end - block.end, False) for block in lower)
    above = below = 0
    group: Block | None = None
    reached = 0
    for step in merged(ups, downs):
        if group is None or step.start >= reached:
            if group is not None:
                yield group
            group = Block(step.start + above, 0, step.start + below, 0)
            reached = step.end
        reached = max(reached, step.end)
        above, below = (step.shift, below) if step.is_upper else (above, step.shift)
        group = Block(group.start, reached + above, group.origin_start, reached + below)
    if group is not None:
        yield group

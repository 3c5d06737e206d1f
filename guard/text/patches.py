"""Patches: small edits of a text, and how two texts differ."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from guard.text.spans import Span

_PIECES = re.compile(r"\s+|\w+(?:['’]\w+)*|[^\w\s]")


_LARGEST_COMPARED = 250_000
"""Pieces times pieces; past that the comparison takes seconds, and one patch for all says as much."""


class Patch(NamedTuple):
    """Put `text` in the place of `start:end` (code points of the text that is patched)."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """The part that is replaced."""
        return Span(self.start, self.end)


def apply(text: str, patches: Iterable[Patch]) -> str:
    """Return `text` with every patch applied at once.

    Raises:
        ValueError: when two patches overlap or one lies outside the text.

    Example:
        >>> apply("It'll be here.", [Patch(2, 8, " should be")])
        'It should be here.'
    """
    pieces: list[str] = []
    at = 0
    for patch in sorted(patches, key=lambda p: (p.start, p.end)):
        if not at <= patch.start <= patch.end <= len(text):
            raise ValueError(f"patch {patch.start}:{patch.end} overlaps another or leaves a text of {len(text)}")
        pieces += (text[at : patch.start], patch.text)
        at = patch.end
    pieces.append(text[at:])
    return "".join(pieces)


def between(before: str, after: str) -> tuple[Patch, ...]:
    """Return the patches that turn `before` into `after`, by whole words.

    Example:
        >>> between("It will arrive.", "It should arrive.")
        (Patch(start=3, end=7, text='should'),)
        >>> between("Here by noon today.", "Here on Friday evening.")
        (Patch(start=5, end=18, text='on Friday evening'),)
    """
    if before == after:
        return ()
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    # Most edits are small: what both begin and end with need not be compared.
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    starts = list(accumulate(map(len, old), initial=0))
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(middle_old) * len(middle_new) > _LARGEST_COMPARED:
        return (Patch(starts[head], starts[len(old) - tail], "".join(middle_new)),)
    matcher = difflib.SequenceMatcher(None, middle_old, middle_new, autojunk=False)
    return _joined(
        before,
        [
            Patch(starts[head + i], starts[head + j], "".join(middle_new[k:m]))
            for op, i, j, k, m in matcher.get_opcodes()
            if op != "equal"
        ],
    )


def _shared(left: Sequence[str], right: Sequence[str]) -> int:
    """Count the pieces with which both begin."""
    return next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


def _joined(before: str, patches: Iterable[Patch]) -> tuple[Patch, ...]:
    """Join patches with nothing but spaces between them, so that a reader sees one change of several words."""
    joined: list[Patch] = []
    for patch in patches:
        gap = before[joined[-1].end : patch.start] if joined else ""
        if joined and not gap.strip() and "\n" not in gap:
            last = joined.pop()
            joined.append(Patch(last.start, patch.end, last.text + gap + patch.text))
        else:
            joined.append(patch)
    return tuple(joined)

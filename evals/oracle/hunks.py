"""Where two texts differ, by whole words. It needs none of the oracle's libraries."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from guard.text.spans import Span


class Hunk(NamedTuple):
    """A difference: what stands in its place before and after; either may be empty."""

    before: Span
    after: Span


def hunks(before: str, after: str) -> tuple[Hunk, ...]:
    """Return the differences between two texts, by whole words.

    Example:
        >>> [(h.before.of("It is 5 EUR."), h.after.of("It is 6 EUR.")) for h in hunks("It is 5 EUR.", "It is 6 EUR.")]
        [('5', '6')]
    """
    old, new = pieces(before), pieces(after)
    matcher = SequenceMatcher(None, [text for text, _ in old], [text for text, _ in new], autojunk=False)
    return tuple(
        Hunk(_span(old, low, high, len(before)), _span(new, start, end, len(after)))
        for how, low, high, start, end in matcher.get_opcodes()
        if how != "equal"
    )


def pieces(text: str) -> list[tuple[str, int]]:
    """Cut a text into words, white space and single other signs, each with its place."""
    found: list[tuple[str, int]] = []
    at = 0
    for kind, run in groupby(text, lambda sign: "word" if sign.isalnum() else "space" if sign.isspace() else sign):
        signs = list(run)
        whole = ["".join(signs)] if kind in ("word", "space") else signs
        for piece in whole:
            found.append((piece, at))
            at += len(piece)
    return found


def _span(pieces: Sequence[tuple[str, int]], low: int, high: int, length: int) -> Span:
    starts = [at for _, at in pieces]
    starts.append(length)
    return Span(starts[low], starts[high])

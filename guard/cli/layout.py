"""Laying a text out in lines of a given width without losing where each code point stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from guard.text.patches import Patch, between
from guard.text.spans import Span


def shown(text: str) -> str:
    r"""Replace what would steer a terminal by a sign that can be seen; as long as before.

    Example:
        >>> shown("a\x1b[31mb\tc")
        'a\ufffd[31mb c'
    """
    if text.isprintable():
        return text
    return "".join(
        " " if char == "\t" else char if char == "\n" or char.isprintable() else _sign(char) for char in text
    )


def lines(text: str, width: int) -> Iterator[Span]:
    """Yield the spans of the lines into which a text is broken: at line ends, else at spaces.

    Args:
        text: any text.
        width: in terminal cells.

    Example:
        >>> [span.of("one two three") for span in lines("one two three", 8)]
        ['one two', 'three']
    """
    start = 0
    for row in text.split("\n"):
        yield from _broken(text, Span(start, start + len(row)), max(width, 8))
        start += len(row) + 1


def carets(text: str, line: Span, spans: Iterable[Span]) -> str:
    """Return a line of `^` that stands under the spans, or nothing where none is on the line.

    Example:
        >>> carets("It's sure.", Span(0, 10), [Span(5, 9)])
        '     ^^^^'
    """
    marks = [0] * (line.end - line.start)
    for span in spans:
        for at in range(max(span.start, line.start), min(span.end, line.end)):
            marks[at - line.start] = 1
    signs = (("^" if mark else " ") * cells(char) for mark, char in zip(marks, line.of(text), strict=True))
    return "".join(signs).rstrip()


def marked(before: str, changes: Iterable[Patch]) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text and of its changes, each with `same`, `out` or `in`.

    A change that keeps most of the words it replaces is told word by word; of a new sentence the
    whole, for a mosaic of chance words says nothing.

    Example:
        >>> list(marked("Sure, today.", [Patch(6, 11, "soon")]))
        [('same', 'Sure, '), ('out', 'today'), ('in', 'soon'), ('same', '.')]
    """
    at = 0
    for change in (small for whole in sorted(changes) for small in _by_words(before, whole)):
        yield from _filled(("same", before[at : change.start]), ("out", before[change.start : change.end]))
        yield from _filled(("in", change.text))
        at = change.end
    yield from _filled(("same", before[at:]))


def _by_words(before: str, change: Patch) -> Iterator[Patch]:
    """Split a change into those of single words, where at least half of the old text stays."""
    old = change.span.of(before)
    small = between(old, change.text)
    kept = len(old) - sum(patch.end - patch.start for patch in small)
    if kept * 2 < max(len(old), len(change.text)):
        yield change
        return
    for patch in small:
        yield Patch(change.start + patch.start, change.start + patch.end, patch.text)


def cells(char: str) -> int:
    """Return how many terminal cells a character takes."""
    if char.isascii():
        return 1
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _filled(*pieces: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Leave out the pieces without text."""
    return (piece for piece in pieces if piece[1])


def _broken(text: str, row: Span, width: int) -> Iterator[Span]:
    """Break one row at its spaces."""
    start = row.start
    while start < row.end:
        end = _fitting(text, Span(start, row.end), width)
        if end < row.end:
            space = text.rfind(" ", start + 1, end + 1)
            end = space if space > start else end
        yield Span(start, end)
        start = end
        while start < row.end and text[start] == " ":
            start += 1
    if row.start == row.end:
        yield row


def _fitting(text: str, row: Span, width: int) -> int:
    """Return where a row must end at the latest."""
    used = 0
    for at in range(row.start, row.end):
        used += cells(text[at])
        if used > width:
            return max(at, row.start + 1)
    return row.end


def _sign(char: str) -> str:
    """Return what stands for a character that is not to be written; spaces of other kinds stay spaces."""
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    return char if category == "Cf" and char in "\u200d\u200c" else "\ufffd"

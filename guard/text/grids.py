"""Grids: tables of plain text, by pipes, tabs or aligned columns.

The trap: one pipe or one wide gap is no table, and people put two spaces after a full stop. So rows
stand together, and columns of spaces must begin or end at the same place in each of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from guard.text.spans import Span

_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{2,}+:?[ \t]*[|+])*+[ \t]*:?-{2,}+:?[ \t]*\|?[ \t]*")
_GAP = re.compile(r"(?<=[^\s.!?:])  +(?=\S)")
_FEWEST_ALIGNED = 3


def grids(text: str) -> tuple[Span, ...]:
    r"""Return the tables of a text, in order.

    Example:
        >>> text = "As asked:\n| Item | Price |\n|---|---|\n| Mug | 4 |\nBye"
        >>> [span.of(text).count("\n") for span in grids(text)]
        [2]
    """
    if "\n" not in text and "|" not in text and "\t" not in text:
        return ()
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    rows = [False] * len(lines)
    if "|" in text:
        _piped(lines, rows)
    if "\t" in text:
        _tabbed(lines, rows)
    if "  " in text:
        _aligned(lines, rows)
    return tuple(_spans(lines, starts, rows))


def _spans(lines: Sequence[str], starts: Sequence[int], rows: Sequence[bool]) -> Iterator[Span]:
    """Yield the runs of rows, without white space at the end."""
    for first, last in _runs(len(lines), lambda i: rows[i]):
        yield Span(starts[first], starts[last] + len(lines[last].rstrip()))


def _runs(count: int, wanted: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of neighbours that pass a test."""
    first: int | None = None
    for i in range(count + 1):
        if i < count and wanted(i):
            first = i if first is None else first
        elif first is not None:
            yield first, i - 1
            first = None


def _piped(lines: Sequence[str], rows: list[bool]) -> None:
    """Mark lines between pipes, neighbours that have two pipes or more, and what stands around a ruled line."""
    for i, line in enumerate(lines):
        body = line.strip()
        if len(body) > 1 and body[0] == body[-1] == "|":
            rows[i] = True
    for first, last in _runs(len(lines), lambda i: lines[i].count("|") > 1):
        if last > first:
            rows[first : last + 1] = [True] * (last + 1 - first)
    for first, last in _runs(len(lines), lambda i: "|" in lines[i]):
        if last > first and _RULE.fullmatch(lines[first + 1]):
            rows[first : last + 1] = [True] * (last + 1 - first)


def _tabbed(lines: Sequence[str], rows: list[bool]) -> None:
    """Mark lines with two tabs inside, and neighbours with one."""
    counts = [line.strip().count("\t") for line in lines]
    for first, last in _runs(len(lines), lambda i: counts[i] > 0):
        for i in range(first, last + 1):
            rows[i] = rows[i] or counts[i] > 1 or last > first


def _aligned(lines: Sequence[str], rows: list[bool]) -> None:
    """Mark three neighbours or more whose wide gaps begin or end at one place."""
    borders = [_borders(line) for line in lines]
    for first, last in _runs(len(lines), lambda i: bool(borders[i])):
        at = first
        while at <= last:
            end, shared = at, borders[at]
            while end < last and shared & borders[end + 1]:
                end += 1
                shared &= borders[end]
            if end - at + 1 >= _FEWEST_ALIGNED:
                rows[at : end + 1] = [True] * (end + 1 - at)
            at = end + 1


def _borders(line: str) -> frozenset[tuple[int, int]]:
    """Return where a line's wide gaps begin (0) and end (1), and where the line ends behind one (2)."""
    if "  " not in line:
        return frozenset()
    sides = {side for gap in _GAP.finditer(line) for side in ((0, gap.start()), (1, gap.end()))}
    return frozenset(sides | {(2, len(line.rstrip()))} if sides else sides)

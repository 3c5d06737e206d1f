"""Elements: which tags belong together, and whose words stand between them.

The trap: tables and quotes are also used to lay a mail out. A table is one of data when its innermost
cells are short and in rows, and a `gmail_quote` that holds a `<blockquote>` also holds the writer's
answers around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from guard.text.folding import Folded
from guard.text.marks import Tie
from guard.text.spans import Span
from guard.text.tables import table
from guard.text.tags import Tag
from guard.text.zone import Zone, ZoneKind

_TABLE = table("tags")
_VOID, _THIN = frozenset(_TABLE["void"]), frozenset(_TABLE["thin"])
_ZONES: dict[str, ZoneKind] = _TABLE["zones"]
_NAMED: dict[ZoneKind, tuple[str, ...]] = {kind: tuple(words) for kind, words in _TABLE["named"].items()}
_TO_THE_END: tuple[str, ...] = tuple(_TABLE["to_the_end"])
_FEWEST_CELLS = 4
_LONGEST_CELL = 160


class _Element(NamedTuple):
    """An opening tag and the one that closes it, if one does; `inner` names what stands in between."""

    opening: Tag
    inner: set[str]
    closing: Tag | None = None
    end: int | None = None
    """Where it ends at the latest: where an outer one closes; None: with the text."""


def ties(tags: Sequence[Tag]) -> tuple[Tie, ...]:
    """Return the tags that belong together, in order.

    Example:
        >>> from guard.text.tags import tags
        >>> [tie.closing for tie in ties(tags("<p>It is <b>late</b>.</p>"))]
        [Span(start=21, end=25), Span(start=16, end=20)]
    """
    found = (Tie(e.opening.span, e.closing.span, e.opening.name in _THIN) for e in _elements(tags) if e.closing)
    return tuple(sorted(found))


def marked(tags: Sequence[Tag], folded: Folded) -> tuple[Zone, ...]:
    """Return the parts that tags mark as somebody else's or as no prose.

    Args:
        tags: of `folded.original`, in order.
        folded: the text without them.

    Returns:
        Spans of `folded.original`; they may lie inside each other.
    """
    found: list[Zone] = []
    for element in _elements(tags):
        kind = _kind(element)
        if kind is None:
            continue
        end = None if _says(element.opening, _TO_THE_END) else element.end
        span = Span(element.opening.span.end, len(folded.original) if end is None else end)
        if kind != "table" or ("table" not in element.inner and _is_data(folded.inward(span).of(folded.text))):
            found.append(Zone(kind, span))
    return tuple(found)


def _elements(tags: Sequence[Tag]) -> Iterator[_Element]:
    """Pair each opening tag with its closing one, inner elements first."""
    stack: list[_Element] = []
    waiting: dict[str, int] = {}
    for tag in tags:
        if not tag.closes:
            if tag.name and tag.name not in _VOID and not tag.rest.endswith("/"):
                stack.append(_Element(tag, set()))
                waiting[tag.name] = waiting.get(tag.name, 0) + 1
            continue
        is_closed = not waiting.get(tag.name)
        while not is_closed:
            element = stack.pop()
            name = element.opening.name
            is_closed = name == tag.name
            waiting[name] -= 1
            if stack:
                stack[-1].inner.update(element.inner, (name,))
            yield element._replace(closing=tag if is_closed else None, end=tag.span.start)
    inner: set[str] = set()
    for element in reversed(stack):
        element.inner.update(inner)
        inner = {*element.inner, element.opening.name}
        yield element


def _kind(element: _Element) -> ZoneKind | None:
    """Return what kind of zone an element is."""
    for kind, words in _NAMED.items():
        if _says(element.opening, words):
            return None if "blockquote" in element.inner else kind
    return _ZONES.get(element.opening.name)


def _says(tag: Tag, words: tuple[str, ...]) -> bool:
    """Tell whether a tag's attributes hold one of some words."""
    rest = tag.rest.lower()
    return bool(rest) and any(word in rest for word in words)


def _is_data(shown: str) -> bool:
    """Tell whether a table without another one inside holds data: short cells, several a row."""
    rows = [[cell.strip() for cell in row.split("\t")[1:]] for row in shown.split("\n") if row.strip()]
    cells = [cell for row in rows for cell in row if cell]
    is_grid = sum(len(row) > 1 for row in rows) * 2 >= len(rows)
    return is_grid and len(cells) >= _FEWEST_CELLS and max(map(len, cells)) <= _LONGEST_CELL

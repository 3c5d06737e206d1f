"""Tags: HTML read as a reader sees it, with whose words stand in which element.

Tags vanish, those of blocks become line ends, entities become characters, and comments, styles and
attributes are nobody's words. Unknown tags stay: `<your name>` is a blank that somebody forgot to fill.

The trap: `if a < b and c > d` is not HTML. A text is HTML when it holds several known tags and at
least one of them is closed, or when it breaks lines with `<br>` more than once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from guard.text.code import code
from guard.text.layers import Cut
from guard.text.spans import Span
from guard.text.tables import table

_TABLE = table("tags")
_LINES, _CELLS, _VOID = (frozenset(_TABLE[name]) for name in ("lines", "cells", "void"))
_SILENT, _DOUBTFUL = frozenset(_TABLE["silent"]), frozenset(_TABLE["doubtful"])
_KNOWN = _LINES | _CELLS | _SILENT | frozenset(_TABLE["inline"])
_TAG = re.compile(
    r"<(?:(?P<note>!--)|!doctype\b[^<>]*+>|!\[[^<>]*+>"
    r"|(?P<close>/?)(?P<name>[a-z][a-z0-9]*+(?::[a-z]\w*+)?+)"
    r"(?P<rest>(?:[\s/](?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)?+)>)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}+|#\d{1,7}+|#[xX][0-9a-fA-F]{1,6}+);")
_ENTITY_OR_LINE = re.compile(_ENTITY.pattern + r"|\r?\n")
_FEWEST = 2
"""Tags that make a text HTML."""


class Tag(NamedTuple):
    """One tag, comment or silent element, and where it stands; a comment has no name."""

    span: Span
    name: str
    closes: bool
    rest: str


def tags(text: str) -> tuple[Tag, ...]:
    """Return the tags of a text that is HTML, in order; none of a text that is not.

    Example:
        >>> [tag.name for tag in tags("<p>It is <b>late</b> &amp; lost.</p>")]
        ['p', 'b', 'b', 'p']
        >>> tags("Dear <your name>, if a <b and c> d")
        ()
    """
    if "<" not in text or ">" not in text:
        return ()
    if "</" not in text and "<br" not in text.lower():
        return ()
    found = list(_known(text))
    closed = {tag.name for tag in found if tag.closes}
    kept = tuple(tag for tag in found if _is_sure(tag, closed))
    opened = {tag.name for tag in kept if not tag.closes}
    alone = sum(tag.name in _VOID for tag in kept)
    return kept if len(kept) >= _FEWEST and (opened & closed or alone >= _FEWEST) else ()


def _is_sure(tag: Tag, closed: set[str]) -> bool:
    """Tell whether a tag is one: a doubtful name must be closed somewhere, or have attributes."""
    return tag.name not in _DOUBTFUL or tag.name in closed or tag.name in _SILENT or "=" in tag.rest


def _known(text: str) -> Iterator[Tag]:
    """Yield what looks like a tag and has a known name, outside backticks; a silent element is one with its insides."""
    skipped = iter(code(text) if "`" in text else ())
    skip = next(skipped, None)
    lower = text.lower() if len(text.lower()) == len(text) else text
    missing: set[str] = set()
    at = 0
    while match := _TAG.search(text, at):
        at = match.end()
        while skip is not None and skip.end <= match.start():
            skip = next(skipped, None)
        if skip is not None and skip.start <= match.start():
            at = skip.end
            continue
        name = (match["name"] or "").lower()
        if name and name not in _KNOWN and name not in _DOUBTFUL and ":" not in name:
            continue
        end = _end(lower, match, name, missing)
        if end is None:
            continue
        yield Tag(Span(match.start(), end), name, bool(match["close"]), match["rest"] or "")
        at = end


def _end(lower: str, match: re.Match[str], name: str, missing: set[str]) -> int | None:
    """Return where a tag ends; None where a comment or a silent element does not.

    What was missing once is not looked for again, so that a thousand openings cost no more than one.
    """
    if match["note"] is None and (match["close"] or name not in _SILENT):
        return match.end()
    mark = f"</{name}" if name else "-->"
    end = -1 if mark in missing else lower.find(mark, match.end())
    if end < 0:
        missing.add(mark)
        return None
    end += len(mark)
    stop = lower.find(">", end, end + 10) + 1
    return end if not name else max(stop, end)


def cuts(text: str, tags: Sequence[Tag]) -> tuple[Cut, ...]:
    r"""Return what a reader sees in place of each tag and entity.

    Where lines are made by tags, a line end in the source is only a space.

    Example:
        >>> text = "<p>It is <b>late</b> &amp; lost.</p>"
        >>> [cut.text for cut in cuts(text, tags(text))]
        ['\n', '', '', '&', '\n']
    """
    soft = any(tag.closes and tag.name in _LINES for tag in tags)
    made: list[Cut] = []
    at = inside_pre = 0
    for tag in (*tags, Tag(Span(len(text), len(text)), "", False, "")):
        made += _between(text, at, tag.span.start, soft=soft and not inside_pre)
        at = tag.span.end
        if tag.name == "pre":
            inside_pre = max(0, inside_pre + (-1 if tag.closes else 1))
        if tag.span.start < at:
            made.append(Cut(*tag.span, _shown(tag)))
    return tuple(made)


def _shown(tag: Tag) -> str:
    if tag.name in _CELLS:
        return "" if tag.closes else "\t"
    return "\n" if tag.name in _LINES else ""


def _between(text: str, start: int, end: int, *, soft: bool) -> Iterator[Cut]:
    """Yield the entities between two tags, and the line ends that are only spaces."""
    for match in (_ENTITY_OR_LINE if soft else _ENTITY).finditer(text, start, end):
        shown = html.unescape(match[0]) if match[0][0] == "&" else " "
        if shown != match[0]:
            yield Cut(*match.span(), shown)

"""Sentences: where each one stands.

The splitting is sentencex's; this file is the only one that knows it. Around it: lines always end a
sentence (`Hi Mei,` and list items stand alone), `!!` and `?!` end one also before a small letter, as
people write in chats, and the number of a list item stays with its item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import cast

import sentencex

from guard.text.spans import Span
from guard.text.tables import table

_TABLE = table("sentences")
_segment = cast("Callable[[str, str], list[str]]", sentencex.segment)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]

# Each stands for one character by one character: pieces are measured, never shown.
_HARMLESS = dict.fromkeys(map(ord, _TABLE["quotes"]), '"') | dict.fromkeys(range(0xD800, 0xE000), "x")
_LONGEST_LINE = 1500

_OPEN_ENDS = frozenset(".)-*•·")
_SHOUTS = re.compile(r"[!?]+(?=[!?])")
_LIST_MARK = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])[.)]|[-*•·]")
_LONGEST_MARK = 5
_ABBREVIATIONS = frozenset(_TABLE["abbreviations"])


def sentences(text: str, language: str = "en") -> tuple[Span, ...]:
    r"""Return the sentences of a text, in order, without the white space around them.

    Args:
        text: any text; folded text gives the best borders.
        language: ISO 639-1, for its abbreviations.

    Example:
        >>> text = "Hi Mei,\nIt is late!! so sorry. 1. Wait"
        >>> [span.of(text) for span in sentences(text)]
        ['Hi Mei,', 'It is late!!', 'so sorry.', '1. Wait']
    """
    found: list[Span] = []
    at = 0
    for line in text.splitlines(keepends=True):
        for part in (line,) if len(line) <= _LONGEST_LINE else _parts(line):
            if not part.isspace():
                _add_line(part, at, language, found)
            at += len(part)
    return tuple(found)


def _parts(line: str) -> Iterator[str]:
    """Cut a very long line where a sentence seems to end, else at a space, else anywhere.

    The splitter takes quadratic time on quotation marks that are never closed; cut, it cannot.
    """
    start = 0
    while start < len(line):
        end = start + _LONGEST_LINE
        if end < len(line):
            end = next((cut + 1 for mark in (". ", " ") if (cut := line.rfind(mark, start, end)) > start), end)
        yield line[start:end]
        start = end


def _add_line(line: str, at: int, language: str, found: list[Span]) -> None:
    """Add the sentences of one line that begins at `at`."""
    goes_on = False
    for piece in _segment(language, _readable(line)):
        body = piece.rstrip()
        if body:
            start = found.pop().start if goes_on else at + len(piece) - len(piece.lstrip())
            found.append(Span(start, at + len(body)))
            goes_on = body[-1] in _OPEN_ENDS and _is_open(body)
        at += len(piece)


def _is_open(piece: str) -> bool:
    """Tell whether a piece is only a list mark, or stops at the full stop of an abbreviation."""
    if len(piece.lstrip()) <= _LONGEST_MARK and _LIST_MARK.fullmatch(piece.lstrip()):
        return True
    return piece[piece.rfind(" ") + 1 : -1].lower() in _ABBREVIATIONS


def _readable(line: str) -> str:
    """Return a line of the same length that the splitter reads as we mean it."""
    if not line.isascii():
        line = line.translate(_HARMLESS)
    if "!!" in line or "??" in line or "?!" in line or "!?" in line:
        line = _SHOUTS.sub(lambda run: "x" * len(run[0]), line)
    return line

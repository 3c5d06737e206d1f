"""Signatures: who the writer is and how to reach them, with the legal text that companies add.

A signature has a mark (`-- `), or stands below the sign-off and holds a way to reach somebody. The trap:
a `--` may also be a pause between two paragraphs, and a postscript is the writer's word again. So a
signature is short, and prose that stands apart from it ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.text.spans import Span
from guard.text.tables import table

_TABLE = table("signatures")
_SIGNOFFS = "|".join(sorted(table("zones")["signoff"], key=len, reverse=True))
_LONGEST = 500
_MOST_LINES = 14
_MOST_WORDS = 8
_LOOKED_AT = 900
"""Characters before the end in which a signature without a mark may begin."""

_MARK = re.compile(r"^--( ?)$", re.MULTILINE)
_LINES = re.compile("(?:" + "|".join(_TABLE["lines"]) + r")\.?", re.IGNORECASE)
_CONTACT = re.compile("|".join(_TABLE["contact"]), re.IGNORECASE)
_DISCLAIMERS = tuple(words.replace("<mail>", mail) for words in _TABLE["disclaimers"] for mail in _TABLE["mail"])
_BY_FIRST = {
    first: tuple(words for words in _DISCLAIMERS if words.split(" ", 1)[0] == first)
    for first in {words.split(" ", 1)[0] for words in _DISCLAIMERS}
}
_ADDED = frozenset(_TABLE["added"])
_DIGITS = re.compile(r"\d[\d ()./-]{5,}\d")
_FAREWELL = re.compile(
    rf"^[ \t]*(?i:{_SIGNOFFS})[ \t]*(?P<end>[,.!]?[ \t]*$|,? +[A-Z][\w'.-]*(?: [A-Z][\w'.-]*){{0,2}}$)", re.MULTILINE
)
_POSTSCRIPTS = re.compile(rf"(?:{'|'.join(map(re.escape, _TABLE['postscripts']))})\b", re.IGNORECASE)
_PART = r"(?:[A-Z][\w'.&-]*|of|and|the|for|&|[|,/·-])"
_NAMED = re.compile(rf"{_PART}(?:[ ,]+{_PART}){{0,7}}")


def disclaimers(text: str) -> Iterator[Span]:
    r"""Find paragraphs of legal text, and the line that a phone or a program adds.

    Example:
        >>> text = "On its way.\n\nThis e-mail is confidential.\nDelete it.\n\nBye"
        >>> [span.of(text) for span in disclaimers(text)]
        ['This e-mail is confidential.\nDelete it.']
    """
    start: int | None = None
    end = 0
    for at, line in _lines(text, 0, len(text)):
        body = line.strip(" \t*_|")
        if start is not None and not body:
            yield Span(start, end)
            start = None
        elif start is None and body:
            first = body.split(" ", 1)[0].lower()
            if first in _BY_FIRST and body.lower().startswith(_BY_FIRST[first]):
                start = at
            elif first in _ADDED and _LINES.fullmatch(body):
                yield Span(at, at + len(line))
        end = at + len(line.rstrip())
    if start is not None:
        yield Span(start, end)


def marked(text: str, start: int, end: int) -> Iterator[Span]:
    r"""Find the signature that a line of two dashes begins, in a part of a text.

    Example:
        >>> list(marked("Sorry.\n-- \nAda", 0, 14))
        [Span(start=7, end=14)]
    """
    match = _MARK.search(text, start, end)
    if match is None or end - match.start() > _LONGEST:
        return
    lines = [line for _, line in _lines(text, match.end(), end) if line.strip()]
    if len(lines) <= _MOST_LINES and (match[1] or (lines and _is_label(lines[0].strip()))):
        yield Span(match.start(), end)


def unmarked(text: str, end: int) -> Iterator[Span]:
    r"""Find the name, title and ways to reach somebody that stand last, before `end`.

    Example:
        >>> text = "Sorry.\nBest,\nAda\nACME Ltd\nTel: 555 0100"
        >>> [span.of(text) for span in unmarked(text, len(text))]
        ['ACME Ltd\nTel: 555 0100']
    """
    begin = max(0, end - _LOOKED_AT)
    if not _may_hold_contact(text[begin:end]):
        return
    farewells = [*_FAREWELL.finditer(text, begin, end)]
    lines = _below(text, farewells[-1], end) if farewells else _last(text, begin, end)
    if lines and any(_CONTACT.search(line) for _, line in lines):
        yield Span(lines[0][0], lines[-1][0] + len(lines[-1][1]))


def _may_hold_contact(text: str) -> bool:
    """Tell quickly whether a text may say how to reach somebody."""
    return "@" in text or "www." in text or "://" in text or _DIGITS.search(text) is not None


def _below(text: str, farewell: re.Match[str], end: int) -> list[tuple[int, str]]:
    """Return the lines below the sign-off and its name, down to prose that stands apart."""
    lines = [(at, line) for at, line in _lines(text, farewell.end(), end)][1:]
    needs_name = not farewell["end"].strip(" ,.!\t")
    kept: list[tuple[int, str]] = []
    apart = False
    for at, line in lines:
        if not line.strip():
            apart = True
            continue
        if _POSTSCRIPTS.match(line.strip()) or (apart and _is_prose(line)):
            break
        if needs_name and _NAMED.fullmatch(line.strip()) and not kept:
            needs_name = False
            continue
        needs_name = False
        kept.append((at, line))
    return kept if len(kept) <= _MOST_LINES else []


def _last(text: str, begin: int, end: int) -> list[tuple[int, str]]:
    """Return the last lines when they are a name and then labels and ways to reach somebody, apart from the rest."""
    kept: list[tuple[int, str]] = []
    for at, line in reversed([*_lines(text, begin, end)]):
        body = line.strip()
        if not body and kept:
            break
        if body:
            if not _is_label(body):
                return []
            kept.insert(0, (at, line))
    is_apart = bool(kept) and kept[0][0] > begin and len(kept) <= _MOST_LINES
    return kept if is_apart and len(kept) > 1 and _NAMED.fullmatch(kept[0][1].strip()) else []


def _is_label(line: str) -> bool:
    """Tell whether a line names somebody or says how to reach them, and is no sentence."""
    if line[-1:] in ".!?:,;":
        return False
    return bool(_NAMED.fullmatch(line)) or (len(line.split()) <= _MOST_WORDS and bool(_CONTACT.search(line)))


def _is_prose(line: str) -> bool:
    return len(line.split()) >= _MOST_WORDS and line.rstrip()[-1] in ".!?"


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of a part of a text, and where each begins."""
    at = start
    for line in text[start:end].split("\n"):
        yield at, line
        at += len(line) + 1

"""Zones: which parts of a message greet, sign off, or are not the writer's own words.

A quoted promise is no promise and a quoted insult no insult, so checks must know where others speak.
The trap: what counts as foreign is not judged, so a zone must be narrow. A quotation ends with its
line, a signature is short, and a quoted mail that is answered below ends where its `>` lines end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import Literal, NamedTuple

from guard.text.spans import Span, merge
from guard.text.tables import table

ZoneKind = Literal["greeting", "signoff", "signature", "quoted_mail", "code", "table", "quotation"]


class Zone(NamedTuple):
    """A part of a text, and what it is."""

    kind: ZoneKind
    span: Span


_TABLE = table("zones")
_LONGEST_SIGNATURE = 500
_LONGEST_SIGNOFF = 160
_LONGEST_OPENING = 120

# Looked for before anything costly is.
_MAIL_HINTS = (">", " wrote:", "--", "From: ", "orwarded ")
_SIGNATURE_HINTS = ("--", "Sent from ", "Get Outlook ")

_FENCE = re.compile(r"^ {0,3}```", re.MULTILINE)
_INLINE_CODE = re.compile(r"`[^`\n]+`")
_MAIL_HEADER = re.compile("^(?:" + "|".join(_TABLE["mail_headers"]) + r")[ \t]*$", re.MULTILINE | re.IGNORECASE)
_MAIL_FIELDS = re.compile(r"^From: .{1,200}\n(?:.{1,200}\n){0,2}(?:Sent|Date|To|Subject): ", re.MULTILINE)
_SIGNATURE = re.compile("^(?:" + "|".join(map(re.escape, _TABLE["signatures"])) + ")$", re.MULTILINE)

_DOUBLE_QUOTED = re.compile(r'(?<![\w"])"(?=\S)([^"\n]{3,400})"(?!\w)')
_SINGLE_QUOTED = re.compile(r"(?<![^\s(\[:-])'(?=\w)([^'\n]{3,200})'(?![\w'])")
_CLIPPED = frozenset(_TABLE["clipped"])

_NAME = r"(?:[A-Z][\w'.-]*|there|all|team|everyone|everybody|folks|sir|madam|ma'am|and|&)"
_GREETING = re.compile(
    rf"\s*((?i:{'|'.join(_TABLE['greeting'])})\b"
    rf"(?:(?:,? {_NAME}){{1,4}}(?:[,!.:;]| -|$)|(?: [a-z]+){{1,2}}[,!]| ?[,!.:])?)",
    re.MULTILINE,
)
_SIGNOFF = re.compile(
    rf"(?:\n|(?<=[.!?]) +)(?P<words>(?i:{'|'.join(sorted(_TABLE['signoff'], key=len, reverse=True))})"
    r"(?:(?P<alone>[,.!]? *)|,? *(?:\n\s*[^\n]{1,60}){1,3}|,? +[A-Z][\w'.-]*(?: [A-Z][\w'.-]*){0,2}))\s*\Z"
)


def zones(text: str) -> tuple[Zone, ...]:
    r"""Return the zones of a folded text, in order; no two overlap.

    Example:
        >>> text = "Hi Mei,\n> where?\nOn its way."
        >>> [(zone.kind, zone.span.of(text)) for zone in zones(text)]
        [('greeting', 'Hi Mei,'), ('quoted_mail', '> where?')]
    """
    found: list[Zone] = []
    if "`" in text:
        found = _joined(found, "code", _code(text))
    if any(hint in text for hint in _MAIL_HINTS):
        found = _joined(found, "quoted_mail", _quoted_mail(text))
    if any(hint in text for hint in _SIGNATURE_HINTS):
        found = _joined(found, "signature", _signature(text, found))
    if "|" in text or "\t" in text:
        found = _joined(found, "table", _lines(text, lambda line: line.count("|") > 1 or line.count("\t") > 1))
    if '"' in text or " '" in text or text.startswith("'"):
        found = _joined(found, "quotation", _quotations(text))
    found = _joined(found, "greeting", _greeting(text, found))
    return tuple(_joined(found, "signoff", _signoff(text, found)))


def _joined(zones: list[Zone], kind: ZoneKind, spans: Iterable[Span]) -> list[Zone]:
    """Add the spans that no earlier zone has taken."""
    free = [Zone(kind, span) for span in spans if not _is_taken(zones, span)]
    return sorted([*zones, *free], key=_start) if free else zones


def _start(zone: Zone) -> int:
    return zone.span.start


def _is_taken(zones: list[Zone], span: Span) -> bool:
    """Tell whether a span overlaps one of the zones, which are in order and apart."""
    before = bisect_left(zones, span.end, key=_start)
    return before > 0 and zones[before - 1].span.end > span.start


def _code(text: str) -> Iterable[Span]:
    """Find fenced blocks (an open one runs to the end) and inline code outside them."""
    fences = [match.start() for match in _FENCE.finditer(text)]
    ends = [_line_end(text, fence) for fence in fences[1::2]]
    blocks = [Span(start, end) for start, end in zip_longest(fences[::2], ends, fillvalue=len(text))]
    inline = [Span(*match.span()) for match in _INLINE_CODE.finditer(text)]
    return merge((*blocks, *inline))


def _quoted_mail(text: str) -> Iterable[Span]:
    """Find lines that begin with `>`, and all that follows the header of another mail.

    Where `>` lines follow the header, the writer answers below or between them, and only those are foreign.
    """
    quoted = list(_lines(text, lambda line: line.lstrip().startswith(">"))) if ">" in text else []
    headers = [match for pattern in (_MAIL_HEADER, _MAIL_FIELDS) if (match := pattern.search(text))]
    for header in headers:
        answered = bool(quoted) and quoted[-1].start > header.start()
        end = header.end() if answered else len(text.rstrip())
        quoted.append(Span(header.start(), max(end, header.start())))
    return merge(quoted)


def _signature(text: str, zones: list[Zone]) -> Iterator[Span]:
    """Find the signature: from its mark to the next zone or the end, if it is as short as signatures are."""
    match = next((m for m in _SIGNATURE.finditer(text) if not _is_taken(zones, Span(*m.span()))), None)
    if match:
        after = bisect_left(zones, match.start(), key=_start)
        end = zones[after].span.start if after < len(zones) else len(text)
        if end - match.start() <= _LONGEST_SIGNATURE:
            yield _trimmed(text, match.start(), end)


def _lines(text: str, wanted: Callable[[str], bool]) -> Iterable[Span]:
    """Find the lines that pass a test; neighbours become one span."""
    found: list[Span] = []
    at = 0
    for line in text.split("\n"):
        if wanted(line) and not line.isspace():
            found.append(Span(at, at + len(line) + 1))
        at += len(line) + 1
    return [_trimmed(text, span.start, span.end) for span in merge(found)]


def _quotations(text: str) -> Iterable[Span]:
    """Find two or more words in quotation marks; not in JSON, where marks mean nothing."""
    if text.lstrip()[:1] in ("{", "["):
        return ()
    doubles = [Span(*m.span()) for m in _DOUBLE_QUOTED.finditer(text) if " " in m[1].strip()]
    singles = [
        Span(*m.span())
        for m in _SINGLE_QUOTED.finditer(text)
        if " " in m[1].strip() and m[1].split(" ", 1)[0].lower() not in _CLIPPED
    ]
    return merge((*doubles, *singles))


def _greeting(text: str, zones: list[Zone]) -> Iterator[Span]:
    """Find the greeting that opens the writer's own words."""
    start = 0
    for zone in zones:
        if text[start : zone.span.start].strip():
            break
        start = zone.span.end
    match = _GREETING.match(text, start, start + _LONGEST_OPENING)
    if match:
        yield Span(*match.span(1))


def _signoff(text: str, zones: list[Zone]) -> Iterator[Span]:
    """Find the sign-off that ends the writer's own words."""
    end = len(text)
    for zone in reversed(zones):
        if zone.kind == "greeting" or text[zone.span.end : end].strip():
            break
        end = zone.span.start
    match = _SIGNOFF.search(text, max(0, end - _LONGEST_SIGNOFF), end)
    if match and (match["alone"] is None or match[0].startswith("\n")):
        yield _trimmed(text, match.start("words"), match.end())


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _trimmed(text: str, start: int, end: int) -> Span:
    """Leave out the white space at the end; a span is never empty before its start."""
    return Span(start, start + len(text[start:end].rstrip()))

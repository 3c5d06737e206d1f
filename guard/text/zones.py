"""Zones: which parts of a message greet, sign off, or are not the writer's own words.

A quoted promise is no promise and a quoted insult no insult, so checks must know where others speak.
The trap: what counts as foreign is not judged, so a zone must be narrow. A quotation ends with its
line, a signature is short, and a quoted mail that is answered below ends where its `>` lines end.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from guard.text.code import code
from guard.text.grids import grids
from guard.text.mail import quoted_mail
from guard.text.quotations import quotations
from guard.text.signatures import disclaimers, marked, unmarked
from guard.text.spans import Span, merge
from guard.text.tables import table
from guard.text.zone import Zone, ZoneKind

_TABLE = table("zones")
_LONGEST_SIGNOFF = 160
_LONGEST_OPENING = 120

_OUTER_FIRST: tuple[ZoneKind, ...] = ("quoted_mail", "signature", "table", "code", "quotation")

_NAME = r"(?:[A-Z][\w'.-]*|there|all|team|everyone|everybody|folks|sir|madam|ma'am|and|&)"
_GREETING = re.compile(
    rf"\s*((?i:{'|'.join(_TABLE['greeting'])})\b"
    rf"(?:(?:,? {_NAME}){{1,4}}(?:[,!.:;]| -|$)|(?: [a-z]+){{1,2}}[,!]| ?[,!.:])?)",
    re.MULTILINE,
)
_SIGNOFF = re.compile(
    rf"(?:\n|(?<=[.!?]) +)(?P<words>(?i:{'|'.join(sorted(_TABLE['signoff'], key=len, reverse=True))})"
    r"(?:(?P<alone>[,.!]? *)|,? *(?:\n\s*(?!(?i:p\.? ?s)\b)[^\n]{1,60}){1,3}"
    r"|,? +[A-Z][\w'.-]*(?: [A-Z][\w'.-]*){0,2}))\s*\Z"
)


def zones(text: str, known: Sequence[Zone] = ()) -> tuple[Zone, ...]:
    r"""Return the zones of a folded text, in order; no two overlap.

    Args:
        text: what a reader sees.
        known: the parts whose tags say what they are.

    Example:
        >>> text = "Hi Mei,\n> where?\nOn its way."
        >>> [(zone.kind, zone.span.of(text)) for zone in zones(text)]
        [('greeting', 'Hi Mei,'), ('quoted_mail', '> where?')]
    """
    found: list[Zone] = []
    for kind in _OUTER_FIRST if known else ():
        found = _joined(text, found, kind, merge(zone.span for zone in known if zone.kind == kind))
    if "`" in text or "~~~" in text:
        found = _joined(text, found, "code", code(text))
    if ">" in text or "\n" in text:
        found = _joined(text, found, "quoted_mail", quoted_mail(text))
        found = _signed(text, found)
    if "|" in text or "\t" in text or "  " in text:
        found = _joined(text, found, "table", grids(text))
    if '"' in text or "'" in text or ":\n" in text:
        found = _joined(text, found, "quotation", (s for s in quotations(text) if not _is_taken(found, s)))
    found = _joined(text, found, "greeting", _greeting(text, found))
    return tuple(_joined(text, found, "signoff", _signoff(text, found)))


def _signed(text: str, found: list[Zone]) -> list[Zone]:
    """Add the signature and the legal text, each from its first line to the zone that comes next."""
    if "\n" not in text:
        return found
    found = _joined(text, found, "signature", merge(disclaimers(text)))
    if "--" in text:
        edges = [0, *(side for zone in found for side in zone.span), len(text)]
        parts = zip(edges[::2], edges[1::2], strict=True)
        found = _joined(text, found, "signature", [span for part in parts for span in marked(text, *part)])
    return _joined(text, found, "signature", unmarked(text, _own_end(text, found)))


def _own_end(text: str, zones: Sequence[Zone]) -> int:
    """Return where the writer's own words end: before the zones that stand last."""
    end = len(text)
    for zone in reversed(zones):
        if zone.kind == "greeting" or text[zone.span.end : end].strip():
            break
        end = zone.span.start
    return end


def _joined(text: str, zones: list[Zone], kind: ZoneKind, spans: Iterable[Span]) -> list[Zone]:
    """Add what of some spans no earlier zone has taken."""
    free = [Zone(kind, _trimmed(text, part)) for span in spans for part in _free(zones, span) if part.of(text).strip()]
    return sorted([*zones, *free], key=_start) if free else zones


def _free(zones: list[Zone], span: Span) -> Iterator[Span]:
    """Yield the parts of a span that lie in no zone; zones are in order and apart."""
    at = span.start
    for zone in zones[bisect_right(zones, span.start, key=_end) : bisect_left(zones, span.end, key=_start)]:
        if zone.span.start > at:
            yield Span(at, zone.span.start)
        at = zone.span.end
    if at < span.end:
        yield Span(at, span.end)


def _start(zone: Zone) -> int:
    return zone.span.start


def _end(zone: Zone) -> int:
    return zone.span.end


def _is_taken(zones: list[Zone], span: Span) -> bool:
    """Tell whether a span overlaps one of the zones, which are in order and apart."""
    before = bisect_left(zones, span.end, key=_start)
    return before > 0 and zones[before - 1].span.end > span.start


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
    end = _own_end(text, zones)
    match = _SIGNOFF.search(text, max(0, end - _LONGEST_SIGNOFF), end)
    if match and (match["alone"] is None or match[0].startswith("\n")):
        yield Span(match.start("words"), match.end())


def _trimmed(text: str, span: Span) -> Span:
    """Leave out the white space at both ends."""
    inside = span.of(text)
    return Span(span.start + len(inside) - len(inside.lstrip()), span.end - len(inside) + len(inside.rstrip()))

r"""A promise ledger as a calendar (RFC 5545), to be opened in any calendar program.

Events by default: Google Calendar and Outlook show no to-dos. Times are written in UTC, which needs no
table of time zones and is shown in the reader's own. We write the few lines ourselves: the library
`icalendar` would bring three packages for what is four rules (folding, escaping, two forms of a time), and
the tests read our output back with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from guard.domain.promise import Promise
from guard.domain.verdict import Commitment

Component = Literal["event", "todo"]

_WIDTH = 75
"""Octets that a line may have, without its end (3.1)."""
_OVER = ("replaced", "withdrawn")
_SOFT = ("hedged", "conditional")
_NEVER = "19700101T000000Z"
"""Stamp of a promise of which nobody knows when it was made."""
_LONGEST = 80


def calendar(promises: Iterable[Promise], component: Component = "event") -> bytes:
    r"""Return promises as one calendar; an event needs a day, a to-do does not.

    Every promise has the same UID on every run, so that a second import changes what the first one brought:
    what was replaced or withdrawn becomes cancelled.

    Args:
        promises: any; events are made of those that fall due.
        component: `event` (VEVENT) or `todo` (VTODO).

    Example:
        >>> calendar(()).decode().splitlines()[0]
        'BEGIN:VCALENDAR'
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Reply Guard//Promises//EN", "CALSCALE:GREGORIAN"]
    for promise in promises:
        if component == "todo":
            lines += _todo(promise)
        elif promise.commitment.due is not None:
            lines += _event(promise, promise.commitment.due)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(promise: Promise, due: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield from _said(promise)
    moment = _moment(due)
    if isinstance(moment, datetime):
        yield f"DTSTART:{_stamp(moment)}"
        yield "DURATION:PT15M"
    else:
        yield f"DTSTART;VALUE=DATE:{moment:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{moment + timedelta(1):%Y%m%d}"
    status = "CANCELLED" if promise.state in _OVER else "TENTATIVE" if _is_soft(promise) else "CONFIRMED"
    yield f"STATUS:{status}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _todo(promise: Promise) -> Iterator[str]:
    yield "BEGIN:VTODO"
    yield from _said(promise)
    if promise.commitment.due is not None:
        moment = _moment(promise.commitment.due)
        is_moment = isinstance(moment, datetime)
        yield f"DUE:{_stamp(moment)}" if is_moment else f"DUE;VALUE=DATE:{moment:%Y%m%d}"
    status = {"kept": "COMPLETED", "replaced": "CANCELLED", "withdrawn": "CANCELLED"}
    yield f"STATUS:{status.get(promise.state, 'NEEDS-ACTION')}"
    if promise.state == "kept":
        yield "PERCENT-COMPLETE:100"
    if promise.state in ("overdue", "broken"):
        yield "PRIORITY:1"
    yield "END:VTODO"


def _said(promise: Promise) -> Iterator[str]:
    """Yield what events and to-dos have alike."""
    commitment = promise.commitment
    yield f"UID:{promise.id}@promises.reply-guard"
    yield f"DTSTAMP:{_made(promise)}"
    yield f"SUMMARY:{_escaped(_summary(promise))}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(_details(promise)))}"
    yield f"CATEGORIES:{_escaped(commitment.kind)},{promise.state}"


def _summary(promise: Promise) -> str:
    text = " ".join(promise.commitment.text.split())
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    lead = "" if promise.state == "open" else f"{promise.state.capitalize()}: "
    return f"{lead}{text}" + (f" ({promise.customer})" if promise.customer else "")


def _details(promise: Promise) -> Iterator[str]:
    commitment: Commitment = promise.commitment
    by = f"{promise.agent} ({commitment.by})" if promise.agent else commitment.by
    yield f"Promised: {commitment.text}"
    yield f"By: {by}" + (f"; to: {promise.customer}" if promise.customer else "")
    yield f"Conversation: {promise.conversation}, {promise.where}" + (f", {promise.said_at}" if promise.said_at else "")
    yield f"Said as: {commitment.certainty}; facts: {commitment.grounding}"
    late = ", late" if promise.late else ""
    shown = f" ({promise.shown.where}: {promise.shown.value})" if promise.shown else ""
    yield f"State: {promise.state}{late}{shown}"


def _is_soft(promise: Promise) -> bool:
    return promise.commitment.certainty in _SOFT


def _made(promise: Promise) -> str:
    """Return when the entry was made: the moment of the ledger, since no clock is read."""
    told = promise.now or promise.said_at
    return _stamp(datetime.fromisoformat(told), floating=False) if told else _NEVER


def _moment(due: str) -> date:
    return datetime.fromisoformat(due) if "T" in due else date.fromisoformat(due)


def _stamp(moment: date, *, floating: bool = True) -> str:
    """Write a moment in UTC; one without a time zone stays the reader's own, except where UTC is asked for."""
    if not isinstance(moment, datetime):
        return f"{moment:%Y%m%d}"
    if moment.tzinfo is None:
        return f"{moment:%Y%m%dT%H%M%S}" + ("" if floating else "Z")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    r"""Escape a text (3.3.11); other controls than a new line may not stand in one.

    Example:
        >>> _escaped("a,b; c\nd")
        'a\\,b\\; c\\nd'
    """
    text = text.replace("\r\n", "\n").replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "".join("\\n" if char in "\n\r" else char if char == "\t" or char.isprintable() else " " for char in text)


def _folded(line: str) -> bytes:
    """Fold a line at 75 octets, never inside a character (3.1)."""
    rows: list[bytes] = []
    row = b""
    for char in line:
        octets = char.encode("utf-8", "replace")
        if len(row) + len(octets) > _WIDTH:
            rows.append(row)
            row = b" "
        row += octets
    return b"\r\n".join([*rows, row]) + b"\r\n"

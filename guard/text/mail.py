"""Mail: what a message quotes of earlier ones.

Programs mark it in two ways: by `>` before each line, or by a header after which all is quoted. Where
`>` lines follow a header, the writer may answer between and below them, and only those lines are foreign.

The trap: a form looks like a header. `From: London / To: Paris` is a journey, so a block of fields
counts only with a subject, a time of sending or an address in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.text.spans import Span, merge
from guard.text.tables import table

_TABLE = table("mail")
_NOTES: tuple[str, ...] = tuple(_TABLE["notes"])
_HEADER = re.compile("[ \t]*(?:" + "|".join(_TABLE["headers"]) + r")[ \t]*$", re.MULTILINE | re.IGNORECASE)
_SENDERS = frozenset(_TABLE["fields"]["from"])
_FROM, _WHEN, _TO, _SUBJECT = (
    "|".join(sorted(_TABLE["fields"][name], key=len, reverse=True)) for name in ("from", "when", "to", "subject")
)
_BLOCK = re.compile(
    rf"[ \t]*(?:{_FROM}) ?:.{{1,200}}(?:\n[ \t]*(?:{_WHEN}|{_TO}|{_SUBJECT}) ?:.{{0,300}}){{2,6}}",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\s*")
_SENT = "sent|gesendet|envoyée?|enviado(?: el)?|inviato|verzonden"
_SURE = re.compile(rf"@|\n[ \t]*(?:{_SENT}|{_SUBJECT}) ?:", re.IGNORECASE)


def quoted_mail(text: str) -> tuple[Span, ...]:
    r"""Return what a text quotes of earlier mail, in order.

    Example:
        >>> text = "On its way.\n\nOn 2 Nov 2026, Mei wrote:\n> Where?\nTomorrow."
        >>> [span.of(text) for span in quoted_mail(text)]
        ['On 2 Nov 2026, Mei wrote:', '> Where?']
    """
    quoted = list(_marked_lines(text)) if ">" in text else []
    for start, end in _headers(text):
        if _goes_on_marked(text, end):
            quoted.append(Span(start, end))
        elif not any(span.start <= start < span.end for span in quoted):
            quoted.append(Span(start, len(text.rstrip())))
            break
    return merge(quoted)


def _headers(text: str) -> Iterator[Span]:
    """Find the headers of earlier mails, in order; only lines that end or begin as one are looked at closely."""
    if "\n" not in text or (":" not in text and "---" not in text):
        return
    at = before = reached = 0
    for line in text.split("\n"):
        match = None
        body = line.strip()
        if body[-1:] == ":" or body[:3] == "---":
            match = _HEADER.match(text, max(before, reached)) or _HEADER.match(text, at)
        elif ":" in body and body.split(":", 1)[0].rstrip().lower() in _SENDERS:
            match = _BLOCK.match(text, at)
            match = match if match and _SURE.search(match[0]) else None
        if match is not None and match.end() > reached:
            yield Span(*match.span())
            reached = match.end()
        before, at = at, at + len(line) + 1


def _goes_on_marked(text: str, at: int) -> bool:
    """Tell whether the next line that is not empty begins with `>`."""
    rest = _BLANK.match(text, at)
    return rest is not None and text.startswith(">", rest.end())


def _marked_lines(text: str) -> Iterator[Span]:
    """Find the runs of lines that begin with `>`; a note of the writer's own is none."""
    start: int | None = None
    at = end = 0
    for line in (*text.split("\n"), ""):
        body = line.lstrip()
        if body[:1] == ">":
            end = at + len(line.rstrip())
            start = at if start is None else start
        elif start is not None:
            first = text[start:end].lstrip("> \t").lower()
            if not first.startswith(_NOTES):
                yield Span(start, end)
            start = None
        at += len(line) + 1

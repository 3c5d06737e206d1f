"""Zone: a part of a message, and what it is."""

from __future__ import annotations

from typing import Literal, NamedTuple

from guard.text.spans import Span

ZoneKind = Literal["greeting", "signoff", "signature", "quoted_mail", "code", "table", "quotation"]
"""What a part of a message is."""


class Zone(NamedTuple):
    """A part of a text, and what it is.

    Example:
        >>> Zone("quoted_mail", Span(0, 8)).span.of("> where?")
        '> where?'
    """

    kind: ZoneKind
    span: Span

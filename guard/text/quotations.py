"""Quotations: somebody else's words inside the writer's own.

Two or more words in quotation marks, or the paragraph below "You wrote:". One word in marks is the
writer's irony or a name. The trap: a model may put its whole reply in marks, and that quotes nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.text.spans import Span, merge
from guard.text.tables import table

_CLIPPED = frozenset(table("zones")["clipped"])
_DOUBLE = re.compile(r'(?<![\w"])"(?=\S)([^"\n]{3,400})"(?!\w)|(?<![\w"])" (?=\S)([^"\n]{3,400})(?<=\S) "(?!\w)')
# No possessive repeat here: with a look-behind in a group, some Pythons (3.11.2 among them) find nothing by it.
_SINGLE = re.compile(r"(?<![^\s(\[:-])'(?=\w)((?:[^'\n]|(?<=\w)'(?=\w)){3,200})'(?![\w'])")
_SAID = re.compile(
    r"\byou (?:wrote|said|write|say)(?: (?:on|in|at|earlier|before|to us|that|last)\b[^.:\n]{0,40})?:[ \t]*\n\s*",
    re.IGNORECASE,
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def quotations(text: str) -> tuple[Span, ...]:
    """Return what is quoted, in order; nothing of JSON, where marks mean nothing.

    Example:
        >>> text = 'You said "it is late".'
        >>> [span.of(text) for span in quotations(text)]
        ['"it is late"']
    """
    body = text.strip()
    if body[:1] in ("{", "["):
        return ()
    found = [*_in_marks(text)]
    if ":\n" in text or ": \n" in text:
        found += _below(text)
    return tuple(span for span in merge(found) if span.of(text) != body)


def _below(text: str) -> Iterator[Span]:
    """Find the paragraph below "You wrote:", where the writer goes on after it."""
    at = 0
    written = len(text.rstrip())
    while match := _SAID.search(text, at):
        blank = _BLANK_LINE.search(text, match.end())
        if blank is None:
            return
        if blank.end() < written:
            yield Span(match.end(), blank.start())
        at = blank.end()


def _in_marks(text: str) -> Iterator[Span]:
    """Find two or more words in quotation marks."""
    if '"' in text:
        yield from (Span(*m.span()) for m in _DOUBLE.finditer(text) if " " in (m[1] or m[2]).strip())
    if "'" in text:
        for match in _SINGLE.finditer(text):
            words = match[1].split(" ", 1)
            if len(words) > 1 and words[0].lower() not in _CLIPPED:
                yield Span(*match.span())

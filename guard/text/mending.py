"""Mending: what a patch must spare so that a draft with markup stays well-formed.

A sentence may begin inside `<b>` and end outside it. Cut out as it is, it would leave half a pair, and
the rest of the mail would be bold. So a patch is widened where only markup stands in between, and
otherwise the half that its other half needs is kept beside the new words.

The trap: new words are text. In HTML they are escaped, or `5 < 6` would open a tag.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from guard.text.marks import Tie
from guard.text.patches import Patch
from guard.text.reading import Reading
from guard.text.spans import Span

_LIST_MARK = re.compile(
    r"[ \t]*(?:[-*+•·]|\d{1,3}[.)])[ \t]+"
    r"(?:(?:\*\*[^*\n]{1,40}:\*\*|\*\*[^*\n]{1,40}\*\*:|__[^_\n]{1,40}:__)[ \t]+)?"
)
_LINE_END = re.compile(r"[ \t]*(?:\r?\n|\Z)")


def cuts(patch: Patch, reading: Reading) -> bool:
    """Tell whether a patch would leave half a pair of markup, or half a tag.

    Example:
        >>> from guard.text.reading import read
        >>> reading = read("<b>Hi. It is</b> late.<br>So<br>")
        >>> cuts(Patch(7, 22, ""), reading), cuts(Patch(3, 6, ""), reading)
        (True, False)
    """
    return any(
        _parts(patch.span, side) or patch.span.holds(tie.opening) != patch.span.holds(tie.closing)
        for tie in reading.ties
        for side in (tie.opening, tie.closing)
    )


def mended(patch: Patch, reading: Reading) -> Patch:
    """Return the patch as it may be made: written as the draft is, with no pair broken.

    Args:
        patch: what is wanted, in code points of the draft as it arrived; its words are plain text.
        reading: of the same draft.

    Example:
        >>> from guard.text.reading import read
        >>> mended(Patch(7, 22, "It's R&D."), read("<b>Hi. It is</b> late.<br>So<br>"))
        Patch(start=7, end=22, text="</b>It's R&amp;D.")
    """
    text = html.escape(patch.text, quote=False) if reading.is_html else patch.text
    if patch.start == patch.end:
        at = _beside(patch, reading)
        return Patch(at, at, text)
    span = _beside_list_mark(patch, reading.folded.original)
    if reading.ties:
        span = whole(span, reading.ties)
        span = span if text else _emptied(span, reading.ties)
    before, after = _kept(span, reading)
    return Patch(span.start, span.end, before + text + after)


def _beside_list_mark(patch: Patch, draft: str) -> Span:
    """Leave the mark and the bold label of a list item where new words come; take the line where none do."""
    start, end = patch.span
    line = draft.rfind("\n", 0, start) + 1
    if draft[line:start].strip() or not (mark := _LIST_MARK.match(draft, line)) or mark.end() >= end:
        return patch.span
    if patch.text:
        return Span(max(start, mark.end()), end)
    whole = _LINE_END.match(draft, end)
    return Span(line, whole.end()) if whole else patch.span


def _parts(span: Span, side: Span) -> bool:
    """Tell whether one end of a span lies inside a piece of markup."""
    return side.start < span.start < side.end or side.start < span.end < side.end


def whole(span: Span, ties: Sequence[Tie]) -> Span:
    """Widen a span to the markup that is half inside, and to the half next to it whose other half it holds.

    Args:
        span: in the draft as it arrived.
        ties: of the same draft, in order.

    Example:
        >>> from guard.text.reading import read
        >>> whole(Span(0, 12), read("I will **now** go.").ties)
        Span(start=0, end=14)
    """
    start, end = span
    for tie in ties:
        for side in (tie.opening, tie.closing):
            if side.start < start < side.end:
                start = side.start
            if side.start < end < side.end:
                end = side.end
    # Outwards: the pair next to the span comes last before it and first behind it.
    for tie in reversed(ties):
        if tie.opening.end == start < tie.closing.start and tie.closing.end <= end:
            start = tie.opening.start
    for tie in sorted(ties, key=_closing):
        if tie.closing.start == end > tie.opening.end and tie.opening.start >= start:
            end = tie.closing.end
    return Span(start, end)


def _closing(tie: Tie) -> Span:
    return tie.closing


def _emptied(span: Span, ties: Sequence[Tie]) -> Span:
    """Take with the words the pairs that dressed nothing else, from the inside out."""
    start, end = span
    for tie in reversed(ties):
        if tie.thin and tie.opening.end == start and tie.closing.start == end:
            start, end = tie.opening.start, tie.closing.end
    return Span(start, end)


def _kept(span: Span, reading: Reading) -> tuple[str, str]:
    """Return the markup inside a span whose other half stands outside: what closes, and what opens."""
    draft = reading.folded.original
    halves = [tie for tie in reading.ties if span.holds(tie.opening) != span.holds(tie.closing)]
    closing = sorted(tie.closing for tie in halves if span.holds(tie.closing))
    opening = sorted(tie.opening for tie in halves if span.holds(tie.opening))
    return "".join(side.of(draft) for side in closing), "".join(side.of(draft) for side in opening)


def _beside(patch: Patch, reading: Reading) -> int:
    """Return where to insert: a sentence that comes before another stands before its dress, one after it behind."""
    at = patch.start
    thin = [tie for tie in reading.ties if tie.thin and not _is_line(tie, reading)]
    if patch.text[:1].isspace() or patch.text[:1] == ".":
        for tie in sorted(thin, key=_closing):
            at = tie.closing.end if tie.closing.start == at else at
    else:
        for tie in reversed(thin):
            at = tie.opening.start if tie.opening.end == at else at
    return at


def _is_line(tie: Tie, reading: Reading) -> bool:
    """Tell whether a pair makes a line of its own, as a paragraph does."""
    shown = reading.folded.inward(tie.opening)
    return "\n" in shown.of(reading.folded.text)

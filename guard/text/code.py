"""Code: what stands between backticks."""

from __future__ import annotations

import re
from itertools import zip_longest

from guard.text.spans import Span, merge

_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_INLINE = re.compile(r"`[^`\n]++`")


def fences(text: str) -> tuple[Span, ...]:
    r"""Return the fenced blocks, in order; an open one runs to the end.

    Example:
        >>> fences("a\n```\nb\n```\nc")
        (Span(start=2, end=11),)
    """
    if "```" not in text and "~~~" not in text:
        return ()
    marks = [match.start() for match in _FENCE.finditer(text)]
    ends = [_line_end(text, mark) for mark in marks[1::2]]
    return tuple(Span(start, end) for start, end in zip_longest(marks[::2], ends, fillvalue=len(text)))


def code(text: str) -> tuple[Span, ...]:
    """Return fenced blocks and inline code, in order.

    Example:
        >>> [span.of("Run `rm x`.") for span in code("Run `rm x`.")]
        ['`rm x`']
    """
    return merge((*fences(text), *(Span(*match.span()) for match in _INLINE.finditer(text))))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end

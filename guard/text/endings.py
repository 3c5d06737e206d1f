"""Where a sentence ends for good, told from the words before it alone.

A text that is still being written can take an end back: `$3.` may become `$3.50`, and an opening
quotation mark binds what follows. An end that is told here stays one whatever comes, so that the
words before it may leave. In doubt there is none, and the words wait a little longer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from guard.text.sentences import sentences

_STOPS = re.compile(r"\r?\n|[.!?…]+[\"”’»)\]*_]*(?=[ \t\u00a0]+[^\W\d_])")
_MARKUP = re.compile(r"<[A-Za-z/!]")
_TWINS = ("()", "[]", "“”", "‘’", "«»")
_ALONE = ('"', "`")


def firm_end(text: str, start: int = 0, languages: Sequence[str] = ("en", "es")) -> int | None:
    r"""Return where the first sentence behind `start` ends for good; None while nobody can say.

    For any `more`, `firm_end(text + more, start)` is the same, once it is not None.

    Args:
        text: as far as it is written.
        start: an end that was told before, or 0.
        languages: whose splitting must all agree.

    Example:
        >>> firm_end("It costs $3."), firm_end("It costs $3. We"), firm_end("Mr. Smith is"), firm_end("One\n")
        (None, 12, None, 3)
    """
    line = text.rfind("\n", 0, start) + 1
    for stop in _STOPS.finditer(text, start):
        if _MARKUP.search(text, 0, stop.end()):  # markup makes lines flow on
            return None
        if stop[0].isspace():
            if text[start : stop.start()].strip():
                return stop.start()
            line = stop.end()
        elif _is_closed(text[line : stop.end()]) and _splits(text, line, stop.end(), languages):
            return stop.end()
    return None


def _is_closed(said: str) -> bool:
    """Tell whether no quotation mark and no bracket stands open."""
    return all(said.count(a) == said.count(b) for a, b in _TWINS) and all(said.count(mark) % 2 == 0 for mark in _ALONE)


def _splits(text: str, line: int, end: int, languages: Sequence[str]) -> bool:
    """Tell whether a sentence ends here, with the first letter of the next one in sight."""
    after = end + len(text[end:]) - len(text[end:].lstrip())
    if not text[after].isupper():
        return False
    said = text[line : after + 1]
    return all(any(span.end == end - line for span in sentences(said, language)) for language in languages)

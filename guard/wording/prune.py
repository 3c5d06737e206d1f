"""Takes a clause out of a sentence whose other clauses can stand, so that what they say is not lost.

"Don't argue and finish fast, I'll put a visit in for Monday" keeps its visit. A clause can stand
when it has a subject and a verb of its own, or asks for something; what only hangs on the clause
that goes ("so that's on them") goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from guard.claims.clauses import clauses
from guard.text.patches import Patch
from guard.text.spans import Span
from guard.text.tables import beside
from guard.view.view import View
from guard.wording.site import patched, widened

_EDGES = " ,;:-–—."
_FEWEST_WORDS = 3


@cache
def _table() -> Mapping[str, str]:
    return beside(__file__, "prune")


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(_table()[name], re.IGNORECASE)


def pruned(hit: Span, view: View, instead: str = "") -> Patch | None:
    """Take the clauses of a hit out of its sentence.

    Args:
        hit: code points of `view.text`.
        view: of the draft.
        instead: a whole sentence to put in their place.

    Returns:
        The patch; None where no other clause can stand.
    """
    sentence = widened(hit, view)
    parts = clauses(view.lower, sentence)
    struck = [n for n, part in enumerate(parts) if part.overlaps(hit)]
    if not struck or len(struck) == len(parts):
        return None
    before = _before(parts[: struck[0]], view)
    after = _after(parts[struck[-1] + 1 :], view)
    if not before and not after:
        return None
    text = " ".join(piece for piece in (before, instead, after) if piece)
    return patched(sentence, text, view)


def _before(parts: Sequence[Span], view: View) -> str:
    """Return what stood before, as a sentence, where it can stand."""
    said = _joined(parts, view)
    return f"{said}." if _stands(said) else ""


def _after(parts: Sequence[Span], view: View) -> str:
    """Return what stood behind, from the first clause that can stand, as a sentence of its own."""
    for part in parts:
        said = part.of(view.text).strip(_EDGES)
        if _re("hangs").match(said):
            continue
        start = _re("joins").match(said)
        rest = said[start.end() :] if start else said
        if _stands(rest):
            tail = Span(part.start, parts[-1].end).of(view.text).lstrip(_EDGES)
            kept = tail[start.end() :] if start else tail
            return kept[0].upper() + kept[1:]
    return ""


def _joined(parts: Sequence[Span], view: View) -> str:
    return Span(parts[0].start, parts[-1].end).of(view.text).strip(_EDGES) if parts else ""


def _stands(said: str) -> bool:
    """Tell whether a clause says something by itself."""
    return len(said.split()) >= _FEWEST_WORDS and _re("stands").match(said) is not None

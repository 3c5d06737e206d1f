"""Takes a clause out of a sentence whose other clauses can stand, so that what they say is not lost.

"Don't argue and finish fast, I'll put a visit in for Monday" keeps its visit. A clause can stand
when it has a subject and a verb of its own, or asks for something; what only hangs on the clause
that goes ("so that's on them") goes with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from guard.claims.clauses import clauses
from guard.text.patches import Patch
from guard.text.spans import Span
from guard.view.view import View
from guard.wording.site import Site, patched, removal, widened
from guard.wording.tables import pattern

_EDGES = " ,;:-–—."
_FEWEST_WORDS = 3


def pruned(hit: Span, view: View, instead: str = "", others: Sequence[Span] = ()) -> Patch | None:
    """Take the clauses of a hit out of its sentence.

    Args:
        hit: code points of `view.text`.
        view: of the draft.
        instead: a whole sentence to put in their place; what hangs behind it and tells nothing goes as well.
        others: where other findings stand, whose clauses are not kept either.

    Returns:
        The patch, which spares what stays; None where no other clause can stand.
    """
    sentence = widened(hit, view)
    parts = clauses(view.lower, sentence)
    struck = [n for n, part in enumerate(parts) if any(part.overlaps(one) for one in (hit, *others))]
    if not struck or len(struck) == len(parts):
        return None
    before = _end_of(Span(sentence.start, parts[struck[0]].start), view)
    after = _start_of(parts[struck[-1] + 1 :], view)
    if instead and after is not None and not pattern("prune", "tells").search(view.lower, after, sentence.end):
        after = None
    if before is None and after is None:
        return None
    start = sentence.start if before is None else before
    end = sentence.end if after is None else after + 1
    pieces = [instead, "" if after is None else view.text[after].upper()]
    added = " ".join(piece for piece in pieces if piece)
    joint = "" if before is None else f".{' ' if added else ''}"
    return patched(Span(start, end), f"{joint}{added}", view)


def tells(hit: Span, view: View, others: Sequence[Span] = ()) -> bool:
    """Tell whether the clauses beside a hit hold what a reader would miss.

    Args:
        hit: code points of `view.text`.
        view: of the draft.
        others: where other findings stand.
    """
    parts = clauses(view.lower, widened(hit, view))
    beside_ = [part for part in parts if not any(part.overlaps(one) for one in (hit, *others))]
    return any(pattern("prune", "tells").search(part.of(view.lower)) for part in beside_)


def _end_of(before: Span, view: View) -> int | None:
    """Return where the words before end, where they can stand as a sentence."""
    said = before.of(view.text).rstrip(_EDGES)
    return before.start + len(said) if _stands(said) or _is_main(said) else None


def _is_main(said: str) -> bool:
    """Tell whether the first words of a sentence are its main clause, whatever its subject is."""
    leads = pattern("prune", "leads").match(said) or pattern("prune", "hangs").match(said)
    return len(said.split()) >= _FEWEST_WORDS and leads is None and pattern("prune", "verbs").search(said) is not None


def _start_of(parts: Sequence[Span], view: View) -> int | None:
    """Return where the first clause behind begins that can stand as a sentence."""
    for part in parts:
        said = part.of(view.text)
        start = part.start + len(said) - len(said.lstrip(_EDGES))
        if pattern("prune", "hangs").match(view.text, start):
            continue
        joined = pattern("prune", "joins").match(view.text, start)
        start = joined.end() if joined else start
        if _stands(view.text[start : part.end].rstrip(_EDGES)):
            return start
    return None


def _stands(said: str) -> bool:
    """Tell whether a clause says something by itself."""
    return len(said.split()) >= _FEWEST_WORDS and pattern("prune", "stands").match(said) is not None


def left_out(site: Site) -> tuple[Patch, ...]:
    """Leave a sentence out, or only its clause, where the rest of the reply goes on by itself."""
    view, sentence = site.view, site.sentence
    if site.span is None or sentence is None:
        return ()
    rest = f"{view.lower[: sentence.start]} {view.lower[sentence.end :]}"
    if not pattern("prune", "goes_on").search(rest):
        return ()
    patch = pruned(site.span, view, others=site.others) if tells(site.span, view, site.others) else None
    return (patch or removal(site.span, "sentence", view),)

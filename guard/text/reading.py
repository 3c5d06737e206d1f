"""Reading: a text as a person sees it, free of markup and disguise, with the way back to how it arrived.

HTML first, because Markdown may stand inside it; folding last, because entities hide typography. A text
without `<`, `*`, `_` or `](` goes straight to folding.
"""

from __future__ import annotations

from dataclasses import dataclass

from guard.text import elements, tags
from guard.text.folding import Folded, fold
from guard.text.layers import over, without
from guard.text.marks import Tie, has_marks, marks
from guard.text.zone import Zone


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that was read.

    Args:
        folded: what checks read, and the way back.
        marked: the parts that tags call somebody else's; spans count from `folded.text`.
        ties: pieces of markup that belong together; spans count from the original, in order.
        is_html: whether new words must be written as HTML.
    """

    folded: Folded
    marked: tuple[Zone, ...] = ()
    ties: tuple[Tie, ...] = ()
    is_html: bool = False


def read(text: str) -> Reading:
    r"""Read a text as it arrived.

    Example:
        >>> from guard.text.spans import Span
        >>> reading = read("<p>Hi Mei,</p><p>I <b>can&#8217;t</b> help.</p>")
        >>> reading.folded.text
        "\nHi Mei,\n\nI can't help.\n"
        >>> reading.folded.origin(Span(12, 17)).of(reading.folded.original)
        'can&#8217;t'
    """
    if "<" not in text and not has_marks(text):
        return Reading(fold(text))
    found = tags.tags(text)
    shown = without(text, tags.cuts(text, found)) if found else Folded(text, text, text)
    dressed = marks(shown.text)
    bare = over(without(shown.text, dressed.cuts), shown) if dressed.cuts else shown
    if not bare.blocks:
        return Reading(fold(text))
    folded = over(fold(bare.text), bare)
    parts = tuple(Zone(kind, folded.inward(span)) for kind, span in elements.marked(found, shown))
    pairs = (*elements.ties(found), *(_carried(tie, shown) for tie in dressed.ties))
    return Reading(folded, parts, tuple(sorted(pairs)), bool(found))


def _carried(tie: Tie, shown: Folded) -> Tie:
    """Return where a pair of marks stands in the text as it arrived."""
    return tie._replace(opening=shown.origin(tie.opening), closing=shown.origin(tie.closing))

"""Fits a sentence of ours to the writer's own register: who writes out "I am" is not given "I'm"."""

from __future__ import annotations

import re

from guard.view.view import View

_SHORT = re.compile(r"\b\w+'(?:m|re|ve|ll|d|s|t)\b", re.IGNORECASE)
_LONG = re.compile(
    r"\b(?:i am|i have|i will|we are|we have|we will|you are|it is|that is|cannot|(?:do|is|are|will|has|have) not)\b"
)
_FORMAL = re.compile(r"\b(?:dear (?:mr|mrs|ms|dr|sir|madam|customer)|yours (?:sincerely|faithfully)|kind regards)\b")
_LEAST = 2
"""Forms written out that make a register, where none is contracted."""

_WHOLE = (
    (r"\bI'm\b", "I am"), (r"\bI've\b", "I have"), (r"\bI'll\b", "I will"), (r"\bI'd\b", "I would"),
    (r"\b([Ww]e|[Yy]ou|[Tt]hey)'re\b", r"\1 are"), (r"\b([Ww]e|[Yy]ou|[Tt]hey)'ve\b", r"\1 have"),
    (r"\b([Ww]e|[Yy]ou|[Tt]hey|[Ii]t)'ll\b", r"\1 will"), (r"\b([Ii]t|[Tt]hat|[Tt]here|[Ww]hat|[Hh]ere)'s\b", r"\1 is"),
    (r"\bcan't\b", "cannot"), (r"\bwon't\b", "will not"), (r"\b([A-Za-z]+)n't\b", r"\1 not"),
)  # fmt: skip


def written_out(text: str) -> str:
    """Write contractions out.

    Example:
        >>> written_out("I'm sorry, I can't say; it hasn't come.")
        'I am sorry, I cannot say; it has not come.'
    """
    for short, whole in _WHOLE:
        text = re.sub(short, whole, text)
    return text


def fitted(text: str, view: View) -> str:
    """Return a sentence of ours in the register of the draft."""
    return written_out(text) if view.memo("formal", lambda: _is_formal(view)) else text


def typeset(text: str, view: View) -> str:
    """Return words of ours with the apostrophes that the writer uses."""
    draft = view.folded.original
    return text.replace("'", "’") if "’" in draft and "'" not in draft else text


def _is_formal(view: View) -> bool:
    """Tell whether the writer writes forms out."""
    said = view.lower
    if _SHORT.search(said):
        return False
    return len(_LONG.findall(said)) >= _LEAST or _FORMAL.search(said) is not None

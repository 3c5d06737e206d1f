"""Says how certain a claim sounds, from the words around it.

The clause decides whether it is softened or denied, the whole sentence whether it is asked, hangs
on an "if", or is sworn to: a guarantee often trails behind a comma.
"""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import either, table, words
from guard.domain.verdict import Certainty
from guard.text.spans import Span

_REACH = 30
"""How far before a guarantee the word may stand that denies it."""
_PLAIN = re.compile(
    rb"\bcan (?:\w+ )?(?:tell|confirm|say|assure|reassure|promise|guarantee|see)\b|\bgenerally available\b"
)
"""What only sounds like a hedge."""
_QUOTED = re.compile(r"\"[^\"\n]{2,200}\"")


@cache
def _pattern(name: str) -> Pattern:
    if name == "deny":
        return compiled(rf"\b{words('certainty')['deny']}\b")
    return compiled(either(cast(list[str], table("certainty")[name]), words("certainty")))


def certainty(low: bytes, lower: str, claim: Span, clause: Span, sentence: Span) -> Certainty:
    """Say how certain the claim sounds.

    Args:
        low: the shadow of `lower`.
        lower: the lower-case text.
        claim: the words of the claim.
        clause: the clause it stands in.
        sentence: the sentence it stands in.

    Example:
        >>> said = "i can't promise it will be there on friday"
        >>> whole = Span(0, len(said))
        >>> certainty(said.encode(), said, Span(19, 42), whole, whole)
        'negated'
    """
    around, within, before = (
        low[sentence.start : sentence.end],
        low[clause.start : clause.end],
        low[clause.start : claim.start],
    )
    if asks(lower, sentence) and not _answered(around):
        return "question"
    if is_quoted(lower, claim, sentence):
        return "reported"
    if _pattern("conditional").search(low[sentence.start : clause.end]) or _pattern("trailing").search(
        low[clause.end : sentence.end]
    ):
        return "conditional"
    if denies(before):
        return "negated"
    if _is_reported(low, claim, sentence) or _pattern("attributed").search(around):
        return "reported"
    if _sworn(low, sentence):
        return "guaranteed"
    return "hedged" if softens(within) else "certain"


def _is_reported(low: bytes, claim: Span, sentence: Span) -> bool:
    """Tell whether somebody else's words lead in, and the writer has not given their own word since."""
    led = list(_pattern("reported").finditer(low[sentence.start : claim.end]))
    return bool(led) and not _pattern("own_word").search(low[sentence.start + led[-1].span()[1] : claim.end])


def asks(lower: str, sentence: Span) -> bool:
    """Tell whether a sentence is a question.

    Example:
        >>> asks("is it here? yes.", Span(0, 11))
        True
    """
    return lower[sentence.start : sentence.end].rstrip(" \n\"')").endswith("?")


def denies(part: bytes) -> bool:
    """Tell whether a part of a sentence denies something.

    Example:
        >>> denies(b"the 10th isn't possible")
        True
    """
    return _pattern("deny").search(part) is not None


def softens(part: bytes) -> bool:
    """Tell whether a part of a sentence sounds unsure, or tells of an estimate.

    Example:
        >>> softens(b"it is now estimated at 18:20")
        True
    """
    return _pattern("hedged").search(_PLAIN.sub(b" ", part)) is not None


def _answered(around: bytes) -> bool:
    """Tell whether the question is only a tag behind a statement (`it'll be there friday, ok?`)."""
    tail = around.rstrip().rsplit(b",", 1)
    return len(tail) == 2 and len(tail[1].split()) <= 2


def _sworn(low: bytes, sentence: Span) -> bool:
    """Tell whether a guarantee stands in the sentence, before or behind the claim, and is not denied there."""
    for match in _pattern("guaranteed").finditer(low[sentence.start : sentence.end]):
        start = match.span()[0] + sentence.start
        opens = max(sentence.start, low.rfind(b",", sentence.start, start + 1) + 1, start - _REACH)
        if not denies(low[opens:start]):
            return True
    return False


def is_quoted(lower: str, claim: Span, sentence: Span) -> bool:
    """Tell whether the claim stands inside quotation marks of its sentence.

    Example:
        >>> is_quoted('you said "it will come"', Span(10, 22), Span(0, 23))
        True
    """
    if '"' not in lower[sentence.start : sentence.end]:
        return False
    spans = (Span(*match.span()) for match in _QUOTED.finditer(lower, sentence.start, sentence.end))
    return any(span.holds(claim) for span in spans)

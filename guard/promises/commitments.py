"""What a drafted reply commits somebody to: its claims about what is to come, and what it undertakes without a date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.claims.claim import Claim
from guard.claims.clauses import Layout
from guard.claims.shadow import shadow
from guard.claims.time.times import Time, times
from guard.domain.lazy import lazy
from guard.domain.verdict import Commitment
from guard.promises.due import deadlines, due
from guard.promises.undertakings import Undertaking, undertakings
from guard.text.spans import Span
from guard.view.view import View

_MEANT = frozenset(("guaranteed", "certain", "hedged", "conditional"))
_KINDS = frozenset(
    ("delivery", "dispatch", "refund_time", "refund_amount", "credit", "discount", "resolution", "callback", "outcome")
)
"""Kinds of claim that somebody must keep; a price, a rule or a deed that is done promises nothing."""
_ABOUT_A_DAY = frozenset(("booking", "check", "change"))
"""Kinds that may be about a day without being due on it."""
_AMOUNTS = frozenset(("refund_amount", "credit", "discount"))
_OURS = re.compile(r"\b(?:you|your|we|i|our|us|my)\b", re.IGNORECASE)
"""Without one of these, what is said to come about is a forecast and nobody's promise."""
_COMING = re.compile(r"\b(?:will|shall|going to|guarantee\w*|promise\w*)\b|'ll\b", re.IGNORECASE)
_ITINERARY = re.compile(
    r"^\W*(?:arrives?|departs?|leaves|lands|opens|starts)\b"
    r"|\b(?:flight|train|bus|that) (?:\w+ )*?(?:arrives|departs|leaves|lands)\b",
    re.IGNORECASE,
)
"""A timetable binds nobody who writes."""
_JOINED = re.compile(r"(?:and|but|so|then|or|also)[,\s]+(?=\w)", re.IGNORECASE)


class _Page:
    """The draft of a view, with what several commitments share."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.low = shadow(view.lower)

    @lazy
    def times(self) -> tuple[Time, ...]:
        """Every time of the draft; read only where something is promised."""
        every = times(self.low, self.view.now)
        return tuple(time for time in every if not self.low.endswith(b"as ", 0, time.span.start))

    def within(self, span: Span) -> tuple[Time, ...]:
        """Return the times that stand in a part."""
        return tuple(time for time in self.times if span.start <= time.span.start < span.end)


def commitments(view: View) -> tuple[Commitment, ...]:
    """List what a reply promises and undertakes, in its order; what is denied, asked, quoted or over is not among it.

    Args:
        view: the draft with all around it.

    Example:
        >>> from guard.domain.case import Case
        >>> from guard.view.lexicons import Lexicons
        >>> draft = "I'll look into it now, and it will be with you tomorrow."
        >>> case = Case(draft=draft, facts={"now": "2026-11-21T10:05:00-05:00"})
        >>> [(one.kind, one.by, one.due) for one in commitments(View(case, Lexicons.packaged()))]
        [('check', 'agent', None), ('delivery', 'company', '2026-11-22')]
    """
    if view.tongue != "en" or not view.sentences:
        return ()
    page = _Page(view)
    own = [one for one in undertakings(page.low, Layout(view.lower, view.sentences)) if not view.is_foreign(one.span)]
    claims = [claim for claim in view.claims if _is_promise(claim, own)]
    found = [*(_claimed(page, claim, own) for claim in claims), *_undertaken(page, own, claims)]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _is_promise(claim: Claim, own: list[Undertaking]) -> bool:
    """Tell whether somebody is bound by a claim; an amount that is only named binds nobody."""
    if claim.kind not in _KINDS or claim.certainty not in _MEANT:
        return False
    if _ITINERARY.search(claim.text):
        return False
    if claim.kind == "outcome" and claim.certainty != "guaranteed":
        return _OURS.search(claim.text) is not None
    if claim.kind in _AMOUNTS:
        return any(one.span.overlaps(claim.span) for one in own) or _COMING.search(claim.text) is not None
    return True


def _claimed(page: _Page, claim: Claim, own: list[Undertaking]) -> tuple[Span, Commitment]:
    """Make a commitment of a claim; what the agent does itself is named by its verb."""
    near = next((one for one in own if one.span.overlaps(claim.span)), None)
    kind = claim.kind
    if near is not None and (claim.kind == "outcome" or claim.subject == "agent") and claim.kind not in _AMOUNTS:
        kind = near.kind
    named, placed = page.within(claim.span), claim.due
    if kind in _ABOUT_A_DAY:
        named, placed = deadlines(named), None
    when = due(named, page.view.now, placed)
    last = when.last if when is not None else placed[1] if placed is not None else None
    start = claim.span.start + _lead(claim.text)
    span = Span(start, claim.span.end)
    return span, Commitment(
        text=span.of(page.view.text), kind=kind, by=claim.subject, due=last.isoformat() if last is not None else None,
        certainty=claim.certainty, grounding=claim.grounding, when=when.words if when is not None else None,
        amount=claim.value if claim.kind in _AMOUNTS else None, span=page.view.origin(span), because=claim.because,
    )  # fmt: skip


def _undertaken(page: _Page, own: list[Undertaking], claims: list[Claim]) -> Iterator[tuple[Span, Commitment]]:
    """Make commitments of the undertakings that no claim tells of."""
    for one in own:
        if any(one.span.overlaps(claim.span) for claim in claims):
            continue
        named = page.within(one.span)
        when = due(deadlines(named) if one.kind in _ABOUT_A_DAY else named, page.view.now)
        yield one.span, Commitment(
            text=one.span.of(page.view.text), kind=one.kind, by=one.by,
            due=when.last.isoformat() if when is not None and when.last is not None else None,
            certainty=one.certainty, grounding="not checkable", when=when.words if when is not None else None,
            span=page.view.origin(one.span),
        )  # fmt: skip


def _lead(text: str) -> int:
    """Return how many characters of a text only join it to what came before."""
    joined = _JOINED.match(text)
    return joined.end() if joined else 0

"""Finds what a reply promises on the company's behalf, and holds its times against the sources.

Who is bound matters: "I'll check this now" is the agent's own next step and honest; "it'll be with
you tomorrow" binds the company. A time makes a promise of a plain statement, and so does a guarantee.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import cast

from guard.claims.certainty import certainty, denies, softens
from guard.claims.claim import Claim, ClaimKind, Subject
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.promises.absolutes import absolutes
from guard.claims.promises.appointments import appointments
from guard.claims.promises.ground import Found, ground, refused, ruled, sworn
from guard.claims.promises.known import Known
from guard.claims.promises.moments import moments
from guard.claims.promises.page import Page
from guard.claims.shadow import Facets, Pattern, compiled
from guard.claims.tables import either, table, words
from guard.claims.time.expression import Time
from guard.domain.hit import Because
from guard.domain.verdict import Certainty
from guard.text.spans import Span

_FACETS = (
    "future", "present", "own_first", "own_outcome", "in_touch", "reply",
    "effort", "aside", "weekly", "verdicts", "rulings", "vow",
)  # fmt: skip
_SILENT = ("aside", "weekly", "effort")
"""Facets of an effort, a rule or the customer's part: nothing is promised."""
_OPENING = ("future", "present", "vow")
_LASTING = ("delivery", "dispatch", "refund_time", "resolution")
"""Kinds that an event may limit ("before the wedding"): of other things nobody is held to one."""
_UNKNOWN: Found = ("not checkable", None)
_POINTS = ("", "by", "before", "on", "at", "until", "no later than")
_ROUGHLY = ("about", "around", "approximately", "roughly", "on or around")
_NEIGHBOUR = 60
"""A clause that lends its time to another is short ("by Friday", "6 November")."""


@cache
def _anchors() -> Pattern:
    return compiled(either(cast(list[str], table("promises")["anchors"]), words("promises")))


@cache
def _facets() -> Facets:
    """Return the patterns that are asked of a clause, those of the kinds among them."""
    known = words("promises")
    forms = {name: table("promises")[name] for name in _FACETS} | dict(table("promises")["kinds"])
    return Facets({name: either([form] if isinstance(form, str) else form, known) for name, form in forms.items()})


@cache
def _kinds() -> tuple[ClaimKind, ...]:
    return tuple(cast(dict[ClaimKind, str], table("promises")["kinds"]))


_BAD = ("contradicted", "unsupported")


def promises(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield what the reply promises, at most one claim a clause.

    Example:
        >>> from guard.claims.context import Setting
        >>> said = "It'll be with you tomorrow, guaranteed."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [(claim.kind, claim.certainty) for claim in promises(said, said.lower().encode(), layout, Setting())]
        [('delivery', 'guaranteed')]
    """
    page = Page(text, low, layout, context, context.keep(Known, partial(Known, context)))
    seen: set[Span] = set()
    told: set[int | None] = set()
    denied: set[int | None] = set()
    for match in _anchors().finditer(low):
        place = Span(*match.span())
        if layout.number(place.start) is None:
            continue
        clause = layout.clause(place.start)
        if clause not in seen:
            seen.add(clause)
            for claim in _claims(page, clause, place):
                told.add(layout.number(place.start))
                if claim.grounding in _BAD and claim.certainty in ("certain", "guaranteed"):
                    denied.add(layout.number(place.start))
                yield claim
    for claim in appointments(page):
        if layout.number(claim.span.start) not in told:
            denied.add(layout.number(claim.span.start))
            yield claim
    for claim in (*moments(page), *absolutes(page)):
        if layout.number(claim.span.start) not in denied:
            denied.add(layout.number(claim.span.start))
            yield claim


def _claims(page: Page, clause: Span, place: Span) -> Iterator[Claim]:
    """Judge one clause that holds the opening of a promise."""
    part = page.low[clause.start : clause.end]
    has = _facets()(part)
    if not has.isdisjoint(_SILENT) or has.isdisjoint(_OPENING):
        return
    if has.isdisjoint(("future", "present")) and _others_speak(page, clause):
        return
    named = _times(page, clause)
    late = () if named or "future" not in has else _late(page, clause, place)
    if not _promises(has, bool(named)):
        return
    sentence = page.layout.sentence(place.start)
    sure = certainty(page.low, page.layout.lower, Span(place.end, place.end), clause, sentence)
    if sure == "certain" and named and all(time.lead in _ROUGHLY for time in named):
        sure = "hedged"
    subject = _subject(has, part, page.low[sentence.start : clause.end])
    kind = "callback" if subject != "agent" and "reply" in has else _kind(has)
    if not named and not late and sure != "guaranteed" and "verdicts" not in has:
        yield from _timeless(page, clause, place, kind, sure, has, subject)
    elif late:
        yield _claim(page, clause, place, kind, sure, subject, late, _too_late(page, sure))
    elif not (named and kind not in _LASTING and all(time.form == "event" for time in named)):
        found = _UNKNOWN
        if subject != "agent":
            found = _weighed(page, part, named, kind, sure, "rulings" in has, page.lower(sentence))
        yield _claim(page, clause, place, kind, sure, subject, named, found)


def _timeless(
    page: Page, clause: Span, place: Span, kind: ClaimKind, sure: Certainty, has: frozenset[str], subject: Subject
) -> Iterator[Claim]:
    """Yield what a rule refuses, and what is promised for no exact time; the agent's own next step is neither."""
    refusal = refused(page.lower(clause), page.known) if sure == "certain" else _UNKNOWN
    if refusal[0] == "contradicted":
        yield _claim(page, clause, place, kind, sure, "company", (), refusal)
    elif subject != "agent" and "rulings" not in has:
        vague = tuple(one for one in page.within(clause) if one.is_vague)
        if vague:
            yield _claim(page, clause, place, kind, sure, subject, vague, _UNKNOWN)


def _claim(
    page: Page, clause: Span, place: Span, kind: ClaimKind, sure: Certainty, subject: Subject, named: Sequence[Time],
    found: Found,
) -> Claim:  # fmt: skip
    """Make the claim of a clause."""
    span = _extent(page, clause, named)
    return Claim(
        kind=kind,
        span=span,
        text=span.of(page.text),
        cue=place.of(page.text),
        subject=subject,
        certainty=sure,
        grounding=found[0],
        due=named[0].readings[0] if named and named[0].readings else None,
        value=named[0].words if named else None,
        because=found[1],
    )


def _late(page: Page, clause: Span, place: Span) -> tuple[Time, ...]:
    """Return the times that a promise names although they are over: "today before five", said at six."""
    return tuple(
        one
        for one in page.within(clause)
        if one.span.start >= place.end and one.lead in _POINTS and not one.is_past and page.is_over(one)
    )


def _too_late(page: Page, sure: Certainty) -> Found:
    if sure not in ("certain", "guaranteed", "hedged") or page.context.now is None:
        return "not checkable", None
    return "contradicted", Because("facts.now", page.context.now.isoformat())


def _promises(has: frozenset[str], timed: bool) -> bool:
    """Tell whether a clause speaks of what is still to come."""
    return not has.isdisjoint(("future", "rulings")) or (timed and not has.isdisjoint(("present", "vow")))


def _weighed(
    page: Page, part: bytes, named: Sequence[Time], kind: ClaimKind, sure: Certainty, ruling: bool, whole: str
) -> Found:
    """Hold a promise against the sources; word from a colleague or a system is nobody's date to break."""
    if sure not in ("certain", "guaranteed", "hedged"):
        return "not checkable", None
    said = part.decode("ascii")
    if ruling and sure != "hedged":
        found = sworn(whole, page.known)
        return found if found[0] == "supported" else ruled(page.known)
    if not named:
        return ("not checkable", None) if kind == "callback" or sure == "hedged" else sworn(whole, page.known)
    grounding, because = ground(kind, named, page.known, sure, said, whole)
    if kind == "callback" and grounding == "unsupported" and sure != "guaranteed":
        return "not checkable", None
    return grounding, because


def _extent(page: Page, clause: Span, named: Sequence[Time]) -> Span:
    """Return the clause, stretched to the time that stands in its neighbour, without outer blanks and commas."""
    start = min([clause.start, *(time.span.start for time in named)])
    end = max([clause.end, *(time.span.end for time in named)])
    part = page.low[start:end]
    return Span(start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip(b" ,;:-\n\t("))))


def _times(page: Page, clause: Span) -> tuple[Time, ...]:
    """Return the times of a clause; if it has none, those of a neighbour that promises nothing itself."""
    own = tuple(time for time in page.times if clause.start <= time.span.start < clause.end)
    if own:
        return tuple(time for time in own if not _is_idle(time))
    row = page.layout.of(cast(int, page.layout.number(clause.start)))
    at = row.index(clause)
    for near in sorted(row, key=lambda one: abs(row.index(one) - at))[1:4]:
        if near.end - near.start < _NEIGHBOUR and not _speaks(page.low[near.start : near.end]):
            lent = (time for time in page.times if near.start <= time.span.start < near.end)
            if theirs := tuple(time for time in lent if not _is_idle(time)):
                return theirs
    return ()


def _speaks(part: bytes) -> bool:
    """Tell whether a clause promises, denies or estimates something itself, so that its time is its own."""
    return _anchors().search(part) is not None or denies(part) or softens(part)


def _others_speak(page: Page, clause: Span) -> bool:
    """Tell whether another clause of the sentence promises, denies or estimates: what is sworn to is its own affair."""
    row = page.layout.of(cast(int, page.layout.number(clause.start)))
    return any(_speaks(page.low[other.start : other.end]) for other in row if other != clause)


def _is_idle(time: Time) -> bool:
    """Tell whether a time is only a length that nobody is held to (`a day`, `for two weeks`), or tells what was."""
    if time.length is None:
        return time.lead in ("of", "since", "during") or (time.lead == "from" and time.form == "month")
    return time.lead in ("for", "after", "over", "every", "up to", "ago") or (time.lead == "" and not time.is_range)


def _subject(has: frozenset[str], part: bytes, so_far: bytes) -> Subject:
    """Say who is bound. What an agent or its team will look into is its own; what will come of it is the company's."""
    if "own_outcome" in has:
        return "company"
    if "own_first" in has or (_is_bare(part) and "own_first" in _facets()(so_far)):
        return "agent"
    return "agent" if "in_touch" in has else "company"


def _is_bare(part: bytes) -> bool:
    """Tell whether the clause has no subject of its own ("and will let you know", "in your inbox by friday")."""
    return re.match(rb"\s*(?:and |or |then |but |also )*(?:will|'ll|with|in|on|at)\b", part) is not None


def _kind(has: frozenset[str]) -> ClaimKind:
    for kind in _kinds():
        if kind in has:
            return kind
    return "outcome"

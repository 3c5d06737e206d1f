"""Finds what a reply undertakes, also without a time: the writer's next steps, and what the company will do.

A claim needs a date, a guarantee or a record to be held against; an undertaking needs none of them
("I'll look into it now"), and still somebody must keep it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guard.claims.certainty import certainty, denies
from guard.claims.claim import Subject
from guard.claims.clauses import Layout
from guard.domain.verdict import Certainty
from guard.promises.wordings import finder, form_of, kind_of, pattern, verb
from guard.text.spans import Span

_WHETHER = re.compile(rb"\b(?:if|whether|once|when|as soon as)\b")
_AND = re.compile(r",? (?:and|&) (?:(?:i |we )?(?:will|'ll|shall) )?(?:then |also |personally |again )*")
_SELF = re.compile(rb"\b(?:i|we)\b")
_LEAST = 3
"""Words that an undertaking has at least: "we'll see" says nothing."""


@dataclass(frozen=True, slots=True)
class Undertaking:
    """Something the writer or the company will do.

    Args:
        span: code points of the text that was read.
        kind: what it is about.
        by: who is bound.
        certainty: how sure it sounds.
        verb: of a refusal, the word for what will not be done.
    """

    span: Span
    kind: str
    by: Subject
    certainty: Certainty
    verb: str = ""


def undertakings(low: bytes, layout: Layout) -> Iterator[Undertaking]:
    """Yield what a reply undertakes, from left to right; what is denied, asked or quoted is none.

    Args:
        low: the shadow of the lower-case text.
        layout: its sentences and clauses.

    Example:
        >>> said = "i'll look into it now. you will receive an e-mail."
        >>> layout = Layout(said, (Span(0, 22), Span(23, 50)))
        >>> [(one.kind, one.by) for one in undertakings(said.encode(), layout)]
        [('check', 'agent'), ('send', 'company')]
    """
    before: tuple[int, Subject] | None = None
    ends = 0
    for match in finder().finditer(low):
        place = Span(*match.span())
        number = layout.number(place.start)
        if number is None or place.start < ends:
            continue
        form, place = _form_at(low, place)
        heir = _heir(low, layout, place, number, before) if form == "joined" else None
        if form == "joined" and heir is None:
            continue
        found = tuple(_read(low, layout, place, form, heir))
        if found:
            before = (number, found[-1].by)
            ends = found[-1].span.end
        yield from found


def refusals(low: bytes, layout: Layout) -> Iterator[Undertaking]:
    """Yield what a reply says it cannot, or will no longer, do.

    Example:
        >>> said = "i'm sorry, we cannot refund the fee."
        >>> [one.kind for one in refusals(said.encode(), Layout(said, (Span(0, len(said)),)))]
        ['refund']
    """
    for match in pattern("refused").finditer(low):
        place = Span(*match.span())
        if layout.number(place.start) is not None:
            span = Span(place.start, max(place.end, layout.clause(place.start).end))
            last = low[place.start : place.end].rsplit(None, 1)[-1].decode("ascii")
            kind = kind_of(low, span, place, "mine")
            yield Undertaking(_trimmed(low, span), kind, "company", "negated", last)


def _form_at(low: bytes, place: Span) -> tuple[str, Span]:
    """Return which form was found, and where: what seems somebody's deed may be the second half of one's own."""
    said = low[place.start : place.end]
    form = form_of(said)
    at = said.rfind(b" and ") + 1
    return ("joined", Span(place.start + at, place.end)) if form == "team" and at else (form, place)


def _heir(low: bytes, layout: Layout, place: Span, number: int, before: tuple[int, Subject] | None) -> Subject | None:
    """Return who is meant where a clause leaves it out ("I've flagged this and will watch it")."""
    if before is not None and before[0] == number:
        return before[1]
    return "agent" if _SELF.search(low, layout.sentences[number].start, place.start) else None


def _read(low: bytes, layout: Layout, place: Span, form: str, heir: Subject | None) -> Iterator[Undertaking]:
    """Read one clause: one undertaking, or two where it joins deeds of different kinds."""
    clause, sentence = layout.clause(place.start), layout.sentence(place.start)
    if place.end > clause.end:
        clause = Span(clause.start, min(sentence.end, layout.clause(place.end - 1).end))
    whole = low[clause.start : clause.end]
    if _says_nothing(low, clause, place, form, whole):
        return
    sure = _certainty(low, layout, place, clause, sentence)
    if sure in ("negated", "question", "reported", "past"):
        return
    by: Subject = heir or ("agent" if form in ("mine", "step") else "company")
    start = place.start if form in ("mine", "step", "receive", "joined") else clause.start
    if form == "step" and (waits := low.rfind(b"while i ", place.start, place.end)) >= 0:
        start = waits + len(b"while ")
    parts = tuple(_parts(low, Span(start, clause.end), place, form))
    for part, kind in parts:
        trimmed = _trimmed(low, part)
        if len(low[trimmed.start : trimmed.end].split()) >= _LEAST:
            yield Undertaking(trimmed, kind, by, sure)


def _says_nothing(low: bytes, clause: Span, place: Span, form: str, whole: bytes) -> bool:
    """Tell whether the words only look like an undertaking."""
    after = low[place.start : min(clause.end, place.end + 30)]
    if denies(low[clause.start : place.end]) or pattern("nothing").search(after):
        return True
    if form == "receive":
        return pattern("gets").search(after) is not None
    if form == "team":
        return pattern("strangers").search(low[place.start : place.end]) is not None
    before = low[clause.start : place.start]
    return form == "passive" and (
        pattern("rules").search(whole) is not None
        or (pattern("strangers").search(before) is not None and b"you" not in before.split())
    )


def _certainty(low: bytes, layout: Layout, place: Span, clause: Span, sentence: Span) -> Certainty:
    """Say how sure it sounds; what it is to be found out ("I'll check whether …") is no condition."""
    for blank in pattern("haste").finditer(low[sentence.start : sentence.end]):
        start, stop = blank.span()
        low = _masked(low, Span(sentence.start + start, sentence.start + stop))
    if verb("check").search(low[place.start : place.end]) and (found := _WHETHER.search(low, place.end, sentence.end)):
        low = _masked(low, Span(*found.span()))
    cut = pattern("ends").search(low[place.end : clause.end])
    within = Span(clause.start, place.end + cut.span()[0] if cut else clause.end)
    return certainty(low, layout.lower, place, within, sentence)


def _masked(low: bytes, span: Span) -> bytes:
    return low[: span.start] + b"-" * (span.end - span.start) + low[span.end :]


def _parts(low: bytes, whole: Span, place: Span, form: str) -> Iterator[tuple[Span, str]]:
    """Cut where a second deed of another kind is joined on ("escalate this and keep you updated")."""
    start, kind = whole.start, kind_of(low, whole, place, form)
    text = low[whole.start : whole.end].decode("ascii")
    if form in ("mine", "step", "team", "joined"):
        for match in _AND.finditer(text, place.end - whole.start):
            deed = verb("verb").search(low[whole.start + match.end() : whole.end])
            if deed is None or deed.span()[0] != 0:
                continue
            at = whole.start + match.end()
            other = kind_of(low, Span(at, whole.end), Span(at, at + deed.span()[1]), "joined")
            kind_before = kind_of(low, Span(start, whole.start + match.start()), place, form)
            if other != kind_before:
                yield Span(start, whole.start + match.start()), kind_before
                start, kind, place, form = at, other, Span(at, at + deed.span()[1]), "joined"
    yield Span(start, whole.end), kind


def _trimmed(low: bytes, part: Span) -> Span:
    said = low[part.start : part.end]
    start = part.start + len(said) - len(said.lstrip(b" ,;:-\n\t*"))
    joined = re.match(rb"(?:and|but|so|then|or) ", low[start : part.end])
    if joined:
        start += joined.end()
    end = part.end - (len(said) - len(said.rstrip(b" ,;:-\n\t(.!")))
    if low[start:end].endswith(b")") and b"(" not in low[start:end]:
        end -= 1
    return Span(start, end)

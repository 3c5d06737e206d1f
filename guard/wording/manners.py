"""Small manners: a please where something is asked, one apology instead of five, no word that talks down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from guard.text.patches import Patch
from guard.text.spans import Span
from guard.view.view import View
from guard.wording.site import Site, insertion_point, patched, without
from guard.wording.tables import pattern, table

_FRAGMENT = 5
"""Words up to which a question without a verb is a bare request ("Order number?")."""
_WORDS_TAKEN = 4
_WORDS_LEFT = 3
_MERE_APOLOGY = 9
"""Words up to which a sentence with a repeated apology says nothing else."""


@cache
def _piled() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form) for form in table("manners")["piled"])


def please(site: Site) -> tuple[Patch, ...]:
    """Make the first bare request polite."""
    view = site.view
    places = (site.span,) if site.span is not None else (*view.places_of("request"), *view.sentences)
    held = [at for place in places if (at := view.sentence_at(place.start)) is not None]
    return next(((patch,) for at in held if (patch := _polite(view.sentences[at], view)) is not None), ())


def _polite(sentence: Span, view: View) -> Patch | None:
    """Put a please into one sentence, where its form shows the place."""
    said = sentence.of(view.lower)
    lead = pattern("manners", "lead").match(said)
    start = sentence.start + (lead.end() if lead else 0)
    first = re.match(r"[a-z-]+", view.lower[start : sentence.end])
    if first and first[0] in table("manners")["imperatives"] and not said.endswith("?"):
        letter = Span(start, start + 1)
        capital = "Please" if start == sentence.start else "please"
        return patched(letter, f"{capital} {letter.of(view.lower)}", view)
    fragment = said.endswith("?") and len(said.split()) <= _FRAGMENT and not re.match(r"(?:wh|how|is|are|do|d|c)", said)
    if pattern("manners", "needs").match(said) or pattern("manners", "asks").match(said) or fragment:
        return insertion_point(sentence, ", please", view)
    return None


def without_words(site: Site) -> tuple[Patch, ...]:
    """Take the flagged words alone away, where the sentence stands without them."""
    span, view = site.span, site.view
    if span is None or len(span.of(view.text).split()) > _WORDS_TAKEN:
        return ()
    sentence = site.sentence or span
    rest = view.text[sentence.start : span.start] + view.text[span.end : sentence.end]
    if len(rest.split()) < _WORDS_LEFT:
        return ()
    if span.start > sentence.start:
        ahead = view.text[: span.start].rstrip()
        comma = ahead.endswith(",") and view.text[span.end : span.end + 1] == ","
        return without((Span(len(ahead) - 1, span.end + 1) if comma else span,), view)
    after = re.match(r"[\s,]*(?:that\s+)?(\w)(\w*)", view.text[span.end : sentence.end])
    if after is None or pattern("manners", "hangs").fullmatch((after[1] + after[2]).lower()):
        return ()
    return (patched(Span(span.start, span.end + after.end(1)), after[1].upper(), view),)


def first_only(site: Site) -> tuple[Patch, ...]:
    """Keep the first of wordings that pile up, and take the others away."""
    return tuple(_side_by_side(patch for form in _piled() for patch in _thinned(form, site.view)))


def _side_by_side(patches: Iterable[Patch]) -> Iterator[Patch]:
    """Leave out what another patch covers; neighbours that both take the space between them share it."""
    reached = 0
    for patch in sorted(patches, key=lambda one: (one.start, -one.end)):
        if patch.end > reached:
            yield Patch(max(patch.start, reached), patch.end, patch.text)
            reached = patch.end


def _thinned(form: re.Pattern[str], view: View) -> Iterator[Patch]:
    """Yield what takes the later wordings away: the sentence that is nothing else, or its opening."""
    found = [Span(*match.span()) for match in form.finditer(view.lower) if not view.is_foreign(Span(*match.span()))]
    seen = {view.sentence_at(found[0].start)} if found else set[int | None]()
    for span in found[1:]:
        at = view.sentence_at(span.start)
        if at is None or at in seen:
            continue
        seen.add(at)
        sentence = view.sentences[at]
        if len(sentence.of(view.text).split()) <= _MERE_APOLOGY and "," not in sentence.of(view.text):
            yield from without((sentence,), view)
        elif span.start == sentence.start:
            rest = re.match(r",?\s*(?:but|that)?\s*(\w)", view.text[span.end : sentence.end])
            if rest and rest[0].startswith((",", " but")):
                yield patched(Span(span.start, span.end + rest.end()), rest[1].upper(), view)

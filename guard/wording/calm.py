"""Lowers the voice: capitals become ordinary letters, exclamation marks full stops, and cheer goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from guard.text.patches import Patch
from guard.text.spans import Span
from guard.view.view import View
from guard.wording.site import Site, patched
from guard.wording.tables import table

_LOUD = re.compile(r"\b[A-Z][A-Z']*[A-Z]\b|\b[A-Z]\b")
_MARKS = re.compile(r"(?P<asked>\?[!?]*!|!+\?)[!?]*|!+")
_PILED_MARKS = re.compile(r"!{2,}")
_PROPER = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")


@cache
def _cheerful() -> re.Pattern[str]:
    return re.compile(rf" ?{table('calm')['cheerful']}")


def calm_case(site: Site) -> tuple[Patch, ...]:
    """Set the words that shout in ordinary letters; acronyms and names keep theirs."""
    view = site.view
    span = site.span or Span(0, len(view.text))
    names = _names(view)
    words = [
        patched(place, calmed, view)
        for match in _LOUD.finditer(view.text, span.start, span.end)
        if (place := Span(*match.span())) and not view.is_foreign(place)
        if (calmed := _calmed(match[0], names, _begins(place, view))) != match[0]
    ]
    end = span.end
    while view.text[end : end + 1] == "!":
        end += 1
    marks = [patched(Span(*match.span()), ".", view) for match in _PILED_MARKS.finditer(view.text, span.start, end)]
    return tuple(sorted([*words, *marks])) if words else ()


def _calmed(word: str, names: Mapping[str, str], begins: bool) -> str:
    """Return a word in ordinary letters."""
    plain = word.lower()
    if word in table("calm")["acronyms"]:
        return word
    if plain in names:
        return names[plain]
    if plain in table("calm")["capitalised"] or begins or plain.startswith("i'"):
        return plain.capitalize()
    return plain


def _begins(place: Span, view: View) -> bool:
    """Tell whether a word begins a sentence."""
    at = view.sentence_at(place.start)
    return at is not None and view.sentences[at].start == place.start


def _names(view: View) -> Mapping[str, str]:
    """Return the names that are known, or stand with a capital inside a sentence, by their small letters."""
    said = " ".join((view.text, *(m.text for _, m in view.messages), view.customer_name or "", view.agent_name or ""))
    known = [*_PROPER.findall(said), *(view.customer_name or "").split(), *(view.agent_name or "").split()]
    return {name.lower(): name for name in known}


def calm_marks(site: Site) -> tuple[Patch, ...]:
    """End the writer's sentences with full stops, and leave cheerful emoji out."""
    view = site.view
    return tuple(patch for patch, place in _marks(view) if not view.is_foreign(place))


def _marks(view: View) -> Iterator[tuple[Patch, Span]]:
    """Yield what lowers the voice, with its place."""
    for match in _MARKS.finditer(view.text):
        place = Span(*match.span())
        yield patched(place, "?" if match["asked"] else ".", view), place
    for match in _cheerful().finditer(view.text):
        place = Span(*match.span())
        yield patched(place, "", view), place

"""The place of a claim in its sentence: what goes with it, what stays before it, and how both are joined."""

from __future__ import annotations

import re
from typing import NamedTuple

from guard.text.patches import Patch
from guard.text.spans import Span
from guard.wording.site import JOINED, Site, patched
from guard.wording.tables import pattern

EDGES = " ,;:-.!"
_CHEER_LEFT = re.compile(r"(?:\s*[^\w\s\x00-\x7f€£¥₹°„“”‘’«»¿¡…–—]+)*")
"""Emoji after a sentence that announced good news."""


def truth(key: str, form: str = "{}") -> re.Pattern[str]:
    """Return a pattern of the table of how promises and deeds are told and taken back."""
    return pattern("truth", key, form)


class Place(NamedTuple):
    """What is rewritten of a sentence: code points of `view.text`.

    Args:
        lead: what stands before it and stays.
        joint: what joins the two.
        start: from where words go.
        said: where the claim's own words begin.
        end: of the sentence.
    """

    lead: str
    joint: str
    start: int
    said: int
    end: int


def placed(site: Site) -> Place | None:
    """Return what is rewritten; cheer that announced the news goes with it, before it or in a sentence of its own."""
    sentence = site.sentence
    if site.span is None or sentence is None:
        return None
    text = site.view.text
    claimed = max(site.span.start, sentence.start)
    before = text[sentence.start : claimed]
    cheer = truth("cheers", r"^(?:{})").match(text[sentence.start : sentence.end])
    start = sentence.start + cheer.end() if cheer else sentence.start
    if start >= claimed or truth("sworn", r"^(?:{}|\s)*$").match(text[start:claimed]):
        return Place("", "", _cheer_before(sentence.start, site), max(start, claimed), sentence.end)
    if leading := truth("leading").search(before):
        kept = before[: leading.start()].rstrip(" ,;:-")
        joint = (", but " if leading["but"] else ", ") if kept else ""
        return Place(kept, joint, sentence.start + len(kept), claimed, sentence.end)
    return Place(before.strip(), "", claimed, claimed, sentence.end)


def instead(text: str, site: Site) -> tuple[Patch, ...]:
    """Put a text in the place of a claim's clause: what stands before it stays where it can stand alone."""
    place = placed(site)
    if place is None:
        return ()
    view = site.view
    ahead = view.text[: place.said].rstrip()
    joined = ahead.endswith(";") or re.match(r"(?:and|but|so) ", view.text[place.said : place.end], re.IGNORECASE)
    if place.lead and joined and truth("speaks").search(place.lead):
        kept = len(ahead.rstrip(EDGES))
        return (patched(Span(kept, place.end), f". {text}", view),)
    start = site.sentence.start if place.lead and site.sentence else place.start
    return (patched(Span(start, place.end), text, view),)


def _cheer_before(start: int, site: Site) -> int:
    """Return where the sentence begins, with a sentence before it that does nothing but announce good news."""
    sentences = site.view.sentences
    at = site.view.sentence_at(start)
    if at is None or at == 0:
        return start
    before = sentences[at - 1]
    is_cheer = truth("cheers", r"^(?:{})$").match(before.of(site.view.text) + " ")
    return before.start if is_cheer and "\n" not in site.view.text[before.end : start] else start


def change(new: str, joined: bool, place: Place, site: Site) -> tuple[Patch, int]:
    """Put a turned sentence in its place.

    Args:
        new: the sentence.
        joined: whether a small word joined it to what stands before it.
        place: of the claim.
        site: of the finding.

    Returns:
        The patch, and where it ends in `view.text`.
    """
    start, joint = place.start, place.joint
    if joined and place.lead:
        start = len(site.view.text[: place.start].rstrip(EDGES))
        joint = ", and " if re.search(r"\bbut\b", place.lead) else ", but "
    first = new if joint or place.lead else new[0].upper() + new[1:]
    cheer = _CHEER_LEFT.match(site.view.text, place.end)
    end = cheer.end() if cheer else place.end
    while end < len(site.view.text) and site.view.text[end] in JOINED:
        end += 1
    return patched(Span(start, end), f"{joint}{first}", site.view), end


def lowered(said: str) -> str:
    """Begin in lower case, but for "I"."""
    return said if re.match(r"I\b|[A-Z]{2}", said) else said[0].lower() + said[1:]

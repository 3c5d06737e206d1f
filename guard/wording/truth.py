"""Makes honest words of a promise that nobody can keep, and of a deed that no log shows.

The sentence keeps its subject, its object and its facts; only what it asserts is turned: "It'll be
there on Friday, guaranteed." becomes "I can't promise that it'll be there on Friday." What the
promise was said to be good for ("so you can tell your boss") falls with it. What cannot be turned
without guessing at grammar is left to the policy's own sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from guard.claims.families import deeds
from guard.text.patches import Patch
from guard.text.spans import Span
from guard.text.tables import beside
from guard.wording.site import Site, patched, without

_EDGES = " ,;:-.!"
_SYMBOLS = re.compile(r"[^\w\s'\")\]%°$€£¥₹.,;:!?#&*/+-]+\s*$")
_CHEER_LEFT = re.compile(r"(?:\s*[^\w\s\x00-\x7f€£¥₹°„“”‘’«»¿¡…–—]+)*")
"""Emoji after a sentence that announced good news."""
_AUXILIARIES = {"has": "hasn't", "have": "haven't", "'s": "hasn't", "is": "isn't", "are": "aren't"}
_PASTS = {"was": "hasn't been", "were": "haven't been"}
_MERE = 4
"""Words up to which a claim names no deed ("You're all set!")."""
_AUXILIARY = re.compile(r"(?:has|have|is|are|was|were)\b", re.IGNORECASE)
_NEXT = re.compile(r",? and (?:(?:it|they|the|your|there|that|this)\b|\S*\d).*$", re.IGNORECASE | re.DOTALL)
"""Another statement that was joined to the deed's."""
_AGO = re.compile(r"\s+\S+ (?:minutes?|hours?|days?|weeks?) ago\b", re.IGNORECASE)
_WHEN = re.compile(r"\s+(?:on|at|yesterday|last|earlier|this morning)\b.*$", re.IGNORECASE)
"""When it is said to have been done; what has not been done has no such time."""
_DONE = " I'll confirm here once it's done."


@cache
def _table() -> Mapping[str, Any]:
    return beside(__file__, "truth")


@cache
def _re(name: str, form: str = "{}") -> re.Pattern[str]:
    return re.compile(form.format(_table()[name]), re.IGNORECASE | re.DOTALL)


def not_promised(site: Site) -> tuple[Patch, ...]:
    """Say that it cannot be promised."""
    place = _place(site)
    if place is None:
        return ()
    said = _re("sworn").sub("", site.view.text[place.said : place.end]).strip(_EDGES)
    joined = re.match(r"(?:and|but|so) ", said, re.IGNORECASE)
    new = _denied(_re("therefore").sub("", said[joined.end() :] if joined else said))
    if new is None or (joined is None and _re("awkward").match(place.lead)):
        return ()
    return _change(new, bool(joined), place, site, "hangs_on")


def _mere(place: Place, site: Site) -> tuple[Patch, ...]:
    """Take away a mere "All done!" where the next sentence says what was done, and is mended by itself."""
    after = next((s for s in site.view.sentences if s.start >= place.end), None)
    told = after is not None and any(c.kind == "action" and c.span.overlaps(after) for c in site.view.claims)
    return without((Span(place.start, place.end),), site.view) if told else ()


def _change(new: str, joined: bool, place: Place, site: Site, follower: str) -> tuple[Patch, ...]:
    """Put the turned sentence in its place, and take away the next one where it only builds upon the old."""
    start, joint = place.start, place.joint
    if joined and place.lead:
        start = len(site.view.text[: place.start].rstrip(_EDGES))
        joint = ", and " if re.search(r"\bbut\b", place.lead) else ", but "
    first = new if joint or place.lead else new[0].upper() + new[1:]
    cheer = _CHEER_LEFT.match(site.view.text, place.end)
    end = cheer.end() if cheer else place.end
    change = patched(Span(start, end), f"{joint}{first}", site.view)
    return (change, *_followed(end, site, follower))


def _denied(said: str) -> str | None:
    """Turn a promise into "I can't promise …"."""
    said = _SYMBOLS.sub("", said).strip(_EDGES)
    if swearing := _re("swearing").match(said):
        return f"I can't promise {swearing['rest'].strip(_EDGES)}."
    if not _re("subject", r"^(?:{})").match(said) or not _re("verb").search(said):
        return None
    if secured := re.match(r"(.+?) (?:is|are) guaranteed to (.+)$", said, re.IGNORECASE):
        said = f"{secured[1]} will {secured[2]}"
    # Both of two things are promised, neither can be.
    said = re.sub(r",? and ((?:it|you|they|we|your|the)\b[^,;]*(?:'ll| will)\b)", r" or that \1", said, flags=re.I)
    # What the writer will do stays, as a sentence of its own.
    own = re.search(r",? and ((?:i|we)(?:'ll| will)\b.*)$", said, re.IGNORECASE)
    kept = f" {own[1][0].upper()}{own[1][1:]}." if own else ""
    return f"I can't promise that {_lowered(said[: own.start()] if own else said)}.{kept}"


def not_yet(site: Site) -> tuple[Patch, ...]:
    """Say that it is not done yet, with the same verb and object."""
    place = _place(site)
    if place is None or site.span is None:
        return ()
    view = site.view
    told = view.text[place.said : max(site.span.end, place.said)].strip(_EDGES)
    if _AUXILIARY.match(told) and site.sentence is not None:  # the subject stands before a comma
        place = place._replace(lead="", start=site.sentence.start, said=site.sentence.start)
        told = view.text[place.said : site.span.end].strip(_EDGES)
    joined = re.match(r"(?:and|but|so) ", told, re.IGNORECASE)
    new = _undone(_re("follows").sub("", told[joined.end() :] if joined else told).strip(_EDGES))
    if new is None:
        return _mere(place, site) if len(told.split()) <= _MERE and not place.lead else ()
    return _change(f"{new} yet.{_DONE}", bool(joined), place, site, "built_on")


def _followed(end: int, site: Site, follower: str) -> tuple[Patch, ...]:
    """Take the next sentence away where it only says what the promise or the deed would lead to."""
    view = site.view
    after = next((s for s in view.sentences if s.start >= end), None)
    if after is None or "\n" in view.text[end : after.start] or not _re(follower).match(after.of(view.text)):
        return ()
    return without((after,), view)


def _undone(said: str) -> str | None:
    """Deny a deed: "I've booked the room" → "I haven't booked the room"."""
    active, passive = _deed_forms()
    if found := active.match(said):
        verb = _table()["participles"].get(found["verb"].lower(), found["verb"])
        return f"{found['who']} haven't {verb}{_plain(found['rest'])}"
    if found := passive.match(said):
        aux = found["aux"].lower().strip()
        denied = _PASTS.get(aux) or _AUXILIARIES[aux] + (" been" if found["been"] else "")
        rest = _WHEN.sub("", found["rest"]) if aux in _PASTS else found["rest"]
        return f"{found['who']} {denied} {found['verb']}{_plain(rest)}"
    return None


@cache
def _deed_forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a deed told in the active and in the passive voice."""
    verbs = "|".join(sorted((*deeds(), *_table()["participles"]), key=len, reverse=True))
    adverbs = rf"(?:\s+{_table()['adverbs']})*"
    return (
        re.compile(
            rf"^(?P<who>i|we)(?:'ve|\s+have|'d|\s+had)?{adverbs}\s+(?P<verb>{verbs})\b(?P<rest>.*)$", re.I | re.S
        ),
        re.compile(
            rf"^(?P<who>(?:your|the|this|that|both|all|it|everything)\b[^;:]{{0,60}}?)"
            rf"(?P<aux>\s+has|\s+have|'s|\s+is|\s+are|\s+was|\s+were){adverbs}(?P<been>\s+been)?{adverbs}"
            rf"\s+(?P<verb>{verbs})\b(?P<rest>.*)$",
            re.I | re.S,
        ),
    )


def _plain(rest: str) -> str:
    """Take away the adverbs that made the deed sound finished."""
    done = _AGO.sub("", _NEXT.sub("", rest))
    return re.sub(rf"(?:\s+{_table()['adverbs']})+(?=\s*$)|\bsuccessfully\s*", "", done, flags=re.I).rstrip(_EDGES)


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


def _place(site: Site) -> Place | None:
    """Return what is rewritten; cheer that announced the news goes with it, before it or in a sentence of its own."""
    sentence = site.sentence
    if site.span is None or sentence is None:
        return None
    text = site.view.text
    claimed = max(site.span.start, sentence.start)
    before = text[sentence.start : claimed]
    cheer = _re("cheers", r"^(?:{})").match(text[sentence.start : sentence.end])
    start = sentence.start + cheer.end() if cheer else sentence.start
    if start >= claimed or _re("sworn", r"^(?:{}|\s)*$").match(text[start:claimed]):
        return Place("", "", _cheer_before(sentence.start, site), max(start, claimed), sentence.end)
    if leading := _re("leading").search(before):
        kept = before[: leading.start()].rstrip(" ,;:-")
        joint = (", but " if leading["but"] else ", ") if kept else ""
        return Place(kept, joint, sentence.start + len(kept), claimed, sentence.end)
    return Place(before.strip(), "", claimed, claimed, sentence.end)


def instead(text: str, site: Site) -> tuple[Patch, ...]:
    """Put a text in the place of a claim's clause: what stands before it stays where it can stand alone."""
    place = _place(site)
    if place is None:
        return ()
    view = site.view
    ahead = view.text[: place.said].rstrip()
    joined = ahead.endswith(";") or re.match(r"(?:and|but|so) ", view.text[place.said : place.end], re.IGNORECASE)
    if place.lead and joined and _re("speaks").search(place.lead):
        kept = len(ahead.rstrip(_EDGES))
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
    is_cheer = _re("cheers", r"^(?:{})$").match(before.of(site.view.text) + " ")
    return before.start if is_cheer and "\n" not in site.view.text[before.end : start] else start


def _lowered(said: str) -> str:
    """Begin in lower case, but for "I"."""
    return said if re.match(r"I\b|[A-Z]{2}", said) else said[0].lower() + said[1:]

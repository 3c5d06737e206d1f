"""Makes honest words of a promise that nobody can keep.

The sentence keeps its subject, its object and its facts; only what it asserts is turned: "It'll be
there on Friday, guaranteed." becomes "I can't promise that it'll be there on Friday." What the
promise was said to be good for ("so you can tell your boss") falls with it. What cannot be turned
without guessing at grammar is left to the policy's own sentence.
"""

from __future__ import annotations

import re

from guard.text.patches import Patch
from guard.text.spans import Span
from guard.view.view import View
from guard.wording.place import EDGES, Place, change, lowered, placed, truth
from guard.wording.site import Site, without

_SYMBOLS = re.compile(r"[^\w\s'\")\]%°$€£¥₹.,;:!?#&*/+-]+\s*$")
_BOTH = re.compile(
    r"^(?P<kept>(?P<who>[^,;]{1,60}?)(?P<is>'s|'re| is| are| has| have| left| went| came)\b"
    r"(?:(?!\bwill\b|'ll\b)[^,;])*?),? and "
    r"(?P<rest>(?:(?!to\b)[^,;]{1,40}? |\w+)??(?P<will>will\b|'ll\b|is going to\b|are going to\b).*|(?:is|are)\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
"""What is so, and what will be: only the second is a promise."""
_HEDGED = re.compile(r"\b(?:expected|estimated|scheduled|due)\b", re.IGNORECASE)
"""Words that promise nothing, and cannot be taken back as a promise."""
_OWN_STEP = re.compile(
    r"\b(?:i|we)(?:'ll| will|'m going to|'m \w+ing)\b|\bshall i\b|\bwould you like\b|\blet you know\b", re.IGNORECASE
)
_WORD_LATER = " I'll tell you here as soon as I know more."
_PAST = frozenset(("action", "status", "identity"))


def not_promised(site: Site) -> tuple[Patch, ...]:
    """Say that it cannot be promised, and where the reply has no next step of its own, that word will come."""
    place = placed(site)
    if place is None:
        return ()
    if truth("dressing").match(f"{place.lead} ") and site.sentence is not None:
        place = place._replace(lead="", start=site.sentence.start)
    said = truth("sworn").sub("", site.view.text[place.said : place.end]).strip(EDGES)
    joined = re.match(r"(?:and|but|so) ", said, re.IGNORECASE)
    new = _turned(said[joined.end() :] if joined else said)
    if new is None or (joined is None and truth("awkward").match(place.lead)):
        return ()
    if not _OWN_STEP.search(new) and _needs_word(site, place):
        new += _WORD_LATER
    patch, end = change(new, bool(joined), place, site)
    return (patch, *_followed(end, site))


def _turned(said: str) -> str | None:
    """Turn a promise, and keep beside it what is none."""
    promise, _, rest = said.partition("; ")
    kept = f" {rest[0].upper()}{rest[1:]}." if rest and not truth("therefore").match(rest) else ""
    promise = truth("therefore").sub("", promise).strip(EDGES)
    if both := _BOTH.match(promise):
        later = both["rest"]
        if re.match(r"will\b|'ll\b|(?:is|are)\b", later, re.IGNORECASE):
            later = f"{_pronoun(both['who'], both['is'])} {later}"
        denied = _denied(later)
        return denied and f"{lowered(both['kept'])}, but {denied}{kept}"
    denied = _denied(promise)
    return denied and f"{denied}{kept}"


def _pronoun(who: str, verb: str) -> str:
    """Return the word for a subject that is named a second time."""
    if who.lower() in ("i", "we", "you", "they", "he", "she", "it"):
        return lowered(who)
    return "they" if verb.strip().lower() in ("are", "have", "'re") else "it"


def _denied(said: str) -> str | None:
    """Turn a promise into "I can't promise …"."""
    said = _SYMBOLS.sub("", said).strip(EDGES)
    if swearing := truth("swearing").match(said):
        return f"I can't promise {swearing['rest'].strip(EDGES)}."
    if not truth("subject", r"^(?:{})").match(said) or not truth("verb").search(said) or _HEDGED.search(said):
        return None
    if secured := re.match(r"(.+?) (?:is|are) guaranteed to (.+)$", said, re.IGNORECASE):
        said = f"{secured[1]} will {secured[2]}"
    # Both of two things are promised, neither can be.
    said = re.sub(r",? and ((?:it|you|they|we|your|the)\b[^,;]*(?:'ll| will)\b)", r" or that \1", said, flags=re.I)
    # What the writer will do stays, as a sentence of its own.
    own = re.search(r",? and ((?:i|we)(?:'ll| will)\b.*)$", said, re.IGNORECASE)
    kept = f" {own[1][0].upper()}{own[1][1:]}." if own else ""
    return f"I can't promise that {lowered(said[: own.start()] if own else said)}.{kept}"


def _needs_word(site: Site, place: Place) -> bool:
    """Tell whether the customer would be left with a mere "I can't promise"."""
    view = site.view
    start = site.sentence.start if site.sentence is not None else place.said
    elsewhere = f"{view.text[:start]} {view.text[place.end :]}"
    return not _OWN_STEP.search(f"{elsewhere} {place.lead}") and _is_first(start, view)


def _is_first(start: int, view: View) -> bool:
    """Tell whether no promise before a place has to be taken back."""
    return not any(
        claim.span.start < start and claim.kind not in _PAST and claim.grounding in ("unsupported", "contradicted")
        for claim in view.claims
    )


def _followed(end: int, site: Site) -> tuple[Patch, ...]:
    """Take the next sentence away where it only says what the promise would lead to."""
    view = site.view
    after = next((s for s in view.sentences if s.start >= end), None)
    if after is None or "\n" in view.text[end : after.start] or not truth("hangs_on").match(after.of(view.text)):
        return ()
    return without((Span(after.start, after.end),), view)

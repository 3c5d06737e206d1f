"""Makes honest words of a deed that no log shows: it is still to come, with all that was told of it.

"I've booked the visit for tomorrow, Friday the 13th; it usually takes an hour." becomes "I haven't
booked the visit for tomorrow, Friday the 13th yet. I'll confirm here once it's done. After that, it
usually takes an hour." What the deed was told to have led to ("your balance is 4,200 again") falls.
"""

from __future__ import annotations

import re
from functools import cache

from guard.claims.clauses import clauses
from guard.claims.deeds.families import deeds
from guard.text.patches import Patch
from guard.text.spans import Span
from guard.wording.place import EDGES, Place, change, lowered, placed, truth
from guard.wording.site import Site, patched, without
from guard.wording.tables import table

_AUXILIARIES = {"has": "hasn't", "have": "haven't", "is": "isn't", "are": "aren't", "'s": "isn't"}
_PASTS = {"was": "hasn't been", "were": "haven't been"}
_MERE = 4
"""Words up to which a claim names no deed ("You're all set!")."""
_AUXILIARY = re.compile(r"(?:has|have|is|are|was|were)\b", re.IGNORECASE)
_NEXT = re.compile(r",? and (?:(?:it|they|the|your|there|that|this)\b|(?<!\d and )\S*\d).*$", re.IGNORECASE | re.DOTALL)
"""Another statement that was joined to the deed's."""
_AGO = re.compile(r"\s+\S+ (?:minutes?|hours?|days?|weeks?) ago\b", re.IGNORECASE)
_WHEN = re.compile(r"\s+(?:on|at|yesterday|last|earlier|this morning)\b.*$", re.IGNORECASE)
"""When it is said to have been done; what has not been done has no such time."""
_DONE = " I'll confirm here once it's done."
_TOLD = r"\d|\b(?:one|two|three|four|five|few|some|today|tomorrow|tonight)\b"
"""Words of a time or an amount, which are not dropped."""
_AND_DONE = "; I'll let you know here once I can."


def not_yet(site: Site) -> tuple[Patch, ...]:
    """Say that it is not done yet, with the same verb and object."""
    place = placed(site)
    if place is None or site.span is None:
        return ()
    view = site.view
    told = view.text[place.said : max(site.span.end, place.said)].strip(EDGES)
    if _AUXILIARY.match(told) and site.sentence is not None:  # the subject stands before a comma
        place = place._replace(lead="", start=site.sentence.start, said=site.sentence.start)
        told = view.text[place.said : site.span.end].strip(EDGES)
    joined = re.match(r"(?:and|but|so) ", told, re.IGNORECASE)
    told = told[joined.end() :] if joined else told
    if _pointing(view.text[place.said : place.end]):
        return ()
    new = _undone(truth("follows").sub("", told).strip(EDGES))
    if new is None:
        return _mere(place, site) if len(view.text[place.said : place.end].split()) <= _MERE and not place.lead else ()
    next_ = _NEXT.search(told)
    details, later = ("", _behind(next_[0].strip(EDGES))) if next_ else _tail(Span(site.span.end, place.end), site)
    turned = " ".join((f"{_with_yet(new, details)}.{_shown(site)}{_once(site)}", *later))
    patch, end = change(turned, bool(joined), place, site)
    return (patch, *_followed(end, site))


def not_confirmed(site: Site) -> tuple[Patch, ...]:
    """Say that it cannot be confirmed yet, with the whole of what was told."""
    place = placed(site)
    if place is None or site.span is None:
        return ()
    said = site.view.text[place.said : place.end].strip(EDGES)
    joined = re.match(r"(?:and|but|so) ", said, re.IGNORECASE)
    said = said[joined.end() :] if joined else said
    colon = _pointing(said)
    said = truth("therefore").sub("", said[colon.end() :] if colon else said).strip(EDGES)
    if not truth("clause").match(said) or re.match(r"(?:i|we|please)\b", said, re.IGNORECASE):
        return ()
    patch, end = change(_unconfirmed(said), bool(joined), place, site)
    return (patch, *_followed(end, site))


def _pointing(said: str) -> re.Match[str] | None:
    """Match words that only point at what was done: "That's cancelled for you now: your plan ends in May"."""
    return re.match(
        r"(?:(?:and|but|so) )?(?:it|that|this)(?:'s| is| has been)\b[^:,;]{0,60}:\s+(?=\S)", said, re.IGNORECASE
    )


def _with_yet(denied: str, details: str) -> str:
    """Say "yet", behind the auxiliary where details make the sentence long."""
    if not details:
        return f"{denied} yet"
    return re.sub(r"(n't(?: been)?) ", r"\1 yet ", denied, count=1) + details


def _unconfirmed(said: str) -> str:
    return f"I can't confirm yet that {lowered(re.sub(r'(?<=[a-z]) now(?= )', '', said))}{_AND_DONE}"


def _mere(place: Place, site: Site) -> tuple[Patch, ...]:
    """Take a mere "All done!" away; the next sentence says what was done, and is mended by itself or stands."""
    after = next((s for s in site.view.sentences if s.start >= place.end), None)
    if after is None:
        return ()
    told = any(claim.kind == "action" and claim.span.overlaps(after) for claim in site.view.claims)
    said = after.of(site.view.text)
    if told or not re.match(r"(?:you're|you are|your [^.]{1,40}? (?:is|are|has been)) (?:now )?", said, re.IGNORECASE):
        return without((Span(place.start, place.end),), site.view)
    return (patched(Span(place.start, after.end), _unconfirmed(said.strip(EDGES)), site.view),)


def _tail(tail: Span, site: Site) -> tuple[str, list[str]]:
    """Return what follows a deed in its sentence: its when, where and how, and what can stand as sentences behind."""
    text = site.view.text
    parts = clauses(site.view.lower, tail) if tail.start < tail.end else ()
    details = ""
    for number, part in enumerate(parts):
        said, rest = part.of(text).strip(EDGES), text[part.start : tail.end].strip(EDGES)
        if not re.search(r"\w", said):
            continue
        if truth("clause").match(rest) or truth("later").match(said):
            return details, _behind(rest)
        joint = " " if number == 0 and text[tail.start - 1] not in ",; " else ", "
        details += f"{joint}{said}"
    return details, []


def _behind(said: str) -> list[str]:
    """Return a clause behind a deed as a sentence, where it holds once the deed is done, or holds anyway."""
    if found := truth("standing").match(said):
        return [f"{found['said'][0].upper()}{found['said'][1:]}."]
    if (found := truth("later").match(said)) and re.search(_TOLD, said):
        return [f"After that, {lowered(found['said'])}."]
    return []


def _shown(site: Site) -> str:
    """Return what the log does show of the deed."""
    values = [hit.because.value for hit in site.hits if hit.because is not None and hit.because.value]
    told = [table("truth")["shown"][value.lower()] for value in values if value.lower() in table("truth")["shown"]]
    return f" {told[0]}" if told else ""


def _once(site: Site) -> str:
    """Return the promise to confirm, which is said for the first deed only."""
    first = next(c for c in site.view.claims if c.kind == "action" and c.grounding in ("unsupported", "contradicted"))
    return _DONE if site.span is None or site.span.overlaps(first.span) or _is_mere(first.text) else ""


def _is_mere(said: str) -> bool:
    return len(said.split()) <= _MERE


def _followed(end: int, site: Site) -> tuple[Patch, ...]:
    """Put the next sentence behind the deed where it says what comes then; take it away where it says no more."""
    view = site.view
    after = next((s for s in view.sentences if s.start >= end), None)
    if after is None or "\n" in view.text[end : after.start] or not truth("built_on").match(after.of(view.text)):
        return ()
    if _behind(after.of(view.text)):
        first = Span(after.start, after.start + 1)
        return (patched(first, f"After that, {lowered(after.of(view.text))[0]}", view),)
    return without((after,), view)


def _undone(said: str) -> str | None:
    """Deny a deed: "I've booked the room" → "I haven't booked the room"."""
    active, passive = _deed_forms()
    if found := active.match(said):
        first, _, more = found["verb"].partition(" ")
        verb = f"{table('truth')['participles'].get(first.lower(), first)} {more}".rstrip()
        return f"{found['who']} haven't {verb}{_plain(found['rest'])}"
    if (found := passive.match(said)) and not re.match(r"(?:both|everything)\b", said, re.IGNORECASE):
        aux = found["aux"].lower().strip()
        denied = "hasn't" if found["been"] and aux == "'s" else _PASTS.get(aux) or _AUXILIARIES[aux]
        denied += " been" if found["been"] else ""
        rest = _WHEN.sub("", found["rest"]) if aux in _PASTS else found["rest"]
        return f"{found['who']} {denied} {found['verb']}{_plain(rest)}"
    return None


@cache
def _deed_forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a deed told in the active and in the passive voice."""
    verbs = "|".join(sorted((*deeds(), *table("truth")["participles"]), key=len, reverse=True))
    adverbs = rf"(?:\s+{table('truth')['adverbs']})*"
    return (
        re.compile(
            rf"^(?P<who>i|we)(?:'ve|\s+have|'d|\s+had)?{adverbs}\s+(?P<verb>{verbs})\b(?P<rest>.*)$", re.I | re.S
        ),
        re.compile(
            rf"^(?P<who>(?:your|the|this|that|both|all|it|everything|an?)\b[^;:]{{0,60}}?|\"[^\"\n]{{1,40}}\"[^;:\"]{{0,30}}?|[a-z#-]*\d[\w-]*)"
            rf"(?P<aux>\s+has|\s+have|'s|\s+is|\s+are|\s+was|\s+were){adverbs}(?P<been>\s+been)?{adverbs}"
            rf"\s+(?P<verb>{verbs})\b(?P<rest>.*)$",
            re.I | re.S,
        ),
    )


def _plain(rest: str) -> str:
    """Take away the adverbs that made the deed sound finished, and join what is denied with it by "or"."""
    done = _AGO.sub("", _NEXT.sub("", rest))
    done = re.sub(rf"(?:\s+{table('truth')['adverbs']})+(?=\s*$)|\bsuccessfully\s*", "", done, flags=re.I).rstrip(EDGES)
    return re.sub(rf" and (?={table('truth')['further']}\b)", " or ", done)

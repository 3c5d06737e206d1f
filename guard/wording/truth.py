"""Makes honest words of a promise that nobody can keep, and of a deed that no log shows.

The sentence keeps its subject, its object and its facts; only what it asserts is turned: "It'll be
there on Friday, guaranteed." becomes "I can't promise that it'll be there on Friday." What cannot
be turned without guessing at grammar is left to the policy's own sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from guard.claims.families import deeds
from guard.text.patches import Patch
from guard.text.spans import Span
from guard.text.tables import beside
from guard.view.moment import read_time
from guard.wording.site import Site, patched

_TAIL = 3
"""Words after a clause from which on it says something of its own."""
_AUXILIARIES = {"has": "hasn't", "have": "haven't", "'s": " hasn't", "'ve": " haven't", "is": "isn't", "are": "aren't"}
_DONE = " I'll confirm here once it's done."


@cache
def _table() -> Mapping[str, str]:
    return beside(__file__, "truth")


@cache
def _re(name: str, form: str = "{}") -> re.Pattern[str]:
    return re.compile(form.format(_table()[name]), re.IGNORECASE)


def not_promised(site: Site) -> tuple[Patch, ...]:
    """Say that it cannot be promised; nothing where the truth is known, for that says more."""
    if any(hit.because is not None and read_time(hit.because.value) is not None for hit in site.hits):
        return ()
    place = _clause(site)
    if place is None:
        return ()
    whole, clause = place
    text = site.view.text
    said = _re("sworn").sub("", clause.of(text)).strip(" ,;:-")
    tail = _re("sworn").sub("", text[clause.end : whole.end])
    if swearing := _re("swearing").match(clause.of(text).strip()):
        new = f"I can't promise {swearing['rest'].strip(' ,')}"
    elif _re("subject", r"^(?:{})").match(said) and _re("verb").search(said):
        new = f"I can't promise that {_lowered(said)}"
    else:
        return ()
    return (patched(whole, new + (tail if tail.strip() else "."), site.view),)


def not_yet(site: Site) -> tuple[Patch, ...]:
    """Say that it is not done yet, with the same verb and object."""
    place = _clause(site)
    if place is None:
        return ()
    whole, clause = place
    text = site.view.text
    if len(text[clause.end : whole.end].split()) > _TAIL - 1:
        return ()
    said = clause.of(text).strip(" ,;:-.!")
    new = _undone(said)
    return (patched(whole, f"{new[0].upper()}{new[1:]} yet.{_DONE}", site.view),) if new else ()


def _undone(said: str) -> str | None:
    """Deny a deed: "I've booked the room" → "I haven't booked the room"."""
    active, passive = _deed_forms()
    if found := active.match(said):
        verb = _table_participles().get(found["verb"].lower(), found["verb"])
        return f"{found['who']} haven't {verb}{_plain(found['rest'])}"
    if found := passive.match(said):
        aux = found["aux"].lower().strip()
        if aux in ("was", "were"):
            denied = " hasn't been" if aux == "was" else " haven't been"
        else:
            denied = f" {_AUXILIARIES[aux].strip()}" + (" been" if found["been"] else "")
        return f"{found['who']}{denied} {found['verb']}{_plain(found['rest'])}"
    return None


@cache
def _deed_forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a deed told in the active and in the passive voice."""
    verbs = "|".join(sorted((*deeds(), *_table_participles()), key=len, reverse=True))
    adverbs = rf"(?:\s+{_table()['adverbs']})*"
    return (
        re.compile(
            rf"^(?P<who>i|we)(?:'ve|\s+have|'d|\s+had)?{adverbs}\s+(?P<verb>{verbs})\b(?P<rest>.*)$", re.I | re.S
        ),
        re.compile(
            rf"^(?P<who>(?:your|the|this|that|both|all|it|everything)\b[^,;:]{{0,60}}?)"
            rf"(?P<aux>\s+has|\s+have|'s|\s+is|\s+are|\s+was|\s+were){adverbs}(?P<been>\s+been)?{adverbs}"
            rf"\s+(?P<verb>{verbs})\b(?P<rest>.*)$",
            re.I | re.S,
        ),
    )


@cache
def _table_participles() -> Mapping[str, str]:
    return beside(__file__, "truth")["participles"]


def _plain(rest: str) -> str:
    """Take away the adverbs that made the deed sound finished."""
    return re.sub(rf"\s+{_table()['adverbs']}(?=\s*$)|\bsuccessfully\s*", "", rest, flags=re.I).rstrip(" ,;:-.!")


def _clause(site: Site) -> tuple[Span, Span] | None:
    """Return the part of the sentence that is rewritten, and the clause in it that asserts."""
    sentence = site.sentence
    if site.span is None or sentence is None:
        return None
    clause = Span(max(site.span.start, sentence.start), min(site.span.end, sentence.end))
    text = site.view.text
    lead = _re("cheers", r"^(?:{})").match(text[sentence.start : clause.end] + " ")
    start = sentence.start + lead.end() if lead else sentence.start
    if start >= clause.end:
        return None
    before = text[start : clause.start] if start < clause.start else ""
    if before.strip(" ,;:-") and not _re("sworn", r"^(?:{})\s*$").match(before):
        return Span(clause.start, sentence.end), clause  # the sentence says something before; it stays
    return sentence, Span(max(start, clause.start), clause.end)


def _lowered(said: str) -> str:
    """Begin in lower case, but for "I"."""
    return said if re.match(r"I\b", said) else said[0].lower() + said[1:]

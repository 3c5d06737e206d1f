"""A policy's repair, carried out at the place of a finding: every way that can be done, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple, get_args

from guard.policy.spec import Fix, Recast
from guard.text.mending import mended
from guard.text.patches import Patch, apply
from guard.text.spans import Span
from guard.view.view import View
from guard.wording.blanks import filled
from guard.wording.calm import calm_case, calm_marks
from guard.wording.figure import known_amount
from guard.wording.manners import first_only, please, without_words
from guard.wording.place import instead
from guard.wording.prune import left_out, pruned, tells
from guard.wording.register import fitted, typeset
from guard.wording.said import fresh
from guard.wording.site import Site, insertion, patched, removal, widened
from guard.wording.slots import Slots, fill
from guard.wording.truth import not_promised
from guard.wording.undone import not_confirmed, not_yet

Ways = Mapping[Recast, Callable[[Site], tuple[Patch, ...]]]

_FROM_FACTS = "{fact."

MOST = 4
"""Ways that are offered for one finding; more would only cost time in the proof."""

RECASTS: Ways = {
    "not-promised": not_promised,
    "not-yet": not_yet,
    "not-confirmed": not_confirmed,
    "please": please,
    "calm-case": calm_case,
    "calm-marks": calm_marks,
    "first-only": first_only,
    "without-words": without_words,
    "filled": filled,
    "known-amount": known_amount,
    "left-out": left_out,
}

if set(RECASTS) != set[Any](get_args(Recast)):  # a way without a function would fail at a customer's
    raise AssertionError("RECASTS and Recast name different ways")


class Repair(NamedTuple):
    """One way to mend: the words that a reader sees, and what to do to the draft as it arrived."""

    text: str
    changes: tuple[Patch, ...]


def repairs(fix: Fix, site: Site, slots: Slots) -> tuple[Repair, ...]:
    """Return the ways in which a finding can be mended, best first; none when nothing can be said."""
    return tuple(_typeset(way, site.view) for way in islice(_ways(fix, site, slots), MOST))


def _typeset(way: Repair, view: View) -> Repair:
    """Write a repair as the draft is written: its apostrophes, and no pair of markup broken."""
    plain = (Patch(patch.start, patch.end, typeset(patch.text, view)) for patch in way.changes)
    return Repair(typeset(way.text, view), tuple(mended(patch, view.reading) for patch in plain))


def _ways(fix: Fix, site: Site, slots: Slots) -> Iterator[Repair]:
    """Yield the ways in the order of the policy; what the facts say goes before what cannot be said."""
    texts = (*fix.replace, *fix.insert)
    yield from _texts([text for text in texts if _FROM_FACTS in text], fix, site, slots)
    for name in fix.recast:
        changes = RECASTS[name](site)
        if changes:
            yield Repair(_seen(changes, site), changes)
    if fix.remove and site.span is not None:
        yield from _removals(site.span, fix, site)
    yield from _texts([text for text in texts if _FROM_FACTS not in text], fix, site, slots)
    if fix.otherwise and (last := fill(fix.otherwise, slots)):
        yield from _repairs([last], fix, site)


def _removals(span: Span, fix: Fix, site: Site) -> Iterator[Repair]:
    """Yield what takes words away: the sentence or its clause, as the policy asks; first what spares the answer."""
    patch = None if fix.over == "span" else pruned(span, site.view, others=site.others)
    clause = [Repair(patch.text, (patch,))] if patch is not None else []
    whole = [Repair("", (removal(span, "span" if fix.over == "span" else "sentence", site.view),))]
    spared = fix.over == "clause" or (bool(clause) and tells(span, site.view, site.others))
    yield from (*clause, *whole) if spared else (*whole, *clause)


def _texts(templates: Iterable[str], fix: Fix, site: Site, slots: Slots) -> Iterator[Repair]:
    """Yield the texts that can be filled and were not said before."""
    filled_ = [text for template in templates if (text := fill(template, slots)) is not None]
    yield from _repairs(fresh(filled_, site.view), fix, site)


def _repairs(texts: Iterable[str], fix: Fix, site: Site) -> Iterator[Repair]:
    """Yield texts put in their place, in the writer's register."""
    for words in texts:
        text = fitted(words, site.view)
        changes = _placed(text, fix, site)
        if changes:
            yield Repair(text, changes)
        if fix.replace and fix.over == "sentence" and site.span is not None:
            patch = pruned(site.span, site.view, text, site.others)
            if patch is not None:
                yield Repair(patch.text, (patch,))


def _placed(text: str, fix: Fix, site: Site) -> tuple[Patch, ...]:
    """Return what puts a text where the policy wants it."""
    if fix.insert:
        patch = insertion(text, fix.at, site.view)
        return (patch,) if patch is not None else ()
    if site.span is None:
        return ()
    if fix.over == "clause" and not fix.remove:
        return instead(text, site)
    span = site.span if fix.over == "span" else widened(site.span, site.view)
    return (patched(span, text, site.view),)


def _seen(changes: tuple[Patch, ...], site: Site) -> str:
    """Return the sentence as it reads after changes, for a person to look at."""
    draft = site.view.folded.original
    first, last = min(c.start for c in changes), max(c.end for c in changes)
    whole = [site.view.origin(s) for s in site.view.sentences]
    start = min([first, *(s.start for s in whole if s.start <= first < s.end)])
    end = max([last, *(s.end for s in whole if s.start < last <= s.end)])
    moved = [Patch(c.start - start, c.end - start, c.text) for c in changes]
    return apply(Span(start, end).of(draft), moved).strip()

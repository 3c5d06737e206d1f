"""Fills the blanks of a template from what is known, or takes them away where the sentence stands without."""

from __future__ import annotations

import re

from guard.domain.facts import Rank
from guard.text.patches import Patch
from guard.text.spans import Span
from guard.view.view import View
from guard.wording.site import Site, patched, without
from guard.wording.tables import table

_SIGNS = re.compile(r"[^a-z]+")
_WORDS_LEFT = 4

_GREETED = re.compile(r"(?P<word>\b(?:dear|hi|hello|hey|good (?:morning|afternoon|evening)))[ ,]+$", re.IGNORECASE)
_CALLED = re.compile(r",\s*$")
_NUMBERED = re.compile(
    r"\b(?P<kept>(?:your|the|this|our) (?:order|ticket|case|booking|reservation|account|request|parcel|package|refund))"
    r"(?: (?:number|no\.?|id|ref(?:erence)?))?:? ?[#(\[]?$",
    re.IGNORECASE,
)
_PLACED = re.compile(r"(?P<gone>\s+(?:by|on|at|before|until|within|from|for|of|via|to)(?: the)?)\s+$", re.IGNORECASE)


def filled(site: Site) -> tuple[Patch, ...]:
    """Fill the blank at the place of a finding, or take it away; nothing where neither can be done."""
    if site.span is None:
        return ()
    blank = _tight(site.span, site.view)
    value = known(blank.of(site.view.text), site.view)
    if value is not None:
        return (patched(blank, value, site.view),)
    return _taken_away(blank, site.view)


def _tight(span: Span, view: View) -> Span:
    """Leave out the word by which a blank without brackets was found ("order XXXX")."""
    bare = re.search(r"X{4,}|_{4,}", span.of(view.text))
    return Span(span.start + bare.start(), span.start + bare.end()) if bare else span


def known(blank: str, view: View) -> str | None:
    """Return what a blank asks for, where exactly one trusted value answers it."""
    label = _SIGNS.sub(" ", blank.lower().replace("'", "")).strip()
    label = re.sub(r"^(?:insert|enter|add|your|the)\s+(?=customer|client|agent|order|tracking|first)", "", label)
    if label in table("blanks")["agent"]:
        return view.agent_name
    if label in table("blanks")["customer"]:
        name = view.customer_name
        return name.split()[0] if name and "first" in label else name
    for sort, keys in table("blanks")["keys"].items():
        if label in table("blanks")[sort]:
            return _only(keys, sort, view)
    return None


def _only(keys: list[str], sort: str, view: View) -> str | None:
    """Return the one value that records hold under some keys."""
    values = {
        str(fact.value)
        for fact in view.facts.of(*keys)
        if fact.rank is Rank.RECORD and (fact.key != "id" or sort in fact.path.rpartition(".")[0].lower())
    }
    return values.pop() if len(values) == 1 else None


def _taken_away(blank: Span, view: View) -> tuple[Patch, ...]:
    """Take a blank away with the words that only led to it."""
    text = view.text
    start, end = blank
    before, after = text[:start], text[end:]
    line = before.rpartition("\n")[2], after.partition("\n")[0]
    if not "".join(line).strip() and "\n" in before:  # a line of its own, as under a sign-off
        return (patched(Span(before.rindex("\n"), end), "", view),)
    at = view.sentence_at(start)
    if at is not None and view.sentences[at].of(text).strip(" .!") == blank.of(text):
        return without((view.sentences[at],), view)
    if greeted := _GREETED.search(before):
        word = "Hello" if greeted["word"].lower() == "dear" else greeted["word"]
        return (patched(Span(greeted.start(), end), word, view),)
    if _CALLED.search(before) and (not after.strip() or after.lstrip()[0] in ",.!?;"):
        return (patched(Span(len(before.rstrip()) - 1, end), "", view),)
    if numbered := _NUMBERED.search(before):
        closing = end + 1 if after[:1] in ")]" and text[start - 1] in "([" else end
        return (patched(Span(numbered.start("kept") + len(numbered["kept"]), closing), "", view),)
    if (placed := _PLACED.search(before)) and (not after.strip() or after.lstrip()[0] in ",.!?;"):
        rest = view.sentences[at] if at is not None else blank
        if len(rest.of(text).split()) - len(blank.of(text).split()) - 1 >= _WORDS_LEFT:
            return (patched(Span(placed.start(), end), "", view),)
    return ()

"""The way on that the company's own policies hold, for a reply that would leave the customer with a no."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from guard.domain.facts import Rank
from guard.text.sentences import sentences
from guard.view.view import View
from guard.wording.tables import pattern, table

_LONGEST = 220
_LONGEST_READ = 20_000
_LEAST_SHARED = 1
_STEM = 5
"""Letters by which two words are taken for one (refund, refunds, refunded)."""


def alternatives(view: View) -> Iterable[str]:
    """Yield sentences that offer what the facts' policies and sources hold, the closest first.

    A sentence is offered only as it stands, and only if it speaks to a customer: what instructs
    the agent, or refuses something else, is passed over.
    """
    asked = _stems(" ".join((view.lower, *(passage.lower for _, _, passage in view.open_passages))))
    ranked = sorted(((len(asked & _stems(s)), s) for s in _offered(view)), key=lambda row: (-row[0], row[1]))
    for shared, sentence in ranked:
        if shared >= _LEAST_SHARED and not _stems(sentence) <= _stems(view.lower):
            begins = sentence[0].lower() if pattern("alternative", "lowered").match(sentence) else sentence[0]
            yield f"What I can offer: {begins}{sentence[1:]}"


def questions(view: View) -> Iterable[str]:
    """Yield the question that leads on after a refusal, by what is refused; none behind another question."""
    if view.lower.rstrip().endswith("?"):
        return
    for row in table("alternative")["questions"]:
        if re.search(row["refused"], view.lower):
            yield row["ask"]


def _offered(view: View) -> Iterator[str]:
    """Yield the sentences of policies and sources that hold a way on for the customer."""
    for fact in view.facts.ranked(Rank.POLICY):
        if not isinstance(fact.value, str) or len(fact.value) > _LONGEST_READ:
            continue
        for span in sentences(fact.value):
            said = " ".join(span.of(fact.value).split()).strip("-*• ")
            if len(said) > _LONGEST or not said.endswith(".") or not pattern("alternative", "offers").search(said):
                continue
            if not any(pattern("alternative", unfit).search(said) for unfit in ("refuses", "internal")):
                yield said


def _stems(text: str) -> frozenset[str]:
    """Return the beginnings of the longer words, which stand for the matter."""
    common = table("alternative")["common"]
    return frozenset(w[:_STEM] for w in re.findall(r"[a-z]{4,}", text.lower()) if w not in common)

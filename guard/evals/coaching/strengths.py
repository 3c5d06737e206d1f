"""What an agent does well: acts where the conversation called for them, with a reply of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from guard.domain.case import Case
from guard.evals.coaching.masking import names_in
from guard.evals.coaching.quotes import Quote, pieces, short
from guard.evals.coaching.replies import Reply
from guard.text.spans import Span
from guard.text.tables import beside
from guard.view.lexicons import Lexicons
from guard.view.view import View

_FEWEST = 3
_SHORTEST, _LONGEST = 5, 60


@dataclass(frozen=True, slots=True)
class Done:
    """One reply on one occasion.

    Args:
        kind: place of the strength in the table.
        reply: which.
        spans: where the act is; empty where it is not done.
    """

    kind: int
    reply: Reply
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Strength:
    """Something that an agent does well.

    Args:
        said: what.
        occasion: on which replies.
        done: on how many of them.
        of: how many there were.
        rest: share of the others' that do it; None without others.
        quote: one of their own.
    """

    said: str
    occasion: str
    done: int
    of: int
    rest: float | None
    quote: Quote


def occasions(replies: Sequence[Reply], lexicons: Lexicons) -> list[Done]:
    """Look at every reply for the acts that are worth keeping.

    Args:
        replies: of all agents.
        lexicons: the wordings of states and acts.
    """
    return [done for reply in replies for done in _looked_at(reply, View(reply.case, lexicons))]


def strengths(own: str, found: Sequence[Done], most: int = 2) -> tuple[Strength, ...]:
    """Return what an agent does on most occasions, what sets them apart first.

    Args:
        own: whose.
        found: what `occasions` found, of all agents.
        most: strengths to tell.
    """
    told: list[tuple[float, Strength]] = []
    for kind, row in enumerate(_table()):
        mine = [done for done in found if done.kind == kind and done.reply.who == own]
        others = [done for done in found if done.kind == kind and done.reply.who != own]
        did = [done for done in mine if done.spans]
        best = _best([done for done in did if not done.reply.findings])
        if best is None or len(did) < _FEWEST or len(did) * 2 < len(mine):
            continue
        rest = sum(bool(done.spans) for done in others) / len(others) if others else None
        share = len(did) / len(mine)
        if rest is not None and share < rest:
            continue
        strength = Strength(row["said"], row["occasion"], len(did), len(mine), rest, _quote(best))
        told.append((share - (rest or 0.0), strength))
    told.sort(key=lambda item: -item[0])
    return tuple(strength for _, strength in told[:most])


def _looked_at(reply: Reply, view: View) -> Iterator[Done]:
    for kind, row in enumerate(_table()):
        called = not view.states.keys().isdisjoint(row.get("states", ())) or (
            "after" in row and bool(view.places_of(row["after"]))
        )
        if called:
            places = (span for act in row["acts"] for span in view.places_of(act))
            counted = (span for span in places if not ("but" in row and re.search(row["but"], span.of(view.text))))
            yield Done(kind, reply, tuple(dict.fromkeys(view.origin(span) for span in counted)))


def _best(found: Sequence[Done]) -> Done | None:
    """Return the reply that does most of what counts and is neither a scrap nor a wall."""
    fair = [done for done in found if _SHORTEST <= len(done.reply.case.draft.split()) <= _LONGEST]
    return max(fair, key=_worth, default=None)


def _worth(done: Done) -> tuple[float, int, str]:
    case = done.reply.case
    return done.reply.can, len(case.draft.split()), case.id


def _quote(done: Done) -> Quote:
    return quoted(done.reply.case, done.spans[:1])


def quoted(case: Case, spans: Sequence[Span]) -> Quote:
    """Quote a reply, after the customer's last words before it.

    Args:
        case: the reply.
        spans: what is meant.
    """
    names = names_in(case)
    said = next((message.text for message in reversed(case.messages) if message.role == "customer"), "")
    return Quote(case.id, short(said, names), pieces(case.draft, spans, names))


@cache
def _table() -> Sequence[dict[str, Any]]:
    return tuple(beside(__file__, "strengths")["strengths"])

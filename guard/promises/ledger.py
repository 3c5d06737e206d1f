"""The promise ledger: who promised what by when in a conversation, and what became of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from guard.claims.clauses import Layout
from guard.claims.context import Setting
from guard.claims.read import read
from guard.claims.shadow import shadow
from guard.domain.case import Case
from guard.domain.facts import index
from guard.domain.hit import Because
from guard.domain.promise import Promise, State
from guard.domain.trace import trace
from guard.domain.verdict import Commitment
from guard.promises.due import is_over
from guard.promises.proof import Story, proof
from guard.promises.records import Proof, sort_of, takes_back
from guard.promises.replay import Turn, turns
from guard.promises.same import alike, sums
from guard.promises.undertakings import refusals
from guard.view.lexicons import Lexicons
from guard.view.moment import is_later, known_by, read_time

_TIMED = frozenset(("delivery", "dispatch", "refund_time", "resolution"))
"""Kinds whose date a record may speak against."""


@dataclass(slots=True)
class _Entry:
    """A promise while it is being looked into."""

    turn: Turn
    said: Commitment
    proof: Proof | None = None
    replaced: Because | None = None
    repeats: tuple[str, ...] = ()


def ledger(case: Case, lexicons: Lexicons, now: datetime | None = None) -> tuple[Promise, ...]:
    """List the promises of a conversation, in its order.

    Only the conversation's own time counts: `now`, else `facts.now`, else the time of the last message.

    Args:
        case: the conversation; a draft that is empty is none.
        lexicons: the wordings to read it with.
        now: the moment at which to look; what lies after it has not happened yet.

    Example:
        >>> from guard.domain.case import Message
        >>> said = Message(role="agent", text="I'll call you by 5 pm.", at="2026-11-21T10:05:00-05:00")
        >>> case = Case(draft="", messages=(said,))
        >>> [promise] = ledger(case, Lexicons.packaged(), datetime.fromisoformat("2026-11-22T09:00:00-05:00"))
        >>> (promise.commitment.due, promise.state)
        ('2026-11-21T17:00:00-05:00', 'overdue')
    """
    story = _story(case, lexicons, now)
    entries: list[_Entry] = []
    for turn in story.turns:
        for said in turn.promised:
            _enter(_Entry(turn, said, proof(said, turn, story)), entries)
    return tuple(_promise(entry, case, story) for entry in entries)


def _story(case: Case, lexicons: Lexicons, now: datetime | None) -> Story:
    """Gather what is known at the end."""
    told = read_time(case.facts.get("now"))
    last = (time for message in reversed(case.messages) if (time := read_time(message.at)) is not None)
    ours = told or next(last, None)
    if now is not None and now.tzinfo is None and ours is not None:
        now = now.replace(tzinfo=ours.tzinfo)
    now = now or ours
    past = tuple(m for m in case.messages if not is_later(m.at, now))
    if len(past) < len(case.messages):
        case = replace(case, messages=past, draft="")
    calls = trace(case.messages, case.draft_calls)
    results = ((call.result_at, call.result) for call in calls if call.result_at is not None and not call.failed)
    system = ((at, message.text) for at, message in enumerate(case.messages) if message.role == "system")
    known = {key: value for key, value in known_by(case.facts, now).items() if key != "now"}
    return Story(case.messages, tuple(turns(case, lexicons, now)), calls, index(known, results, system), now)


def _enter(entry: _Entry, entries: list[_Entry]) -> None:
    """Put a promise on the list: as a new one, as a repeat, or in the place of an earlier one."""
    sort = sort_of(entry.said.kind)
    for before in reversed(entries):
        if before.replaced is not None or sort_of(before.said.kind) != sort or _is_settled(before, entry.turn):
            continue
        if not alike(before.said, entry.said, sort):
            continue
        if _says_no_more(entry.said, before.said):
            before.repeats = (*before.repeats, entry.turn.where)
            return
        if before.turn is not entry.turn:
            before.replaced = Because(entry.turn.where, entry.said.text)
            break
    entries.append(entry)


def _is_settled(before: _Entry, turn: Turn) -> bool:
    """Tell whether a promise had been kept when the next one was made."""
    return before.proof is not None and before.proof.at is not None and before.proof.at <= turn.at


def _says_no_more(later: Commitment, earlier: Commitment) -> bool:
    """Tell whether a promise only says again what was promised, or less: "tomorrow" after "tomorrow morning"."""
    if earlier.certainty == "conditional" and later.certainty != "conditional":
        return False
    if sums(later.text) - sums(earlier.text):
        return False
    return later.due is None or (earlier.due is not None and earlier.due.startswith(later.due))


def _promise(entry: _Entry, case: Case, story: Story) -> Promise:
    state, shown = _state(entry, story)
    late = state == "kept" and entry.said.due is not None and entry.proof is not None
    moment = entry.proof.moment if entry.proof is not None else None
    conversation = case.conversation or case.id
    agent, customer = _who(case)
    return Promise(
        id=_id(conversation, entry), conversation=conversation, where=entry.turn.where, turn=entry.turn.at,
        commitment=entry.said, said_at=entry.turn.moment.isoformat() if entry.turn.moment else None,
        agent=agent, customer=customer, now=story.now.isoformat() if story.now else None, state=state,
        late=bool(late and moment is not None and is_over(cast(str, entry.said.due), moment)),
        shown=shown, repeats=tuple(dict.fromkeys(place for place in entry.repeats if place != entry.turn.where)),
    )  # fmt: skip


def _state(entry: _Entry, story: Story) -> tuple[State, Because | None]:
    """Say what became of a promise, and what shows it."""
    if entry.proof is not None:
        return ("broken" if entry.proof.broken else "kept"), entry.proof.place
    if entry.replaced is not None:
        return "replaced", entry.replaced
    if taken_back := _taken_back(entry, story.turns):
        return "withdrawn", taken_back
    if against := _against(entry, story):
        return "broken", against
    due = entry.said.due
    if due is not None and story.now is not None and entry.said.certainty != "conditional" and is_over(due, story.now):
        return "overdue", None
    return "open", None


def _taken_back(entry: _Entry, later: Iterable[Turn]) -> Because | None:
    """Find the later message that says it cannot, or will not, be done."""
    sort = sort_of(entry.said.kind)
    if entry.said.certainty == "conditional" or sort in ("check", "action"):
        return None
    for turn in later:
        if turn.at <= entry.turn.at:
            continue
        low = shadow(turn.view.lower)
        for refusal in refusals(low, Layout(turn.view.lower, turn.view.sentences)):
            said = refusal.span.of(turn.view.text)
            there = replace(entry.said, text=said)
            if sort_of(refusal.kind) == sort and takes_back(said) and alike(entry.said, there, sort, verb=refusal.verb):
                return Because(turn.where, said)
    return None


def _against(entry: _Entry, story: Story) -> Because | None:
    """Find the record that names another date: the promise is held against all that came to be known."""
    said, view = entry.said, entry.turn.view
    if said.kind not in _TIMED or said.when is None or said.span is None:
        return said.because if said.grounding == "contradicted" else None
    known = Setting(
        now=entry.turn.moment, facts=story.facts, trace=story.calls, has_log=bool(story.calls), said=story.messages
    )
    for claim in read(view.text, view.lower, view.sentences, known):
        if claim.kind == said.kind and claim.grounding == "contradicted" and said.text in claim.text:
            return claim.because
    return None


def _who(case: Case) -> tuple[str | None, str | None]:
    """Return who wrote and to whom, as far as the case says."""
    agent, customer = _part(case.facts.get("agent")), _part(case.facts.get("customer"))
    by = agent.get("name") or case.meta.get("agent_id") or agent.get("kind")
    return (str(by) if by else None), (str(customer["name"]) if customer.get("name") else None)


def _part(value: Any) -> dict[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}


def _id(conversation: str, entry: _Entry) -> str:
    """Return an id that stays the same as long as the conversation and the words do."""
    said = "\n".join((conversation, entry.turn.where, entry.said.text))
    return hashlib.sha256(said.encode()).hexdigest()[:16]

"""What shows that a promise was kept or broken: a later call, a later word of the agent, or a record.

A look-up is no deed, and a call that failed or still waits keeps nothing. Where several records could be meant
and they do not agree, none of them shows anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import cast

from guard.claims.deeds.acting import acts
from guard.claims.deeds.families import families
from guard.claims.deeds.marks import result_state
from guard.domain.case import Message
from guard.domain.facts import FactIndex
from guard.domain.hit import Because
from guard.domain.trace import ToolCall
from guard.domain.verdict import Commitment
from guard.promises.records import Proof, Since, by_date, by_record, ledger_table, row_of, sort_of
from guard.promises.replay import Turn
from guard.promises.same import names, stems
from guard.view.moment import read_time

_SHORT = 160
_NOD = 6
"""Words of a customer who only says that they wait."""
_SOON = 3
"""How many messages of the agent may pass until what was to be looked for is told."""


@dataclass(frozen=True, slots=True)
class Story:
    """All that is known at the end of a conversation.

    Args:
        messages: of the conversation.
        turns: the agent's, each read with what it knew.
        calls: every tool call, those that go out with the draft last.
        facts: what the systems know.
        now: the moment at which it is looked at.
    """

    messages: tuple[Message, ...]
    turns: tuple[Turn, ...]
    calls: tuple[ToolCall, ...]
    facts: FactIndex
    now: datetime | None


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(cast(str, ledger_table()[name]))


def proof(promise: Commitment, turn: Turn, story: Story) -> Proof | None:
    """Return what shows that a promise was kept or broken; None when nothing does."""
    since = Since(turn.at, turn.moment, turn.where == "draft")
    for found in (
        by_date(promise, since, story.facts),
        _by_call(promise, turn, story),
        _by_word(promise, turn, story),
        by_record(promise, since, story.facts),
        _by_finding(promise, turn, story),
    ):
        if found is not None:
            return found
    return None


# Calls


def _by_call(promise: Commitment, turn: Turn, story: Story) -> Proof | None:
    """Find a later call that did it."""
    is_check = sort_of(promise.kind) == "check"
    for call in story.calls:
        if call.at is not None and call.at <= turn.at:
            continue
        if call.at is None and call.result_at is not None and call.result_at <= turn.at:
            continue
        if call.at is None and call.result_at is None and turn.where != "draft":
            continue
        if call.failed or not (_is_next(call, turn, story) if is_check else _does(call, promise)):
            continue
        at = call.result_at if call.result_at is not None else call.at
        moment = read_time(story.messages[at].at) if at is not None else turn.moment
        where = f"messages[{at}]" if at is not None else "draft_calls"
        return Proof(Because(where, call.name or "a tool's answer"), at, moment)
    return None


def _is_next(call: ToolCall, turn: Turn, story: Story) -> bool:
    """Tell whether a look was made before anybody had more to say: a later one may be for something else."""
    at = call.at if call.at is not None else call.result_at
    if at is None:
        return True
    between = story.messages[turn.at + 1 : at]
    return call.name != "think" and not any(
        message.role == "agent" or (message.role == "customer" and len(message.text.split()) > _NOD)
        for message in between
    )


def _does(call: ToolCall, promise: Commitment) -> bool:
    """Tell whether a call did the very deed, and to what was promised."""
    if not call.name or not acts(call) or not _fits(promise, str(call.arguments).lower()):
        return False
    if sort_of(promise.kind) == "action":
        said = stems(promise.text)
        return not stems(call.name.replace("_", " ")).isdisjoint(said)
    row = row_of(promise.kind)
    if not any(stem in call.name for stem in row["tools"]):
        return False
    family = families()[row["deeds"][0]]
    state = result_state(call, family)
    return state == "done" or (state == "pending" and family.asking)


def _fits(promise: Commitment, other: str) -> bool:
    """Tell whether something may be about what was promised: no other order or booking is named."""
    mine, theirs = names(promise.text), names(other)
    return not mine or not theirs or bool(mine & theirs)


# Words


def _by_word(promise: Commitment, turn: Turn, story: Story) -> Proof | None:
    """Find a later message in which the agent says that it is done, and nothing in the log denies it."""
    wanted = frozenset(row_of(promise.kind)["deeds"])
    if not wanted:
        return None
    said = stems(promise.text)
    under_way = _under_way(sort_of(promise.kind))
    for later in (one for one in story.turns if one.at > turn.at):
        if under_way is not None and (found := under_way.search(later.view.lower)):
            return Proof(Because(later.where, _sentence(later, found.start())), later.at, later.moment)
        for claim in later.view.claims:
            if claim.kind != "action" or claim.value not in wanted or claim.certainty not in ("certain", "guaranteed"):
                continue
            if claim.grounding in ("contradicted", "unsupported") or not _fits(promise, claim.text):
                continue
            around = later.view.text[claim.span.start : claim.span.end + 60]
            is_own = sort_of(promise.kind) not in ("action", "change", "contact", "callback", "send", "escalation")
            if is_own or said & stems(around):
                return Proof(Because(later.where, _cut(claim.text)), later.at, later.moment)
    return None


def _by_finding(promise: Commitment, turn: Turn, story: Story) -> Proof | None:
    """Find the message that brings what was to be looked for; a call by phone is not kept by a line of chat."""
    sort = sort_of(promise.kind)
    if sort not in ("check", "callback", "send") or (
        sort != "check" and _form("channels").search(promise.text.lower())
    ):
        return None
    wanted = stems(promise.text) if sort == "send" else None
    for later in [one for one in story.turns if one.at > turn.at][:_SOON]:
        for found in _form("found").finditer(later.view.lower):
            said = _sentence(later, found.start())
            if said.endswith("?") or any(one.text in said for one in later.promised):
                continue
            if wanted is None or wanted & stems(said):
                return Proof(Because(later.where, said), later.at, later.moment)
    return None


@cache
def _under_way(sort: str) -> re.Pattern[str] | None:
    form = cast(Mapping[str, str], ledger_table()["underway"]).get(sort)
    return re.compile(form) if form else None


def _sentence(turn: Turn, place: int) -> str:
    number = turn.view.sentence_at(place)
    return _cut(turn.view.sentences[number].of(turn.view.text) if number is not None else turn.view.text)


def _cut(said: str) -> str:
    said = " ".join(said.split())
    return said if len(said) <= _SHORT else f"{said[: _SHORT - 1]}…"

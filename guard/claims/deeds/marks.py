"""Reads what the log says of a deed: each call, each entry of `facts.actions`, each record that tells of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, cast

from guard.claims.context import Context
from guard.claims.deeds.acting import acts, belongs, is_own, looks, tries
from guard.claims.deeds.families import Family
from guard.claims.deeds.objects import about, parts_of, target
from guard.claims.tables import table
from guard.domain.facts import Fact, Rank, leaves
from guard.domain.hit import Because
from guard.domain.tools import plain_name
from guard.domain.trace import ToolCall

State = Literal["done", "pending", "failed"]
_STATUS = frozenset(("status", "state", "result", "outcome", "message", "note", "decision", "success", "ok", "done"))
_DOING = frozenset(("executed", "applied", "activated", "committed", "granted", "completed", "performed", "accepted"))
_KINDS = frozenset(("transaction_type", "entry_type", "movement", "event"))
"""Fields of a history: what they name has happened."""
_ABOUT = frozenset(
    ("at", "on", "by", "to", "date", "id", "number", "ref", "reference", "status", "state", "flag", "ok")
)
_BACK = ("refund", "revers", "credit", "chargeback")
_ENDINGS = ("status", "state")
_LONGEST = 600
"""Longer strings are texts for people, not records."""
_STATE = 5
"""Words that the state of a record may have; more are prose about the world ("the venue is booked at that time")."""
_ANSWER = 10
"""A longer result describes the whole order, whose `pending` is not that of the deed."""
_DENIED = re.compile(r"\b(?:not|no|never|nothing|un|cannot|can't|isn't|without)\b[^.;,]{0,25}$")
_GRANTED = re.compile(r"approved|completed|confirmed|granted|done|executed")


@dataclass(frozen=True, slots=True)
class Mark:
    """What one place of the log says about a deed.

    Args:
        state: how it stands there.
        because: the place.
        direct: it is the very deed and not a near one.
        about: the words by which that place tells what was dealt with; None: those beside it tell.
        values: everything that place holds, for sums and names; none for a record.
    """

    state: State
    because: Because
    direct: bool = True
    about: frozenset[str] | None = None
    values: tuple[Any, ...] = ()


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(cast(list[str], table('actions')[name]))})\b")


def called(family: Family, context: Context) -> tuple[Mark, ...]:
    """Return what each call of a family came to, oldest first; what a later call made good is left out.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.claims.deeds.families import families
        >>> call = ToolCall("issue_refund", {"order": "A-1"}, 0, {"status": "pending"}, 1, False)
        >>> [mark.state for mark in called(families()["refund"], Setting(trace=(call,)))]
        ['pending']
    """
    calls = [call for call in context.trace if acts(call) and belongs(family, call)]
    found: list[tuple[ToolCall, Mark]] = []
    for call in calls:
        for mark in _of_call(call, family):
            found = [
                (other, old)
                for other, old in found
                if old.state == "done"
                or mark.state != "done"
                or other.name != call.name
                or target(other) != target(call)
            ]
            found.append((call, mark))
    return tuple(mark for _, mark in found)


def tried(family: Family, context: Context) -> tuple[Mark, ...]:
    """Return what was only tried with tools of a family since anything was done with the same tool.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.claims.deeds.families import families
        >>> call = ToolCall("book_table", {"mode": "check"}, 0, {"free": True}, 1, False)
        >>> [mark.state for mark in tried(families()["book"], Setting(trace=(call,)))]
        ['pending']
    """
    found: dict[str, Mark] = {}
    for call in context.trace:
        if not belongs(family, call) or call.at is None:
            continue
        if tries(call):
            found[call.name] = Mark(
                "pending", Because(f"messages[{call.at}]", short(call.arguments)), about=about(call)
            )
        elif acts(call):
            found.pop(call.name, None)
    return tuple(found.values())


def _of_call(call: ToolCall, family: Family) -> Iterator[Mark]:
    """Yield the mark of a call, or one for each part where its result tells of several."""
    place = call.result_at if call.result_at is not None else call.at
    path = "draft_calls" if place is None else f"messages[{place}]"
    made = Mark(
        "done", Because(path, short(call.result)), is_own(family, call), about(call), (call.arguments, call.result)
    )
    if call.failed:
        yield replace(made, state="failed")
        return
    parts = parts_of(call.result)
    states = [_part_state(said, family) for _, said in parts]
    if len(parts) > 1 and len(set(states)) > 1:
        for (names, said), state in zip(parts, states, strict=True):
            yield replace(made, state=state, about=names, because=Because(path, said))
        return
    if call.result is None:
        made = replace(made, because=Because(path, call.name))
    yield replace(made, state=result_state(call, family))


def _part_state(said: str, family: Family) -> State:
    if _words("failed").search(said):
        return "failed"
    return "done" if family.marks.search(said) or said in ("ok", "done", "success") else "pending"


def result_state(call: ToolCall, family: Family) -> State:
    """Read from a result whether the deed is done; a result without a word about it counts as done.

    Example:
        >>> from guard.claims.deeds.families import families
        >>> result_state(ToolCall("issue_refund", {}, 0, {"status": "pending"}, 1), families()["refund"])
        'pending'
    """
    found: State = "done"
    if call.result is None:
        return "done"
    told = tuple(leaves(call.result, "", Rank.RECORD))
    for leaf in told:
        said = str(leaf.value).lower()
        if leaf.key in _DOING and leaf.value is False:
            return "pending"
        if leaf.key in _STATUS and len(said) < 120:
            if family.marks.search(said) and not _words("failed").search(said):
                return "done"
            if _words("failed").search(said) or leaf.value is False:
                return "failed"
            if _words("pending").search(said) and len(told) <= _ANSWER:
                found = "pending"
    asks = "request" in call.name or "submit" in call.name
    return "pending" if asks and found == "done" and not _GRANTED.search(str(call.result).lower()) else found


def listed(family: Family, context: Context) -> tuple[Mark, ...]:
    """Return what `facts.actions` says: the name says what, the status says how it ended."""
    found: list[Mark] = []
    every = context.facts.facts
    for fact in every:
        if not fact.path.startswith("facts.actions") or fact.key not in ("name", "action", "type", "actions"):
            continue
        place = fact.path.rpartition(".")[0]
        near = [one for one in every if place and one.path.startswith(f"{place}.")] or [fact]
        mark = _entry(family, fact, near)
        if mark is not None:
            found.append(mark)
    return tuple(found)


def _entry(family: Family, fact: Fact, near: Sequence[Fact]) -> Mark | None:
    name = plain_name(str(fact.value))
    call = ToolCall(name.replace(" ", "_"), None, None)
    if not family.does(call.name) and not family.marks.search(name):
        return None
    if looks(call):
        return None
    status = next((one for one in near if one.key == "status"), None)
    said = str(status.value).lower() if status else "ok"
    state: State = (
        "failed" if _words("failed").search(said) else "pending" if _words("pending").search(said) else "done"
    )
    words = about({one.key: one.value for one in near})
    values = ({one.key: one.value for one in near},)
    return Mark(state, Because((status or fact).path, said), is_own(family, call), words, values)


def recorded(family: Family, context: Context) -> Iterator[Mark]:
    """Yield what records say about a deed of this family: its field, or its word in a status."""
    looked = tuple(
        f"messages[{call.result_at}]" for call in context.trace if call.result_at is not None and looks(call)
    )
    told = {f"messages[{call.result_at}]" for call in context.trace if acts(call) and parts_of(call.result)}
    for fact in context.facts.facts:
        if _place(fact) in told:  # each part of such a result has a mark of its own
            continue
        if fact.rank is not Rank.RECORD or fact.path.startswith(("facts.agent", "facts.actions")):
            continue
        if isinstance(fact.value, str) and len(fact.value) > _LONGEST:
            continue
        if fact.path.partition(".")[0].startswith(looked) and not _is_state(fact):
            continue
        state = _told(family, fact)
        if state is not None:
            yield Mark(state, Because(fact.path, str(fact.value)))


def _place(fact: Fact) -> str:
    """Return the message that a value stands in: `messages[4]`."""
    return fact.path[: fact.path.find("]") + 1]


def _is_state(fact: Fact) -> bool:
    """Tell whether a value that was looked up reports how a record stands, and not what is free or to be had."""
    return fact.key != "message" and (
        not isinstance(fact.value, str) or fact.key.endswith(_ENDINGS) or len(fact.value.split()) <= _STATE
    )


def _is_key(family: Family, key: str) -> bool:
    """Tell whether a field tells of the deed; `scheduled_departure_time` tells of the thing."""
    if key in family.keys:
        return True
    parts = key.split("_")
    return parts[-1] in family.keys or (parts[0] in family.keys and parts[-1] in _ABOUT)


def _told(family: Family, fact: Fact) -> State | None:
    """Read one record: None when it is silent on deeds of this family."""
    said = str(fact.value).lower()
    if _is_key(family, fact.key):
        if fact.value is False or _words("failed").match(said):
            return "failed"
        if fact.value is True or re.match(r"20\d\d-", said) or family.marks.search(said):
            return "done"
        if _words("pending").match(said):
            return "pending"
        return "done" if any(family.marks.fullmatch(part) for part in fact.key.split("_")) else None
    if not isinstance(fact.value, str):
        return None
    if fact.key in _KINDS and said.startswith(_BACK) and family.name in ("refund", "credit", "order"):
        return "done"
    match = family.marks.search(said)
    if match is None:
        return None
    return "failed" if _DENIED.search(said[: match.start()]) else "done"


def short(value: Any) -> str:
    """Return the beginning of a value's words."""
    return str(value)[:200]

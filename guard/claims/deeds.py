"""Which marks a deed leaves: holds a claim of action against the calls, their results and the records.

A call that looks something up is no deed, nor is a quote, a dry run or a request that still waits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from guard.claims.context import Context
from guard.claims.families import Family
from guard.claims.particulars import elsewhere
from guard.claims.tables import table
from guard.domain.facts import Fact, Rank, leaves
from guard.domain.hit import Because
from guard.domain.trace import ToolCall
from guard.domain.verdict import Grounding

State = Literal["done", "pending", "failed"]
_PARTS = re.compile(r"[a-z]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STATUS = frozenset(("status", "state", "result", "outcome", "message", "note", "decision", "success", "ok", "done"))
_ENDINGS = ("status", "state")
_LONGEST = 600
"""Longer strings are texts for people, not records."""
_STATE = 5
"""Words that the state of a record may have; more are prose about the world ("the venue is booked at that time")."""
_ANSWER = 10
"""A longer result describes the whole order, whose `pending` is not that of the deed."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one place of the log says about a deed; `direct` when it is the very deed and not a near one."""

    state: State
    because: Because
    direct: bool = True


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(cast(list[str], table('actions')[name]))})\b")


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(cast(str, table("actions")["whole"]))


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(cast(list[str], table("actions")[name]))


def acts(call: ToolCall) -> bool:
    """Tell whether a call may have done something, by its name and its arguments.

    Example:
        >>> acts(ToolCall("get_refund", {}, 0)), acts(ToolCall("issue_refund", {}, 0))
        (False, True)
        >>> acts(ToolCall("hotel_book", [{"RequestType": "Check"}], 0))
        False
    """
    parts = _PARTS.findall(call.name)
    if not parts or parts[0] in _set("looking") or parts[-1] in _set("looking"):
        return False
    return not any(_is_dry(leaf) for leaf in leaves(call.arguments, "", Rank.RECORD))


def looks(call: ToolCall) -> bool:
    """Tell whether a call certainly only looked: it has a name, and did nothing.

    Example:
        >>> looks(ToolCall("get_refund", {}, 0)), looks(ToolCall("", {}, 0))
        (True, False)
    """
    return bool(call.name) and not acts(call)


def _is_state(fact: Fact) -> bool:
    """Tell whether a value that was looked up reports how a record stands, and not what is free or to be had."""
    return fact.key != "message" and (
        not isinstance(fact.value, str) or fact.key.endswith(_ENDINGS) or len(fact.value.split()) <= _STATE
    )


def _is_dry(leaf: Fact) -> bool:
    said = str(leaf.value).strip("\"' ").lower()
    return (leaf.key in _set("dry") and said == "true") or said in _set("dry")


def weigh(family: Family, context: Context, sentence: str, said: str = "") -> tuple[Grounding, Because | None]:
    """Say whether the log backs a deed of this family.

    Args:
        family: the kind of deed.
        context: the log and the records.
        sentence: the claim's sentence, lower case: an order or booking named there picks the calls that count.
        said: the words of the claim itself, lower case: what it was done to, and for how much.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.claims.families import families
        >>> weigh(families()["refund"], Setting(has_log=True), "i've refunded you")
        ('unsupported', None)
    """
    marks = [*_recorded(family, context), *_called(family, context, sentence)]
    if not marks:
        return ("unsupported" if context.has_log and _is_telling(context) else "not checkable"), None
    direct = [mark for mark in marks if mark.direct]
    for row in (direct, marks):
        done = [mark for mark in row if mark.state == "done" or (mark.state == "pending" and family.asking)]
        undone = [mark for mark in row if mark.state != "done"]
        if done and undone and _whole().search(said) and not family.asking:
            return "contradicted", undone[-1].because
        if done:
            other = elsewhere(said, tuple(_own_calls(family, context))) if said else None
            if other is not None:
                return "contradicted", Because(f"messages[{other.at}]", _short(other.arguments))
            return "supported", done[-1].because
        if row:
            return "contradicted", row[-1].because
    return "not checkable", None


def _is_telling(context: Context) -> bool:
    """Tell whether the log says what each call was: one without a name may have been any deed."""
    return all(call.name for call in context.trace)


def _called(family: Family, context: Context, sentence: str) -> Iterator[Mark]:
    """Yield what each call of this family came to, oldest first."""
    calls = [call for call in context.trace if acts(call) and _belongs(family, call)]
    named = [call for call in calls if _names(call, sentence)]
    for call in named or calls:
        path = f"messages[{call.result_at}]" if call.result_at is not None else f"messages[{call.at}]"
        direct = any(stem in call.name for stem in family.own)
        if call.failed:
            yield Mark("failed", Because(path, _short(call.result)), direct)
        else:
            state = result_state(call, family)
            yield Mark(state, Because(path, _short(call.result if call.result is not None else call.name)), direct)


def _own_calls(family: Family, context: Context) -> Iterator[ToolCall]:
    """Yield the calls that did the very deed."""
    for call in context.trace:
        if acts(call) and not call.failed and any(stem in call.name for stem in family.own):
            yield call


def _belongs(family: Family, call: ToolCall) -> bool:
    return any(stem in call.name for stem in family.calls)


def _names(call: ToolCall, sentence: str) -> bool:
    """Tell whether the sentence names something that the call was about, by an identifier."""
    said = {word for word in re.findall(r"[a-z0-9-]*\d[a-z0-9-]*", sentence) if len(word) > 3}
    if not said:
        return False
    return any(str(leaf.value).lower().strip("#") in said for leaf in leaves(call.arguments, "", Rank.RECORD))


def result_state(call: ToolCall, family: Family) -> State:
    """Read from a result whether the deed is done; a result without a word about it counts as done.

    Example:
        >>> from guard.claims.families import families
        >>> result_state(ToolCall("issue_refund", {}, 0, {"status": "pending"}, 1), families()["refund"])
        'pending'
    """
    found: State = "done"
    if call.result is None:
        return "done"
    asks = "request" in call.name or "submit" in call.name
    told = tuple(leaves(call.result, "", Rank.RECORD))
    for leaf in told:
        said = str(leaf.value).lower()
        if leaf.key in _STATUS and len(said) < 120:
            if family.marks.search(said) and not _words("failed").search(said):
                return "done"
            if _words("failed").search(said) or leaf.value is False:
                return "failed"
            if _words("pending").search(said) and len(told) <= _ANSWER:
                found = "pending"
    return "pending" if asks and found == "done" and not _settled(call) else found


def _settled(call: ToolCall) -> bool:
    """Tell whether the answer to a request says that it was granted, not only received."""
    said = str(call.result).lower()
    return re.search(r"approved|completed|confirmed|granted|done|executed", said) is not None


def _recorded(family: Family, context: Context) -> Iterator[Mark]:
    """Yield what records say about a deed of this family: its field, or its word in a status."""
    looked = tuple(
        f"messages[{call.result_at}]" for call in context.trace if call.result_at is not None and looks(call)
    )
    for fact in context.facts.facts:
        if fact.path.partition(".")[0].startswith(looked) and not _is_state(fact):
            continue
        if (
            fact.rank is not Rank.RECORD
            or fact.path.startswith("facts.agent")
            or (isinstance(fact.value, str) and len(fact.value) > _LONGEST)
        ):
            continue
        if fact.path.startswith("facts.actions"):
            yield from _listed(family, fact, context)
            continue
        state = _told(family, fact)
        if state is not None:
            yield Mark(state, Because(fact.path, str(fact.value)))


def _listed(family: Family, fact: Fact, context: Context) -> Iterator[Mark]:
    """Read one entry of `facts.actions`: its name says what, its status says how it ended."""
    if fact.key not in ("name", "action", "type", "actions"):
        return
    name = _CAMEL.sub("_", str(fact.value)).lower()
    if not any(stem in name.replace(" ", "_") for stem in family.calls) and not family.marks.search(name):
        return
    if _PARTS.findall(name)[:1] and _PARTS.findall(name)[0] in _set("looking"):
        return
    place = fact.path.rpartition(".")[0]
    status = next((one for one in context.facts.facts if one.path == f"{place}.status"), None) if place else None
    said = str(status.value).lower() if status else "ok"
    state: State = (
        "failed" if _words("failed").search(said) else "pending" if _words("pending").search(said) else "done"
    )
    yield Mark(state, Because((status or fact).path, said), any(stem in name for stem in family.own))


def _told(family: Family, fact: Fact) -> State | None:
    """Read one record: None when it is silent on deeds of this family."""
    said = str(fact.value).lower()
    if fact.key in family.keys or any(part in family.keys for part in fact.key.split("_")):
        if fact.value is False or _words("failed").match(said):
            return "failed"
        if fact.value is True or re.match(r"20\d\d-", said) or family.marks.search(said):
            return "done"
        if _words("pending").match(said):
            return "pending"
        return "done" if any(family.marks.fullmatch(part) for part in fact.key.split("_")) else None
    if not isinstance(fact.value, str):
        return None
    match = family.marks.search(said)
    if match is None:
        return None
    return (
        "failed"
        if re.search(r"\b(?:not|no|never|nothing|un|cannot|can't|isn't|without)\b[^.;,]{0,25}$", said[: match.start()])
        else "done"
    )


def _short(value: Any) -> str:
    return str(value)[:200]

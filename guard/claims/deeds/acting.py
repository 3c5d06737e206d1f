"""Tells which tool calls do something and which only look, by what their owner declares, their names and arguments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import cast

from guard.claims.deeds.families import Family
from guard.claims.tables import table
from guard.domain.facts import Fact, Rank, leaves
from guard.domain.trace import ToolCall

_PARTS = re.compile(r"[a-z]+|\d+")
_SERVER = re.compile(r"__|[.:/\s]+")
_SQL = re.compile(
    r"^\s*(?:explain\s+)?(select|show|describe|with|insert|update|delete|upsert|merge|replace|call|exec)\b"
)
_MODE = re.compile(r"mode|type|action|operation|kind|step|stage|intent|purpose|phase|command|method|^$")
"""Arguments that say what kind of call it is; in others such a word is somebody's name, or a reason."""
_READS = frozenset(("select", "show", "describe", "with"))
_JOINED = frozenset(("and", "or", "then"))


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(cast(list[str], table("acting")[name]))


def acts(call: ToolCall) -> bool:
    """Tell whether a call may have done something.

    Example:
        >>> acts(ToolCall("get_refund", {}, 0)), acts(ToolCall("issue_refund", {}, 0))
        (False, True)
        >>> acts(ToolCall("hotel_book", [{"RequestType": "Check"}], 0))
        False
    """
    if call.does is not None:
        return bool(call.does)
    if not call.name:
        return False
    told = leaves(call.arguments, "", Rank.RECORD)
    written = next((found[1] for leaf in told if (found := _SQL.match(str(leaf.value).lower()))), None)
    if written is not None and _set("sql").intersection(_PARTS.findall(call.name)):
        return written not in _READS
    return not _looks_by_name(call.name) and not any(map(_is_dry, told))


def looks(call: ToolCall) -> bool:
    """Tell whether a call certainly only looked: it has a name, and did nothing.

    Example:
        >>> looks(ToolCall("get_refund", {}, 0)), looks(ToolCall("", {}, 0))
        (True, False)
    """
    return bool(call.name) and not acts(call)


def belongs(family: Family, call: ToolCall) -> bool:
    """Tell whether a call is of the kind that does deeds of a family.

    Example:
        >>> from guard.claims.deeds.families import families
        >>> belongs(families()["refund"], ToolCall("issue_refund", {}, 0))
        True
        >>> belongs(families()["refund"], ToolCall("issue_refund", {}, 0, does=("send",)))
        False
    """
    if call.does is not None:
        return family.name in call.does
    return family.does(call.name)


def is_own(family: Family, call: ToolCall) -> bool:
    """Tell whether a call is of the very kind of a family's deeds, and not of a near one.

    Example:
        >>> from guard.claims.deeds.families import families
        >>> is_own(families()["refund"], ToolCall("cancel_order", {}, 0))
        False
    """
    if call.does is not None:
        return family.name in call.does
    return family.names(call.name)


def tries(call: ToolCall) -> bool:
    """Tell whether a call only tried what its tool can do: a check before a booking, a quote before a change.

    Example:
        >>> tries(ToolCall("hotel_book", [{"RequestType": "Check"}], 0)), tries(ToolCall("get_order", {}, 0))
        (True, False)
    """
    if not looks(call) or call.does is not None:
        return False
    parts = _PARTS.findall(call.name)
    return not _looks_by_name(call.name) or not _set("rehearsal").isdisjoint((parts[0], parts[-1]))


@cache
def _looks_by_name(name: str) -> bool:
    """Read the name: its last piece says what (`orders.refund.create`, `shop__get_order`), its verb says whether.

    A verb that acts outweighs the thing it is done to (`update_status`); what only tries or counts
    (`create_quote`, `refund_check`) does nothing, whatever the verb.
    """
    pieces = [_PARTS.findall(piece) for piece in _SERVER.split(name)]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return True
    last = pieces[-1]
    if len(pieces) > 1 and pieces[0][0] in _set("reading"):
        return True
    if last[-1] in _set("trial") and last[0] not in _set("keeping"):
        return True
    return _looks_by_verb(last if len(pieces) == 1 or _verb(last) else [*pieces[0], *last])


def _verb(parts: Sequence[str]) -> bool:
    return any(part in _set("acting") or part in _set("looking") for part in parts)


def _looks_by_verb(parts: Sequence[str]) -> bool:
    """Tell by the first verb; by the second where they are joined (`get_or_create_ticket`)."""
    if any(one in _JOINED and other in _set("acting") for one, other in pairwise(parts)):
        return False
    if " ".join(parts[:2]) in _set("phrasal"):
        return False
    if parts[0] in _set("nouns") and parts[-1] in _set("facets"):
        return True
    for part in (parts[0], parts[-1]):
        if part in _set("acting"):
            return False
        if part in _set("looking"):
            return True
    return parts[-1] in _set("facets")


def _is_dry(leaf: Fact) -> bool:
    said = str(leaf.value).strip("\"' ").lower()
    if leaf.key in _set("dry"):
        return said == "true"
    if leaf.key in _set("wet"):
        return said == "false"
    return said in _set("dry") and _MODE.search(leaf.key) is not None

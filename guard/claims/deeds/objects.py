"""Tells which of several things words are about: by its names, numbers and labels.

"Blocking the lost card went through" is about the call that names a block, not about the new card
that was made; "Rent share was cancelled" is about the standing order of that label.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

from guard.claims.tables import table
from guard.domain.facts import Fact, Rank, leaves
from guard.domain.trace import ToolCall

_WORD = re.compile(r"[a-z]{3,}|[a-z-]*\d[\w-]*(?:[.,:]\d+)*")
_NAMED = re.compile(
    r"(?:^|_)(?:id|ids|ref|reference|number|order|booking|reservation|account|ticket|shipment|item|pnr|case)(?:$|_)"
)
_MOST = 40
"""Values of one thing that are read; a longer list is a catalogue."""
_SHORT = 80
"""Characters of a label; longer strings are prose."""
_PART = 40


@cache
def _idle() -> frozenset[str]:
    return frozenset(cast(str, table("objects")["idle"]).split())


@cache
def _states() -> frozenset[str]:
    return frozenset(cast(list[str], table("objects")["states"]))


def words_of(said: str) -> frozenset[str]:
    """Return the words and numbers by which a thing may be told from others.

    Example:
        >>> sorted(words_of("i've cancelled the rent share over 400"))
        ['400', 'cancelled', 'rent', 'share']
    """
    found = (word.rstrip(".,:") for word in _WORD.findall(said.lower()))
    return frozenset(_singular(word) for word in found if word not in _idle())


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def about(value: Any) -> frozenset[str]:
    """Return the words of a call's arguments and result, or of any JSON value: its short texts, numbers and key names.

    Example:
        >>> sorted(about({"shipment": "s1", "address": "9 Mill Lane"}))
        ['9', 'address', 'lane', 'mill', 's1', 'shipment']
    """
    if isinstance(value, ToolCall):
        return words_of(value.name.replace("_", " ")) | about(value.arguments) | about(value.result)
    return _gathered(leaves(value, "", Rank.RECORD)[:_MOST])


def _gathered(facts: Iterable[Fact]) -> frozenset[str]:
    found: set[str] = set()
    for fact in facts:
        found |= words_of(fact.key.replace("_", " "))
        if isinstance(fact.value, bool):
            continue
        said = f"{fact.value:g}" if isinstance(fact.value, float) else str(fact.value)
        if len(said) <= _SHORT:
            found |= words_of(said.replace("_", " "))
    return frozenset(found)


def near(facts: Sequence[Fact], path: str) -> frozenset[str]:
    """Return the words of the thing that a value belongs to: its neighbours under the same key.

    Example:
        >>> orders = {"a": {"label": "Rent share", "status": "active"}, "b": {"label": "Gym"}}
        >>> sorted(near(leaves(orders, "facts", Rank.RECORD), "facts.a.status"))
        ['active', 'label', 'rent', 'share']
    """
    place = path.rpartition(".")[0]
    return _gathered([fact for fact in facts if fact.path.startswith(f"{place}.")][:_MOST] if place else ())


def target(call: ToolCall) -> str:
    """Return what a call is done to, as far as its arguments name it: the first identifier.

    Example:
        >>> target(ToolCall("cancel_order", {"reason": "late", "order_id": "A-1"}, 0))
        'a-1'
    """
    for leaf in leaves(call.arguments, "", Rank.RECORD):
        if _NAMED.search(leaf.key):
            return str(leaf.value).lower()
    return ""


def parts_of(result: Any) -> list[tuple[frozenset[str], str]]:
    """Return the parts of a result that tells of several things, each with its words and its state.

    Example:
        >>> [said for _, said in parts_of({"x1": "CANCELLED", "x2": "RECALL_SENT"})]
        ['cancelled', 'recall sent']
        >>> parts_of({"status": "ok"})
        []
    """
    found: list[tuple[frozenset[str], str]] = []
    for name, inner in _entries(result):
        if isinstance(inner, Mapping):
            fields = cast(Mapping[str, Any], inner)
            state = next((fields[key] for key in fields if str(key).lower() in _states()), None)
            if isinstance(state, str) and len(state) <= _PART:
                found.append((about(fields) | words_of(name), _plain(state)))
        elif isinstance(inner, str) and name and inner.isupper() and len(inner) <= _PART:
            found.append((words_of(name), _plain(inner)))
    return found if len(found) > 1 else []


def _entries(result: Any) -> Iterator[tuple[str, Any]]:
    """Yield the things that a result lists: of itself, or of the one list it holds."""
    if isinstance(result, (list, tuple)):
        yield from (("", one) for one in cast(Sequence[Any], result)[:_MOST])
    elif isinstance(result, Mapping):
        fields = cast(Mapping[str, Any], result)
        lists = [cast(Sequence[Any], inner) for inner in fields.values() if isinstance(inner, (list, tuple))]
        if len(lists) == 1:
            yield from (("", one) for one in lists[0][:_MOST])
        yield from (item for item in fields.items() if str(item[0]).lower() not in _states())


def _plain(state: str) -> str:
    return state.lower().replace("_", " ")


def best_named(facts: Sequence[Fact], said: Collection[str]) -> tuple[Fact, int] | None:
    """Return the state of the recorded thing that words name best, with how many of them name it.

    None where two things are named alike; the only thing there is needs no name.

    Example:
        >>> orders = [{"label": "Rent share", "status": "active"}, {"label": "Rent flat", "status": "cancelled"}]
        >>> best_named(leaves(orders, "facts.orders", Rank.RECORD), {"rent", "share"})[0].value
        'active'
    """
    things = [
        fact for fact in facts if fact.key in _states() and fact.rank is Rank.RECORD and isinstance(fact.value, str)
    ]
    things = [fact for fact in things if not fact.path.startswith(("facts.actions", "facts.agent"))]
    if not things or len(things) > _MOST:
        return None
    scored = sorted(
        ((len(near(facts, fact.path) & set(said)), -i, fact) for i, fact in enumerate(things)), reverse=True
    )
    if len(scored) > 1 and scored[0][0] == scored[1][0]:
        return None
    return scored[0][2], scored[0][0]

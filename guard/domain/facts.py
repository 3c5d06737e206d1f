"""What is known, as one flat index.

Every value of the facts and of the tool results, with its path and with how far its word may be trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, cast

POLICY_KEYS = frozenset(("policy", "policies", "sources", "policy_files", "flow_policy", "compliance_spec"))
HIDDEN_KEYS = frozenset(("labels", "expected_actions", "customer_instruction"))
"""Keys that test data carry for the grader; they are nobody's knowledge at the time of the draft."""


NONE = "none"
"""What an empty field holds (`shipped_at: null`): a system that knows of nothing is a record, too."""
_DEEPEST = 40
_A_FEW_WORDS = 16
"""Characters from which a value may hold a sentence."""


class Rank(IntEnum):
    """Whose word it is: a higher rank outweighs a lower one. Below SYSTEM nothing supports a promise."""

    SYSTEM = 1
    POLICY = 2
    RECORD = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """One known value.

    Args:
        path: where it stands, `facts.orders[0].estimated_delivery` or `messages[2].status`.
        key: the nearest field name above it, lower case (`estimated_delivery`); empty for bare text.
        value: a string, number or boolean; never a container.
        rank: how far it may be trusted.
    """

    path: str
    key: str
    value: str | int | float | bool
    rank: Rank


@dataclass(frozen=True, slots=True)
class FactIndex:
    """All known values, in the order of the conversation: later ones are newer.

    Example:
        >>> index = FactIndex(tuple(leaves({"orders": [{"id": "A-1"}]}, "facts", Rank.RECORD)))
        >>> [(fact.path, fact.value) for fact in index.of("id")]
        [('facts.orders[0].id', 'A-1')]
    """

    facts: tuple[Fact, ...]

    def of(self, *keys: str) -> Iterator[Fact]:
        """Yield the facts whose key is one of `keys` (lower case)."""
        return (fact for fact in self.facts if fact.key in keys)

    def ranked(self, rank: Rank) -> Iterator[Fact]:
        """Yield the facts of one rank."""
        return (fact for fact in self.facts if fact.rank is rank)


def leaves(value: Any, path: str, rank: Rank, key: str = "", *, blanks: bool = False) -> list[Fact]:
    """List every value inside a JSON value, with its path. Deeper than 40 levels is left out.

    Args:
        value: the JSON value.
        path: where it stands.
        rank: how far it may be trusted.
        key: the field it stands in.
        blanks: whether an empty field is listed, too.
    """
    found: list[Fact] = []
    _gather(value, path, rank, key, found, 0, blanks)
    return found


def _gather(value: Any, path: str, rank: Rank, key: str, found: list[Fact], depth: int, blanks: bool) -> None:
    """Append what a value holds. One list and exact types first: this runs over every fact of every case."""
    if type(value) is str or isinstance(value, (str, int, float)):
        found.append(Fact(path, key, value, rank))
    elif value is None:
        if key and blanks:
            found.append(Fact(path, key, NONE, rank))
    elif depth >= _DEEPEST:
        return
    elif isinstance(value, dict):
        for name, inner in cast(dict[Any, Any], value).items():
            if name in HIDDEN_KEYS:
                continue
            if type(inner) is str:  # without a call: most are
                found.append(Fact(f"{path}.{name}", str(name).lower(), inner, rank))
            else:
                _gather(inner, f"{path}.{name}", rank, str(name).lower(), found, depth + 1, blanks)
    elif isinstance(value, (list, tuple)):
        for i, inner in enumerate(cast(Sequence[Any], value)):
            _gather(inner, f"{path}[{i}]", rank, key, found, depth + 1, blanks)


def texts(value: Any, path: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the texts of several words inside a JSON value, with their paths; what is hidden is left out.

    Example:
        >>> list(texts({"orders": [{"id": "A-1", "note": "Leave it at the door."}]}, "facts"))
        [('facts.orders[0].note', 'Leave it at the door.')]
    """
    if isinstance(value, str):
        if len(value) >= _A_FEW_WORDS and " " in value:
            yield path, value
    elif depth < _DEEPEST and isinstance(value, dict):
        for name, inner in cast(dict[Any, Any], value).items():
            if name not in HIDDEN_KEYS:
                yield from texts(inner, f"{path}.{name}", depth + 1)
    elif depth < _DEEPEST and isinstance(value, (list, tuple)):
        for i, inner in enumerate(cast(Sequence[Any], value)):
            yield from texts(inner, f"{path}[{i}]", depth + 1)


def index(facts: Mapping[str, Any], results: Iterable[tuple[int, Any]], system: Iterable[tuple[int, str]]) -> FactIndex:
    """Build the index of one case.

    Args:
        facts: `case.facts`, without what came after the draft.
        results: (index in `case.messages`, parsed result) of each tool result that did not fail.
        system: (index in `case.messages`, text) of each system message.
    """
    found: list[Fact] = []
    for index_, text in system:
        found.append(Fact(f"messages[{index_}]", "", text, Rank.SYSTEM))
    for name, value in facts.items():
        if name not in HIDDEN_KEYS:
            rank = Rank.POLICY if name in POLICY_KEYS else Rank.RECORD
            found += leaves(value, f"facts.{name}", rank, str(name).lower(), blanks=True)
    for index_, result in results:
        found += leaves(result, f"messages[{index_}]", Rank.RECORD, blanks=True)
    return FactIndex(tuple(found))

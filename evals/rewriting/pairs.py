"""Drafts and their rewrites for readers who must not know which is which, nor that one was rewritten.

The items are written in two halves with one of each pair in either, on sides drawn by chance: whoever
reads one half never sees both. Ids, labels and whatever only a grader knows are left out.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from guard.domain.case import Case
from guard.domain.facts import HIDDEN_KEYS
from guard.errors import Problem, UsageError

Pair = tuple[Case, str]
"""A case, and the rewrite of its draft."""


def items(pairs: Sequence[Pair], number: int, seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Draw pairs by seed; return the items to read, and the key to them.

    Example:
        >>> made, key = items([(Case(id="a", draft="Calm down. It is here."), "It is here.")], 1, seed=1)
        >>> len(made), sorted(row["side"] for row in key)
        (2, ['after', 'before'])
    """
    draws = random.Random(seed)
    drawn = draws.sample(list(pairs), min(number, len(pairs)))
    halves: tuple[list[tuple[int, str]], list[tuple[int, str]]] = ([], [])
    for place in range(len(drawn)):
        sides = draws.sample(("before", "after"), 2)
        for half, side in zip(halves, sides, strict=True):
            half.append((place, side))
    made: list[dict[str, Any]] = []
    key: list[dict[str, Any]] = []
    for half in halves:
        draws.shuffle(half)
        for place, side in half:
            case, after = drawn[place]
            name = f"item-{len(made) + 1:03}"
            made.append({"item": name, **_shown(case), "draft": case.draft if side == "before" else after})
            key.append({"item": name, "pair": place + 1, "side": side, "id": case.id})
    return made, key


def write_pairs(pairs: Sequence[Pair], number: int, seed: int, folder: Path) -> int:
    """Write `items.jsonl` and `key.jsonl` into a folder; return the number of pairs.

    Raises:
        UsageError: when no case has a rewrite.
    """
    made, key = items(pairs, number, seed)
    if not made:
        raise UsageError([Problem("--pairs", "cases with a rewrite", "none", "give other cases")])
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("items", made), ("key", key)):
        (folder / f"{name}.jsonl").write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    return len(made) // 2


def _shown(case: Case) -> dict[str, Any]:
    """Return what a reader needs to judge a draft."""
    facts: Mapping[str, Any] = {name: value for name, value in case.facts.items() if name not in HIDDEN_KEYS}
    conversation = [{"role": message.role, "text": message.text} for message in case.messages]
    return {"channel": case.channel, "conversation": conversation, "facts": facts}

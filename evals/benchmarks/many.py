"""Packs of 60 and 600 policies, made of the packaged ones with other words in their phrases.

Packs grow by wordings, so what is cloned is what a policy *forbids*: every clone has an id and a
code of its own, and in each of its phrases one word gives way to another; a policy that names no
wording gets three as a further condition. Policies that require something are not cloned: forty
copies of one absence would all fail together, which no real pack does.
"""

from __future__ import annotations

import copy
import random
import re
import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any, cast

import yaml

from evals.benchmarks.material import vocabulary
from guard.text.phrases import LONGEST_PHRASE

_PLAIN = re.compile(r"(?<![\w<({|*])[a-z']{3,}(?![\w>)}|*?])")
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


def pack_of(count: int, source: Path, folder: Path, seed: int = 0) -> Path:
    """Write a pack of `count` policies to `folder`, the packaged ones first.

    Args:
        count: policies in all; as many as there are when it is less than that.
        source: a folder of policies.
        folder: an empty folder to write to.
        seed: the same seed writes the same pack.
    """
    shutil.copytree(source, folder, dirs_exist_ok=True)
    originals = [
        cast("dict[str, Any]", yaml.safe_load(file.read_text("utf-8"))) for file in sorted(source.glob("*/*.yaml"))
    ]
    forbidding = [policy for policy in originals if policy.get("forbid")]
    chance = random.Random(seed)
    named = {word for policy in originals for phrase in _phrases(policy) for word in _PLAIN.findall(phrase)}
    words = sorted({*named, *vocabulary()})
    for number, policy in zip(range(count - len(originals)), cycle(forbidding), strict=False):
        clone = _clone(policy, number, words, chance)
        (folder / f"{clone['id']}.yaml").write_text(yaml.safe_dump(clone, sort_keys=False, allow_unicode=True), "utf-8")
    return folder


def _clone(policy: dict[str, Any], number: int, words: list[str], chance: random.Random) -> dict[str, Any]:
    clone = copy.deepcopy(policy)
    clone["id"] = f"{policy['id']}-{number}"
    prefix = "".join(_LETTERS[number // 1000 // 20**place % 20] for place in (1, 0))
    clone["code"] = f"Z{prefix}{number % 1000:03}"
    clone["examples"] = {"bad": ["One that it catches."], "good": ["One that it leaves."]}
    changed = sum(_reworded(clause, words, chance) for clause in (clone["forbid"],))
    if not changed:
        made = [" ".join(chance.sample(words, 3)) for _ in range(3)]
        clone["forbid"]["all"] = [*clone["forbid"].get("all", []), {"phrase": made}]
    return clone


def _reworded(node: Any, words: list[str], chance: random.Random) -> int:
    """Change every phrase below a node, in place; returns how many there were."""
    if isinstance(node, list):
        return sum(_reworded(item, words, chance) for item in cast("list[Any]", node))
    if not isinstance(node, dict):
        return 0
    condition = cast("dict[str, Any]", node)
    count = 0
    for key, value in condition.items():
        if key == "phrase":
            phrases = _listed(value)
            condition[key] = [_another(phrase, words, chance) for phrase in phrases]
            count += len(phrases)
        else:
            count += _reworded(value, words, chance)
    return count


def _another(phrase: str, words: list[str], chance: random.Random) -> str:
    """Put another word in the place of one; a phrase of stems and choices alone gets one in front, if it has room."""
    places = list(_PLAIN.finditer(phrase))
    place = chance.choice(places) if places else None
    word = chance.choice(words)
    another = f"{phrase[: place.start()]}{word}{phrase[place.end() :]}" if place else f"{word} {phrase}"
    return another if len(another) <= LONGEST_PHRASE else phrase


def _phrases(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in cast("list[Any]", node):
            yield from _phrases(item)
    elif isinstance(node, dict):
        for key, value in cast("dict[str, Any]", node).items():
            yield from _listed(value) if key == "phrase" else _phrases(value)


def _listed(value: Any) -> list[str]:
    """A phrase condition is one phrase, a list, or an object with `phrases`."""
    found: Any = cast("dict[str, Any]", value)["phrases"] if isinstance(value, dict) else value
    return [found] if isinstance(found, str) else list(cast("list[str]", found))

"""Draws agent turns to be labelled by hand, from conversations of train that nobody labelled yet.

    python -m evals.training.drawn --half a --count 450 --to drawn-a.jsonl
    python -m evals.training.drawn --half a --count 150 --seed 2 --besides drawn-a.jsonl --to more-a.jsonl

Two thirds are turns that fail a virtue more often than most do (`drawn.yaml` says which: an angry customer, a
refusal, a reply that was given before, …), a third plainly random. Conversations fall into two halves by a digest
of their id, so that two labellers never read the same one. Dev conversations are never yielded.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import msgspec

from evals.turns import conversations, turns
from guard.text.tables import beside

RECIPE = beside(__file__, "drawn")
SHARED = Path(__file__).resolve().parents[3] / "shared/data"
RANDOM = "random"

Turn = dict[str, Any]


def main(argv: Sequence[str] | None = None) -> int:
    """Draw and write."""
    parser = argparse.ArgumentParser(description="Draw agent turns to be labelled.")
    parser.add_argument("--half", choices=("a", "b"), required=True)
    parser.add_argument("--count", type=int, default=450)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of conversations and labelled cases")
    parser.add_argument("--besides", type=Path, help="turns that were drawn before: their conversations are left out")
    parser.add_argument("--to", type=Path, required=True)
    args = parser.parse_args(argv)
    chooser = random.Random(f"{args.seed}{args.half}")
    labelled = seen_before(args.shared / "train/natural.jsonl")
    before: Mapping[str, set[str]] = seen_before(args.besides) if args.besides else {}
    first = 1 + sum(map(len, before.values()))
    found: list[Turn] = []
    for source in RECIPE["drawn"]["sources"]:
        files = [args.shared / f"conversations/{name}.jsonl.gz" for name in source["files"]]
        mine = (turn for turn in unread(files, labelled) if half_of(turn["conversation"]) == args.half)
        pool = [turn for turn in mine if turn["conversation"] not in before]
        found += draw(pool, round(args.count * source["share"] / 100), source["each"], chooser)
    chooser.shuffle(found)
    rows = [{**turn, "id": f"n{args.half}-{number:04}"} for number, turn in enumerate(found, first)]
    args.to.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    print(f"{len(rows)} turns; {dict(Counter(row['drawn'] for row in rows))}")
    return 0


def half_of(conversation: str) -> str:
    """Return `a` or `b`: the half that a conversation belongs to, whoever asks.

    Example:
        >>> half_of("star-1"), half_of("star-2")
        ('a', 'b')
    """
    return "ab"[int(hashlib.sha256(conversation.encode()).hexdigest()[0], 16) % 2]


def seen_before(labelled: Path) -> Mapping[str, set[str]]:
    """Return the drafts that are labelled already, by conversation; turns are numbered anew when they were merged."""
    drafts: defaultdict[str, set[str]] = defaultdict(set)
    for line in labelled.read_bytes().splitlines():
        case = msgspec.json.decode(line)
        drafts[case["conversation"]].add(case["draft"])
    return drafts


def unread(files: Iterable[Path], labelled: Mapping[str, set[str]]) -> Iterator[Turn]:
    """Yield the turns of train conversations that are not labelled, shaped like the labelled ones."""
    for conversation in conversations(files, "train"):
        for turn in turns(conversation):
            asked = any(message["role"] == "customer" for message in turn["messages"])
            if asked and turn["draft"] not in labelled.get(turn["conversation"], ()):
                about = turn.pop("meta")
                turn["again"] = turn["conversation"] in labelled
                yield {**turn, **about}


def reasons(turn: Mapping[str, Any]) -> list[str]:
    """Return why a turn may fail more often than most.

    Example:
        >>> reasons({"messages": [{"role": "customer", "text": "It is broken."}], "draft": "No."})
        ['trouble', 'short']
    """
    said = [message for message in turn["messages"] if message["role"] in ("customer", "agent")]
    last = max((place for place, message in enumerate(said) if message["role"] == "agent"), default=-1)
    places = {
        "open": " \n".join(message["text"] for message in said[last + 1 :]),
        "special": " \n".join(message["text"] for message in said if message["role"] == "customer"),
        "draft": turn["draft"],
    }
    found = [
        name
        for name, where in RECIPE["reasons"].items()
        if any(re.search(pattern, places[place], re.IGNORECASE) for place, pattern in where.items())
    ]
    if len(turn["draft"].split()) <= RECIPE["few_words"]:
        found.append("short")
    if any(message["role"] == "agent" and _bare(message["text"]) == _bare(turn["draft"]) for message in said):
        found.append("said_before")
    return found


def _bare(text: str) -> str:
    return re.sub(r"[\W\d_]+", " ", text.lower()).strip()


def draw(pool: Sequence[Turn], count: int, each: int, chooser: random.Random) -> list[Turn]:
    """Draw two thirds by reason, each reason in its turn, and a third at random.

    Args:
        pool: what may be drawn.
        count: how many to draw; fewer come when the pool is small or too much alike.
        each: how many turns of one conversation.
        chooser: where chance comes from.
    """
    piles: defaultdict[str, list[Turn]] = defaultdict(list)
    for turn in sorted(pool, key=lambda turn: (not turn["again"], chooser.random())):
        for reason in (RANDOM, *reasons(turn)):
            piles[reason].append(turn)
    taken: dict[str, Turn] = {}
    often: Counter[str] = Counter()
    for name in _rounds(sorted(piles.keys() - {RANDOM})):
        if len(taken) >= count or not any(piles.values()):
            break
        while piles[name]:
            turn = piles[name].pop()
            conversation, draft = turn["conversation"], _bare(turn["draft"])
            if turn["id"] not in taken and often[conversation] < each and often[f"draft {draft}"] < RECIPE["alike"]:
                often.update((conversation, f"draft {draft}"))
                taken[turn["id"]] = {**{key: turn[key] for key in turn if key != "again"}, "drawn": name}
                break
    return list(taken.values())


def _rounds(order: Sequence[str]) -> Iterator[str]:
    """Yield two reasons, then chance, without end."""
    for place, name in enumerate(cycle(order or [RANDOM])):
        yield name
        if place % 2:
            yield RANDOM


if __name__ == "__main__":
    raise SystemExit(main())

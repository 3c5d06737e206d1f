"""Draws sentences of real agent turns for the hold-out of times, before anyone reads them.

    python -m evals.holdout.draw ../shared/data > blank.jsonl

Several kinds of talk in balance (`draw.yaml`); three in four hold something that may hint at a time, by
loose nets that know no grammar, one in four is drawn without. At most one sentence a turn, each once,
few of one wording, none that a dev conversation says as well. The same seed draws the same sentences.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypedDict, cast

import msgspec
import yaml

from evals.turns import conversations
from guard.text.sentences import sentences

SHORTEST, LONGEST = 12, 320
NETS = ("close", "close", "wide", "")  # in turn
_NAMED_NOW = re.compile(r"current time is (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) EST")
_IRC_DAY = re.compile(r"(\d{4}-\d\d-\d\d)")


class Table(TypedDict):
    """What `draw.yaml` holds."""

    nets: dict[str, list[str]]
    families: dict[str, dict[str, list[str]]]
    shares: dict[str, int]
    masks: dict[str, str]
    same: int
    words: int
    years: list[int]
    offsets: list[float]


@dataclass(frozen=True, slots=True)
class Turn:
    """One agent turn: where it stands, what it says, and what tells its time."""

    place: str
    text: str
    at: str | None
    about: Mapping[str, Any]


TABLE = cast("Table", yaml.safe_load((Path(__file__).parent / "draw.yaml").read_text(encoding="utf-8")))
_NETS = {name: re.compile("|".join(net), re.IGNORECASE) for name, net in TABLE["nets"].items()}
_MASKS = [(re.compile(pattern), mark) for pattern, mark in TABLE["masks"].items()]


def main(argv: Sequence[str] | None = None) -> int:
    """Draw and print one JSON line a sentence: id, text, now, turn, source, licence."""
    parser = argparse.ArgumentParser(description="Draws sentences of real agent turns.")
    parser.add_argument("data", type=Path, help="the folder with train/ and conversations/")
    parser.add_argument("--size", type=int, default=260)
    parser.add_argument("--seed", type=int, default=11)
    args = parser.parse_args(argv)
    for row in drawn(args.data, args.size, args.seed):
        sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
    return 0


def drawn(data: Path, size: int, seed: int) -> list[dict[str, str]]:
    """Draw from all families in balance; the ids tell the family and nothing else."""
    chance = random.Random(seed)
    unseen = dev_texts(data)
    rows: list[dict[str, str]] = []
    left, parts = size, sum(TABLE["shares"].values())
    for name, share in sorted(TABLE["shares"].items()):
        quota = round(left * share / parts)
        left, parts = left - quota, parts - share
        rows += _family(name, quota, _turns(data, name), chance, unseen)
    return rows


def _family(name: str, quota: int, turns: list[Turn], chance: random.Random, unseen: set[str]) -> list[dict[str, str]]:
    """Draw a family's share, through each net in turn."""
    chance.shuffle(turns)
    wordings: Counter[str] = Counter()
    taken: list[tuple[str, Turn]] = []
    texts = set(unseen)
    for turn in turns:
        if len(taken) == quota:
            break
        net = _NETS.get(NETS[len(taken) % len(NETS)])
        new = [part for part in _parts(turn.text) if part.lower() not in texts and (not net or net.search(part))]
        if fit := [part for part in new if wordings[wording(part)] < TABLE["same"]]:
            text = chance.choice(fit)
            wordings[wording(text)] += 1
            texts.add(text.lower())
            taken.append((text, turn))
    return [_row(f"{name}-{n:02}", text, turn, chance) for n, (text, turn) in enumerate(taken, 1)]


def third(ids: Sequence[str], seed: int = 12) -> list[str]:
    """Return the third of the ids that is labelled a second time, in their order.

    Example:
        >>> len(third(["a", "b", "c", "d", "e", "f"]))
        2
    """
    chosen = set(random.Random(seed).sample(sorted(ids), len(ids) // 3))
    return [name for name in ids if name in chosen]


def _row(name: str, text: str, turn: Turn, chance: random.Random) -> dict[str, str]:
    about = {key: str(turn.about[key]) for key in ("source", "licence")}
    return {"id": name, "text": text, "now": now(turn, chance), "turn": turn.place, **about}


def wording(text: str) -> str:
    """Return how a sentence begins, with numbers and days masked: what two of one template share.

    Example:
        >>> wording("On Friday we ship order A17.") == wording("On Monday we close.")
        True
    """
    text = text.lower()
    for pattern, mark in _MASKS:
        text = pattern.sub(mark, text)
    return " ".join(text.split()[: TABLE["words"]])


def now(turn: Turn, chance: random.Random) -> str:
    """Return the turn's own time, or one drawn: always with an offset, to the minute."""
    policy = _NAMED_NOW.search(str(turn.about.get("facts") or ""))
    day = _IRC_DAY.search(turn.place)
    if policy:
        moment = datetime.fromisoformat(f"{policy[1]}T{policy[2]}-05:00")
    elif turn.at and turn.at.isdigit():
        moment = datetime.fromtimestamp(int(turn.at), UTC)
    elif turn.at and re.fullmatch(r"\d\d:\d\d", turn.at) and day:
        moment = datetime.fromisoformat(f"{day[1]}T{turn.at}+00:00")
    elif turn.at and turn.at[:2] == "20":
        moment = datetime.fromisoformat(turn.at).replace(tzinfo=UTC)
    else:
        zone = timezone(timedelta(hours=chance.choice(TABLE["offsets"])))
        start = datetime(chance.choice(TABLE["years"]), 1, 1, 7, tzinfo=zone)
        moment = start + timedelta(days=chance.randrange(365), minutes=chance.randrange(14 * 60))
    return moment.isoformat(timespec="minutes")


def _parts(text: str) -> list[str]:
    """Return the sentences of a turn that are worth a label; machine output is not."""
    if text.lstrip()[:1] in "{[" or "\\n" in text:
        return []
    found = (span.of(text) for span in sentences(text))
    return [part for part in found if SHORTEST <= len(part) <= LONGEST and " " in part]


def _turns(data: Path, family: str) -> list[Turn]:
    """Return the train turns of a family in a fixed order: whole conversations, then the drafts of cases."""
    table = TABLE["families"][family]
    begins = tuple(table["ids"])
    found: list[Turn] = []
    files = [data / "conversations" / f"{file}.jsonl.gz" for file in table["files"]]
    for conversation in conversations(files, "train"):
        if conversation["id"].startswith(begins):
            found += _said(conversation)
    for line in (data / "train" / "natural.jsonl").read_bytes().splitlines():
        case = msgspec.json.decode(line)
        if case["conversation"].startswith(begins):
            last = next((m["at"] for m in reversed(case["messages"]) if m.get("at")), None)
            found.append(Turn(f"{case['conversation']}#{case['turn']}", case["draft"], last and str(last), case))
    return found


def _said(conversation: Mapping[str, Any]) -> Iterator[Turn]:
    for number, message in enumerate(conversation["messages"]):
        if message["role"] == "agent":
            at = message.get("at")
            yield Turn(f"{conversation['id']}#{number}", str(message.get("text", "")), at and str(at), conversation)


def dev_texts(data: Path) -> set[str]:
    """Return every sentence that an agent says in a dev conversation, to keep them out; nobody reads them."""
    files = sorted((data / "conversations").glob("*.jsonl.gz"))
    turns = (turn.text for conversation in conversations(files, "dev") for turn in _said(conversation))
    return {part.lower() for text in set(turns) for part in _parts(text)}


if __name__ == "__main__":
    raise SystemExit(main())

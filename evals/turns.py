"""Runs every agent turn of recorded conversations through the guard, as if each were a draft.

    python -m evals.turns ../shared/data/conversations/*.jsonl.gz --split train
    python -m evals.turns FILE… --draw 60 --seed 1 > drawn.jsonl

Prints decisions and faults by source; with `--draw`, also that many verdicts, drawn by seed with
equal chances for flagged and unflagged turns, each with its case, as JSON lines on standard output.
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from guard import Guard
from guard.formats.cases import case_from
from guard.formats.verdicts import verdict_to

KEPT = ("role", "text", "at", "kind", "name", "call_id", "error")
ABOUT = ("source", "licence", "domain")


def turns(conversation: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a case for each agent message: the message as draft, with only what came before it."""
    before: list[dict[str, Any]] = []
    for number, message in enumerate(conversation["messages"]):
        text = str(message.get("text", ""))
        if message["role"] == "agent" and text.strip():
            yield {
                "id": f"{conversation['id']}#{number}",
                "conversation": conversation["id"],
                "turn": number,
                "messages": list(before),
                "facts": conversation.get("facts") or {},
                "meta": {key: conversation.get(key) for key in ABOUT},
                "draft": text,
            }
        before.append({key: message[key] for key in KEPT if message.get(key) is not None})


def conversations(paths: Iterable[Path], split: str | None) -> Iterator[Mapping[str, Any]]:
    """Yield the conversations of plain or gzipped JSON lines that belong to a split."""
    for path in paths:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rb") as lines:
            for line in lines:
                conversation = msgspec.json.decode(line)
                if split is None or conversation.get("split") == split:
                    yield conversation


def main(argv: Sequence[str] | None = None) -> int:
    """Run the turns and print the table."""
    parser = argparse.ArgumentParser(description="Every agent turn of recorded conversations, as a draft.")
    parser.add_argument("files", nargs="+", type=Path, help="conversations, .jsonl or .jsonl.gz")
    parser.add_argument("--split", help="only conversations whose `split` is this")
    parser.add_argument("--draw", type=int, default=0, help="print so many verdicts, half of them with findings")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    flagged, clean = Reservoir(args.draw // 2, args.seed), Reservoir(args.draw - args.draw // 2, args.seed + 1)
    guard = Guard()
    began = time.perf_counter()
    for conversation in conversations(args.files, args.split):
        for raw in turns(conversation):
            verdict = guard.check(case_from(raw, raw["id"]))
            row = counts[str(raw["meta"]["source"])]
            row[verdict.decision] += 1
            row["verified rewrites"] += verdict.rewrite is not None
            row["faults"] += bool(verdict.faults)
            (flagged if verdict.findings else clean).offer({"case": raw, "verdict": verdict_to(verdict)})
    _print_table(counts, time.perf_counter() - began)
    for drawn in (*flagged.kept, *clean.kept):
        sys.stdout.write(msgspec.json.encode(drawn).decode() + "\n")
    return 0


class Reservoir:
    """Keeps `size` of the things offered, each with the same chance (Vitter's algorithm R, 1985)."""

    def __init__(self, size: int, seed: int) -> None:
        self._size = size
        self._random = random.Random(seed)
        self._offered = 0
        self.kept: list[dict[str, Any]] = []

    def offer(self, thing: dict[str, Any]) -> None:
        """Keep it, or not."""
        self._offered += 1
        if len(self.kept) < self._size:
            self.kept.append(thing)
        elif (place := self._random.randrange(self._offered)) < self._size:
            self.kept[place] = thing


def _print_table(counts: Mapping[str, Counter[str]], seconds: float) -> None:
    """Print one line a source on standard error, and the total."""
    names = ("send", "flag", "rewrite", "hold", "verified rewrites", "faults")
    total: Counter[str] = Counter()
    print(f"{'source':<64}{'turns':>8}" + "".join(f"{name:>19}" for name in names), file=sys.stderr)
    for row in counts.values():
        total.update(row)
    for source, row in (*sorted(counts.items()), ("all", total)):
        turns_seen = sum(row[name] for name in names[:4])
        cells = "".join(f"{row[n]:>10} ({row[n] / max(turns_seen, 1):>5.1%})" for n in names)
        print(f"{source[:62]:<64}{turns_seen:>8}{cells}", file=sys.stderr)
    print(f"{sum(total[n] for n in names[:4]) / max(seconds, 1e-9):,.0f} turns a second, one process", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())

"""Honesty on recorded conversations with tools: every agent turn, with only what came before it.

    python -m evals.trajectories ../shared/data/conversations
    python -m evals.trajectories FOLDER --draw 60 --seed 7 > drawn.jsonl

Prints, for each source, how many turns there are, how many carry a date, an amount or a deed, and how many fail
honesty, by policy; then how true reports of a deed fare once the deed is taken from the log (`evals.undone`), and
STAR's bookings after a mere check (`evals.booked`). With `--draw`, so many flagged
and so many unflagged turns that carry something, drawn by seed, as JSON lines for people to read. The figures that
were seen are in `evals/trajectories.md`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from evals.booked import table
from evals.turns import Reservoir, conversations, turns
from evals.undone import Undone
from guard import Guard
from guard.claims.deeds.families import deeds
from guard.domain.verdict import Verdict
from guard.formats.cases import case_from
from guard.formats.verdicts import verdict_to

TAU = ("tau1_airline_gpt4o", "tau1_fewshot", "tau1_retail_avaljotsingh", "tau2_trajectories")
_DAYS = r"\b(?:tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}(?:st|nd|rd|th))\b"
_CARRIES = re.compile(rf"[$£€]\s?\d|\d{{4}}-\d\d-\d\d|{_DAYS}|\b(?:{'|'.join(deeds())})\b", re.IGNORECASE)


def judged(folder: Path, guard: Guard) -> Iterator[tuple[dict[str, Any], Verdict]]:
    """Yield every agent turn of the tau trajectories in the train split, with its verdict."""
    paths = [folder / f"{name}.jsonl.gz" for name in TAU]
    for conversation in conversations([path for path in paths if path.exists()], "train"):
        for turn in turns(conversation):
            yield turn, guard.check(case_from(turn, turn["id"]))


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables; with `--draw`, the drawn turns on standard output."""
    parser = argparse.ArgumentParser(description="Honesty on recorded conversations with tools.")
    parser.add_argument("folder", type=Path, help="the folder of the conversations")
    parser.add_argument("--draw", type=int, default=0, help="print so many flagged and so many other turns")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", action="store_true", help="name the false reports that were not found")
    args = parser.parse_args(argv)
    guard = Guard(rewriting=False)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    flagged, others = Reservoir(args.draw, args.seed), Reservoir(args.draw, args.seed + 1)
    undone = Undone(guard)
    for turn, verdict in judged(args.folder, guard):
        codes = {finding.code for finding in verdict.findings if finding.virtue == "honesty"}
        carries = bool(_CARRIES.search(turn["draft"]))
        count = counts[str(turn["meta"]["source"])]
        count.update({"turns": 1, "carry": carries, "fail": bool(codes), **dict.fromkeys(codes, 1)})
        undone.take(turn, flagged=bool(codes))
        if codes:
            flagged.offer({"case": turn, "verdict": verdict_to(verdict)})
        elif carries:
            others.offer({"case": turn, "verdict": verdict_to(verdict)})
    print(_layout(counts), "", undone.table(), sep="\n", file=sys.stderr)
    if args.missed:
        print(*(f"{id_}: {' '.join(draft.split())[:200]}" for id_, draft in undone.missed), sep="\n", file=sys.stderr)
    star = args.folder / "star.jsonl.gz"
    if star.exists():
        laid, wrong = table(conversations([star], "train"), guard)
        print("", laid, *wrong, sep="\n", file=sys.stderr)
    if args.draw:
        for drawn in (*flagged.kept, *others.kept):
            sys.stdout.write(msgspec.json.encode(drawn).decode() + "\n")
    return 0


def _layout(counts: Mapping[str, Counter[str]]) -> str:
    codes = sorted({name for count in counts.values() for name in count} - {"turns", "carry", "fail"})
    names = ("turns", "carry", "fail", *codes)
    total: Counter[str] = Counter()
    for count in counts.values():
        total.update(count)
    rows = [f"{'source':<50}" + "".join(f"{name:>8}" for name in names)]
    for source, count in (*sorted(counts.items()), ("all", total)):
        rows.append(f"{source[:48]:<50}" + "".join(f"{count[name]:>8}" for name in names))
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())

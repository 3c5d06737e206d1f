"""`python -m evals.benchmarks.claims`: what reading a draft's claims costs, and holding them against the facts.

Two figures for each draft, each draft new to the process: claims with their grounding when facts and
trace are at hand, and the index of the facts by itself. Then the index of 10 KB. Asserts nothing.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Sequence
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

from evals.benchmarks.material import cases
from guard.claims.context import Setting
from guard.claims.read import read
from guard.domain.facts import FactIndex, index
from guard.text.folding import fold
from guard.text.sentences import sentences
from guard.view.moment import read_time

WARMING = 200
LARGE = 10_000
"""Bytes of the large facts."""


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.claims", description=__doc__)
    parser.add_argument("--cases", type=int, default=1000, help="different drafts (1000)")
    parser.add_argument("--seed", type=int, default=0, help="of the drafts (0)")
    args = parser.parse_args(words)
    for case in cases(WARMING, seed=99_991):
        timed(msgspec.json.decode(case))
    rows = [timed(msgspec.json.decode(case)) for case in cases(args.cases, args.seed)]
    table = Table(box=None, pad_edge=False)
    for column in ("", "p50 ms", "p99 ms", "target"):
        table.add_column(column, justify="left" if not column else "right")
    for name, column, target in (
        ("claims and grounding", [row[0] for row in rows], "p50 ≤ 0.4"),
        ("of those with a claim", [row[0] for row in rows if row[2]], ""),
        ("index of the facts", [row[1] for row in rows], ""),
        ("index of 10 KB", [large(number) for number in range(200)], "≤ 1"),
    ):
        p99 = statistics.quantiles(column, n=100)[98]
        table.add_row(name, f"{statistics.median(column):.3f}", f"{p99:.3f}", target)
    found = sum(row[2] for row in rows)
    print(f"{len(rows):,} drafts, {found:,} claims; thread time. Load average {os.getloadavg()[0]:.2f}.")
    Console(width=100).print(table)
    return 0


def timed(case: dict[str, Any]) -> tuple[float, float, int]:
    """Read one draft.

    Args:
        case: a case as its JSON says it.

    Returns:
        Milliseconds of the claims, milliseconds of the index, and how many claims there are.
    """
    folded = fold(case["draft"])
    own = sentences(folded.text)
    facts: dict[str, Any] = case.get("facts") or {}
    began = time.thread_time_ns()
    known = index(facts, (), ())
    indexed = time.thread_time_ns()
    found = read(folded.text, folded.lower, own, _setting(facts, known))
    done = time.thread_time_ns()
    return (done - indexed) / 1e6, (indexed - began) / 1e6, len(found)


def large(seed: int) -> float:
    """Return milliseconds of the index of 10 KB of orders, in which a draft's promise is looked up."""
    orders: list[dict[str, Any]] = []
    while len(msgspec.json.encode(orders)) < LARGE:
        number = seed * 1000 + len(orders)
        orders.append({"id": f"A-{number}", "status": "in_transit", "items": ["lamp", "chair"], "total": number / 7})
    began = time.thread_time_ns()
    index({"orders": orders}, (), ())
    return (time.thread_time_ns() - began) / 1e6


def _setting(facts: dict[str, Any], known: FactIndex) -> Setting:
    return Setting(now=read_time(facts.get("now")), facts=known, has_log="actions" in facts)


if __name__ == "__main__":
    raise SystemExit(main())

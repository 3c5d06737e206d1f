"""`python -m evals.benchmarks.check`: what a check costs, from JSON to verdict.

Every text is new to the process (a repeat finds caches warm and hides most of the cost); the warm
figure stands beside it. Fifty other texts go first, so that what is built once is built. Prints a
table with the targets; asserts nothing.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import os
import pstats
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from rich.console import Console
from rich.table import Table

from evals.benchmarks import probes
from evals.benchmarks.many import pack_of
from evals.benchmarks.material import cases
from guard import Guard
from guard.assemble import data_folder

WARMING = 50


class Took(NamedTuple):
    """Milliseconds a check, at the middle and near the end; `cpu` is the middle of the thread's own time."""

    p50: float
    p99: float
    cpu: float = 0.0


class Row(NamedTuple):
    """One line of the table; `limit` is what the figure must not pass."""

    name: str
    value: float | None
    unit: str
    limit: float | None = None
    said: str = ""


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print."""
    args = _parser().parse_args(words)
    source = args.policies or data_folder("policies", "policies")
    texts = cases(args.cases, args.seed)
    before = os.getloadavg()
    guard = Guard(args.policies, tier="fast", rewriting=False)
    if args.profile:
        print(_profile(guard, texts, args.profile))
        return 0
    decisions: Counter[str] = Counter()
    cold = _measured(guard, texts, decisions)
    warm = _measured(guard, texts, Counter(), again=True)
    rows = [
        Row("check, each text new: p50", cold.p50, "ms", 1.0, "stretch 0.4"),
        Row("check, each text new: p99", cold.p99, "ms", 4.0, "stretch 1.5"),
        Row("check, each text new: p50 of processor time", cold.cpu, "ms", said="what a busy machine adds is left out"),
        Row("check, the same text again: p50", warm.p50, "ms"),
        Row("check, the same text again: p99", warm.p99, "ms"),
        *_by_size(source, cases(args.cases, args.seed + 1), args.seed),
        *_start_up(texts[0]),
        *_other_library(args.guardrails_python, texts, cold),
    ]
    after = os.getloadavg()
    _print(rows, args.policies, texts, decisions)
    print(f"Load average {before[0]:.2f} before, {after[0]:.2f} after, on {os.cpu_count()} processors.")
    return 0


def _measured(guard: Guard, texts: Sequence[bytes], decisions: Counter[str], *, again: bool = False) -> Took:
    """Check every text once; with `again`, once untimed and at once again, timed."""
    _warm(guard)
    took: list[float] = []
    cpu: list[float] = []
    for text in texts:
        if again:
            guard.check(msgspec.json.decode(text))
        began, busy = time.perf_counter_ns(), time.thread_time_ns()
        verdict = guard.check(msgspec.json.decode(text))
        cpu.append((time.thread_time_ns() - busy) / 1e6)
        took.append((time.perf_counter_ns() - began) / 1e6)
        decisions[verdict.decision] += 1
    return _percentiles(took)._replace(cpu=statistics.median(cpu))


def _warm(guard: Guard) -> None:
    """Check other texts, so that what is built once is built."""
    for text in cases(WARMING, seed=99_991):
        guard.check(msgspec.json.decode(text))


def _percentiles(took: Sequence[float]) -> Took:
    return Took(statistics.median(took), statistics.quantiles(took, n=100)[98])


def _by_size(source: Path, texts: Sequence[bytes], seed: int) -> list[Row]:
    """From 60 to 600 policies, in one process; the two take turns, so that what the machine does meets both alike."""
    with tempfile.TemporaryDirectory() as folder:
        guards: dict[int, Guard] = {}
        rows: list[Row] = []
        for size in (60, 600):
            pack = pack_of(size, source, Path(folder) / str(size), seed)
            guards[size] = Guard(pack, tier="fast", rewriting=False, deadline_ms=10_000)
            begun = probes.start(pack, times=3)
            rows.append(Row(f"Guard() with {size} policies", begun.all_ms, "ms", said=f"{begun.peak_mb:.0f} MB"))
        took = _in_turns(guards, texts)
    rows[:0] = [
        Row("check with 60 policies: p50", took[60].p50, "ms", said=f"p99 {took[60].p99:.2f}"),
        Row("check with 600 policies: p50", took[600].p50, "ms", said=f"p99 {took[600].p99:.2f}"),
        Row("600 against 60, p50", took[600].p50 / took[60].p50, "times", 2.0),
    ]
    return rows


def _in_turns(guards: dict[int, Guard], texts: Sequence[bytes]) -> dict[int, Took]:
    """Give each guard every other text, so that no text is seen twice."""
    took: dict[int, list[float]] = {size: [] for size in guards}
    for guard in guards.values():
        _warm(guard)
    for place, text in enumerate(texts):
        size = tuple(guards)[place % len(guards)]
        began = time.perf_counter_ns()
        guards[size].check(msgspec.json.decode(text))
        took[size].append((time.perf_counter_ns() - began) / 1e6)
    return {size: _percentiles(times) for size, times in took.items()}


def _start_up(case: bytes) -> list[Row]:
    begun = probes.start()
    return [
        Row("from guard import Guard; Guard()", begun.all_ms, "ms", 400, f"Guard() alone {begun.made_ms:.0f} ms"),
        Row("memory of that process", begun.peak_mb, "MB", 60),
        Row("guard check, a fresh process", probes.cold_check(case), "ms", 800),
    ]


def _other_library(python: Path | None, texts: Sequence[bytes], ours: Took) -> list[Row]:
    if python is None:
        return [Row("guardrails-ai, one regex", None, "ms", said="not measured: give --guardrails-python")]
    drafts = [str(msgspec.json.decode(text)["draft"]) for text in (*cases(WARMING, seed=99_991), *texts)]
    found = probes.guardrails(python, drafts)
    if found is None:
        return [Row("guardrails-ai, one regex", None, "ms", said=f"not installed for {python.name}")]
    theirs = _percentiles(found["took"])
    name = f"guardrails-ai {found['version']}, one regex"
    return [
        Row(f"{name}: p50", theirs.p50, "ms", said=f"{theirs.p50 / ours.p50:.1f} times ours"),
        Row(f"{name}: p99", theirs.p99, "ms", said=f"{theirs.p99 / ours.p99:.1f} times ours"),
    ]


def _profile(guard: Guard, texts: Sequence[bytes], lines: int) -> str:
    """Where the time of checks goes, by own time and by time with what is called."""
    _warm(guard)
    profiler = cProfile.Profile()
    profiler.enable()
    for text in texts:
        guard.check(msgspec.json.decode(text))
    profiler.disable()
    out = io.StringIO()
    stats = pstats.Stats(profiler, stream=out).strip_dirs()
    stats.sort_stats("tottime").print_stats(lines)
    stats.sort_stats("cumtime").print_stats(lines)
    return out.getvalue()


def _print(rows: Sequence[Row], policies: Path | None, texts: Sequence[bytes], decisions: Counter[str]) -> None:
    drafts = [str(msgspec.json.decode(text)["draft"]) for text in texts]
    words = statistics.mean(len(draft.split()) for draft in drafts)
    made = ", ".join(f"{name} {count:,}" for name, count in decisions.most_common())
    print(f"{len(set(drafts)):,} different drafts of {words:.0f} words, JSON to verdict, tier fast, no rewriting.")
    print(f"Policies: {policies or 'packaged'}. Decisions: {made}.")
    table = Table(box=None, pad_edge=False)
    for column in ("", "value", "target", "times target", "note"):
        table.add_column(column, justify="left" if column in ("", "note") else "right")
    for row in rows:
        if row.value is None:
            table.add_row(row.name, "–", "", "", row.said)
            continue
        limit = "" if row.limit is None else f"≤ {row.limit:g}"
        share = "" if row.limit is None else f"{row.value / row.limit:.2f}"
        table.add_row(row.name, f"{row.value:,.2f} {row.unit}", limit, share, row.said)
    Console(width=120).print(table)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.check", description=__doc__)
    parser.add_argument("--cases", type=int, default=2000, help="different texts (2000)")
    parser.add_argument("--seed", type=int, default=0, help="of the texts and of the cloned policies (0)")
    parser.add_argument("--policies", type=Path, help="a folder of policies in place of the packaged ones")
    parser.add_argument("--guardrails-python", type=Path, metavar="PATH", help="a python that has guardrails-ai")
    parser.add_argument("--profile", type=int, nargs="?", const=30, metavar="LINES", help="print where the time goes")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())

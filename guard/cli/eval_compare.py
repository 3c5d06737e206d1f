"""`guard eval compare` and `bless`: what changed since the baseline, and the baseline itself."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

import msgspec

from guard.cli.eval_run import FAILED, INCONCLUSIVE, print_sections
from guard.cli.say import say
from guard.errors import Problem, UsageError
from guard.evals.compare.compare import Comparison, compare
from guard.evals.reports import comparison as report
from guard.evals.run.baseline import bless
from guard.evals.run.log import read_run
from guard.evals.suite.reading import Loaded, load_suite
from guard.evals.suite.spec import Regression, beside
from guard.evals.tables import markdown_section


def compared(args: argparse.Namespace) -> int:
    """Compare a run with a baseline: two logs, or a log and the suite whose baseline it has.

    Returns:
        1 when it is worse; 4 when that cannot be told and `--strict` asks; else 0.
    """
    run, (path, asked) = read_run(args.run), _baseline(args)
    found = compare(
        read_run(path),
        run,
        margin=args.margin if args.margin is not None else asked.margin,
        alpha=args.alpha if args.alpha is not None else asked.alpha,
        power=asked.power,
    )
    _print(found, args.format)
    if found.outcome == "worse":
        return FAILED
    return INCONCLUSIVE if args.strict and found.outcome == "inconclusive" else 0


def blessed(args: argparse.Namespace) -> int:
    """Make a run the baseline: the only way in which one changes."""
    target = Path(args.into) if args.into else _of(load_suite(_suite(args)))[0]
    run = read_run(args.run)
    bless(run, target)
    say(f"{target}: baseline of {run.header.suite}, {len(run.results):,} results, without anybody's words")
    return 0


def _baseline(args: argparse.Namespace) -> tuple[Path, Regression]:
    if args.baseline is not None and not args.baseline.endswith((".yaml", ".yml")):
        return Path(args.baseline), Regression(baseline=args.baseline)
    return _of(load_suite(_suite(args)))


def _suite(args: argparse.Namespace) -> str:
    if args.baseline is None:
        do = "name the baseline's file, or the suite that has one"
        raise UsageError([Problem("baseline", "a log or a suite (.yaml)", "nothing", do)])
    return str(args.baseline)


def _of(loaded: Loaded) -> tuple[Path, Regression]:
    asked = loaded.suite.regression
    if asked is None:
        do = "add regression: {baseline: baselines/NAME.jsonl} to it"
        raise UsageError([Problem(str(loaded.path), "a suite that has a baseline", "no `regression`", do)])
    return beside(loaded.path, asked.baseline), asked


def _print(found: Comparison, form: str) -> None:
    if form == "json":
        document = {"outcome": found.outcome, **asdict(found)}
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
        sys.stdout.buffer.flush()
    elif form == "markdown":
        lines = ["# Compared with the baseline", "", *report.headline(found)]
        for section in report.sections(found):
            lines += markdown_section(section)
        sys.stdout.write("\n".join(lines) + "\n")
    else:
        print_sections(report.headline(found), report.sections(found))

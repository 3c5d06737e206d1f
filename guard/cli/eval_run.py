"""`guard eval run`, `report` and `list`: judge a suite, and say what came out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from guard.cli.progress import under_bar
from guard.cli.say import put, say
from guard.errors import GuardError
from guard.evals import tables
from guard.evals.layout import Section
from guard.evals.reports import run as report
from guard.evals.reports.files import FORMS, write
from guard.evals.run.gates import Gated, looked_at
from guard.evals.run.log import read_run
from guard.evals.run.plan import plan
from guard.evals.run.play import play
from guard.evals.run.scores import scores
from guard.evals.suite.reading import Loaded, load_suite

FAILED, INFRASTRUCTURE, INCONCLUSIVE = 1, 3, 4
RUNS = Path("runs")


def run(args: argparse.Namespace) -> int:
    """Judge what a suite has left to judge, and report the whole run.

    Returns:
        The exit status.

    Raises:
        UsageError, PolicyError: before anything is judged, when something cannot be used.
    """
    loaded = load_suite(args.suite)
    planned = plan(loaded)
    out = Path(args.out) if args.out else planned.log_under(RUNS)
    for _ in under_bar(play(planned, out, jobs=args.jobs), planned.header.cases):
        pass
    say(f"log: {out}")
    return _told(out, loaded, args)


def shown(args: argparse.Namespace) -> int:
    """Report a run that was made before; with its suite, also what its gates say."""
    return _told(Path(args.run), load_suite(args.suite) if args.suite else None, args)


def listed(args: argparse.Namespace) -> int:
    """List the suites of a folder, each with its sentence; what is wrong with one is told in its place."""
    status = 0
    for path in sorted(Path(args.folder).glob("*.yaml")):
        try:
            suite = load_suite(path).suite
        except GuardError as error:
            say(str(error))
            status = 2
            continue
        put(f"{path}  {suite.name}  {suite.about}".rstrip())
    return status


def print_sections(lines: Iterable[str], sections: Iterable[Section]) -> None:
    """Print a headline and tables on standard output."""
    console = Console(width=None if sys.stdout.isatty() else tables.ROOMY)
    for line in lines:
        console.print(Text(line))
    for section in sections:
        console.print()
        console.print(tables.table(section))
        if section.note:
            console.print(Text(section.note, style="dim"))


def _told(log: Path, loaded: Loaded | None, args: argparse.Namespace) -> int:
    found = scores(read_run(log), seed=loaded.suite.seed if loaded else 0)
    gates = looked_at(loaded.suite.gates, found) if loaded else ()
    if args.format == "text":
        print_sections(report.headline(found), report.sections(found, gates))
    else:
        sys.stdout.buffer.write(write(args.format, found, gates))
        sys.stdout.buffer.flush()
    return _status(found.run.errors != (), gates, strict=args.strict)


def _status(errors: bool, gates: Iterable[Gated], *, strict: bool) -> int:
    held = {each.held for each in gates}
    if "failed" in held:
        return FAILED
    if errors:
        return INFRASTRUCTURE
    return INCONCLUSIVE if strict and "inconclusive" in held else 0


def formats() -> tuple[str, ...]:
    """Return what `--format` may be."""
    return ("text", *FORMS)

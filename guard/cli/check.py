"""`guard check`: judge drafted replies, and print one verdict for each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guard.assemble import Guard
from guard.cli.exceptions import Exceptions
from guard.cli.explain import explained
from guard.cli.placed import Placed
from guard.cli.progress import counted
from guard.cli.say import say
from guard.cli.sinks import FORMATS, Sink, sink_for
from guard.domain.verdict import Verdict
from guard.errors import Problem, UsageError
from guard.formats.cases import Unreadable, placed_cases
from guard.llm.settings import Settings, read_settings

ABOUT = """\
Judges each drafted reply and, where a finding asks for it, proposes a text that was checked again.
Standard output carries verdicts and nothing else."""

AFTER = """\
CASES: .jsonl (a case a line), .json (one case, or a list), any other file as plain text, or - for
standard input. `guard schema case` shows the shape; OpenAI chat messages are read as well.

exit status, the highest that applies: 2 something could not be read (the rest is judged) ·
3 a check could not run (--strict) · 1 a reply is rewritten or held · 0"""


@dataclass(slots=True)
class Status:
    """What the exit status is made of."""

    unreadable: int = 0
    faulty: int = 0
    acted: int = 0

    def add(self, verdict: Verdict) -> None:
        """Count one verdict."""
        self.faulty += bool(verdict.faults)
        self.acted += verdict.decision in ("rewrite", "hold")

    def code(self, *, strict: bool) -> int:
        """Return the exit status."""
        if self.unreadable:
            return 2
        if strict and self.faulty:
            return 3
        return 1 if self.acted else 0


def register(subparsers: Any) -> None:
    """Add `check` to the commands.

    Args:
        subparsers: what `ArgumentParser.add_subparsers` returned.
    """
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "check", help="judge drafted replies", description=ABOUT, epilog=AFTER,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("cases", nargs="*", metavar="CASES", help="files of cases, or - for standard input")
    add_options(parser)
    parser.add_argument("--strict", action="store_true", help="exit with 3 when a check could not run")
    parser.add_argument("--explain", action="store_true", help="say what moved the learned scores (text only, slower)")
    parser.add_argument("--no-cache", action="store_true", help="ask the language model anew, and keep no answer")
    parser.set_defaults(func=run, parser=parser)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that every command has that judges."""
    parser.add_argument("--policies", type=Path, metavar="DIR", help="policies to use instead of the packaged ones")
    parser.add_argument("--format", choices=FORMATS, default="text", help="of the verdicts (text)")
    parser.add_argument(
        "--tier", choices=("fast", "standard", "full"), default="standard",
        help="the highest that may run: rules; a built-in model too (standard); a configured language model too",
    )  # fmt: skip
    parser.add_argument("--no-rewrite", action="store_true", help="judge only; propose no better text")


def run(args: argparse.Namespace) -> int:
    """Judge every case of every source.

    Raises:
        PolicyError: when a policy cannot be used.
    """
    sources = _sources(args)
    if sources is None:
        return 2
    exceptions = Exceptions()
    llm = uncached() if args.no_cache and args.tier == "full" else None
    guard = Guard(args.policies, tier=args.tier, rewriting=not args.no_rewrite, used=exceptions.used, llm=llm)
    status = Status()
    sink = sink_for(args.format, notes=guard.pack.notes)
    again = _again(args)
    for placed in counted(read_sources(sources, status)):
        verdict = _judged(guard, placed, status)
        if verdict is not None:
            exceptions.passed(placed.case)
            status.add(verdict)
            sink.put(placed, verdict)
            if again is not None:
                for line in explained(placed.case, verdict, again):
                    print(f"  {line}")  # noqa: T201 - part of what a person asked to read
    _finish(sink, exceptions, guard)
    return status.code(strict=args.strict)


def _again(args: argparse.Namespace) -> Guard | None:
    """Return what judges a draft again without some of its words, where that was asked for.

    Raises:
        UsageError: when the verdicts are for a machine.
    """
    if not args.explain:
        return None
    if args.format != "text":
        raise UsageError(
            [Problem("--explain", "--format text", f"--format {args.format}", "read `scores` there, or leave one out")]
        )
    return Guard(args.policies, tier=args.tier, rewriting=False)


def uncached() -> Settings | None:
    """Return the settings of the language model, with nothing kept; None where there is no model.

    Raises:
        UsageError: when a setting cannot be used.
    """
    found = read_settings()
    return found.model_copy(update={"cache": False}) if found is not None else None


def _sources(args: argparse.Namespace) -> list[str] | None:
    """Return what to read; with nothing named and nobody piping, show the help instead of waiting."""
    if args.cases:
        return list(dict.fromkeys(args.cases))
    if sys.stdin is None or sys.stdin.isatty():
        args.parser.print_help(sys.stderr)
        return None
    return ["-"]


def read_sources(sources: Iterable[str], status: Status) -> Iterator[Placed]:
    """Read every source, and tell at once what cannot be read; the rest goes on."""
    for source in sources:
        try:
            for line, case in placed_cases(source):
                if isinstance(case, Unreadable):
                    tell(case.problems, status)
                else:
                    yield Placed(source, line, case)
        except UsageError as error:
            tell(error.problems, status)


def _judged(guard: Guard, placed: Placed, status: Status) -> Verdict | None:
    """Judge one case, or tell why it cannot be."""
    try:
        return guard.check(placed.case)
    except UsageError as error:
        tell(error.problems, status)
        return None


def tell(problems: Iterable[Problem], status: Status) -> None:
    """Say what could not be read."""
    status.unreadable += 1
    for problem in problems:
        say(str(problem))


def _finish(sink: Sink, exceptions: Exceptions, guard: Guard) -> None:
    """Close the output, then say what concerns the whole run."""
    summary = sink.close()
    sys.stdout.flush()
    if summary:
        say(summary)
    if guard.usage is not None:
        say(f"language model: {guard.usage}")
    for line in exceptions.report(guard.pack.waivers):
        say(line)

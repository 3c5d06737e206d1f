"""Questions and answers as files: what `guard judge` and `guard rewrite` have in common."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from guard.assemble import Guard
from guard.cli.check import Status, read_sources, tell
from guard.cli.say import say
from guard.cli.sinks import FORMATS, sink_for
from guard.errors import Problem, UsageError
from guard.llm.batch import Answered, Export, texts_of
from guard.llm.settings import Settings, read_settings

Task = Literal["judge", "rewrite"]
_PATIENCE = 60_000.0
"""Milliseconds a check may take: nobody waits for a reply here."""


def add_export(parser: argparse.ArgumentParser) -> None:
    """Add what every export is told."""
    parser.add_argument("cases", nargs="+", metavar="CASES", help="files of cases, or - for standard input")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the requests go, one a line")
    parser.add_argument("--policies", type=Path, metavar="DIR", help="policies to use instead of the packaged ones")
    parser.add_argument(
        "--model", metavar="NAME", help="whom to ask; default: the one of guard.toml or GUARD_LLM_MODEL"
    )


def add_apply(parser: argparse.ArgumentParser) -> None:
    """Add what every apply is told."""
    parser.add_argument("cases", nargs="+", metavar="CASES", help="the same files of cases, in the same order")
    parser.add_argument("--answers", type=Path, required=True, metavar="FILE", help="what the model answered")
    parser.add_argument("--policies", type=Path, metavar="DIR", help="policies to use instead of the packaged ones")
    parser.add_argument("--format", choices=FORMATS, default="text", help="of the verdicts (text)")
    parser.add_argument("--strict", action="store_true", help="exit with 3 when a check could not run")


def settings_for(model: str | None, **cascade: Any) -> Settings:
    """Return the settings in force, with what the command line says on top.

    Raises:
        UsageError: when no model is named anywhere, or a setting cannot be used.
    """
    found = read_settings()
    if found is None and model is None:
        raise UsageError([Problem("--model", "the model's name", "nothing", 'name it, or write [llm] model = "…"')])
    found = found or Settings(model=model or "")
    if model is not None:
        found = found.model_copy(update={"model": model})
    return found.model_copy(update={"cascade": found.cascade.model_copy(update=cascade)})


def export(args: argparse.Namespace, task: Task, settings: Settings) -> int:
    """Write a request for every case that has something to ask.

    Raises:
        PolicyError: when a policy cannot be used.
        UsageError: when the file cannot be written.
    """
    noted = Export(masking=settings.mask)
    guard = _guard(args.policies, task, noted, settings)
    status = Status()
    asked = cases = 0
    try:
        with args.out.open("wb") as out:
            for placed in read_sources(args.cases, status):
                cases += 1
                guard.check(placed.case)
                for line in noted.lines(placed.case.id, settings.model):
                    out.write(line + b"\n")
                    asked += 1
    except OSError as error:
        got = error.strerror or type(error).__name__
        raise UsageError([Problem(str(args.out), "a file to write", got, "name another")]) from None
    say(f"{cases:,} cases; {asked:,} requests written to {args.out}")
    return 2 if status.unreadable else 0


def apply(args: argparse.Namespace, task: Task, settings: Settings) -> int:
    """Judge the cases with the answers of a file, and print the verdicts.

    Raises:
        PolicyError: when a policy cannot be used.
        UsageError: when the file cannot be read.
    """
    status = Status()
    texts, problems = texts_of(_lines(args.answers), str(args.answers))
    if problems:
        tell(problems, status)
    answered = Answered(texts, masking=settings.mask)
    guard = _guard(args.policies, task, answered, settings)
    sink = sink_for(args.format, notes=guard.pack.notes)
    for placed in read_sources(args.cases, status):
        verdict = guard.check(placed.case)
        status.add(verdict)
        sink.put(placed, verdict)
    summary = sink.close()
    sys.stdout.flush()
    if summary:
        say(summary)
    return status.code(strict=args.strict)


def _guard(policies: Path | None, task: Task, model: Export | Answered, settings: Settings) -> Guard:
    """Return a guard whose judge or writer is a file; a judge that is one cannot read what would be rewritten."""
    if task == "judge":
        return Guard(policies, tier="full", rewriting=False, llm=settings, judge=model, deadline_ms=_PATIENCE)
    return Guard(policies, tier="full", llm=settings, writer=model, deadline_ms=_PATIENCE)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file with their numbers.

    Raises:
        UsageError: when it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            yield from enumerate(stream, 1)
    except OSError as error:
        got = error.strerror or type(error).__name__
        raise UsageError([Problem(str(path), "a file of answers", got, "check the path")]) from None

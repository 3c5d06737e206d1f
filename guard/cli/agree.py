"""`guard eval agree`: how well the verdicts agree with labels."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from itertools import chain

from rich.console import Console

from guard.assemble import Guard
from guard.cli.progress import under_bar
from guard.cli.say import say
from guard.domain.case import Case
from guard.domain.verdict import Verdict
from guard.errors import Problem, UsageError
from guard.evals import tables
from guard.evals.agree import Checker, agreement, blind
from guard.evals.dev_runs import LOG, on_dev, record
from guard.evals.report import Agreement, Run
from guard.formats.cases import Unreadable, read_cases

_DEADLINE_MS = 60_000.0
"""Nobody waits for these verdicts, and a busy machine must not change a figure."""

TOLD = 20
"""Problems that are written out; of the rest only the number."""


def measure(args: argparse.Namespace) -> int:
    """Score, print the report, log a look at the development set.

    Args:
        args: as `guard.cli.eval` parses them.

    Returns:
        The exit status.

    Raises:
        UsageError: when a file cannot be opened, or no case has labels.
    """
    args.cases = list(dict.fromkeys(args.cases))
    inputs = chain.from_iterable(_opened(args.cases))
    guard = Guard(policies=args.policies, tier=args.tier, rewriting=not args.no_rewrite, deadline_ms=_DEADLINE_MS)
    unreadable: list[Problem] = []
    found = agreement(_judged(under_bar(inputs), guard, unreadable), by=args.by or ["source"], seed=args.seed)
    problems = [*unreadable, *found.problems]
    _tell(problems)
    if found.cases == 0:
        raise UsageError([_no_labels(args.cases)])
    run = _run(args, len(unreadable))
    _print(found, run, args.format)
    if on_dev(args.cases) and record(found, run) is None:
        say(f"This look at data/dev was not logged: no checkout with {LOG.parent}/ here.")
    if problems:
        return 2
    return 3 if args.strict and found.faulty_cases else 0


def _run(args: argparse.Namespace, unreadable: int) -> Run:
    return Run(
        files=tuple(args.cases),
        unreadable=unreadable,
        tier=args.tier,
        rewriting=not args.no_rewrite,
        version=_version(),
    )


def _opened(sources: list[str]) -> list[Iterator[Case | Unreadable]]:
    """Open every input, or say everything that is wrong with any of them."""
    opened: list[Iterator[Case | Unreadable]] = []
    problems: list[Problem] = []
    for source in sources:
        try:
            opened.append(read_cases(source))
        except UsageError as error:
            problems.extend(error.problems)
    if problems:
        raise UsageError(problems)
    return opened


def _judged(
    inputs: Iterable[Case | Unreadable], checker: Checker, unreadable: list[Problem]
) -> Iterator[tuple[Case, Verdict]]:
    """Check every case without its labels; what cannot be read or judged is put on the list."""
    for case in inputs:
        if isinstance(case, Unreadable):
            unreadable.append(case.problem)
            continue
        try:
            verdict = checker.check(blind(case))
        except UsageError as error:
            unreadable.append(error.problems[0] if error.problems else _refused(case, error))
            continue
        yield case, verdict


def _refused(case: Case, error: UsageError) -> Problem:
    return Problem(case.id, "a case that can be judged", str(error), "mend it or leave it out")


def _no_labels(sources: list[str]) -> Problem:
    do = 'add "labels": {"na": [], "fails": []} to each case'
    return Problem(", ".join(sources), "at least one case with labels", "none", do)


def _tell(problems: list[Problem]) -> None:
    for problem in problems[:TOLD]:
        say(str(problem))
    if len(problems) > TOLD:
        say(f"… and {len(problems) - TOLD:,} more")


def _version() -> str:
    try:
        return metadata.version("reply-guard")
    except metadata.PackageNotFoundError:
        return ""


def _print(found: Agreement, run: Run, form: str) -> None:
    if form == "json":
        sys.stdout.buffer.write(tables.as_json(found, run))
        sys.stdout.buffer.flush()
    elif form == "markdown":
        sys.stdout.write(tables.markdown(found, run))
    else:
        tables.show(found, run, Console(width=None if sys.stdout.isatty() else tables.ROOMY))

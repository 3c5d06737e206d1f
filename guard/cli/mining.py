"""What `guard policy mine` does behind its options: read, judge without the labels, and mine."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from guard.assemble import Guard
from guard.domain.case import Case
from guard.domain.verdict import Verdict
from guard.domain.virtues import VIRTUES
from guard.errors import Problem, UsageError
from guard.evals.agree import Checker, blind
from guard.evals.mine import Limits, Mined, mined
from guard.formats.cases import Unreadable, read_cases


def dig(args: argparse.Namespace) -> tuple[Mined, list[Problem]]:
    """Mine the cases of all inputs.

    Args:
        args: as `guard.cli.policy_mine` parses them.

    Returns:
        What was found, and everything that could not be read.

    Raises:
        PolicyError: when a policy cannot be used.
        UsageError: when a file cannot be opened, or no case has labels.
    """
    sources = list(dict.fromkeys(args.cases))
    inputs = [case for source in sources for case in read_cases(source)]
    problems = [case.problem for case in inputs if isinstance(case, Unreadable)]
    cases = [case for case in inputs if isinstance(case, Case) and case.labels is not None]
    guard = Guard(args.policies, rewriting=False)
    limits = Limits(args.least, args.precision, args.most)
    found = mined(_judged(cases, guard, problems), virtues=args.virtue or VIRTUES, limits=limits)
    problems += found.problems
    if not found.cases:
        do = 'add "labels": {"na": [], "fails": []} to each case'
        raise UsageError([*problems, Problem(", ".join(sources), "at least one case with labels", "none", do)])
    return found, problems


def _judged(cases: Iterable[Case], checker: Checker, problems: list[Problem]) -> Iterator[tuple[Case, Verdict]]:
    """Check every case without its labels; what cannot be judged is put on the list."""
    for case in cases:
        try:
            yield case, checker.check(blind(case))
        except UsageError as error:
            problems += error.problems

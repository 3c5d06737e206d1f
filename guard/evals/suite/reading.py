"""Reads a suite file, and tells everything that is wrong with it before anything runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guard.errors import PolicyError, Problem, UsageError
from guard.evals.suite.spec import NEEDS_LABELS, Suite, beside
from guard.policy import marked
from guard.policy.marked import Marked
from guard.policy.telling import validated

_DO = "see the suites in evals/suites for the form"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A suite that can be run.

    Args:
        path: where it was read.
        suite: what it says.
        sources: its files of cases, in the suite's order.
        digest: `sha256:` of the suite file.
    """

    path: Path
    suite: Suite
    sources: tuple[tuple[Path, ...], ...]
    digest: str


def load_suite(path: str | Path) -> Loaded:
    """Read a suite.

    Args:
        path: a YAML file.

    Raises:
        UsageError: with all problems at once, each `path:line:col`.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        got = getattr(error, "strerror", None) or type(error).__name__
        raise UsageError([Problem(str(path), "a suite, a readable UTF-8 YAML file", got, "check the path")]) from None
    try:
        file = marked.load(str(path), text)
    except PolicyError as error:
        raise UsageError(error.problems) from None
    problems: list[Problem] = []
    suite = validated(Suite, file, problems, _DO)
    sources = tuple(_files(file, suite, problems)) if suite else ()
    if problems or suite is None:
        raise UsageError(problems)
    problems += _unfit(file, suite)
    if problems:
        raise UsageError(problems)
    return Loaded(path, suite, sources, f"sha256:{hashlib.sha256(text.encode()).hexdigest()}")


def _files(file: Marked, suite: Suite, problems: list[Problem]) -> Iterator[tuple[Path, ...]]:
    """Find the files of each source, in order of their names."""
    for place, source in enumerate(suite.cases):
        folder = beside(Path(file.name), "")
        plain = folder / source.path
        if "*" in source.path:
            found = tuple(sorted(one for one in folder.glob(source.path) if one.is_file()))
        else:
            found = (plain,) if plain.is_file() else ()
        if not found:
            do = "check the path; it is relative to the suite"
            problems.append(file.problem(("cases", place, "path"), "a file of cases", f"nothing at {plain}", do))
        yield found


def _unfit(file: Marked, suite: Suite) -> Iterator[Problem]:
    """What each part allows and the whole does not."""
    known = {"channel", *suite.slices}
    for place, gate in enumerate(suite.gates):
        for key in gate.where:
            if key not in known:
                yield file.problem(
                    ("gates", place, "where", key), f"one of the suite's slices: {', '.join(sorted(known))}",
                    repr(key), "add it to slices", at_key=True,
                )  # fmt: skip
        if gate.figure in NEEDS_LABELS and suite.against is not None:
            do = "use fails, acted or held"
            yield file.problem(("gates", place, "figure"), "a figure that needs no labels", gate.figure, do)
    if suite.policies is not None and not beside(Path(file.name), suite.policies).is_dir():
        yield file.problem(("policies",), "a folder of policies", repr(suite.policies), "check the path")

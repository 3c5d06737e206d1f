"""The whole error tree, sorted by who must act.

A verdict is a value, never an exception; these are for what keeps a verdict from being reached.

    GuardError
    ├── PolicyError         the policy's author: a file that cannot be used, with path:line:col
    ├── UsageError          the caller: a case, an option or a setting
    │   └── MissingExtraError   an optional library is not installed; prints the pip line
    ├── DetectorError       the operator: a check crashed; kept in `verdict.faults` unless strict
    ├── ModelError          the operator: a language model failed; kept in `verdict.faults` unless strict
    └── StoreError          the operator: something on disk could not be read or written

Every message reads *where: what was expected; what was got; what to do*, and several problems are
reported at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, said so that the reader can mend it.

    Args:
        where: `path:line:col`, `path:line`, or the place in a value (`messages[2].text`).
        expected: what would have been right.
        got: what was there instead.
        do: the next step.
        excerpt: the offending lines of the file, numbered, or empty.
    """

    where: str
    expected: str
    got: str
    do: str
    excerpt: str = ""

    def __str__(self) -> str:
        line = f"{self.where}: expected {self.expected}; got {self.got}; {self.do}"
        return f"{line}\n{self.excerpt}" if self.excerpt else line


class GuardError(Exception):
    """Anything that keeps Reply Guard from doing what it was asked.

    Args:
        problems: what is wrong, one or several; or a plain sentence.

    Example:
        >>> print(GuardError([Problem("a.yaml:3:1", "a virtue", "'onesty'", "use 'honesty'")]))
        a.yaml:3:1: expected a virtue; got 'onesty'; use 'honesty'
    """

    def __init__(self, problems: Sequence[Problem] | str) -> None:
        self.problems: tuple[Problem, ...] = () if isinstance(problems, str) else tuple(problems)
        super().__init__(problems if isinstance(problems, str) else "\n".join(map(str, self.problems)))


class PolicyError(GuardError):
    """A policy or pack file cannot be used; its author must mend it."""


class UsageError(GuardError):
    """The caller gave something that cannot be judged: a case, an option or a setting."""


class MissingExtraError(UsageError):
    """An optional library is asked for and not installed.

    Args:
        library: the name that failed to import.
        extra: the extra of `reply-guard` that brings it.
    """

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f'{library} is not installed; run: pip install "reply-guard[{extra}]"')


class DetectorError(GuardError):
    """A check crashed or ran out of time; raised only with `strict=True`."""


class ModelError(GuardError):
    """A language model could not be reached or broke its contract; raised only with `strict=True`."""


class StoreError(GuardError):
    """Something on disk could not be read or written."""

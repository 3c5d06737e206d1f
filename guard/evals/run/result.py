"""What a run keeps of each case, and of itself: the two kinds of line in its log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["judged", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The first line of a log, written before the first result: whoever finds the file knows what it is.

    Args:
        suite: the suite's name.
        about: its sentence.
        fingerprint: of everything that decides the results; a run is resumed only under the same one.
        cases: how many results a whole run has.
        policies: the digest of the policies.
        settings: what the suite and the command line set.
        inputs: the digest of each file of cases.
        versions: of Reply Guard, Python and what matters beside them.
        revision: of the repository in which the suite stands; None outside of one.
        started: when, ISO time; no part of the fingerprint.
        spec: version of this format.
    """

    suite: str
    about: str
    fingerprint: str
    cases: int
    policies: str
    settings: Mapping[str, Any]
    inputs: Mapping[str, str]
    versions: Mapping[str, str]
    revision: str | None = None
    started: str = ""
    spec: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One case, judged; or why it could not be. An error is a third state and never a score.

    Args:
        id: of the case.
        place: of the case in the suite, counted from 0.
        repeat: counted from 0.
        state: `judged`, or `error` when no draft was written or none could be judged.
        conversation: what statistics cluster by.
        group: ties contrast cases.
        slices: the case's value of each slice key.
        asked: what the customer said last, for the report.
        draft: what was judged.
        verdict: as `guard check` writes it, without its time.
        labels: the case's gold labels.
        error: what went wrong.
    """

    id: str
    place: int
    repeat: int
    state: State
    conversation: str | None = None
    group: str | None = None
    slices: Mapping[str, str] = field(default_factory=dict[str, str])
    asked: str = ""
    draft: str | None = None
    verdict: Mapping[str, Any] | None = None
    labels: Mapping[str, Any] | None = None
    error: str | None = None

    @property
    def key(self) -> tuple[str, int]:
        """What tells this result from the others of its run."""
        return self.id, self.repeat

    @property
    def cluster(self) -> str:
        """What hangs together: the conversation, the contrast group, or the case alone."""
        return self.conversation or self.group or self.id


@dataclass(frozen=True, slots=True)
class Run:
    """A log that was read: its header and its results in the suite's order."""

    header: Header
    results: tuple[Result, ...]

    @property
    def judged(self) -> tuple[Result, ...]:
        """The results that have a verdict."""
        return tuple(result for result in self.results if result.state == "judged")

    @property
    def errors(self) -> tuple[Result, ...]:
        """The results that have none."""
        return tuple(result for result in self.results if result.state == "error")

    @property
    def whole(self) -> bool:
        """Whether every case of the suite has a result."""
        return len(self.results) == self.header.cases

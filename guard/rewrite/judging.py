"""What whoever mends a draft asks of an engine."""

from __future__ import annotations

from typing import Protocol

from guard.domain.case import Case
from guard.domain.verdict import Verdict
from guard.policy.spec import AnyPolicy
from guard.view.view import View


class Judging(Protocol):
    """An engine, or one that speaks of a part of the draft."""

    @property
    def asks(self) -> bool:
        """Whether a language model judges too."""
        ...

    def view(self, case: Case, beside: View | None = None) -> View:
        """Make the view of a case; what is around its draft may be had from another view of it."""
        ...

    def judge(self, case: Case, beside: View | None = None, *, asking: bool = True) -> Verdict:
        """Judge a draft as it stands; without `asking`, no language model is called."""
        ...

    def policy(self, id: str) -> AnyPolicy:  # noqa: A002 - as the engine has it
        """Return a loaded policy."""
        ...

"""Waivers after a run: an exception that covered nothing, or whose time is over, should be taken out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from guard.domain.case import Case
from guard.policy.pack import Waiver
from guard.view.moment import now


class Exceptions:
    """Notes which waivers were used, and the last day that the cases speak of.

    The machine's clock is not asked: the same cases give the same report on any day.
    """

    def __init__(self) -> None:
        self._used: set[tuple[str, str, str]] = set()
        self._latest: date | None = None

    def used(self, waiver: Waiver) -> None:
        """Note that a waiver covered a case."""
        self._used.add(_key(waiver))

    def passed(self, case: Case) -> None:
        """Note the day of a case."""
        moment = now(case.facts, case.messages)
        if moment is not None and (self._latest is None or moment.date() > self._latest):
            self._latest = moment.date()

    def report(self, waivers: Iterable[Waiver]) -> Iterator[str]:
        """Yield a line for each waiver that should be looked at."""
        for waiver in waivers:
            whose = f"waiver of {waiver.policy} (owner {waiver.owner})"
            if self._latest is not None and date.fromisoformat(waiver.expires) < self._latest:
                yield f"{whose}: expired on {waiver.expires}; renew it or take it out of pack.yaml"
            elif _key(waiver) not in self._used:
                yield f"{whose}: unused by these cases; take it out of pack.yaml if that stays so"


def _key(waiver: Waiver) -> tuple[str, str, str]:
    """Return what tells one waiver from another."""
    return waiver.policy, repr(sorted(waiver.scope.items())), waiver.expires

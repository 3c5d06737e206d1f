"""One pattern set for every policy.

The phrase, pattern and placeholder kinds put their anchors into the same bank, and a draft is scanned once.
"""

from __future__ import annotations

from collections.abc import Sequence

from guard.domain.hit import Result
from guard.text.bank import Bank, Scan
from guard.view.view import View


def scan(bank: Bank, view: View) -> Scan:
    """Scan the draft, once a view however many kinds ask."""
    return view.memo(bank, lambda: bank.scan(view.text, view.lower))


def blank(count: int) -> list[Result]:
    """Return `count` empty results, to be filled where something is found."""
    return [()] * count


def wrong(index: int, expected: str, got: object) -> ValueError:
    """Say that the parameter set at `index` cannot be compiled."""
    return ValueError(index, expected, got)


Results = Sequence[Result]

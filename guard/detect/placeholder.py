"""Finds: blanks of a template that nobody filled: `{{name}}`, `[Order Number]`, `<insert date>`, `XXXX`.

Why it matters: nothing says "form letter" louder, and it is never right to send one.

Example: `{placeholder: {}}`

Known misses: blanks in a notation of a team's own; add them as a `pattern`. Masked numbers such as
`**** 1234` are not blanks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from guard.detect.anchors import Results, blank, scan
from guard.detect.kind import Params, Seen, Stage
from guard.domain.clock import Deadline
from guard.domain.hit import Hit
from guard.text.bank import Bank
from guard.text.spans import merge
from guard.text.tables import beside
from guard.view.view import View


class PlaceholderParams(Params):
    """Nothing to set."""


class PlaceholderKind:
    """Puts the notations of `placeholder.yaml` into the shared bank.

    Args:
        bank: where all kinds put their anchors.
    """

    name = "placeholder"
    stage: Stage = "rules"
    params: type[Params] = PlaceholderParams

    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    def compile(self, params: Sequence[Any]) -> _Placeholders:
        """Make ready; without a policy that asks, nothing is looked for."""
        if not params:
            return _Placeholders(self._bank, (), 0)
        notations: Sequence[str] = beside(__file__, "placeholder")["notations"]
        return _Placeholders(self._bank, [self._bank.add(n, "case") for n in notations], len(params))


class _Placeholders:
    """Notations ready to be found."""

    def __init__(self, bank: Bank, anchors: Sequence[int], count: int) -> None:
        self._bank = bank
        self._anchors = anchors
        self._count = count

    def run(self, view: View, seen: Seen, clock: Deadline) -> Results:
        """Return the same hits for every parameter set."""
        results = blank(self._count)
        if self._count:
            found = scan(self._bank, view)
            spans = merge(s for anchor in self._anchors for s in found.spans(anchor) if not view.is_foreign(s))
            results[:] = [tuple(Hit(span, {"words": span.of(view.text)}) for span in spans)] * self._count
        return results

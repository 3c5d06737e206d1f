"""Finds: a state of the conversation: open trouble, distress, an open question, something given, abuse.

Why it matters: what a reply owes depends on what the customer said; "sorry" is owed to the one
whose parcel is lost, not to the one who asks for an address.

Example: `when: {any: [{trigger: open_trouble}]}`

Known misses: trouble told in words that `guard/view/states.yaml` does not hold yet; irony.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from guard.detect.anchors import Results, blank, wrong
from guard.detect.kind import ListParams, Params, Seen, Stage
from guard.domain.clock import Deadline
from guard.view.view import View


class TriggerParams(ListParams):
    """Names of states; any of them is a hit."""

    states: tuple[str, ...] = Field(min_length=1)


class TriggerKind:
    """Looks states up in what the view has read.

    Args:
        known: the names a view can tell of.
    """

    name = "trigger"
    stage: Stage = "rules"
    params: type[Params] = TriggerParams

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known

    def compile(self, params: Sequence[TriggerParams]) -> _Triggers:
        """Make ready; raises ValueError naming a state that nobody can tell of."""
        for index, wanted in enumerate(params):
            for state in wanted.states:
                if state not in self._known:
                    raise wrong(index, f"one of {', '.join(sorted(self._known))}", state)
        return _Triggers(params)


class _Triggers:
    """States ready to be looked up."""

    def __init__(self, params: Sequence[TriggerParams]) -> None:
        self._params = params

    def run(self, view: View, seen: Seen, clock: Deadline) -> Results:
        """Return one tuple of hits a parameter set; none has a span, for they lie outside the draft."""
        results = blank(len(self._params))
        states = view.states
        for index, wanted in enumerate(self._params):
            if not states.keys().isdisjoint(wanted.states):
                results[index] = tuple(hit for state in wanted.states for hit in states.get(state, ()))
        return results

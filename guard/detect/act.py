"""Finds: what a sentence of the draft does: thanks, apology, acknowledgement, offer, next step, boundary.

Why it matters: required virtues ask whether something was *done*, not whether a word was used.

Example: `{act: [acknowledgement, apology]}`

Known misses: an act in words that `guard/view/acts.yaml` does not hold yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pydantic import Field

from guard.detect.anchors import Results, blank, wrong
from guard.detect.kind import ListParams, Params, Seen, Stage
from guard.domain.clock import Deadline
from guard.domain.hit import Deferred, Hit, Hits
from guard.text.spans import Span
from guard.view.view import View


class ActParams(ListParams):
    """Names of acts; any of them is a hit. `earlier`: done by the agent before this draft."""

    acts: tuple[str, ...] = Field(min_length=1)
    earlier: bool = False


class ActKind:
    """Looks acts up in what the view has read.

    Args:
        known: the names that the lexicon of acts holds.
    """

    name = "act"
    stage: Stage = "rules"
    params: type[Params] = ActParams

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known | frozenset(_SHAPED)

    def compile(self, params: Sequence[ActParams]) -> _Acts:
        """Make ready; raises ValueError naming an act that nobody can find."""
        for index, wanted in enumerate(params):
            for act in wanted.acts:
                if act not in self._known:
                    raise wrong(index, f"one of {', '.join(sorted(self._known))}", act)
        return _Acts(params)


class _Acts:
    """Acts ready to be found."""

    def __init__(self, params: Sequence[ActParams]) -> None:
        self._params = params

    def run(self, view: View, seen: Seen, clock: Deadline) -> Results:
        """Return one tuple of hits a parameter set; acts done earlier have no span."""
        results = blank(len(self._params))
        possible = view.possible_acts | _SHAPED.keys()
        for index, wanted in enumerate(self._params):
            if wanted.earlier:
                results[index] = Deferred(partial(_earlier, view, wanted.acts))
            elif not possible.isdisjoint(wanted.acts):
                results[index] = Deferred(partial(_places, view, wanted.acts))
        return results


def _earlier(view: View, acts: Sequence[str]) -> Hits:
    """Return one hit for each act that the agent did before."""
    done = view.did_earlier(frozenset(acts))
    return tuple(Hit(values={"act": act}) for act in acts if act in done)


def _places(view: View, acts: Sequence[str]) -> Hits:
    """Return where some acts stand in the draft."""
    return tuple(
        Hit(span, {"act": act, "words": span.of(view.text)})
        for act in acts
        for span in (_SHAPED[act](view) if act in _SHAPED else view.places_of(act))
    )


def _questions(view: View) -> Sequence[Span]:
    """Sentences that end with a question mark."""
    return [span for span in view.sentences if view.text[span.end - 1] == "?"]


def _names(view: View) -> Sequence[Span]:
    """The customer's first name, where the facts hold it."""
    name = (view.customer_name or "").split(" ")[0].lower()
    at = view.lower.find(name) if len(name) > 1 else -1
    return [Span(at, at + len(name))] if at >= 0 else []


_SHAPED = {"question": _questions, "name": _names}

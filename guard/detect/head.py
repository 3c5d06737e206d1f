"""Finds: a learned score at or above a threshold.

Why it matters: soft virtues have more wordings than a list can hold.

Example: `{head: {name: empathy, at_least: 0.8}}`

Known misses: as the model's card says. Where no learned scores are part of the set-up the
condition has nothing to say: rules alone decide, and that is not a fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field, model_validator

from guard.detect.anchors import Results
from guard.detect.kind import Params, Seen, Stage
from guard.domain.clock import Deadline
from guard.domain.hit import Absent, Hit, Result
from guard.learned.ports import Heads
from guard.view.view import View


class HeadParams(Params):
    """A head's name and the score from which it is a hit."""

    name: str
    at_least: float = Field(default=0.5, ge=0, le=1)

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value


class HeadKind:
    """Asks all heads in one go.

    Args:
        heads: the learned scores; None where there are none.
    """

    name = "head"
    stage: Stage = "learned"
    params: type[Params] = HeadParams

    def __init__(self, heads: Heads | None) -> None:
        self._heads = heads

    def compile(self, params: Sequence[HeadParams]) -> _Heads:
        """Make ready."""
        return _Heads(self._heads, params)


class _Heads:
    """Heads ready to be asked."""

    def __init__(self, heads: Heads | None, params: Sequence[HeadParams]) -> None:
        self._heads = heads
        self._params = params

    def run(self, view: View, seen: Seen, clock: Deadline) -> Results:
        """Return one result a parameter set; absent where the head is not part of the set-up."""
        if self._heads is None:
            return [Absent()] * len(self._params)
        known = [wanted.name for wanted in self._params if wanted.name in self._heads.names]
        draft = [span.of(view.text) for span in view.sentences]
        opened = [passage.text for _, _, passage in view.open_passages]
        scores: Mapping[str, float] = self._heads.score(draft, opened, known) if known else {}
        return [_result(scores.get(wanted.name), wanted) for wanted in self._params]


def _result(score: float | None, wanted: HeadParams) -> Result:
    """Turn a score into a hit, no hit, or nothing to say."""
    if score is None:
        return Absent()
    return (Hit(score=score, values={"head": wanted.name}),) if score >= wanted.at_least else ()

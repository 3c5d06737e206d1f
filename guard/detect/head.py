"""Finds: a learned score at or above a threshold.

Why it matters: soft virtues have more wordings than a list can hold.

Example: `{head: empathy}`, from the threshold that the model's card states; `{head: {name: empathy, at_least: 0.8}}`

Known misses: as the model's card says. Where no learned scores are part of the set-up the
condition has nothing to say: rules alone decide, and that is not a fault. The heads read English,
and only what answers an open message.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field, model_validator

from guard.detect.anchors import Results
from guard.detect.gist import gist
from guard.detect.kind import Params, Seen, Stage
from guard.detect.signals import signals, words_of
from guard.domain.clock import Deadline
from guard.domain.hit import Absent, Because, Failure, Hit, Result, Scored
from guard.errors import ModelError
from guard.learned.ports import Heads, Score, Scores
from guard.text.spans import Span
from guard.view.lexicons import MAIN
from guard.view.view import View


class HeadParams(Params):
    """A head's name, and the score from which it is a hit; the head's own threshold when none is given."""

    name: str
    at_least: float | None = Field(default=None, ge=0, le=1)

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
        heads = self._heads
        if heads is None:
            return [Absent()] * len(self._params)
        known = sorted({wanted.name for wanted in self._params} & heads.names)
        if not _is_read(view):
            return [() if wanted.name in known else Absent() for wanted in self._params]
        try:
            found = scores(heads, view) if known else Scores({})
            return [_result(found, wanted, heads, view) for wanted in self._params]
        except ModelError as error:
            return [Failure("no model", str(error))] * len(self._params)


def scores(heads: Heads, view: View) -> Scores:
    """Return what every head says of a draft, worked out once a view; nothing where heads do not read it.

    Raises:
        ModelError: when the weights cannot be read.
    """
    if not _is_read(view):
        return Scores({})
    return view.memo("scores of heads", lambda: heads.score(signals(view), gist(view), sorted(heads.names)))


def _is_read(view: View) -> bool:
    """Tell whether heads read a draft: English, with words, after something the customer said."""
    return view.tongue == MAIN and bool(view.sentences) and bool(view.open_passages)


def _result(found: Scores, wanted: HeadParams, heads: Heads, view: View) -> Result:
    """Turn a score into what it says, with a hit where that is a yes."""
    score = found.by_name.get(wanted.name)
    if score is None:
        return Absent()
    if wanted.at_least is not None:
        score = score._replace(threshold=wanted.at_least)
    return Scored(
        name=wanted.name,
        hits=(_hit(score, wanted.name, heads, view),) if score.is_yes else (),
        p_fail=score.probability,
        p_trigger=score.called,
        is_unsure=score.is_unsure,
        missing=found.missing,
    )


def _hit(score: Score, name: str, heads: Heads, view: View) -> Hit:
    """Say what a score's yes rests on."""
    told = ", ".join(f"{part} {weight:+.2f}" for part, weight in score.moved)
    return Hit(
        _loudest(heads, name, view) if score.placed else None,
        values={"head": name},
        because=Because("signals", told) if told else None,
        score=score.probability,
        by=score.by,
    )


def _loudest(heads: Heads, name: str, view: View) -> Span:
    """Return the sentence whose words speak loudest for a yes; the first of those that speak alike."""
    return max(view.sentences, key=lambda span: heads.telling(words_of(span.of(view.lower)), name))

"""What a detector saw. A hit knows no policy; stamped with one it becomes a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from guard.text.spans import Span


@dataclass(frozen=True, slots=True)
class Because:
    """The place that decided: a path into the case and the value that stands there.

    Example:
        >>> Because("messages[2].estimated_delivery", "2026-11-27").value
        '2026-11-27'
    """

    where: str
    value: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing a detector saw in the reply or in the conversation.

    Args:
        span: code points of `view.text` (the folded draft); None for what has no place in the
            draft (a state of the conversation, an absence, a property of the whole reply).
        values: named strings for messages and repairs (`due`, `claim`, `name`, `trouble` …).
        because: what in the case decided it, where something did.
        score: of a learned kind, 0..1; None for rules.
        by: whose score it is.
    """

    span: Span | None = None
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    because: Because | None = None
    score: float | None = None
    by: Literal["head", "encoder"] | None = None


Hits = tuple[Hit, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Deferred:
    """Hits that are probably there and are looked for only if somebody asks.

    Most conditions are exceptions to rules that found nothing, and nobody ever asks.

    Args:
        find: looks for them; asked at most once a check, by the engine.

    Example:
        >>> Deferred(lambda: (Hit(),)).find()
        (Hit(span=None, values={}, because=None, score=None, by=None),)
    """

    find: Callable[[], Hits]


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that could not run, in place of its hits.

    Args:
        reason: `crash`, `timeout` or `no model`.
        detail: for the operator; never holds text of the case.
    """

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Absent:
    """A check that has nothing to ask, because its model is not part of this set-up: not a fault."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Hits of a learned score, with the score itself: it is told whether or not it is a hit.

    Args:
        name: whose score it is.
        hits: where it is at or above its threshold.
        p_fail: how likely a fair labeller says yes.
        p_trigger: how likely the matter is called for at all; None where nothing need call for it.
        is_unsure: it lies in the undecided band.
        missing: why a better model did not take part; None where all did.
    """

    name: str
    hits: Hits
    p_fail: float
    p_trigger: float | None = None
    is_unsure: bool = False
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Ruled:
    """A judge's word on a virtue where it sees no fault; a fault is a hit.

    Args:
        status: `pass`, `na` or `unsure`.
    """

    status: Literal["pass", "na", "unsure"]


Result = Hits | Deferred | Failure | Absent | Ruled | Scored

"""The port behind which learned scores stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

Signals = Mapping[str, float]
"""What was seen, by name, and how strongly; what is not named was not seen."""


class Score(NamedTuple):
    """What one head says.

    Args:
        probability: calibrated, that a fair labeller says yes.
        threshold: from where the head's own card counts it as a yes.
        placed: whether one sentence of the draft can be pointed at; an absence has no place.
        moved: the signals that spoke loudest for a yes, with how much of the log-odds each gave.
    """

    probability: float
    threshold: float = 0.5
    placed: bool = False
    moved: tuple[tuple[str, float], ...] = ()


class Heads(Protocol):
    """Named heads, each a probability."""

    @property
    def names(self) -> frozenset[str]:
        """Which heads there are."""
        ...

    @property
    def digest(self) -> str:
        """The hash of the weights: a verdict changes with them as with the policies."""
        ...

    def score(self, signals: Signals, names: Sequence[str]) -> Mapping[str, Score]:
        """Return a score for each name.

        Raises:
            ModelError: when the weights cannot be read.
        """
        ...

    def telling(self, signals: Signals, name: str) -> float:
        """Return how much some signals speak for a yes, in log-odds; for finding the sentence that counted most."""
        ...

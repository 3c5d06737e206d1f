"""The port behind which learned scores stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

Signals = Mapping[str, float]
"""What was seen, by name, and how strongly; what is not named was not seen."""


class Gist(NamedTuple):
    """What an encoder reads.

    Args:
        draft: the reply.
        asked: the customer's open messages.
        said: the agent's last message before them.
        before: the customer's last message before that.
        by: who writes (`bot`, `human`) and `tool` where a log is kept; empty where nothing is known.
    """

    draft: str
    asked: str = ""
    said: str = ""
    before: str = ""
    by: str = ""


class Score(NamedTuple):
    """What one head says.

    Args:
        probability: calibrated, that a fair labeller says yes.
        threshold: from where the head's own card counts it as a yes.
        placed: whether one sentence of the draft can be pointed at; an absence has no place.
        moved: what spoke loudest for a yes, with how much of the log-odds each gave.
        called: calibrated, that the virtue is called for; None where the head does not say, or nothing need call.
        unsure_from: from here to the threshold it is neither a yes nor a no; the threshold where there is no band.
        by: whose score it is.
    """

    probability: float
    threshold: float = 0.5
    placed: bool = False
    moved: tuple[tuple[str, float], ...] = ()
    called: float | None = None
    unsure_from: float | None = None
    by: Literal["head", "encoder"] = "head"

    @property
    def is_yes(self) -> bool:
        """Whether it counts as a yes."""
        return self.probability >= self.threshold

    @property
    def is_unsure(self) -> bool:
        """Whether it lies in the undecided band."""
        return self.unsure_from is not None and self.unsure_from <= self.probability < self.threshold


class Scores(NamedTuple):
    """What all heads say of one reply.

    Args:
        by_name: a score a head.
        missing: why a better model did not take part, where one should have; for the operator.
    """

    by_name: Mapping[str, Score]
    missing: str | None = None


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

    def score(self, signals: Signals, gist: Gist, names: Sequence[str]) -> Scores:
        """Return a score for each name.

        Raises:
            ModelError: when the weights cannot be read.
        """
        ...

    def telling(self, signals: Signals, name: str) -> float:
        """Return how much some signals speak for a yes, in log-odds; for finding the sentence that counted most."""
        ...


class Encoder(Protocol):
    """Reads a reply as a whole and answers questions."""

    def odds(self, gist: Gist) -> Mapping[str, float]:
        """Return log-odds by question.

        Raises:
            ModelError: when the weights cannot be read or run.
            MissingExtraError: when the library that runs them is not installed.
        """
        ...

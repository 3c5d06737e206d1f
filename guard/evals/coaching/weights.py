"""What a scorecard counts, as a file that a team may replace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast

from pydantic import BaseModel, ConfigDict, Field, field_validator

from guard.domain.virtues import VIRTUES, Virtue
from guard.errors import PolicyError, Problem, UsageError
from guard.policy import marked
from guard.policy.telling import validated
from guard.text.tables import beside

Points = Annotated[float, Field(ge=0, le=100)]
Many = Annotated[int, Field(ge=2)]


class Weights(BaseModel):
    """The points of each virtue, and from how many cases on something is said.

    Args:
        weights: points that a reply can earn; 0 leaves a virtue out.
        auto_fail: whether a reply with a critical finding earns nothing.
        preview: whether policies in preview count.
        least_conversations: below them nothing is scored.
        least_replies: below them a virtue has no rate.
        habit: replies that make a habit.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    weights: dict[Virtue, Points] = {}
    auto_fail: bool = True
    preview: bool = False
    least_conversations: Many = 20
    least_replies: Many = 10
    habit: Many = 2

    @field_validator("weights")
    @classmethod
    def _some(cls, value: dict[Virtue, float]) -> dict[Virtue, float]:
        every: dict[Virtue, float] = {**dict.fromkeys(VIRTUES, 0.0), **_our_points(), **value}
        if not any(every.values()):
            raise ValueError("at least one virtue with points")
        return every

    def of(self, virtue: Virtue) -> float:
        """Return the points of a virtue."""
        return self.weights[virtue]


_OURS = beside(__file__, "weights")


def _our_points() -> dict[Virtue, float]:
    return cast("dict[Virtue, float]", _OURS["weights"])


def load_weights(path: Path | None = None) -> Weights:
    """Read a team's file, or ours.

    Args:
        path: a YAML file of the shape of ours; what it leaves out stays as in ours.

    Raises:
        UsageError: with everything that is wrong with it, each in its place.

    Example:
        >>> load_weights().of("honesty")
        4.0
    """
    if path is None:
        return Weights.model_validate(_OURS)
    problems: list[Problem] = []
    try:
        file = marked.load(str(path), path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        got = getattr(error, "strerror", None) or type(error).__name__
        raise UsageError([Problem(str(path), "weights, a readable YAML file", got, "check the path")]) from None
    except PolicyError as error:
        raise UsageError(error.problems) from None
    found = validated(Weights, file, problems, "give each virtue its points, such as honesty: 4")
    if found is None:
        raise UsageError(problems)
    return Weights.model_validate({**_OURS, **found.model_dump(exclude_unset=True)})

"""The card that ships with the encoder: what it answers, and how its answers are combined with the fast heads'."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guard.errors import ModelError
from guard.learned.linear import WEIGHTS

CALLED = "?"
"""Ends the name of the question whether a virtue is called for."""


@dataclass(frozen=True, slots=True)
class Blend:
    """How one virtue's score is put together.

    Args:
        weights: in log-odds: of the weighted sums (`sums`), and of what the encoder says (`encoder`).
        bias: the sum when both are 0.
        threshold: calibrated probability from which it is a yes.
        unsure_from: from here to the threshold it is undecided.
        called: slope and offset that make a probability of the encoder's trigger; None where nothing need call for it.
        quiet: below this probability by the sums alone the encoder has hardly ever said yes.
    """

    weights: Mapping[str, float]
    bias: float
    threshold: float
    unsure_from: float
    called: tuple[float, float] | None = None
    quiet: float = 0.0


@dataclass(frozen=True, slots=True)
class Card:
    """What ships beside the encoder's weights.

    Args:
        digest: the hash of graph, vocabulary and combination.
        questions: what the graph's answers are, in order: a virtue, or a virtue and `?`.
        blends: the combination, a virtue each.
    """

    digest: str
    questions: tuple[str, ...]
    blends: Mapping[str, Blend]


def card_at(folder: Path = WEIGHTS) -> Card:
    """Read the card.

    Raises:
        ModelError: when it is not there or not a card.
    """
    try:
        told: dict[str, Any] = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        blends = {name: Blend(**blend) for name, blend in told["blends"].items()}
        return Card(str(told["digest"]), tuple(told["questions"]), blends)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise unreadable("encoder.json", error) from error


def unreadable(name: str, error: Exception) -> ModelError:
    """Say which file of the encoder cannot be used."""
    return ModelError(f"{name}: expected the encoder's weights; got {type(error).__name__}; install reply-guard again")

"""The port behind which learned scores stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Heads(Protocol):
    """Named heads, each a probability."""

    @property
    def names(self) -> frozenset[str]:
        """Which heads there are."""
        ...

    def score(self, draft: Sequence[str], opened: Sequence[str], names: Sequence[str]) -> Mapping[str, float]:
        """Return a probability, 0..1, for each name, from the draft's sentences and the open messages."""
        ...

"""Time, from outside: the engine never reads a clock that a test cannot hold in its hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

Ticks = Callable[[], float]
"""Returns seconds that only ever grow, such as `time.perf_counter`."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a check must be done.

    Args:
        ticks: the clock, in seconds.
        ends: the second at which time is up.

    Example:
        >>> Deadline(ticks=lambda: 5.0, ends=4.0).passed()
        True
    """

    ticks: Ticks
    ends: float

    @classmethod
    def after(cls, seconds: float, ticks: Ticks = time.perf_counter) -> Deadline:
        """Start now and end `seconds` later."""
        return cls(ticks, ticks() + seconds)

    def passed(self) -> bool:
        """Tell whether time is up."""
        return self.ticks() >= self.ends

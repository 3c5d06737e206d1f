"""How long to wait, how often to try, and when to leave a model alone: a rate limit and a circuit breaker.

Time and chance come from outside, so that a test holds both in its hand.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from guard.errors import ModelError

Ticks = Callable[[], float]
"""Returns seconds that only ever grow."""

_MINUTE = 60.0


class Pace:
    """Lets so many calls a minute through; tells the others how long to wait.

    Args:
        per_minute: how many.
        ticks: the clock.

    Example:
        >>> pace = Pace(1, ticks=lambda: 0.0)
        >>> pace.wait(), pace.wait()
        (0.0, 60.0)
    """

    def __init__(self, per_minute: int, ticks: Ticks) -> None:
        self._ticks = ticks
        self._lock = threading.Lock()
        self._starts: deque[float] = deque(maxlen=per_minute)

    def wait(self) -> float:
        """Take a place, and return the seconds until its turn."""
        with self._lock:
            now = self._ticks()
            full = len(self._starts) == self._starts.maxlen
            start = max(now, self._starts[0] + _MINUTE) if full else now
            self._starts.append(start)
            return start - now


class Breaker:
    """Leaves a model alone that failed several times in a row, and tries it again after a rest.

    Args:
        failures: in a row, after which it opens.
        rest: seconds it stays open; then one call may try.
        ticks: the clock.
    """

    def __init__(self, failures: int, rest: float, ticks: Ticks) -> None:
        self._most = failures
        self._rest = rest
        self._ticks = ticks
        self._lock = threading.Lock()
        self._failed = 0
        self._until = 0.0

    def enter(self) -> None:
        """Ask to call.

        Raises:
            ModelError: while it is open.
        """
        with self._lock:
            if self._failed < self._most:
                return
            if self._ticks() < self._until:
                raise ModelError(f"left alone after {self._failed} failed calls in a row")
            self._until = self._ticks() + self._rest  # this one tries; the others wait for what becomes of it

    def succeeded(self) -> None:
        """Tell that a call was answered."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """Tell that a call was not."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._most:
                self._until = self._ticks() + self._rest

"""What a model was asked and what it cost, counted for a process."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from guard.llm.ports import Completion

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Usage:
    """A count at one moment.

    Args:
        calls: tries that reached the model, failed ones among them.
        failed: tries that brought nothing.
        kept: answers that came from the cache.
        tokens_in: read by the model.
        tokens_out: written by it.
        cost: by the prices of the settings; 0 where they name none.

    Example:
        >>> print(Usage(calls=2, kept=1, tokens_in=1200, tokens_out=80))
        2 calls, 1 answer from the cache, 1,200 tokens in, 80 out
    """

    calls: int = 0
    failed: int = 0
    kept: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0

    def __str__(self) -> str:
        parts = [_many(self.calls, "call")]
        parts += [f"{self.failed:,} failed"] if self.failed else []
        parts += [f"{_many(self.kept, 'answer')} from the cache"] if self.kept else []
        parts.append(f"{self.tokens_in:,} tokens in, {self.tokens_out:,} out")
        parts += [f"cost {self.cost:.4f}"] if self.cost else []
        return ", ".join(parts)


class Account:
    """Adds up; shared between threads.

    Args:
        price_in: for a million tokens read.
        price_out: for a million tokens written.
    """

    def __init__(self, price_in: float = 0.0, price_out: float = 0.0) -> None:
        self._price_in = price_in
        self._price_out = price_out
        self._lock = threading.Lock()
        self._usage = Usage()

    @property
    def usage(self) -> Usage:
        """The count so far."""
        return self._usage

    def answered(self, completion: Completion) -> None:
        """Count a call that was answered."""
        cost = (completion.tokens_in * self._price_in + completion.tokens_out * self._price_out) / _MILLION
        with self._lock:
            was = self._usage
            self._usage = replace(
                was, calls=was.calls + 1, tokens_in=was.tokens_in + completion.tokens_in,
                tokens_out=was.tokens_out + completion.tokens_out, cost=was.cost + cost,
            )  # fmt: skip

    def failed(self) -> None:
        """Count a call that was not."""
        with self._lock:
            self._usage = replace(self._usage, calls=self._usage.calls + 1, failed=self._usage.failed + 1)

    def kept(self) -> None:
        """Count an answer that needed no call."""
        with self._lock:
            self._usage = replace(self._usage, kept=self._usage.kept + 1)


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"

"""The built-in heads: weighted sums of signals, one sum for the trigger and one for the conduct.

Plain arithmetic over a table that a person can read: `weights.tsv` holds a signal a line and a weight
a column, `card.json` what the columns mean, how sums become probabilities, and from where each counts.
`evals/training/card.md` says how they were made and how good they are.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from pathlib import Path
from typing import Any

from guard.errors import ModelError
from guard.learned.ports import Gist, Score, Scores, Signals

WEIGHTS = Path(__file__).resolve().parent / "weights"
STEP = 0.001
"""One unit of the table, in log-odds."""

MOVED = 3
"""How many signals are told."""

Rows = Mapping[str, tuple[int, ...]]
"""By signal: its weight in each column, in steps, 0 where it has none; all rows are of one length."""


@dataclass(frozen=True, slots=True)
class Head:
    """One head, as the card has it.

    Args:
        conduct: column of the conduct; `conduct_bias` is its sum when nothing is seen.
        trigger: column of the trigger, None for forbidden conduct; `trigger_bias` as above.
        slope: and `offset`: Platt's line from raw log-odds to calibrated ones.
        threshold: calibrated probability from which it is a yes.
        placed: whether a sentence can be pointed at.
    """

    conduct: int
    conduct_bias: float
    trigger: int | None
    trigger_bias: float
    slope: float
    offset: float
    threshold: float
    placed: bool


class LinearHeads:
    """Scores by the table. Reads it when the first draft comes; threads may share one.

    Args:
        folder: with `weights.tsv` and `card.json`.

    Raises:
        ModelError: when the card cannot be read.

    Example:
        >>> heads = LinearHeads()
        >>> heads.score({}, Gist(""), ["warmth"]).by_name["warmth"].probability < 0.5
        True
    """

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self._path = folder / "weights.tsv"
        self._lock = threading.Lock()
        self._rows: Rows | None = None
        try:
            card: dict[str, Any] = json.loads((folder / "card.json").read_text(encoding="utf-8"))
            self._heads = {name: Head(**head) for name, head in card["heads"].items()}
            self._columns = 1 + max(max(head.conduct, head.trigger or 0) for head in self._heads.values())
            self._digest = str(card["digest"])
            self._names = frozenset(name for name, head in self._heads.items() if head.threshold <= 1)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _unreadable(folder / "card.json", error) from error

    @property
    def names(self) -> frozenset[str]:
        """Which heads have a say of their own; the others are there for the combination with the encoder."""
        return self._names

    @property
    def fitted(self) -> frozenset[str]:
        """Which heads there are."""
        return frozenset(self._heads)

    @property
    def digest(self) -> str:
        """The hash of the weights, as the card states it."""
        return self._digest

    def score(self, signals: Signals, gist: Gist, names: Sequence[str]) -> Scores:  # noqa: ARG002 - they read signals
        """Return a score for each name.

        Raises:
            ModelError: when the weights cannot be read.
        """
        sums = self._sums(signals)
        return Scores({name: self._scored(self._heads[name], sums, signals) for name in names})

    def odds(self, signals: Signals) -> Mapping[str, float]:
        """Return the raw log-odds of a fail by each head, as a combination takes them."""
        sums = self._sums(signals)
        return {name: log_odds(*_parts(head, sums)) for name, head in self._heads.items()}

    def telling(self, signals: Signals, name: str) -> float:
        """Return how much some signals speak for the conduct, in log-odds."""
        return self._sums(signals)[self._heads[name].conduct]

    def _scored(self, head: Head, sums: Sequence[float], signals: Signals) -> Score:
        """Turn the sums of one head into its score."""
        conduct, trigger = _parts(head, sums)
        probability = sigmoid(head.slope * log_odds(conduct, trigger) + head.offset)
        moved = self._moved(head, signals) if probability >= head.threshold else ()
        called = None if trigger is None else round(sigmoid(trigger), 4)
        return Score(round(probability, 4), head.threshold, head.placed, moved, called)

    def _sums(self, signals: Signals) -> Sequence[float]:
        """Add the weights of what was seen, by column; without a loop in Python, for a draft has hundreds."""
        rows = self._table()
        seen = [*filter(rows.__contains__, signals)]
        values = [*map(signals.__getitem__, seen)]
        columns = zip(*map(rows.__getitem__, seen), strict=True)
        return [sum(map(mul, column, values)) * STEP for column in columns] or [0.0] * self._columns

    def _moved(self, head: Head, signals: Signals) -> tuple[tuple[str, float], ...]:
        """Return the signals that gave most to one head."""
        rows = self._table()
        given = [
            (name, round(rows[name][head.conduct] * value * STEP, 2) if name in rows else 0)
            for name, value in signals.items()
        ]
        return tuple(sorted(given, key=lambda one: (-one[1], one[0]))[:MOVED])

    def _table(self) -> Rows:
        """Read the table once."""
        if self._rows is None:
            with self._lock:
                if self._rows is None:
                    self._rows = read(self._path)
        return self._rows


def read(path: Path) -> Rows:
    """Read a table of weights; an empty cell is no weight.

    Raises:
        ModelError: when it is not there or not a table.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = {name: tuple(int(cell or 0) for cell in row) for name, *row in map(_cells, lines)}
        if len(set(map(len, rows.values()))) > 1:
            raise ValueError
        return rows
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _cells(line: str) -> list[str]:
    return line.split("\t")


def log_odds(conduct: float, trigger: float | None) -> float:
    """Return the raw log-odds of a fail: the conduct is there and, where one is needed, so is the trigger.

    Example:
        >>> round(log_odds(2.0, None), 3), round(log_odds(2.0, -9.0), 3)
        (2.0, -9.127)
    """
    if trigger is None:
        return conduct
    both = sigmoid(conduct) * sigmoid(trigger)
    return math.log(both / (1 - both))


def _parts(head: Head, sums: Sequence[float]) -> tuple[float, float | None]:
    """Return the sums of one head with their biases: the conduct's, and the trigger's where there is one."""
    trigger = None if head.trigger is None else head.trigger_bias + sums[head.trigger]
    return head.conduct_bias + sums[head.conduct], trigger


def sigmoid(odds: float) -> float:
    """Return the probability of log-odds, never quite 0 or 1."""
    return 1 / (1 + math.exp(-max(-15.0, min(15.0, odds))))


def _unreadable(where: Path, error: Exception) -> ModelError:
    """Say which weights cannot be used."""
    return ModelError(
        f"{where.name}: expected the heads' weights; got {type(error).__name__}; install reply-guard again"
    )

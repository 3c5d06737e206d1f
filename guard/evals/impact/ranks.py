"""Rank correlation with other things held equal, its p-value and its interval.

Everything here takes one row a conversation. Association is all that it can show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from guard.evals.chance import p_value, parts_of, shuffled
from guard.evals.statistics import Array, interval

Places = NDArray[np.int64] | slice
"""Some conversations: their places, or all."""

REPLICATES = 1000
_NOTHING = 1e-9
_STREAM = 1983
"""Sets these draws apart from whatever else a caller draws with the same seed."""


def ranks(values: Array) -> Array:
    """Return the ranks of some values, counted from 1; equal values share their mean rank.

    Example:
        >>> ranks(np.array([3.0, 1.0, 3.0]))
        array([2.5, 1. , 2.5])
    """
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[place]


def dummies(names: Sequence[object]) -> Array:
    """Return one column a name but the first: 1 where it stands, else 0.

    Example:
        >>> dummies(["chat", "mail", "chat"])
        array([[0.],
               [1.],
               [0.]])
    """
    parts = parts_of(names)
    columns = np.zeros((len(names), max(0, len(parts) - 1)))
    for column, part in enumerate(parts[1:]):
        columns[part, column] = 1.0
    return columns


@dataclass(frozen=True, slots=True)
class Design:
    """What is held equal.

    Args:
        numbers: one column a quantity, such as how many replies there were; taken by rank.
        names: of each conversation, the part that it is compared within: source, channel, topic.
    """

    numbers: Array
    names: tuple[object, ...]

    def of(self, places: Places) -> Array:
        """Return the columns of some conversations, with one of ones, and a basis of what they span."""
        numbers = self.numbers[places]
        columns = [np.ones(len(numbers)), *(ranks(column) for column in numbers.T)]
        flags = _dummies_of(self.names, places)
        basis, sizes, _ = np.linalg.svd(np.column_stack([*columns, flags]), full_matrices=False)
        return basis[:, sizes > sizes[0] * _NOTHING]


def spearman(x: Array, y: Array) -> float | None:
    """Return Spearman's rank correlation; None where one of the two never varies.

    Example:
        >>> spearman(np.array([1.0, 2.0, 3.0]), np.array([1.0, 4.0, 9.0]))
        1.0
    """
    return _correlation(*(values - values.mean() for values in (ranks(x), ranks(y))))


def partial(x: Array, y: Array, design: Design) -> float | None:
    """Return the rank correlation of what is left of two things once the design has explained its share.

    Ranks are regressed on the design and the residuals correlated: the partial Spearman correlation.

    Returns:
        From -1 to 1; None where the design leaves nothing of one of the two.
    """
    basis = design.of(slice(None))
    return _correlation(_left(ranks(x), basis), _left(ranks(y), basis))


def chance(x: Array, y: Array, design: Design, *, seed: int = 0, most: int = 20_000) -> float:
    """Return the p-value of the partial correlation.

    What the design leaves of the outcome is shuffled among the conversations of one part, and what
    the design explains of the shuffled is taken out again. Source: D. Freedman, D. Lane, A
    nonstochastic interpretation of reported significance levels (1983), on ranks.
    """
    basis = design.of(slice(None))
    own, other = _left(ranks(x), basis), _left(ranks(y), basis)
    observed = _correlation(own, other)
    if observed is None:
        return 1.0
    generator = np.random.default_rng((seed, _STREAM))
    parts = parts_of(design.names)
    length = np.sqrt(own @ own)

    def draw(rows: int) -> Array:
        mixed = other[shuffled(parts, rows, generator)]
        explained = mixed @ basis
        left = np.maximum((mixed**2).sum(axis=1) - (explained**2).sum(axis=1), _NOTHING)
        return (mixed @ own) / (length * np.sqrt(left))

    return p_value(observed, draw, most=most)


def range_of(
    x: Array, y: Array, design: Design, *, seed: int = 0, times: int = REPLICATES
) -> tuple[float, float] | None:
    """Return a 95 % interval of the partial correlation: conversations are drawn anew, ranks and all."""
    generator = np.random.default_rng(seed)
    samples = np.full(times, np.nan)
    for row in range(times):
        places = generator.integers(0, len(x), len(x))
        basis = design.of(places)
        found = _correlation(_left(ranks(x[places]), basis), _left(ranks(y[places]), basis))
        samples[row] = np.nan if found is None else found
    return interval(samples)


def _dummies_of(names: tuple[object, ...], places: Places) -> Array:
    chosen = names if isinstance(places, slice) else [names[int(place)] for place in places]
    return dummies(chosen)


def _left(values: Array, basis: Array) -> Array:
    return values - basis @ (basis.T @ values)


def _correlation(one: Array, other: Array) -> float | None:
    sizes = np.sqrt((one @ one) * (other @ other))
    if sizes < _NOTHING * len(one):
        return None
    return float(np.clip((one @ other) / sizes, -1.0, 1.0))

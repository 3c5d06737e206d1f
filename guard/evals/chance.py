"""P-values by drawing, with no more draws than it takes.

What is surely chance is known after a few draws; only what is rare is worth many. The p-value of the
sequential way is exact for however many draws were made.
Source: J. Besag, P. Clifford, Sequential Monte Carlo p-values, Biometrika 78 (1991), 301-304.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from guard.evals.statistics import Array

Draw = Callable[[int], Array]
"""Draws so many values of a statistic as they would be if nothing but chance were at work."""

ENOUGH = 20
MOST = 20_000
_FIRST, _AT_ONCE = 80, 1000
_SLACK = 1e-9


def p_value(observed: float, draw: Draw, *, enough: int = ENOUGH, most: int = MOST) -> float:
    """Return the two-sided p-value of a statistic that is 0 on average under chance.

    Args:
        observed: what was seen.
        draw: draws from chance.
        enough: draws at least as far out after which no more are made.
        most: draws at most; the smallest p is 1 / (most + 1).

    Example:
        >>> generator = np.random.default_rng(1)
        >>> p_value(0.0, generator.standard_normal), p_value(9.0, generator.standard_normal, most=999)
        (1.0, 0.001)
    """
    far = abs(observed) - _SLACK
    made = reached = 0
    step = _FIRST
    while made < most:
        values = np.abs(draw(min(step, most - made))) >= far
        if reached + int(values.sum()) >= enough:
            at = int(np.flatnonzero(values)[enough - reached - 1])
            return enough / (made + at + 1)
        reached += int(values.sum())
        made += len(values)
        step = min(_AT_ONCE, 2 * step)
    return (reached + 1) / (made + 1)


def shuffled(parts: Sequence[NDArray[np.intp]], rows: int, generator: np.random.Generator) -> NDArray[np.intp]:
    """Return orders in which places change within their part only.

    Args:
        parts: the places of each part; together all places once.
        rows: how many orders.
        generator: of chance.

    Returns:
        One row an order, one column a place.

    Example:
        >>> parts = [np.array([0, 2]), np.array([1])]
        >>> sorted({tuple(row) for row in shuffled(parts, 50, np.random.default_rng(0)).tolist()})
        [(0, 1, 2), (2, 1, 0)]
    """
    orders = np.empty((rows, sum(map(len, parts))), dtype=np.intp)
    for part in parts:
        orders[:, part] = part[np.argsort(generator.random((rows, len(part))), axis=1)]
    return orders


def parts_of(names: Sequence[object]) -> list[NDArray[np.intp]]:
    """Return the places of each name, in the order in which the names are first met.

    Example:
        >>> [part.tolist() for part in parts_of(["a", "b", "a"])]
        [[0, 2], [1]]
    """
    places: dict[object, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name, []).append(place)
    return [np.array(part, dtype=np.intp) for part in places.values()]

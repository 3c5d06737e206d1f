"""Where judged cases are entered, and from which every figure and interval is drawn.

All figures of a report share one set of replicates: counts are entered a cluster and a block (a
virtue, a slice, the send-back decision), and one matrix product resamples all blocks together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from guard.evals import statistics
from guard.evals.statistics import Array

Block = tuple[str, ...]
"""The name of one two by two table, for instance `("virtue", "honesty")`."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval; each part is None where it is not defined.

    Args:
        value: the figure.
        low: lower end of the interval.
        high: upper end.
        of: the number of cases a share was taken of; None for what is no share.

    Example:
        >>> Figure(0.5, 0.4, 0.6).value
        0.5
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How often prediction and gold met in each of the four ways.

    Example:
        >>> Tally(tp=3, fp=1, fn=2, tn=4).n
        10
    """

    tp: int
    fp: int
    fn: int
    tn: int

    @property
    def n(self) -> int:
        """All cases counted."""
        return self.tp + self.fp + self.fn + self.tn

    @property
    def positives(self) -> int:
        """Cases that are gold."""
        return self.tp + self.fn


class Ledger:
    """Counts by cluster and block, entered one at a time.

    Example:
        >>> ledger = Ledger()
        >>> for cluster in ("c-1", "c-2"):
        ...     ledger.enter(cluster, ("virtue", "honesty"), predicted=True, gold=True)
        >>> ledger.close().tally(("virtue", "honesty"))
        Tally(tp=2, fp=0, fn=0, tn=0)
    """

    def __init__(self) -> None:
        self._clusters: dict[Hashable, int] = {}
        self._blocks: dict[Block, int] = {}
        self._counts: Counter[tuple[int, int]] = Counter()

    def enter(self, cluster: Hashable, block: Block, *, predicted: bool, gold: bool) -> None:
        """Count one prediction against its label."""
        row = self._clusters.setdefault(cluster, len(self._clusters))
        column = 4 * self._blocks.setdefault(block, len(self._blocks))
        self._counts[row, column + 2 * (not predicted) + (not gold)] += 1

    def rate(self, cluster: Hashable, block: Block, happened: bool) -> None:
        """Count one trial of a plain rate: a block in which everything is gold, so that its recall is the rate."""
        self.enter(cluster, block, predicted=happened, gold=True)

    def close(self, *, seed: int = 0, times: int = statistics.REPLICATES) -> Figures:
        """Resample the clusters and hand over what the figures are read from."""
        totals = np.zeros((len(self._clusters), 4 * len(self._blocks)))
        for (row, column), count in self._counts.items():
            totals[row, column] = count
        samples = statistics.replicates(totals, seed=seed, times=times)
        return Figures(dict(self._blocks), totals.sum(axis=0), samples, len(self._clusters))


@dataclass(frozen=True, slots=True)
class Figures:
    """A closed ledger: point counts and their replicates, read by block.

    Args:
        blocks: place of each block.
        points: four counts a block.
        samples: one row a replicate, four columns a block.
        clusters: how many clusters were drawn from.
    """

    blocks: dict[Block, int]
    points: Array
    samples: Array
    clusters: int

    def tally(self, block: Block) -> Tally:
        """Return the counts of a block, zeros for one that was never entered."""
        tp, fp, fn, tn = (int(count) for count in self._point(block))
        return Tally(tp, fp, fn, tn)

    def precision(self, block: Block) -> Figure:
        """Return tp / (tp + fp)."""
        tally = self.tally(block)
        return self._share(block, statistics.precision, tally.tp, tally.tp + tally.fp)

    def recall(self, block: Block) -> Figure:
        """Return tp / (tp + fn)."""
        tally = self.tally(block)
        return self._share(block, statistics.recall, tally.tp, tally.positives)

    def false_alarm(self, block: Block) -> Figure:
        """Return fp / (fp + tn)."""
        tally = self.tally(block)
        return self._share(block, statistics.false_alarm, tally.fp, tally.fp + tally.tn)

    def f1(self, block: Block) -> Figure:
        """Return the harmonic mean of precision and recall."""
        return self._figure(statistics.f1(self._point(block)), statistics.f1(self._sample(block)))

    def kappa(self, block: Block) -> Figure:
        """Return Cohen's kappa."""
        return self._figure(statistics.kappa(self._point(block)), statistics.kappa(self._sample(block)))

    def macro_f1(self, blocks: Sequence[Block]) -> Figure:
        """Return the plain mean of the blocks' F1; a replicate in which one is undefined is left out."""
        if not blocks:
            return Figure(None)
        points = np.stack([self._point(block) for block in blocks])
        samples = np.stack([self._sample(block) for block in blocks], axis=1)
        return self._figure(statistics.f1(points).mean(axis=-1), statistics.f1(samples).mean(axis=-1))

    def _share(self, block: Block, figure: Callable[[Array], Array], successes: int, n: int) -> Figure:
        """A rate of 0 or 1 never varies under resampling; there Wilson's interval speaks."""
        found = self._figure(figure(self._point(block)), figure(self._sample(block)))
        if 0 < successes < n:
            return Figure(found.value, found.low, found.high, n)
        low, high = statistics.wilson(successes, n) or (None, None)
        return Figure(found.value, low, high, n)

    def _figure(self, point: Array, samples: Array) -> Figure:
        if np.isnan(point):
            return Figure(None)
        low, high = statistics.interval(samples) or (None, None)
        return Figure(float(point), low, high)

    def _point(self, block: Block) -> Array:
        place = self.blocks.get(block)
        return np.zeros(4) if place is None else self.points[4 * place : 4 * place + 4]

    def _sample(self, block: Block) -> Array:
        place = self.blocks.get(block)
        if place is None:
            return np.zeros((len(self.samples), 4))
        return self.samples[:, 4 * place : 4 * place + 4]

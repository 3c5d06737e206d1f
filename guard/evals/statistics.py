"""The figures of agreement and their intervals, on plain numpy arrays.

Every figure is a function of four counts in the last axis of an array, in the order true positive,
false positive, false negative, true negative; so one formula serves the point estimate and all
2,000 bootstrap replicates at once. A figure whose denominator is zero is NaN, never 0 or 1.
"""

from __future__ import annotations

from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

REPLICATES = 2000
_CELLS_AT_ONCE = 4_000_000
_Z95 = 1.959963984540054


def ratio(top: Array, bottom: Array) -> Array:
    """Divide, with NaN where there is nothing to divide by.

    Example:
        >>> ratio(np.array([1.0, 1.0]), np.array([2.0, 0.0]))
        array([0.5, nan])
    """
    undefined = np.full(np.shape(bottom), np.nan)
    return np.divide(top, bottom, out=undefined, where=bottom != 0)


def precision(counts: Array) -> Array:
    """Of what was flagged, the share that is gold: tp / (tp + fp).

    Example:
        >>> float(precision(np.array([3.0, 1.0, 2.0, 4.0])))
        0.75
    """
    tp, fp, _, _ = _cells(counts)
    return ratio(tp, tp + fp)


def recall(counts: Array) -> Array:
    """Of what is gold, the share that was flagged: tp / (tp + fn).

    Example:
        >>> float(recall(np.array([3.0, 1.0, 2.0, 4.0])))
        0.6
    """
    tp, _, fn, _ = _cells(counts)
    return ratio(tp, tp + fn)


def f1(counts: Array) -> Array:
    """Return the harmonic mean of precision and recall: 2 tp / (2 tp + fp + fn).

    It is 0 where gold cases exist and none was flagged, though precision is undefined there; it is
    undefined where nothing is gold, however much was flagged: the false-alarm rate speaks of that.

    Example:
        >>> round(float(f1(np.array([3.0, 1.0, 2.0, 4.0]))), 4)
        0.6667
    """
    tp, fp, fn, _ = _cells(counts)
    return ratio(2 * tp, np.where(tp + fn > 0, 2 * tp + fp + fn, 0.0))


def false_alarm(counts: Array) -> Array:
    """Of what is not gold, the share that was flagged all the same: fp / (fp + tn).

    Example:
        >>> float(false_alarm(np.array([3.0, 1.0, 2.0, 4.0])))
        0.2
    """
    _, fp, _, tn = _cells(counts)
    return ratio(fp, fp + tn)


def kappa(counts: Array) -> Array:
    """Return Cohen's kappa: agreement beyond what the two marginals would give by chance.

    (observed - chance) / (1 - chance), written for a two by two table without a difference of
    near-equal numbers: 2 (tp tn - fp fn) / ((tp+fp)(fp+tn) + (tp+fn)(fn+tn)).
    Source: J. Cohen, A coefficient of agreement for nominal scales, 1960.

    Example:
        >>> float(kappa(np.array([20.0, 5.0, 10.0, 15.0])))
        0.4
    """
    tp, fp, fn, tn = _cells(counts)
    return ratio(2 * (tp * tn - fp * fn), (tp + fp) * (fp + tn) + (tp + fn) * (fn + tn))


def wilson(successes: float, n: float, z: float = _Z95) -> tuple[float, float] | None:
    """Return the score interval of a rate, which stays honest at 0, at 1 and for small n.

    It takes the trials for independent. None when there were no trials.
    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.

    Example:
        >>> low, high = wilson(0, 20)
        >>> round(low, 3), round(high, 3)
        (0.0, 0.161)
    """
    if n <= 0:
        return None
    rate = successes / n
    middle = (rate + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    low = 0.0 if successes == 0 else max(0.0, middle - reach)
    high = 1.0 if successes == n else min(1.0, middle + reach)
    return low, high


def log_odds(fails: float, n_fails: float, passes: float, n_passes: float) -> float:
    """Return how much likelier something is in fails than in passes, in standard errors.

    The difference of the two log-odds with an informative Dirichlet prior, divided by its standard
    error: both sides are first drawn toward what holds for all trials together, as strongly as there
    are trials, so that something rare must be seen more often before it counts.
    Source: B. Monroe, M. Colaresi, K. Quinn, Fightin' Words, Political Analysis 16 (2008), eq. 16-22,
    with two outcomes (said, not said) and conversations as trials.

    Args:
        fails: trials among the fails that say it.
        n_fails: all trials among the fails.
        passes: trials among the passes that say it; some trial on one side must.
        n_passes: all trials among the passes.

    Example:
        >>> round(log_odds(8, 100, 0, 1000), 1), round(log_odds(8, 100, 80, 1000), 1)
        (2.9, 0.0)
    """
    prior = fails + passes
    everything = n_fails + n_passes
    if prior == everything:  # said in every trial, so it tells nothing apart
        return 0.0
    one, other = (
        log((said + prior) / (n + everything - said - prior)) for said, n in ((fails, n_fails), (passes, n_passes))
    )
    return (one - other) / sqrt(1 / (fails + prior) + 1 / (passes + prior))


def replicates(totals: Array, *, seed: int = 0, times: int = REPLICATES) -> Array:
    """Draw whole clusters with replacement and add up their counts, `times` times over.

    Turns of one conversation are not independent, so the conversation is what is drawn. Drawing
    comes down to a table of how often each cluster was taken, times the table of its counts.

    Args:
        totals: one row a cluster, one column a count.
        seed: the same seed draws the same replicates.
        times: how many replicates.

    Returns:
        One row a replicate, one column a count.

    Example:
        >>> replicates(np.array([[1.0, 2.0], [1.0, 2.0]]), times=2)
        array([[2., 4.],
               [2., 4.]])
    """
    clusters, columns = totals.shape
    drawn = np.zeros((times, columns))
    if clusters == 0:
        return drawn
    generator = np.random.default_rng(seed)
    step = max(1, _CELLS_AT_ONCE // clusters)
    for start in range(0, times, step):
        rows = min(step, times - start)
        picks = generator.integers(0, clusters, size=(rows, clusters))
        flat = (picks + np.arange(rows)[:, None] * clusters).ravel()
        weights = np.bincount(flat, minlength=rows * clusters).reshape(rows, clusters)
        drawn[start : start + rows] = weights.astype(np.float64) @ totals
    return drawn


def interval(samples: Array) -> tuple[float, float] | None:
    """Return the 95 % percentile interval of a figure's replicates.

    Replicates in which the figure is undefined are left out. None when more than half are, or when
    all replicates are equal: such an interval would claim a certainty that the data do not hold.

    Example:
        >>> interval(np.array([0.0, 0.5, 1.0, np.nan]))
        (0.025, 0.975)
        >>> interval(np.array([0.0, 0.0, 0.0])) is None
        True
    """
    defined = samples[~np.isnan(samples)]
    if defined.size == 0 or defined.size * 2 < samples.size:
        return None
    low, high = (float(edge) for edge in np.percentile(defined, [2.5, 97.5]))
    return None if low == high else (low, high)


def _cells(counts: Array) -> tuple[Array, Array, Array, Array]:
    return counts[..., 0], counts[..., 1], counts[..., 2], counts[..., 3]

"""Tests and intervals for the same cases judged twice; the unit is the conversation.

Turns of one conversation rise and fall together, so what is exchanged under the null hypothesis is
not a case but a conversation. Where every conversation holds one case and every case is right or
wrong, the test below *is* McNemar's exact test, to the last digit; a test says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt

import numpy as np

from guard.evals.statistics import REPLICATES, Array, interval, replicates

DRAWS = 10_000
_MOST_STEPS = 20_000
_Z_ONE_SIDED = {80: 0.8416212335729143, 90: 1.2815515655446004}
_Z95 = 1.959963984540054


def sign_flip(differences: Sequence[int]) -> float:
    """Return the two-sided exact p-value that whole conversations changed for no reason.

    Under the null hypothesis each conversation's difference might as well have had the other sign.
    The distribution of the sum over all 2^n signs is built up one conversation at a time, so
    nothing is drawn by chance. Source: R. A. Fisher, The Design of Experiments (1935), section 21;
    with differences of 1 it is Q. McNemar's test (1947) in its exact, binomial form.

    Args:
        differences: new less old, summed over the cases of each conversation; whole numbers.

    Example:
        >>> sign_flip([1, 1, 1, 1, 1, -1])
        0.21875
        >>> sign_flip([0, 0])
        1.0
    """
    steps = [abs(each) for each in differences if each]
    if sum(steps) > _MOST_STEPS:
        return drawn(differences)
    observed = abs(sum(differences))
    chances = np.ones(1)
    for step in steps:
        wider = np.zeros(len(chances) + 2 * step)
        wider[: len(chances)] += chances / 2
        wider[2 * step :] += chances / 2
        chances = wider
    sums = np.arange(len(chances)) - len(chances) // 2
    return float(min(1.0, chances[np.abs(sums) >= observed].sum()))


def drawn(differences: Sequence[float], *, seed: int = 0, times: int = DRAWS) -> float:
    """Return the same p-value for graded outcomes, by drawing signs instead of counting all of them.

    The observed signs count as one of the draws, so that p is never 0.
    Source: B. Phipson, G. Smyth, Permutation p-values should never be zero (2010).

    Args:
        differences: new less old, a conversation each; any numbers.
        seed: of the draws.
        times: how many.

    Example:
        >>> drawn([0.5, 0.25, 0.5, 0.125, 0.5, 0.25, 0.5, 0.5]) < 0.02
        True
    """
    values = np.array([each for each in differences if each], dtype=np.float64)
    if not values.size:
        return 1.0
    generator = np.random.default_rng(seed)
    observed = abs(values.sum()) - 1e-12
    reached = 0
    step = max(1, 4_000_000 // values.size)
    for start in range(0, times, step):
        signs = generator.integers(0, 2, size=(min(step, times - start), values.size)) * 2 - 1
        reached += int((np.abs(signs @ values) >= observed).sum())
    return (reached + 1) / (times + 1)


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return p-values adjusted so that the chance of any false alarm among them stays at alpha.

    Source: S. Holm, A simple sequentially rejective multiple test procedure (1979).

    Example:
        >>> holm([0.01, 0.04, 0.03])
        (0.03, 0.06, 0.06)
    """
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    adjusted = [0.0] * len(p_values)
    worst = 0.0
    for rank, place in enumerate(order):
        worst = max(worst, min(1.0, p_values[place] * (len(p_values) - rank)))
        adjusted[place] = worst
    return tuple(adjusted)


def change(table: Array, *, seed: int = 0, times: int = REPLICATES) -> tuple[float, float, float]:
    """Return the change of a share, with a 95 % interval that is honest for few cases and for clustered ones.

    Two intervals are made and the wider ends kept: the clustered bootstrap, which knows that turns
    hang together but believes that what it has not seen does not exist; and Agresti and Min's, which
    adds half a case to each cell and so has a width also where nothing changed.
    Source of the latter: A. Agresti, Y. Min, Statistics in Medicine 24 (2005), 729-740.

    Args:
        table: one row a conversation; columns: cases that got better, cases that got worse, all cases.
        seed: of the bootstrap.
        times: bootstrap replicates.

    Returns:
        The change (new less old), its lower and its upper end.

    Example:
        >>> tuple(round(each, 3) for each in change(np.array([[0.0, 0.0, 1.0]] * 20)))
        (0.0, -0.089, 0.089)
    """
    better, worse, n = (float(each) for each in table.sum(axis=0))
    point = (better - worse) / n
    wider = n + 2
    middle = (better - worse) / wider
    reach = _Z95 * sqrt(max(0.0, better + worse + 1 - (better - worse) ** 2 / wider)) / wider
    ends = [(middle - reach, middle + reach)]
    samples = replicates(table, seed=seed, times=times)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = interval((samples[:, 0] - samples[:, 1]) / samples[:, 2])
    if found is not None:
        ends.append(found)
    return point, max(-1.0, min(low for low, _ in ends)), min(1.0, max(high for _, high in ends))


def needed(better: float, worse: float, n: float, margin: float, *, power: int = 80) -> int:
    """Return how many cases would settle whether something got worse by more than a margin.

    The number at which, if nothing has really changed, the lower end of the interval clears the
    margin with the given chance: (1.96 + z)^2 times the share of cases that flip, over the margin
    squared; that share has the half cases in it that `change` adds, since no flip among few says little.
    Source: R. Connor, Sample size for testing differences in proportions for the paired-sample
    design, Biometrics 43 (1987), with a true difference of zero.

    Args:
        better: cases that got better.
        worse: cases that got worse.
        n: all cases.
        margin: the loss that would be borne.
        power: 80 or 90 per cent.

    Example:
        >>> needed(1, 1, 40, 0.02)
        1402
    """
    flipping = min(1.0, (better + worse + 1) / (n + 2))
    return ceil((_Z95 + _Z_ONE_SIDED[power]) ** 2 * flipping / margin**2)

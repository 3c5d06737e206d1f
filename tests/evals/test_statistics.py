"""The figures against hand calculations, and the bootstrap against the truth of a simulation."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from guard.evals import statistics


def test_the_five_figures_match_a_hand_calculation() -> None:
    counts = np.array([30.0, 10.0, 20.0, 140.0])
    assert float(statistics.precision(counts)) == pytest.approx(30 / 40)
    assert float(statistics.recall(counts)) == pytest.approx(30 / 50)
    assert float(statistics.f1(counts)) == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))
    assert float(statistics.false_alarm(counts)) == pytest.approx(10 / 150)


def test_kappa_matches_its_definition_by_observed_and_chance_agreement() -> None:
    tp, fp, fn, tn = 30.0, 10.0, 20.0, 140.0
    n = tp + fp + fn + tn
    observed = (tp + tn) / n
    chance = ((tp + fp) / n) * ((tp + fn) / n) + ((fn + tn) / n) * ((fp + tn) / n)
    expected = (observed - chance) / (1 - chance)
    assert float(statistics.kappa(np.array([tp, fp, fn, tn]))) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("counts", "kappa"),
    [((5, 0, 0, 5), 1.0), ((0, 5, 5, 0), -1.0), ((1, 1, 1, 1), 0.0), ((0, 3, 0, 7), 0.0)],
)
def test_kappa_at_its_landmarks(counts: tuple[int, ...], kappa: float) -> None:
    assert float(statistics.kappa(np.array(counts, dtype=np.float64))) == pytest.approx(kappa)


def test_what_has_no_denominator_is_undefined_and_not_zero() -> None:
    nothing_flagged_nothing_gold = np.array([0.0, 0.0, 0.0, 9.0])
    assert isnan(statistics.precision(nothing_flagged_nothing_gold))
    assert isnan(statistics.recall(nothing_flagged_nothing_gold))
    assert isnan(statistics.f1(nothing_flagged_nothing_gold))
    assert isnan(statistics.kappa(nothing_flagged_nothing_gold))
    assert isnan(statistics.false_alarm(np.array([4.0, 0.0, 1.0, 0.0])))


def test_f1_is_zero_when_gold_was_missed_and_undefined_when_nothing_is_gold() -> None:
    assert float(statistics.f1(np.array([0.0, 0.0, 3.0, 5.0]))) == 0.0
    assert isnan(statistics.f1(np.array([0.0, 3.0, 0.0, 5.0])))


def test_wilson_matches_a_published_example() -> None:
    # Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    assert statistics.wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert statistics.wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert statistics.wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert statistics.wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_wilson_of_no_trials_is_nothing() -> None:
    assert statistics.wilson(0, 0) is None


def test_replicates_are_sums_of_whole_clusters() -> None:
    totals = np.array([[1.0, 10.0], [2.0, 20.0], [4.0, 40.0]])
    drawn = statistics.replicates(totals, seed=3, times=200)
    assert drawn.shape == (200, 2)
    assert np.array_equal(drawn[:, 1], drawn[:, 0] * 10)
    assert drawn[:, 0].min() >= 3
    assert drawn[:, 0].max() <= 12
    assert len(np.unique(drawn[:, 0])) > 5


def test_the_same_seed_draws_the_same_and_another_draws_otherwise() -> None:
    totals = np.arange(40.0).reshape(10, 4)
    assert np.array_equal(
        statistics.replicates(totals, seed=1, times=50), statistics.replicates(totals, seed=1, times=50)
    )
    assert not np.array_equal(
        statistics.replicates(totals, seed=1, times=50), statistics.replicates(totals, seed=2, times=50)
    )


def test_no_clusters_give_empty_counts() -> None:
    assert not statistics.replicates(np.zeros((0, 8)), times=5).any()


def test_an_interval_leaves_undefined_replicates_out() -> None:
    samples = np.concatenate([np.linspace(0, 1, 1001), np.full(500, np.nan)])
    assert statistics.interval(samples) == pytest.approx((0.025, 0.975))


def test_there_is_no_interval_when_most_replicates_are_undefined_or_all_are_equal() -> None:
    assert statistics.interval(np.array([0.2, 0.4, np.nan, np.nan, np.nan])) is None
    assert statistics.interval(np.full(100, np.nan)) is None
    assert statistics.interval(np.full(100, 0.5)) is None


def test_the_clustered_interval_covers_and_a_naive_one_does_not() -> None:
    """Turns of a conversation share their luck: 60 conversations of 8 turns, recall .6 on the whole."""
    generator = np.random.default_rng(11)
    covered = naive = 0
    rounds = 120
    for seed in range(rounds):
        luck = generator.beta(1.2, 0.8, size=60)
        caught = generator.binomial(8, luck).astype(np.float64)
        totals = np.stack([caught, np.zeros(60), 8 - caught, np.zeros(60)], axis=1)
        bounds = statistics.interval(statistics.recall(statistics.replicates(totals, seed=seed, times=500)))
        assert bounds is not None
        covered += bounds[0] <= 0.6 <= bounds[1]
        independent = statistics.wilson(float(caught.sum()), 480)
        assert independent is not None
        naive += independent[0] <= 0.6 <= independent[1]
    assert covered / rounds >= 0.88
    assert naive / rounds < 0.75


def test_log_odds_grow_with_evidence_and_turn_with_the_side() -> None:
    rare, more = statistics.log_odds(3, 100, 0, 1000), statistics.log_odds(9, 100, 0, 1000)
    assert 0 < rare < more
    assert statistics.log_odds(0, 100, 90, 1000) < 0


def test_log_odds_of_what_is_equally_likely_or_always_said_are_nothing() -> None:
    assert statistics.log_odds(10, 100, 100, 1000) == pytest.approx(0)
    assert statistics.log_odds(100, 100, 1000, 1000) == 0

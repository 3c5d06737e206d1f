"""The paired tests against scipy and statsmodels, and against the truth of a simulation."""

from __future__ import annotations

from importlib import import_module
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.evals.compare.paired import change, drawn, holm, needed, sign_flip
from guard.evals.reliability import ac1, alpha

# None of them has types that a strict check could use.
contingency_tables: Any = import_module("statsmodels.stats.contingency_tables")
multitest: Any = import_module("statsmodels.stats.multitest")
krippendorff: Any = import_module("krippendorff")
stats: Any = import_module("scipy.stats")


@given(st.integers(0, 60), st.integers(0, 60))
def test_single_cases_give_mcnemars_exact_test(better: int, worse: int) -> None:
    expected = float(contingency_tables.mcnemar([[0, better], [worse, 0]], exact=True).pvalue)
    assert sign_flip([1] * better + [-1] * worse) == pytest.approx(min(1.0, expected), abs=1e-9)


@given(st.lists(st.integers(-4, 4), max_size=9))
def test_the_exact_test_equals_a_count_over_all_signs(differences: list[int]) -> None:
    sizes = [abs(each) for each in differences if each]
    sums = [
        sum(sign * size for sign, size in zip(signs, sizes, strict=True))
        for signs in product((1, -1), repeat=len(sizes))
    ]
    reached = sum(abs(total) >= abs(sum(differences)) for total in sums)
    assert sign_flip(differences) == pytest.approx(reached / len(sums), abs=1e-12)


def test_drawn_signs_come_close_to_scipys_permutation_test() -> None:
    values = np.random.default_rng(5).normal(0.25, 1.0, size=40)
    expected = stats.permutation_test(
        (values,), np.sum, permutation_type="samples", n_resamples=20_000, rng=np.random.default_rng(6)
    ).pvalue
    assert drawn(list(values)) == pytest.approx(expected, abs=0.015)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=12))
def test_holm_agrees_with_statsmodels(p_values: list[float]) -> None:
    assert holm(p_values) == pytest.approx(list(multitest.multipletests(p_values, method="holm")[1]), abs=1e-9)


labels = st.lists(st.tuples(*[st.sampled_from(["fail", "pass", "na", None])] * 3), min_size=2, max_size=20)


@given(labels)
def test_alpha_agrees_with_krippendorffs_own_way(cases: list[tuple[str | None, ...]]) -> None:
    places = {"fail": 0.0, "pass": 1.0, "na": 2.0, None: np.nan}
    found = alpha(cases)
    if found is None:
        return
    data = np.array([[places[label] for label in case] for case in cases]).T
    assert found == pytest.approx(krippendorff.alpha(data, level_of_measurement="nominal"), abs=1e-9)


def test_ac1_matches_the_example_of_its_author() -> None:
    # Gwet 2008, table 1: 118 of 125 rated (yes, yes), 5 (yes, no), 2 (no, yes).
    cases = [("yes", "yes")] * 118 + [("yes", "no")] * 5 + [("no", "yes")] * 2
    assert ac1(cases) == pytest.approx(0.9408, abs=5e-5)


def test_labels_that_tell_nothing_apart_have_no_reliability() -> None:
    assert alpha([("pass", "pass"), ("pass", None)]) is None
    assert ac1([("pass", None), ("fail", None)]) is None


def simulated(runs: int, *, clusters: int, loss: float, seed: int, turns: int = 4) -> float:
    """Share of comparisons that call a change; conversations whose turns flip together."""
    generator = np.random.default_rng(seed)
    called = 0
    for _ in range(runs):
        sizes = generator.integers(1, turns + 1, size=clusters)
        flipping = generator.random(clusters) < 0.2
        down = generator.random(clusters) < 0.5 + loss / 0.4
        signs = np.where(flipping, np.where(down, -1, 1), 0)
        called += sign_flip([int(each) for each in signs * sizes]) < 0.05
    return called / runs


def test_two_hundred_runs_without_a_change_keep_alpha() -> None:
    # 200 nulls at alpha .05: more than 18 alarms would happen once in two hundred tries.
    assert simulated(200, clusters=200, loss=0.0, seed=11) <= 0.09


def test_a_planted_loss_is_found_at_the_promised_power() -> None:
    # A fifth of the cases flip; as many cases as are said to be needed for a loss of .08 at 80 %.
    enough = needed(better=24, worse=56, n=400, margin=0.08)
    assert simulated(200, clusters=enough, loss=0.08, seed=12, turns=1) >= 0.73


def test_the_interval_of_a_change_covers_the_truth() -> None:
    generator = np.random.default_rng(13)
    covered = 0
    for _ in range(200):
        draws = generator.random(150)
        table = np.stack([draws < 0.06, (draws >= 0.06) & (draws < 0.16), np.ones(150)], axis=1).astype(np.float64)
        _, low, high = change(table, times=400)
        covered += low <= -0.04 <= high
    assert covered / 200 >= 0.93


def test_nothing_flipped_in_ten_cases_is_no_proof_of_sameness() -> None:
    delta, low, high = change(np.array([[0.0, 0.0, 1.0]] * 10))
    assert delta == 0.0
    assert low < -0.1
    assert high > 0.1


def test_more_cases_are_needed_for_a_finer_margin() -> None:
    assert needed(3, 5, 200, 0.01) > 3 * needed(3, 5, 200, 0.02)

"""Associations with an outcome: against scipy and statsmodels' ways, and against the truth of simulations."""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.domain.case import Case
from guard.domain.verdict import Verdict
from guard.domain.virtues import VIRTUES, Status, Virtue
from guard.evals.chance import p_value
from guard.evals.impact import report
from guard.evals.impact.impact import Impact, impact, outcome_of
from guard.evals.impact.ranks import Design, chance, dummies, partial, range_of, ranks, spearman
from guard.evals.judging import Judged, Talk
from guard.evals.statistics import Array

stats: Any = import_module("scipy.stats")  # it has no types that a strict check could use


VARYING: tuple[Virtue, ...] = ("empathy", "caring", "attention", "appreciation", "honesty", "warmth")


def design(n: int) -> Design:
    """Nothing is held equal."""
    return Design(np.zeros((n, 0)), (None,) * n)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=40))
def test_plain_correlation_agrees_with_scipy(pairs: list[tuple[int, int]]) -> None:
    x, y = (np.array(side, dtype=np.float64) for side in zip(*pairs, strict=True))
    found = spearman(x, y)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(float(stats.spearmanr(x, y).statistic), abs=1e-9)
        assert partial(x, y, design(len(x))) == pytest.approx(found, abs=1e-9)
    assert ranks(x) == pytest.approx(stats.rankdata(x))


def test_one_quantity_held_equal_gives_the_textbook_formula() -> None:
    generator = np.random.default_rng(4)
    z = generator.normal(size=80)
    x, y = z + generator.normal(size=80), z + generator.normal(size=80)
    xy, xz, yz = (float(stats.spearmanr(*pair).statistic) for pair in ((x, y), (x, z), (y, z)))
    expected = (xy - xz * yz) / np.sqrt((1 - xz**2) * (1 - yz**2))
    assert partial(x, y, Design(z[:, None], (None,) * 80)) == pytest.approx(expected, abs=1e-9)


def test_what_length_alone_brings_about_is_not_associated() -> None:
    generator = np.random.default_rng(9)
    length = generator.normal(size=400)
    x, y = length + 0.5 * generator.normal(size=400), length + 0.5 * generator.normal(size=400)
    held = Design(length[:, None], (None,) * 400)
    assert (spearman(x, y) or 0) > 0.6
    assert abs(partial(x, y, held) or 0) < 0.15
    assert chance(x, y, held) > 0.05
    assert chance(x, y, design(400)) < 0.001


def test_what_one_source_has_more_of_is_not_associated() -> None:
    generator = np.random.default_rng(3)
    names = tuple("ab"[place % 2] for place in range(200))
    shift = dummies(names)[:, 0] * 3
    x, y = shift + generator.normal(size=200), shift + generator.normal(size=200)
    assert chance(x, y, Design(np.zeros((200, 0)), names)) > 0.05


def test_the_p_value_comes_close_to_scipys_permutation_test() -> None:
    generator = np.random.default_rng(11)
    x = generator.normal(size=60)
    y = 0.25 * x + generator.normal(size=60)

    def statistic(one: Array) -> float:
        return float(stats.spearmanr(one, y).statistic)

    expected = stats.permutation_test(
        (x,), statistic, permutation_type="pairings",
        vectorized=False, n_resamples=2000, rng=np.random.default_rng(2),
    ).pvalue  # fmt: skip
    assert chance(x, y, design(60)) == pytest.approx(expected, abs=0.04)


def test_a_sequential_p_value_is_uniform_under_chance() -> None:
    values = [
        p_value(float(generator.standard_normal()), generator.standard_normal, most=2000)
        for generator in map(np.random.default_rng, range(400))
    ]
    assert 0.02 < float(np.mean(np.array(values) <= 0.05)) < 0.085
    assert 0.43 < float(np.mean(np.array(values) <= 0.5)) < 0.57


def test_the_interval_holds_what_was_planted() -> None:
    inside = 0
    for seed in range(30):
        generator = np.random.default_rng(seed)
        x = generator.normal(size=120)
        y = 0.5 * x + np.sqrt(0.75) * generator.normal(size=120)
        low, high = range_of(x, y, design(120), seed=seed, times=200) or (0.0, 0.0)
        inside += low <= 6 / np.pi * np.arcsin(0.25) <= high  # Spearman of a normal pair that correlates at .5
    assert inside >= 25


def judged(number: int, statuses: list[dict[Virtue, Status]], outcome: dict[str, Any], **meta: Any) -> list[Judged]:
    """One conversation with a reply for each of some verdicts."""
    talk = Talk(number, Case(draft="", id=f"c{number}", outcome=outcome, meta=meta))
    every: dict[Virtue, Status] = dict.fromkeys(VIRTUES, "pass")
    return [
        Judged(talk, Case(draft="Thank you, all done."), Verdict(id="", decision="send", virtues={**every, **status}))
        for status in statuses
    ]


def _fell(drawn: float, chance_of_a_fail: float) -> Status:
    return "fail" if drawn < chance_of_a_fail else "pass"


def simulated(seed: int, strength: float, n: int = 90) -> list[Judged]:
    """Conversations in which length drives both failing and the outcome; honesty has a strength of its own."""
    generator = np.random.default_rng(seed)
    found: list[Judged] = []
    for number in range(n):
        turns = int(generator.integers(2, 8))
        care = generator.uniform(0, 0.5)
        statuses: list[dict[Virtue, Status]] = [
            {virtue: _fell(generator.uniform(), care if virtue == "honesty" else 0.15) for virtue in VARYING}
            for _ in range(turns)
        ]
        outcome = -strength * care * 4 + generator.normal() - 0.3 * turns
        found += judged(number, statuses, {"csat": outcome}, topic="ab"[number % 2])
    return found


def permuted(found: list[Judged], seed: int) -> list[Judged]:
    """The same with outcomes given to other conversations."""
    cases = list({one.talk.key: one.talk.case for one in found}.values())
    order = np.random.default_rng(seed).permutation(len(cases))
    outcomes = {number: cases[int(place)].outcome for number, place in enumerate(order)}
    talks = {
        number: Talk(number, Case(draft="", outcome=outcomes[number], meta=case.meta))
        for number, case in enumerate(cases)
    }
    return [Judged(talks[cast(int, one.talk.key)], one.reply, one.verdict) for one in found]


def significant(found: Impact) -> list[Virtue]:
    return [each.virtue for each in found.associations if each.is_more_than_chance]


def test_permuted_outcomes_are_called_more_than_chance_in_at_most_one_of_twenty() -> None:
    base = simulated(1, strength=1.0, n=50)
    alarms = [significant(impact(permuted(base, seed), "csat", seed=seed, times=2)) for seed in range(200)]
    assert sum(map(len, alarms)) <= 0.05 * 200 * len(VARYING)
    # Any virtue at all: .05 of 200 are 10, and 99 of 100 such simulations of an exact test stay at 18 or below.
    assert sum(map(bool, alarms)) <= 18


def test_a_planted_association_is_found_and_is_the_only_one() -> None:
    hits = [significant(impact(simulated(seed, strength=2.5), "csat", times=2)) for seed in range(12)]
    assert sum(hit == ["honesty"] for hit in hits) >= 10


def test_fewer_than_thirty_conversations_say_nothing() -> None:
    found = impact(simulated(2, 3.0, n=29), "csat")
    assert found.associations == ()
    assert "say nothing" in " ".join(report.headline(found))
    assert "|" not in "".join(report.headline(found))


def test_a_virtue_that_is_never_called_for_or_never_fails_says_nothing() -> None:
    rows = [
        one
        for number in range(40)
        for one in judged(number, [{"empathy": "na", "honesty": "fail" if number % 2 else "pass"}], {"csat": number})
    ]
    found = {each.virtue: each for each in impact(rows, "csat", times=20).associations}
    assert (found["empathy"].n, found["empathy"].p) == (0, None)
    assert found["respect"].silent == "fewer than 5 conversations with a fail"
    assert found["honesty"].n == 40


def test_unsure_is_left_out_like_what_is_not_called_for() -> None:
    rows = [
        one
        for number in range(40)
        for one in judged(
            number, [{"honesty": "unsure" if number < 10 else "fail" if number % 2 else "pass"}], {"csat": number}
        )
    ]
    found = {each.virtue: each for each in impact(rows, "csat", times=20).associations}
    assert found["honesty"].n == 30


def test_conversations_without_the_outcome_are_counted_apart() -> None:
    found = impact([*simulated(2, 1.0, n=31), *judged(99, [{}], {})], "csat", times=2)
    assert (found.conversations, found.without) == (31, 1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("reward", 1.0),
        ("outcome.reward", 1.0),
        ("meta.solved", 0.0),
        ("labels.score", 3.0),
        ("said", None),
        ("x", None),
    ],
)
def test_an_outcome_is_a_number_or_yes_or_no(name: str, expected: float | None) -> None:
    case = Case(draft="", outcome={"reward": True, "said": "good"}, meta={"solved": False}, labels={"score": 3})
    assert outcome_of(Talk(1, case), name) == expected


def test_a_report_says_association_and_never_effect() -> None:
    found = impact(simulated(5, 3.0), "csat", times=50)
    text = report.markdown(found)
    assert "An association, never an effect" in text
    assert "pass honesty more often have a higher outcome" in text
    assert not [word for word in ("causes", "improves", "leads to", "drives") if word in text]
    document = msgspec.json.decode(report.as_json(found))
    assert next(row for row in document["associations"] if row["virtue"] == "honesty")["more_than_chance"] is True


def test_the_same_seed_gives_the_same_report() -> None:
    one, two = (report.as_json(impact(simulated(6, 1.0), "csat", seed=3, times=20)) for _ in range(2))
    assert one == two


def test_ranks_of_a_constant_are_all_the_same() -> None:
    same: Array = ranks(np.array([2.0, 2.0, 2.0]))
    assert same.tolist() == [2.0, 2.0, 2.0]

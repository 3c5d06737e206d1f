"""The built-in heads: sums of a table that a person can read."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path

import pytest

from guard.errors import ModelError
from guard.learned.linear import WEIGHTS, LinearHeads, log_odds
from guard.learned.ports import Gist, Score, Signals

HEAD = {
    "conduct": 0, "conduct_bias": -1.0, "trigger": None, "trigger_bias": 0.0,
    "slope": 1.0, "offset": 0.0, "threshold": 0.6, "placed": True,
}  # fmt: skip
CALLED = {**HEAD, "trigger": 1, "trigger_bias": 0.5, "placed": False}


def heads(folder: Path, table: str = "d:no\t2000\t\ns:upset\t500\t1500\n") -> LinearHeads:
    """Two heads in a folder: `curt`, forbidden conduct, and `care`, which needs a trigger."""
    (folder / "weights.tsv").write_text(table, encoding="utf-8")
    card = {"digest": "d", "heads": {"curt": HEAD, "care": CALLED}}
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    return LinearHeads(folder)


def of(made: LinearHeads, signals: Signals, name: str) -> Score:
    return made.score(signals, Gist(""), [name]).by_name[name]


def sigmoid(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def test_a_score_is_the_sum_of_what_was_seen(tmp_path: Path) -> None:
    score = of(heads(tmp_path), {"d:no": 0.5, "never heard of": 1.0}, "curt")
    assert score.probability == pytest.approx(sigmoid(-1.0 + 2.0 * 0.5), abs=1e-4)


def test_a_fail_needs_the_trigger_as_well_as_the_conduct(tmp_path: Path) -> None:
    made = heads(tmp_path)
    conduct, trigger = -1.0 + 0.5, 0.5 + 1.5
    expected = sigmoid(conduct) * sigmoid(trigger)
    assert of(made, {"s:upset": 1.0}, "care").probability == pytest.approx(expected, abs=1e-4)


def test_a_yes_tells_what_moved_it_and_a_no_tells_nothing(tmp_path: Path) -> None:
    made = heads(tmp_path)
    assert of(made, {"d:no": 1.0, "s:upset": 1.0}, "curt").moved == (("d:no", 2.0), ("s:upset", 0.5))
    assert of(made, {}, "curt").moved == ()


def test_what_tells_most_is_the_sum_of_the_conduct_alone(tmp_path: Path) -> None:
    assert heads(tmp_path).telling({"d:no": 1.0, "s:upset": 1.0}, "care") == pytest.approx(2.5)


@pytest.mark.parametrize("table", ["d:no\tmuch\n", "d:no\t1.5\n"])
def test_a_table_that_is_none_says_so(tmp_path: Path, table: str) -> None:
    with pytest.raises(ModelError, match=r"weights\.tsv: expected the heads' weights; got ValueError"):
        of(heads(tmp_path, table), {"d:no": 1.0}, "curt")


def test_weights_that_are_not_there_say_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"card\.json: expected .*install reply-guard again"):
        LinearHeads(tmp_path)


def test_log_odds_without_a_trigger_are_those_of_the_conduct() -> None:
    assert log_odds(-3.0, None) == -3.0
    assert log_odds(4.0, 15.0) == pytest.approx(4.0, abs=1e-3)


def test_the_shipped_digest_is_that_of_the_shipped_weights() -> None:
    card = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))
    text = (WEIGHTS / "weights.tsv").read_text(encoding="utf-8")
    told = hashlib.sha256((text + json.dumps(card["heads"], sort_keys=True)).encode()).hexdigest()
    assert told == card["digest"] == LinearHeads().digest


def test_the_shipped_weights_are_small() -> None:
    assert (WEIGHTS / "weights.tsv").stat().st_size < 2_000_000


def test_a_trigger_is_told_as_a_probability_and_forbidden_conduct_has_none(tmp_path: Path) -> None:
    made = heads(tmp_path)
    assert of(made, {"s:upset": 1.0}, "care").called == pytest.approx(sigmoid(2.0), abs=1e-4)
    assert of(made, {"s:upset": 1.0}, "curt").called is None

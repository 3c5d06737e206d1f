"""The weighted sums and the encoder as one."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from guard.errors import MissingExtraError, ModelError
from guard.learned.blend import BlendedHeads
from guard.learned.linear import LinearHeads
from guard.learned.ports import Gist, Score, Scores
from tests.learned.test_linear import CALLED, HEAD

DRAFT = Gist("No.")
CURT = {"weights": {"sums": 0.5, "encoder": 1.0}, "bias": -1.0, "threshold": 0.6, "unsure_from": 0.4, "quiet": 0.3}
CARE = {"weights": {"encoder": 1.0}, "bias": 0.0, "threshold": 0.5, "unsure_from": 0.5, "called": [1.0, -1.0]}


class Reader:
    """An encoder whose answers are written down."""

    def __init__(self, **odds: float) -> None:
        self.odds_of = odds
        self.asked = 0

    def odds(self, gist: Gist) -> Mapping[str, float]:
        self.asked += 1
        return {name.replace("_called", "?"): value for name, value in self.odds_of.items()}


class Gone(Reader):
    """An encoder whose library is not installed."""

    def odds(self, gist: Gist) -> Mapping[str, float]:
        raise MissingExtraError("onnxruntime", "encoder")


def made(folder: Path, encoder: Reader, when: Any = "always") -> BlendedHeads:
    (folder / "weights.tsv").write_text("d:no\t2000\t\ns:upset\t500\t1500\n", encoding="utf-8")
    heads = {"digest": "sums", "heads": {"curt": HEAD, "care": CALLED}}
    (folder / "card.json").write_text(json.dumps(heads), encoding="utf-8")
    card = {"digest": "both", "questions": ["curt", "care", "care?"], "blends": {"curt": CURT, "care": CARE}}
    (folder / "encoder.json").write_text(json.dumps(card), encoding="utf-8")
    return BlendedHeads(LinearHeads(folder), encoder, folder, when=when)


def sigmoid(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def score(heads: BlendedHeads, name: str, **signals: float) -> Score:
    return heads.score({key.replace("_", ":"): value for key, value in signals.items()}, DRAFT, [name]).by_name[name]


def test_log_odds_of_both_are_weighed_and_added(tmp_path: Path) -> None:
    both = score(made(tmp_path, Reader(curt=0.8)), "curt", d_no=1.0)
    assert both.probability == pytest.approx(sigmoid(-1.0 + 0.5 * (-1.0 + 2.0) + 0.8), abs=1e-4)
    assert both.by == "encoder"
    assert ("encoder", 0.8) in both.moved


def test_a_fail_by_the_encoder_needs_the_trigger_as_well(tmp_path: Path) -> None:
    called = score(made(tmp_path, Reader(care=2.0, care_called=3.0)), "care")
    assert called.probability == pytest.approx(sigmoid(2.0) * sigmoid(3.0), abs=1e-4)
    assert called.called == pytest.approx(sigmoid(3.0 - 1.0), abs=1e-4)
    assert score(made(tmp_path, Reader(care=2.0, care_called=-3.0)), "care").probability < 0.06


def test_between_the_bands_edge_and_the_threshold_it_is_undecided(tmp_path: Path) -> None:
    odds = math.log(0.5 / 0.5) + 1.0 + 0.5
    between = score(made(tmp_path, Reader(curt=odds)), "curt")
    assert between.probability == pytest.approx(0.5, abs=1e-3)
    assert between.is_unsure
    assert not between.is_yes


def test_where_the_encoder_cannot_run_the_sums_decide_and_say_so(tmp_path: Path) -> None:
    found = made(tmp_path, Gone()).score({"d:no": 2.0}, DRAFT, ["curt", "care"])
    alone = made(tmp_path, Reader())._sums.score({"d:no": 2.0}, DRAFT, ["curt", "care"])  # pyright: ignore[reportPrivateUsage]
    assert found == Scores(alone.by_name, found.missing)
    assert found.missing is not None
    assert 'pip install "reply-guard[encoder]"' in found.missing


def test_where_the_sums_are_sure_of_nothing_to_find_the_encoder_may_be_spared(tmp_path: Path) -> None:
    reader = Reader(curt=5.0)
    heads = made(tmp_path, reader, "undecided")
    assert score(heads, "curt").by == "head"
    assert reader.asked == 0
    assert score(heads, "curt", d_no=1.0).by == "encoder"
    assert reader.asked == 1


def test_its_digest_holds_both(tmp_path: Path) -> None:
    assert made(tmp_path, Reader()).digest == "sumsboth"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"digest": "", "questions": [], "blends": {"a": {"b": 1}}}'])
def test_a_card_that_is_none_says_so(tmp_path: Path, text: str) -> None:
    made(tmp_path, Reader())
    (tmp_path / "encoder.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"encoder\.json: expected .*install reply-guard again"):
        BlendedHeads(LinearHeads(tmp_path), Reader(), tmp_path)

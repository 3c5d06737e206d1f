"""`guard policy mine`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from guard.cli import main
from tests.packs import policy, write_pack

Words = pytest.CaptureFixture[str]
ENDS = ("madam", "sir", "friend", "folks")


def rows() -> list[dict[str, Any]]:
    """Four replies that shrug, forty that do not."""
    fail = {"virtue": "respect", "severity": "major"}
    shrugs = [f"it's no big deal, {end}" for end in ENDS]
    bad = [{"draft": f"Sure, {x}. Calm down.", "labels": {"fails": [{**fail, "evidence": x}]}} for x in shrugs]
    return [*bad, *({"draft": f"Your order {n} is on its way.", "labels": {"fails": []}} for n in range(40))]


def cases(folder: Path, *values: dict[str, Any]) -> str:
    path = folder / "cases.jsonl"
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    return str(path)


def mine(folder: Path, *words: str, phrase: str = "never said", more: tuple[dict[str, Any], ...] = ()) -> int:
    pack = write_pack(folder / "pack", policy("respect/rude", forbid={"any": [{"phrase": [phrase]}]}))
    return main(["policy", "mine", cases(folder, *more, *rows()), "--policies", str(pack), *words])


def test_text_tells_the_phrase_its_counts_and_a_sentence(tmp_path: Path, capfd: Words) -> None:
    assert mine(tmp_path, "--virtue", "respect") == 0
    out, err = capfd.readouterr()
    assert out.splitlines()[0] == "respect: 4 fails, 0 caught already"
    assert "it's no big deal" in out
    assert "1.00 (0.51–1.00)" in out
    assert "“Sure, it's no big deal, sir.”" in out
    assert "44 labelled cases" in err


def test_the_yaml_can_be_pasted_below_a_clause(tmp_path: Path, capfd: Words) -> None:
    assert mine(tmp_path, "--virtue", "respect", "--format", "yaml") == 0
    found = yaml.safe_load(capfd.readouterr().out)
    assert found == {"respect": {"phrase": ["it's no big deal"]}}
    pasted = write_pack(tmp_path / "new", policy("respect/shrugs", forbid={"any": [found["respect"]]}))
    assert main(["policy", "lint", "--policies", str(pasted)]) == 0


def test_json_holds_every_figure(tmp_path: Path, capfd: Words) -> None:
    assert mine(tmp_path, "--virtue", "respect", "clarity", "--format", "json") == 0
    found = json.loads(capfd.readouterr().out)
    respect, clarity = found["virtues"]
    assert (found["cases"], respect["fails"], clarity["said"]) == (44, 4, [])
    assert set(respect["said"][0]) >= {
        "phrase",
        "score",
        "fails",
        "passes",
        "precision",
        "low",
        "high",
        "pairs",
        "also",
    }


def test_what_the_loaded_policies_catch_is_left_out(tmp_path: Path, capfd: Words) -> None:
    assert mine(tmp_path, "--virtue", "respect", phrase="calm down") == 0
    out = capfd.readouterr().out
    assert "4 fails, 4 caught already" in out
    assert "nothing stands out" in out


def test_lines_that_cannot_be_read_are_told_and_the_rest_is_mined(tmp_path: Path, capfd: Words) -> None:
    assert mine(tmp_path, "--virtue", "respect", more=({"drfat": "x"},)) == 2
    out, err = capfd.readouterr()
    assert "drfat" in err
    assert "no big deal" in out


def test_cases_without_labels_are_an_error(tmp_path: Path, capfd: Words) -> None:
    assert main(["policy", "mine", cases(tmp_path, {"draft": "Hi"})]) == 2
    assert "expected at least one case with labels" in capfd.readouterr().err


@pytest.mark.parametrize("words", [("--least", "1"), ("--precision", "2"), ("--most", "x"), ("--virtue", "kindness")])
def test_an_option_that_makes_no_sense_is_refused(tmp_path: Path, capfd: Words, words: tuple[str, str]) -> None:
    assert mine(tmp_path, *words) == 2
    assert words[0] in capfd.readouterr().err

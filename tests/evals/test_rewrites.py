"""What `evals.rewrites` counts, and what it hands to blind readers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.rewrites import main
from evals.rewriting.outcome import is_elsewhere, row_of
from evals.rewriting.pairs import items
from guard import Guard
from guard.domain.case import Case
from guard.formats.cases import case_from
from guard.text.spans import Span

LATE: dict[str, Any] = {
    "id": "late",
    "messages": [
        {"role": "customer", "text": "Where is my parcel?"},
        {"role": "tool", "kind": "result", "text": '{"id": "A-1042", "estimated_delivery": "2026-11-27"}'},
    ],
    "facts": {"now": "2026-11-21T10:05:00-05:00", "expected_actions": ["none"]},
    "draft": "Thanks for asking, Mei. It'll be with you tomorrow, guaranteed.",
    "labels": {"na": [], "fails": [{"virtue": "honesty", "severity": "major"}]},
}
FINE: dict[str, Any] = {
    "id": "fine",
    "draft": "Thank you, Mei. Your order A-1042 is on its way.",
    "labels": {"na": [], "fails": []},
}


def file(folder: Path, *cases: dict[str, Any]) -> str:
    path = folder / "cases.jsonl"
    path.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    return str(path)


def test_a_rewrite_is_judged_again_and_measured() -> None:
    row = row_of(case_from(LATE), Guard())
    assert row is not None
    assert row.sent
    assert row.mended is not None
    assert row.mended.left == 0
    assert row.mended.new == ()
    assert row.mended.stable
    assert row.mended.virtues == {"honesty"}
    assert 0.3 < row.mended.kept < 1
    assert not row.mended.elsewhere
    assert row.mended.facts is None


def test_a_case_without_labels_is_not_counted() -> None:
    assert row_of(Case(draft="Calm down."), Guard()) is None


@pytest.mark.parametrize(
    ("after", "elsewhere"),
    [
        ("Hi Mei. It is here.", False),
        ("Hi Mei. Stay calm. It is here.", False),
        ("Hi Mei. I'm sorry. Calm down. It is here.", False),
        ("Hi Mei. Calm down. It is there.", True),
        ("Mei. It is here.", True),
    ],
)
def test_only_flagged_sentences_may_change(after: str, elsewhere: bool) -> None:
    assert is_elsewhere("Hi Mei. Calm down. It is here.", after, [Span(8, 12)], ()) is elsewhere


def test_the_table_holds_totals_and_no_word_of_a_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([file(tmp_path, LATE, FINE)]) == 0
    shown = capsys.readouterr().out
    assert "2 labelled cases" in shown
    assert "all failing drafts" in shown
    assert "Mei" not in shown
    assert "tomorrow" not in shown


def test_the_json_holds_the_same_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([file(tmp_path, LATE, FINE), "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["cases"] == 2
    reach = document["tables"][0]["lines"][0]
    assert reach["figures"][0] == 1
    assert reach["figures"][1]["value"] == 1.0


def test_an_unreadable_line_is_told_and_the_rest_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(file(tmp_path, FINE))
    path.write_text(path.read_text() + "{\n", encoding="utf-8")
    assert main([str(path)]) == 2
    told = capsys.readouterr()
    assert "1 labelled cases" in told.out
    assert "cases.jsonl:2" in told.err


def test_a_missing_file_is_a_plain_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere.jsonl"]) == 2
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_pairs_are_written_for_readers_and_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([file(tmp_path, LATE, FINE), "--pairs", "5", "--out", str(tmp_path / "blind")]) == 0
    assert capsys.readouterr().out == ""
    made = [json.loads(line) for line in (tmp_path / "blind/items.jsonl").read_text().splitlines()]
    key = {row["item"]: row for row in map(json.loads, (tmp_path / "blind/key.jsonl").read_text().splitlines())}
    assert len(made) == len(key) == 2
    for item in made:
        assert set(item) == {"item", "channel", "conversation", "facts", "draft"}
        assert "expected_actions" not in item["facts"]
        assert (item["draft"] == LATE["draft"]) is (key[item["item"]]["side"] == "before")


def test_pairs_without_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main([file(tmp_path, LATE), "--pairs", "5"])


def test_each_half_holds_one_of_every_pair_and_a_seed_draws_the_same() -> None:
    pairs = [(Case(id=str(n), draft=f"before {n}"), f"after {n}") for n in range(20)]
    made, key = items(pairs, 12, seed=3)
    assert (made, key) == items(pairs, 12, seed=3)
    assert len(made) == 24
    for half in (key[:12], key[12:]):
        assert {row["pair"] for row in half} == set(range(1, 13))
        assert {row["side"] for row in half} == {"before", "after"}

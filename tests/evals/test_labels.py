"""The labelled turns beside the training: whose they are, that they can be read, and that none is of dev."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from evals.training.drawn import half_of, seen_before
from guard.evals.gold import gold_of
from guard.formats.cases import Unreadable, case_from, placed_cases

FOLDER = Path(__file__).parents[2] / "evals/training/data"
SHARED = Path(__file__).parents[2].parent / "shared" / "data"
LICENCES = {"MIT", "Apache-2.0", "CC-BY-4.0"}
CALLED_FOR = {"empathy", "caring", "attention", "appreciation", "adaptability"}
FILES = sorted(FOLDER.glob("natural-*.jsonl.gz"))
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not beside the repository")


def rows(path: Path) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


CASES = {path.name: rows(path) for path in FILES}
ALL = [case for cases in CASES.values() for case in cases]


def test_half_a_is_here() -> None:
    assert len(CASES["natural-a.jsonl.gz"]) == 610
    assert all(half_of(case["conversation"]) == "a" for case in CASES["natural-a.jsonl.gz"])


def problems(case: dict[str, Any]) -> list[str]:
    gold = gold_of(case_from(case, case["id"]))
    if gold is None or not gold.by_model:
        return ["no labels, or nobody's"]
    found = [] if case["source"] and case["licence"] in LICENCES else ["no source or licence"]
    found += [f"{virtue} is never na" for virtue in gold.na - (CALLED_FOR - {"attention"})]
    found += [f"{virtue} is na and fails" for virtue in gold.na & gold.fails.keys()]
    for fail in case["labels"]["fails"]:
        if fail["evidence"] not in case["draft"]:
            found.append(f"not in the draft: {fail['evidence']}")
        if not fail["evidence"] and fail["virtue"] not in CALLED_FOR:
            found.append(f"{fail['virtue']} fails by an absence")
    return found


@pytest.mark.parametrize("name", CASES)
def test_every_case_has_a_source_a_licence_and_labels_that_hold(name: str) -> None:
    assert {case["id"]: problems(case) for case in CASES[name] if problems(case)} == {}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"licence": ""}, "no source or licence"),
        ({"labels": {"na": [], "fails": []}}, "no labels, or nobody's"),
        (
            {"labels": {"by": "model", "fails": [{"virtue": "caring", "severity": "minor", "evidence": "@@"}]}},
            "not in the draft: @@",
        ),
        (
            {"labels": {"by": "model", "fails": [{"virtue": "respect", "severity": "minor", "evidence": ""}]}},
            "respect fails by an absence",
        ),
        ({"labels": {"by": "model", "na": ["honesty"], "fails": []}}, "honesty is never na"),
    ],
)
def test_a_case_that_is_not_in_order_is_told(change: dict[str, Any], said: str) -> None:
    assert problems({**ALL[0], **change}) == [said]


def test_no_id_and_no_turn_comes_twice() -> None:
    assert [name for name, often in Counter(case["id"] for case in ALL).items() if often > 1] == []
    turns = Counter((case["conversation"], case["turn"]) for case in ALL)
    assert [turn for turn, often in turns.items() if often > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_product_reads_every_line(path: Path, tmp_path: Path) -> None:
    plain = tmp_path / "cases.jsonl"
    plain.write_bytes(gzip.decompress(path.read_bytes()))
    assert [read for _, read in placed_cases(plain) if isinstance(read, Unreadable)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_readme_counts_what_is_there(path: Path) -> None:
    told = re.search(
        rf"^\| `{re.escape(path.name)}` \| (\d+) \|", (FOLDER / "README.md").read_text(encoding="utf-8"), re.M
    )
    assert told is not None
    assert int(told[1]) == len(CASES[path.name])


@needs_shared
def test_nothing_of_dev_is_among_them() -> None:
    dev: set[str] = set()
    for path in (SHARED / "dev").glob("*.jsonl"):
        for line in path.read_bytes().splitlines():
            case = msgspec.json.decode(line)
            dev |= {str(case[key]) for key in ("id", "conversation", "group") if case.get(key)}
    for path in (SHARED / "conversations").glob("*.jsonl.gz"):
        dev |= {talk["id"] for talk in rows(path) if talk["split"] == "dev"}
    assert len(dev) > 1000
    assert [case["id"] for case in ALL if {case["id"], case["conversation"], str(case.get("group"))} & dev] == []


@needs_shared
def test_no_turn_is_labelled_already() -> None:
    before = seen_before(SHARED / "train/natural.jsonl")
    assert [case["id"] for case in ALL if case["draft"] in before.get(case["conversation"], ())] == []

"""`guard demo`, and the real cases that ship with the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guard.assemble import data_folder
from guard.cli import main
from guard.domain.case import Case
from guard.formats.cases import read_cases

Words = pytest.CaptureFixture[str]
PERMISSIVE = {"MIT", "Apache-2.0", "CC-BY-4.0"}
REAL = Path(__file__).parents[2] / "evals" / "suites" / "real"


def conversations() -> list[Case]:
    """The cases of the demo."""
    folder = data_folder("demo", "evals/suites/demo")
    return [case for path in sorted(folder.glob("*.json")) for case in read_cases(path) if isinstance(case, Case)]


def test_the_demo_shows_three_conversations_with_their_sources(capfd: Words) -> None:
    assert main(["demo"]) == 0
    out, err = capfd.readouterr()
    for case in conversations():
        assert case.meta["title"] in out
        assert case.meta["source"] in out
        assert case.draft[:40] in out
    assert len(conversations()) == 3
    assert err == ""


def test_the_demo_as_lines(capfd: Words) -> None:
    assert main(["demo", "--format", "jsonl"]) == 0
    verdicts = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [verdict["id"] for verdict in verdicts] == [case.id for case in conversations()]


def test_each_conversation_of_the_demo_has_something_to_show(capfd: Words) -> None:
    main(["demo", "--format", "jsonl"])
    for line in capfd.readouterr().out.splitlines():
        verdict = json.loads(line)
        assert verdict["findings"], verdict["id"]
        assert verdict["decision"] in ("rewrite", "hold"), verdict["id"]


def test_shipped_cases_are_real_and_free_to_use() -> None:
    real = [case for case in read_cases(REAL / "cases.jsonl") if isinstance(case, Case)]
    assert len(real) == 12
    for case in (*conversations(), *real):
        assert case.meta["licence"] in PERMISSIVE
        assert case.meta["source"]
        assert case.conversation
        assert case.messages
    readme = (REAL / "README.md").read_text(encoding="utf-8")
    assert all(case.id in readme for case in real)

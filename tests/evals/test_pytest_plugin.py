"""The plugin in a pytest of its own: each case of a suite is a test, and a fixture checks one reply."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

TESTS = """
import pytest

@pytest.mark.guard_suite("desk.yaml")
def test_desk(guard_case, guard_verdict):
    assert guard_verdict.decision == "send", guard_case.draft

def test_one_reply(guard_check):
    assert guard_check("Thank you, Mei. It was sent on Monday.").decision == "send"

def test_without_a_suite(guard_case):
    pass
"""


def run_pytest(folder: Path) -> str:
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-v",
        "--strict-markers",
        "-p",
        "guard.evals.pytest_plugin",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_each_case_of_a_suite_is_a_test_of_its_own(tmp_path: Path) -> None:
    cases = [
        {"id": "kind", "draft": "Thank you for asking, Mei. It was sent on Monday."},
        {"id": "rude", "draft": "Are you stupid? Read the manual, you idiot."},
    ]
    (tmp_path / "cases.jsonl").write_text("".join(json.dumps(case) + "\n" for case in cases))
    (tmp_path / "desk.yaml").write_text("spec: 1\nname: desk\ncases: [{path: cases.jsonl}]\n")
    (tmp_path / "test_desk.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    told = run_pytest(tmp_path)
    assert "test_desk[kind] PASSED" in told
    assert "test_desk[rude] FAILED" in told
    assert "test_one_reply PASSED" in told
    assert "guard_case needs @pytest.mark.guard_suite(PATH) on the test" in told
    assert "2 passed" in told


def test_a_wrong_suite_is_told_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_text("spec: 1\nname: desk\ncase: []\n")
    (tmp_path / "test_desk.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    assert "desk.yaml:3:1" in run_pytest(tmp_path)

"""The incidents are stopped, and their truthful twins go out as they were written."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from guard import Guard
from guard.domain.case import Case
from guard.domain.verdict import Outcome
from guard.formats.cases import read_cases

SUITES = Path(__file__).parents[2] / "evals" / "suites"
PATHS = sorted([*(SUITES / "incidents").glob("*.json"), *(SUITES / "guaranteed-friday").glob("*.json")])
CASES = {path.stem: case for path in PATHS for case in read_cases(path) if isinstance(case, Case)}
TWINS = [name for name in CASES if ".twin" in name]
INCIDENTS = [name for name in CASES if name not in TWINS]

RULE = "what the reply says of a rule of the house is not held against the policies yet"
AMOUNT = "an amount, a price or a code is not held against the facts yet"
NOT_YET = {
    "compensation-by-law": AMOUNT,
}


@cache
def outcome(name: str) -> Outcome:
    return Guard(deadline_ms=60_000).reply(CASES[name])


def marked(name: str) -> object:
    """Return the incident, expected to fail where it cannot be found yet; strict, so that nobody forgets to lift it."""
    reason = NOT_YET.get(name)
    return pytest.param(name, marks=pytest.mark.xfail(reason=reason, strict=True)) if reason else name


@pytest.mark.parametrize("name", [marked(name) for name in INCIDENTS])
def test_an_incident_never_goes_out_as_it_was_drafted(name: str) -> None:
    done = outcome(name)
    assert done.verdict.decision in ("rewrite", "hold")
    assert done.sent != "draft"
    assert done.text != CASES[name].draft


@pytest.mark.parametrize("name", TWINS)
def test_a_truthful_twin_goes_out_unchanged(name: str) -> None:
    done = outcome(name)
    assert [finding.policy for finding in done.verdict.findings if finding.action != "flag"] == []
    assert (done.verdict.decision, done.sent, done.text) == ("send", "draft", CASES[name].draft)


def test_every_incident_has_two_twins_and_all_ran_without_faults() -> None:
    for path in (SUITES / "incidents").glob("*.json"):
        if ".twin" not in path.stem:
            assert {f"{path.stem}.twin-1", f"{path.stem}.twin-2"} <= set(TWINS)
    assert not any(outcome(name).verdict.faults for name in CASES)
    assert set(NOT_YET) <= set(INCIDENTS)


def test_every_case_is_named_like_its_file_and_listed_in_the_table() -> None:
    table = (SUITES / "incidents" / "README.md").read_text(encoding="utf-8")
    for path in PATHS:
        case = CASES[path.stem]
        assert case.id == path.stem
        assert case.meta["licence"] == "Apache-2.0"
        if path.parent.name == "incidents" and path.stem in INCIDENTS:
            assert f"`{case.id}`" in table

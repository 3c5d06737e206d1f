"""The Spanish pack: as whole as the English one, and neither meets the other's drafts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from guard import Case, Guard
from guard.assemble import data_folder, kinds_for, lexicons, pack_at
from guard.domain.verdict import Verdict
from guard.domain.virtues import VIRTUES
from guard.engine.engine import Engine
from guard.engine.plans import Plans
from guard.engine.prove import case_of, prove
from guard.policy.spec import AnyPolicy
from guard.text.phrases import parse
from guard.text.tables import table

PACKAGED = data_folder("policies", "policies")
EVERY = pack_at(None, kinds_for()).policies
SPANISH = [policy for policy in EVERY if policy.id.startswith("es/")]
SUITE = Path(__file__).resolve().parents[2] / "evals/suites/spanish/cases.jsonl"


@cache
def guard() -> Guard:
    return Guard(deadline_ms=60_000)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Guard:
    """The packaged policies without the Spanish ones."""
    folder = tmp_path_factory.mktemp("english") / "policies"
    shutil.copytree(PACKAGED, folder, ignore=shutil.ignore_patterns("es"))
    settings: dict[str, Any] = {**yaml.safe_load((folder / "pack.yaml").read_text(encoding="utf-8")), "includes": []}
    (folder / "pack.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return Guard(folder, deadline_ms=60_000)


def cases(policies: list[AnyPolicy]) -> Iterator[Case]:
    for policy in policies:
        for example in (*policy.examples.bad, *policy.examples.good):
            yield case_of(example, policy.id)


def said(verdict: Verdict) -> Any:
    return verdict.decision, dict(verdict.virtues), verdict.findings, verdict.rewrite, verdict.faults


@pytest.mark.parametrize("folder", [None, PACKAGED / "es"], ids=["beside the English one", "alone"])
def test_every_example_comes_out_as_it_says_under_all_policies(folder: Path | None) -> None:
    pack = pack_at(folder, kinds_for())
    found = prove(Engine(Plans(pack, kinds_for), lexicons()), pack)
    assert [str(problem) for problem in found.failures] == []
    assert [str(problem) for problem in found.uncovered if "/es/" in problem.where] == []
    assert found.policies >= len(SPANISH) >= 15


def test_the_spanish_policies_cover_all_twelve_virtues() -> None:
    assert {policy.virtue for policy in SPANISH} == set(VIRTUES)


def test_ids_codes_and_languages_are_spanish() -> None:
    for policy in SPANISH:
        assert policy.id == f"es/{policy.virtue}/{policy.id.rsplit('/', 1)[1]}"
        assert policy.applies_to.language == ("es",), policy.id
        assert 100 < int(policy.code[3:]) < 900, policy.id
    assert not any(100 < int(policy.code[3:]) < 900 for policy in EVERY if policy not in SPANISH)


def test_every_act_and_state_that_is_asked_for_has_spanish_wordings() -> None:
    spanish = lexicons().of("es")
    shaped = {"open_message", "question_open", "customer_spoke", "first_reply", "used_tools", "question", "name"}
    for policy in SPANISH:
        for clause in filter(None, (policy.forbid, policy.require, policy.when)):
            for kind, params in (one.chosen() for row in (clause.any, clause.all, clause.unless) for one in row):
                asked = {"act": "acts", "trigger": "states"}.get(kind)
                names = set(getattr(params, asked)) if asked else set[str]()
                assert names <= spanish.acts.names | spanish.told | shaped, policy.id


def test_the_spanish_pack_changes_no_english_verdict(english: Guard) -> None:
    others = [policy for policy in EVERY if "en" in policy.applies_to.language]
    differing = [case.id for case in cases(others) if said(guard().check(case)) != said(english.check(case))]
    assert differing == []


def test_no_english_rule_speaks_of_a_spanish_draft() -> None:
    any_language = {policy.id for policy in EVERY if "any" in policy.applies_to.language}
    for case in cases(SPANISH):
        found = {finding.policy for finding in guard().check(case).findings}
        assert {name for name in found if not name.startswith("es/")} <= any_language, case.draft


def test_no_spanish_rule_speaks_of_an_english_draft() -> None:
    others = [policy for policy in EVERY if "en" in policy.applies_to.language]
    for case in cases(others):
        assert not any(finding.policy.startswith("es/") for finding in guard().check(case).findings), case.draft


def test_a_french_draft_is_unsure_in_all_that_needs_words() -> None:
    french = "Bonjour, nous avons bien reçu votre message et nous allons vous répondre dans les plus brefs délais."
    statuses = guard().check({"draft": french}).virtues
    assert {virtue for virtue, status in statuses.items() if status != "unsure"} == set()


@pytest.mark.parametrize("name", sorted(table("phrases.es")["macros"]))
def test_every_spanish_list_can_be_used(name: str) -> None:
    assert parse(f"<{name}> eso").anchors
    assert name not in table("phrases")["macros"]


PAIRS = [json.loads(line) for line in SUITE.read_text(encoding="utf-8").splitlines()]


def test_the_suite_is_made_of_pairs() -> None:
    assert len(PAIRS) >= 12
    for bad, good in zip(PAIRS[::2], PAIRS[1::2], strict=True):
        assert bad["group"] == good["group"]
        assert bad["messages"] == good["messages"]
        assert bad["labels"]["fails"]
        assert not good["labels"]["fails"]


@pytest.mark.parametrize("case", PAIRS, ids=lambda case: case["id"])
def test_spanish_cases_get_sensible_verdicts(case: dict[str, Any]) -> None:
    verdict = guard().check({key: value for key, value in case.items() if key != "labels"})
    failed = {finding.virtue for finding in verdict.findings}
    labelled = {fail["virtue"] for fail in case["labels"]["fails"]}
    assert failed <= labelled
    assert bool(failed) == bool(labelled)
    assert "unsure" not in verdict.virtues.values()

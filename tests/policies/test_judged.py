"""The policies that a learned score alone carries, proven with the built-in heads: `guard policy test` has none."""

from __future__ import annotations

import pytest

from guard import Guard
from guard.assemble import built_in_heads, kinds_for, lexicons, pack_at
from guard.domain.virtues import Virtue
from guard.engine.engine import Engine
from guard.engine.plans import Plans
from guard.engine.prove import Proof, prove
from guard.learned.card import card_at

HEADS = built_in_heads()
PATIENT = Guard(deadline_ms=60_000)
JUDGED: tuple[Virtue, ...] = ("empathy", "caring", "attention", "appreciation", "warmth", "clarity")


@pytest.fixture(scope="module")
def proof() -> Proof:
    kinds = kinds_for(heads=HEADS)
    pack = pack_at(None, kinds, HEADS)
    return prove(Engine(Plans(pack, lambda: kinds_for(heads=HEADS)), lexicons()), pack)


def test_each_combination_is_asked_by_one_policy_and_each_such_policy_has_its_head() -> None:
    pack = pack_at(None, kinds_for())
    assert {p.virtue for p in pack.policies if p.id.endswith("/judged")} == set(card_at().blends) == set(JUDGED)
    assert set(JUDGED) <= HEADS.names


@pytest.mark.parametrize("virtue", JUDGED)
def test_a_judged_policy_keeps_its_examples_with_the_heads_at_work(proof: Proof, virtue: Virtue) -> None:
    own = [tried for tried in proof.tries if tried.policy == f"{virtue}/judged"]
    assert len(own) >= 8
    assert [problem for tried in own for problem in tried.problems] == []


@pytest.mark.parametrize("virtue", JUDGED)
def test_heads_leave_the_good_examples_of_the_rules_alone(proof: Proof, virtue: Virtue) -> None:
    good = [tried for tried in proof.tries if tried.sort == "good" and not tried.policy.endswith("/judged")]
    hit = [tried for tried in good if any(f"{virtue}/judged on" in problem.got for problem in tried.problems)]
    assert len(hit) <= 0.025 * len(good), [tried.text for tried in hit]


def test_a_judged_finding_is_reported_with_its_probability_and_does_not_act() -> None:
    asked = {"role": "customer", "text": "Is there any way to get my deposit back if I cancel this week?"}
    verdict = PATIENT.check({"draft": "The deposit is kept.", "messages": [asked]})
    (found,) = [finding for finding in verdict.findings if finding.policy == "warmth/judged"]
    assert found.tier == "encoder"
    assert found.confidence is not None
    assert card_at().blends["warmth"].threshold <= found.confidence <= 1
    assert found.evidence == "The deposit is kept."
    assert found.because is not None
    assert found.because.where == "signals"
    assert verdict.virtues["warmth"] == "fail"
    assert verdict.decision == "send"


def test_a_rule_that_says_what_is_wrong_takes_the_scores_place() -> None:
    told = {"role": "customer", "text": "My order still has not arrived and I am really upset. I needed it for today."}
    found = [f.policy for f in PATIENT.check({"draft": "What is your order number?", "messages": [told]}).findings]
    assert "empathy/missing-acknowledgement" in found
    assert "empathy/judged" not in found


def test_the_weights_are_part_of_the_digest() -> None:
    assert pack_at(None, kinds_for(), HEADS).digest != pack_at(None, kinds_for()).digest
    assert Guard().policies_digest == pack_at(None, kinds_for(), HEADS).digest


def test_at_tier_fast_the_weighted_sums_speak_alone() -> None:
    asked = {"role": "customer", "text": "Is there any way to get my deposit back if I cancel this week?"}
    verdict = Guard(tier="fast", deadline_ms=60_000).check({"draft": "The deposit is kept.", "messages": [asked]})
    assert {finding.tier for finding in verdict.findings} <= {"rules", "head"}
    assert verdict.faults == ()


def test_a_verdict_tells_the_scores_of_the_virtues_that_have_some() -> None:
    asked = {"role": "customer", "text": "My flight was cancelled and I'm stranded with two kids."}
    scores = PATIENT.check({"draft": "Please provide your booking code.", "messages": [asked]}).scores
    assert set(scores) == set(JUDGED)
    assert scores["empathy"].p_trigger is not None
    assert scores["empathy"].p_trigger > 0.5
    assert scores["warmth"].p_trigger is None

"""A language model beside the embedded tiers: what it adds, and what stays as it was when it is gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from guard import DetectorError, Guard
from guard.domain.virtues import VIRTUES
from guard.learned.ports import Gist, Score, Scores, Signals
from guard.llm.ports import Answer, Papers, Question
from tests.scripted import AlwaysJudge, ScriptedJudge

UPSET = {"role": "customer", "text": "My order still has not arrived and I am really upset. I needed it for today."}
COLD: dict[str, Any] = {"messages": [UPSET], "draft": "What is your order number?"}
FINE = {"messages": [{"role": "customer", "text": "which floor?"}], "draft": "The second floor, just by the stairs."}
BROKEN = ScriptedJudge(broken=True)
ALL = {"model": "m", "cascade": {"ask": "all"}}
LAST = {"model": "m", "cascade": {"ask": "all", "last_word": "judge"}}


def patient(judge: Any, llm: Any = None, **settings: Any) -> Guard:
    return Guard(tier="full", judge=judge, llm=llm, deadline_ms=60_000, **settings)


def says(**answers: Answer) -> AlwaysJudge:
    """A judge that fails the virtues named and passes the others; it knows a virtue by its own question."""
    words = {"empathy": "pass over trouble", "respect": "condescending", "caring": "neither an answer"}

    def answer(_: Papers, question: Question) -> Answer:
        first = question.text.splitlines()[0]
        return next((answers[virtue] for virtue, word in words.items() if word in first and virtue in answers), PASS)

    return AlwaysJudge(answer)


PASS = Answer("pass")


def test_a_fault_that_only_the_model_sees_is_a_finding_with_its_words_and_its_reason() -> None:
    judge = says(respect=Answer("fail", "just by the stairs", 0.8, "It is snide."))
    verdict = patient(judge).check(FINE)
    (found,) = verdict.findings
    assert (found.policy, found.tier, found.evidence) == ("respect/read-as-failing", "judge", "just by the stairs")
    assert found.because is not None
    assert found.because.value == "It is snide."
    assert verdict.virtues["respect"] == "fail"
    assert verdict.faults == ()


def test_all_open_questions_are_asked_in_one_call() -> None:
    judge = says()
    patient(judge, rewriting=False).check(FINE)
    assert judge.calls == 1


def test_a_model_is_asked_at_the_full_tier_only() -> None:
    judge = says()
    for tier in ("fast", "standard"):
        verdict = Guard(tier=tier, judge=judge, deadline_ms=60_000).check(FINE)
        assert verdict.faults == ()
    assert judge.calls == 0


@pytest.mark.parametrize("case", [COLD, FINE])
def test_without_its_model_the_embedded_verdict_stands_and_the_faults_are_shown(case: Any) -> None:
    embedded = Guard(deadline_ms=60_000).check(case)
    for judge in (BROKEN, None):
        verdict = Guard(tier="full", judge=judge, deadline_ms=60_000).check(case)
        assert verdict.decision == embedded.decision
        assert verdict.virtues == embedded.virtues
        assert verdict.findings == embedded.findings
        assert verdict.rewrite == embedded.rewrite
        assert {fault.reason for fault in verdict.faults} == {"no model"}
        assert {fault.did for fault in verdict.faults} == {"ignore"}


def test_with_strict_a_missing_model_is_raised() -> None:
    with pytest.raises(DetectorError, match="no model"):
        patient(BROKEN, strict=True).check(FINE)


class SureHeads:
    """Calls every reply cold."""

    names = frozenset({"warmth"})
    digest = "made by hand"

    def score(self, signals: Signals, gist: Gist, names: Sequence[str]) -> Scores:
        return Scores({name: Score(0.95, 0.6) for name in names}, None)

    def telling(self, signals: Signals, name: str) -> float:
        return 0.0


def test_a_learned_score_yields_to_the_model_and_a_rule_does_not() -> None:
    draft = {"messages": FINE["messages"], "draft": "The second floor, you idiot."}
    embedded = {f.policy for f in Guard(heads=SureHeads(), deadline_ms=60_000, rewriting=False).check(draft).findings}
    judged = {f.policy for f in patient(says(), ALL, heads=SureHeads(), rewriting=False).check(draft).findings}
    assert embedded - judged == {"warmth/judged"}
    assert judged


def test_with_the_last_word_the_model_may_take_back_what_a_rule_found_but_not_a_decisive_one() -> None:
    case = {**COLD, "draft": "Calm down, {{name}}. What is your order number?"}
    by_rules = patient(says(), ALL, rewriting=False).check(case)
    by_judge = patient(says(), LAST, rewriting=False).check(case)
    assert by_rules.virtues["respect"] == "fail"
    assert by_judge.virtues["respect"] == "pass"
    assert by_judge.virtues["clarity"] == "fail"


@pytest.mark.parametrize("status", ["pass", "unsure", "na"])
def test_with_the_last_word_a_status_is_the_models_where_it_sees_no_fault(status: Any) -> None:
    virtues = patient(AlwaysJudge(Answer(status)), LAST).check(FINE).virtues
    required = ("empathy", "caring", "attention", "appreciation", "adaptability")
    for virtue in VIRTUES:
        expected = "pass" if status == "na" and virtue not in required else status
        assert virtues[virtue] == expected, virtue


def test_an_unsure_model_leaves_a_found_fault_a_fault() -> None:
    case = {**FINE, "draft": "You idiot, the second floor."}
    assert patient(AlwaysJudge(Answer("unsure")), ALL).check(case).virtues["respect"] == "fail"


def test_a_draft_in_a_language_that_no_rule_reads_is_read_by_the_model() -> None:
    asked = {"role": "customer", "text": "Wo ist mein Paket? Ich warte schon so lange."}
    draft = "Ihr Paket ist auf dem Weg und wird Ihnen bald zugestellt, vielen Dank für die Geduld."
    german: dict[str, Any] = {"messages": [asked], "draft": draft}
    assert Guard(deadline_ms=60_000).check(german).virtues["patience"] == "unsure"
    assert patient(says()).check(german).virtues["patience"] == "pass"


def test_evidence_that_the_draft_does_not_hold_is_a_fault_and_no_finding() -> None:
    verdict = patient(says(respect=Answer("fail", "you fool", 0.99))).check(FINE)
    assert verdict.findings == ()
    (fault,) = verdict.faults
    assert (fault.policy, fault.detail) == ("respect/read-as-failing", "the judge's evidence is not in the draft")
    assert verdict.virtues["respect"] == "pass"


def test_what_a_model_finds_in_a_rewrite_takes_the_rewrite_away() -> None:
    rude = {**FINE, "draft": "Calm down. The second floor, just by the stairs, and the lift is next to it."}
    rewritten = patient(says()).check(rude).rewrite
    assert rewritten is not None

    def on_the_second_look(papers: Papers, question: Question) -> Answer:
        is_new = "Calm down" not in papers.draft and "condescending" in question.text
        return Answer("fail", "second floor", 0.9) if is_new else PASS

    verdict = patient(AlwaysJudge(on_the_second_look)).check(rude)
    assert verdict.rewrite is None


def test_each_virtue_has_its_question_in_a_policy_of_its_own() -> None:
    judge = ScriptedJudge()
    patient(judge).check({**FINE, "messages": []})
    ((_, questions),) = judge.calls
    assert len(questions) == len(VIRTUES)
    assert all("pass: " in question.text and "fail: " in question.text for question in questions)

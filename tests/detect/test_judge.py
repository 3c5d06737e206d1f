"""What a language model says, believed only where its evidence stands in the draft."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from guard.assemble import built_in_heads, lexicons
from guard.detect.head import scores
from guard.detect.judge import Asking, JudgeKind, JudgeParams, place_of
from guard.detect.kind import Kind
from guard.domain.case import Case, Message
from guard.domain.hit import Absent, Failure, Hit, Ruled
from guard.llm.ports import Answer, Turn
from guard.view.papers import papers_of
from guard.view.view import View
from tests.contracts.kind import KindContract, run, view_of
from tests.scripted import AlwaysJudge, ScriptedJudge

RUDE = JudgeParams(question="Is the draft rude to the customer?")
EMPATHY = JudgeParams(
    question="Does the draft pass over the trouble?",
    about="empathy",
    na="no trouble is told",
    fails="straight to procedure",
)
AGAIN = JudgeParams(question="Does it ask again for what was given?")


class TestJudgeContract(KindContract):
    def make(self) -> Kind:
        return JudgeKind(ScriptedJudge(Answer("fail", "calm down", 0.9), Answer("pass")), expected=True)

    def asked(self) -> Sequence[Any]:
        return [RUDE.question, {"question": AGAIN.question}]


def ask(judge: ScriptedJudge | None, *, expected: bool = True, draft: str = "Please calm down.") -> Sequence[Any]:
    return run(JudgeKind(judge, expected=expected).compile([RUDE, AGAIN]), view_of(draft, "Where is it?"))


def test_a_fail_is_a_hit_on_the_words_that_decided() -> None:
    first, second = ask(ScriptedJudge(Answer("fail", "calm down", 0.8), Answer("pass")))
    (hit,) = first
    assert hit.span is not None
    assert hit.span.of("Please calm down.") == "calm down"
    assert hit.score == 0.8
    assert second == ()


def test_evidence_that_is_not_in_the_draft_is_a_fault_and_no_hit() -> None:
    first, _ = ask(ScriptedJudge(Answer("fail", "shut up", 0.99), Answer("pass")))
    assert first == Failure("no model", "the judge's evidence is not in the draft")


def test_an_absence_has_no_evidence_and_no_place() -> None:
    first, _ = ask(ScriptedJudge(Answer("fail"), Answer("na")))
    assert first == (Hit(None),)


def test_where_words_are_needed_a_fault_without_any_is_none() -> None:
    shown = JudgeParams(question="Is the draft rude to the customer?", absence=False)
    (result,) = run(JudgeKind(ScriptedJudge(Answer("fail")), expected=True).compile([shown]), view_of("Fine."))
    assert result == Failure("no model", "the judge shows no words for a fault that needs some")


@pytest.mark.parametrize(
    ("draft", "evidence"),
    [("Please calm\ndown.", "CALM DOWN"), ("Please calm down.", "“calm down”"), ("Рlease сalm dоwn.", "calm down")],
)
def test_evidence_is_found_after_folding(draft: str, evidence: str) -> None:
    view = view_of(draft)
    found = place_of(evidence, view)
    assert found is not None
    assert view.origin(found).of(draft).split()[0].lower() in ("calm", "сalm")


def test_a_virtue_that_is_not_at_fault_is_ruled_upon() -> None:
    for status in ("pass", "na", "unsure"):
        judge = ScriptedJudge(Answer(status))
        (result,) = run(JudgeKind(judge, expected=True).compile([EMPATHY]), view_of("Fine."))
        assert result == Ruled(status)


def test_a_learned_score_settles_a_virtue_and_a_policys_own_question_is_always_asked() -> None:
    heads = built_in_heads()
    view = view_of("What is your order number?", "My order still has not arrived and I am really upset about it.")
    sure, torn = scores(heads, view).by_name["empathy"].probability, Asking(low=0.0, high=1.0)
    for asking, count in ((Asking(low=sure + 0.01, high=1.0), 1), (torn, 2), (Asking("all", 1.0, 1.0), 2)):
        judge = AlwaysJudge(Answer("pass"))
        kind = JudgeKind(judge, expected=True, heads=heads, asking=asking)
        results = run(kind.compile([EMPATHY, RUDE]), view)
        assert (results[0] == ()) == (count == 1)
        assert judge.calls == 1


def test_with_nothing_left_open_nobody_is_called() -> None:
    judge = AlwaysJudge(Answer("pass"))
    kind = JudgeKind(judge, expected=True, heads=built_in_heads(), asking=Asking(low=1.0, high=1.0))
    view = view_of("What is your order number?", "My order still has not arrived and I am really upset about it.")
    assert run(kind.compile([EMPATHY]), view) == [()]
    assert judge.calls == 0


def test_the_question_carries_the_rubric() -> None:
    judge = ScriptedJudge(Answer("pass"))
    run(JudgeKind(judge, expected=True).compile([EMPATHY]), view_of("Fine."))
    ((_, (question,)),) = judge.calls
    assert question.text.splitlines()[1:] == ["  na: no trouble is told", "  fail: straight to procedure"]


def test_a_question_left_open_is_a_fault_of_that_question_only() -> None:
    first, second = ask(ScriptedJudge(None, Answer("pass")))
    assert isinstance(first, Failure)
    assert second == ()


def test_no_judge_is_a_fault_where_one_is_expected() -> None:
    for result in ask(None):
        assert isinstance(result, Failure)
        assert result.reason == "no model"


def test_no_judge_is_silence_where_none_is_expected() -> None:
    assert ask(None, expected=False) == [Absent(), Absent()]


def test_a_model_that_cannot_be_reached_is_a_fault_of_every_question() -> None:
    results = ask(ScriptedJudge(broken=True))
    assert [type(result) for result in results] == [Failure, Failure]


def test_all_questions_go_out_in_one_call_with_the_conversation() -> None:
    judge = ScriptedJudge(Answer("pass"), Answer("pass"))
    ask(judge)
    ((papers, questions),) = judge.calls
    assert papers.draft == "Please calm down."
    assert papers.turns == (Turn("customer", "Where is it?"),)
    assert len(questions) == 2


def test_what_is_hidden_stays_here_even_in_a_tools_answer() -> None:
    hidden = {
        "labels": {"fails": ["SECRET"]},
        "customer_instruction": "SECRET",
        "order": {"expected_actions": "SECRET"},
    }
    told = Message(role="tool", kind="result", name="find", text=json.dumps({"id": "A-1", **hidden}))
    torn = Message(role="tool", kind="result", text='{"id": "A-1", "labels": "SECRET', name="find")
    case = Case(draft="Fine.", messages=(told, torn), facts={**hidden, "id": "A-2"}, labels={"fails": ["SECRET"]},
                meta={"note": "SECRET"}, outcome={"csat": "SECRET"})  # fmt: skip
    papers = papers_of(View(case, lexicons()))
    assert "SECRET" not in repr(papers)
    assert "A-1" in repr(papers)
    assert papers.facts == ("id = A-2",)


def test_a_persons_own_values_are_marked_for_masking() -> None:
    known = {"customer": {"name": "Mei Lin", "email": "m@x.org", "tier": "gold"}}
    papers = papers_of(View(Case(draft="Fine.", facts=known), lexicons()))
    assert set(papers.private) == {"Mei Lin", "Mei", "Lin", "m@x.org"}

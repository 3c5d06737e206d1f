"""What a language model says, believed only where its evidence stands in the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guard.detect.judge import JudgeKind, JudgeParams
from guard.detect.kind import Kind
from guard.domain.hit import Absent, Failure, Hit
from guard.errors import ModelError
from guard.llm.ports import Answer, Question
from tests.contracts.kind import KindContract, run, view_of

RUDE = JudgeParams(question="Is the draft rude to the customer?")
AGAIN = JudgeParams(question="Does it ask again for what was given?")


class ScriptedJudge:
    """Gives the answers it was told to give, in order, and remembers what it was asked."""

    def __init__(self, *answers: Answer | None, broken: bool = False) -> None:
        self._answers = answers
        self._broken = broken
        self.calls: list[tuple[str, str, str, Sequence[Question]]] = []

    def answer(self, draft: str, conversation: str, facts: str, questions: Sequence[Question]) -> Mapping[str, Answer]:
        self.calls.append((draft, conversation, facts, questions))
        if self._broken:
            raise ModelError("the model cannot be reached")
        given = zip(questions, self._answers, strict=False)
        return {question.id: answer for question, answer in given if answer is not None}


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
    ((draft, conversation, _, questions),) = judge.calls
    assert draft == "Please calm down."
    assert conversation == "customer: Where is it?"
    assert len(questions) == 2

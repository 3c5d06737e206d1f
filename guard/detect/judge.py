"""Finds: what a language model answers to a plain question, where one is configured.

Why it matters: some faults need the whole conversation to be understood.

Example: `{judge: {question: "Does the draft ask again for something the customer already gave?"}}`

Known misses: a model errs. Its evidence must stand in the draft to the letter, or it is no hit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field, model_validator

from guard.detect.anchors import Results
from guard.detect.kind import Params, Seen, Stage
from guard.domain.clock import Deadline
from guard.domain.hit import Absent, Failure, Hit, Result
from guard.errors import ModelError
from guard.llm.ports import Answer, Judge, Question
from guard.text.spans import Span
from guard.view.view import View


class JudgeParams(Params):
    """The question, answerable by yes (the fault is there) or no."""

    question: str = Field(min_length=10)

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"question": value} if isinstance(value, str) else value


class JudgeKind:
    """Asks all questions about a draft in one call.

    Args:
        judge: the model behind its port; None where none is configured.
        expected: whether a model is asked for, so that its absence is a fault.
    """

    name = "judge"
    stage: Stage = "judge"
    params: type[Params] = JudgeParams

    def __init__(self, judge: Judge | None, *, expected: bool) -> None:
        self._judge = judge
        self._expected = expected

    def compile(self, params: Sequence[JudgeParams]) -> _Judged:
        """Make ready."""
        return _Judged(self._judge, params, expected=self._expected)


class _Judged:
    """Questions ready to be asked."""

    def __init__(self, judge: Judge | None, params: Sequence[JudgeParams], *, expected: bool) -> None:
        self._judge = judge
        self._expected = expected
        self._questions = [Question(f"q{i}", wanted.question) for i, wanted in enumerate(params)]

    def run(self, view: View, seen: Seen, clock: Deadline) -> Results:
        """Return one result a question."""
        count = len(self._questions)
        if self._judge is None:
            missing = Failure("no model", "the tier asks for a language model and none is configured")
            return [missing if self._expected else Absent()] * count
        conversation = "\n".join(f"{m.role}: {m.text}" for _, m in view.messages)
        known = "\n".join(f"{fact.path} = {fact.value}" for fact in view.facts.facts)
        try:
            answers = self._judge.answer(view.text, conversation, known, self._questions)
        except ModelError as error:
            return [Failure("no model", type(error).__name__)] * count
        return [_result(answers.get(question.id), view) for question in self._questions]


def _result(answer: Answer | None, view: View) -> Result:
    """Believe an answer only where its evidence stands in the draft."""
    if answer is None:
        return Failure("no model", "the judge left a question unanswered")
    if answer.status != "fail":
        return ()
    at = view.text.find(answer.evidence) if answer.evidence else -1
    if answer.evidence and at < 0:
        return Failure("no model", "the judge's evidence is not in the draft")
    span = Span(at, at + len(answer.evidence)) if at >= 0 else None
    return (Hit(span, score=answer.confidence),)

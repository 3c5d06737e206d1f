"""Finds: what a language model answers to a plain question, where one is configured.

Why it matters: some faults need the whole conversation to be understood.

Example: `{judge: {question: "Does the draft ask again for something the customer already gave?"}}`

Known misses: a model errs. Its evidence must stand in the draft, or it is a fault and no hit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, model_validator

from guard.detect.anchors import Results
from guard.detect.head import scores
from guard.detect.kind import Params, Seen, Stage
from guard.domain.clock import Deadline
from guard.domain.hit import Absent, Because, Failure, Hit, Result, Ruled
from guard.domain.virtues import Virtue
from guard.errors import ModelError
from guard.learned.ports import Heads
from guard.llm.ports import Answer, Judge, Question
from guard.text.folding import fold
from guard.text.spans import Span
from guard.view.papers import papers_of
from guard.view.view import View

_REASON = 300
"""Characters of a judge's reason that a person is shown."""


class JudgeParams(Params):
    """The question, answerable by yes (the fault is there) or no, with what a fair reader would need to know."""

    question: str = Field(min_length=10)
    about: Virtue | None = Field(default=None, description="the virtue that is judged as a whole; asked by the cascade")
    na: str = Field(default="", description="when it is not called for")
    passes: str = Field(default="", description="what is right, and what is still right")
    fails: str = Field(default="", description="what is wrong")
    beware: tuple[str, ...] = Field(default=(), description="traps, decided once")
    absence: bool = Field(default=True, description="whether it can fail by what is missing, without any words to show")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"question": value} if isinstance(value, str) else value

    def asked(self) -> str:
        """Return the whole question, as a model reads it."""
        parts = [self.question]
        for label, text in (("na", self.na), ("pass", self.passes), ("fail", self.fails)):
            parts += [f"{label}: {text}"] if text else []
        parts += [f"beware: {one}" for one in self.beware]
        return "\n  ".join(part.strip() for part in parts)


@dataclass(frozen=True, slots=True)
class Asking:
    """Which questions go to the model.

    Args:
        ask: `open` leaves out the virtues that a learned score settles; `all` asks everything.
        low: a score below settles a virtue.
        high: and one above.
    """

    ask: Literal["open", "all"] = "open"
    low: float = 0.2
    high: float = 0.8


class JudgeKind:
    """Asks all open questions about a draft in one call.

    Args:
        judge: the model behind its port; None where none is configured.
        expected: whether a model is asked for, so that its absence is a fault.
        heads: learned scores, which may settle a virtue before anybody asks.
        asking: which questions are open.
    """

    name = "judge"
    stage: Stage = "judge"
    params: type[Params] = JudgeParams

    def __init__(
        self, judge: Judge | None, *, expected: bool, heads: Heads | None = None, asking: Asking | None = None
    ) -> None:
        self._judge = judge
        self._expected = expected
        self._heads = heads
        self._asking = asking or Asking()

    def compile(self, params: Sequence[JudgeParams]) -> _Judged:
        """Make ready."""
        return _Judged(self._judge, params, self._heads, self._asking, expected=self._expected)


class _Judged:
    """Questions ready to be asked."""

    def __init__(
        self, judge: Judge | None, params: Sequence[JudgeParams], heads: Heads | None, asking: Asking, *, expected: bool
    ) -> None:
        self._judge = judge
        self._expected = expected
        self._heads = heads
        self._asking = asking
        self._params = params
        self._questions = [Question(f"q{i}", wanted.asked()) for i, wanted in enumerate(params)]

    def run(self, view: View, seen: Seen, clock: Deadline) -> Results:
        """Return one result a question."""
        count = len(self._questions)
        if self._judge is None:
            missing = Failure("no model", "the tier asks for a language model and none is configured")
            return [missing if self._expected else Absent()] * count
        questions = [q for q, wanted in zip(self._questions, self._params, strict=True) if self._is_open(wanted, view)]
        if not questions:
            return [()] * count
        try:
            answers = self._judge.answer(papers_of(view), questions)
        except ModelError as error:
            return [Failure("no model", str(error))] * count
        open_ids = {question.id for question in questions}
        return [
            _result(answers.get(question.id), wanted, view) if question.id in open_ids else ()
            for question, wanted in zip(self._questions, self._params, strict=True)
        ]

    def _is_open(self, wanted: JudgeParams, view: View) -> bool:
        """Tell whether nobody has settled a question: a policy's own is always asked, a virtue's by its score."""
        if self._asking.ask == "all" or wanted.about is None or self._heads is None:
            return True
        try:
            score = scores(self._heads, view).by_name.get(wanted.about)
        except ModelError:
            return True
        return score is None or self._asking.low <= score.probability <= self._asking.high


def _result(answer: Answer | None, wanted: JudgeParams, view: View) -> Result:
    """Believe a fault only where its evidence stands in the draft."""
    if answer is None:
        return Failure("no model", "the judge left a question unanswered")
    if answer.status != "fail":
        return Ruled(answer.status) if wanted.about is not None else ()
    because = Because("judge", answer.reason[:_REASON]) if answer.reason else None
    if not answer.evidence.strip():
        if not wanted.absence:
            return Failure("no model", "the judge shows no words for a fault that needs some")
        return (Hit(None, because=because, score=answer.confidence),)
    span = place_of(answer.evidence, view)
    if span is None:
        return Failure("no model", "the judge's evidence is not in the draft")
    return (Hit(span, {"words": span.of(view.text)}, because, answer.confidence),)


def place_of(evidence: str, view: View) -> Span | None:
    """Return where quoted words stand in the draft, after folding, whatever the case and the white space.

    Args:
        evidence: as a model copied it, marks of quotation around it or not.
        view: of the draft.
    """
    words = fold(evidence).text.strip().strip("\"'“”…").split()
    if not words:
        return None
    exact = view.text.find(" ".join(words))
    if exact >= 0:
        return Span(exact, exact + len(" ".join(words)))
    loose = re.search(r"\s+".join(map(re.escape, words)), view.text, re.IGNORECASE)
    return Span(loose.start(), loose.end()) if loose else None

"""Judges, writers and models that say what a test tells them to say: real objects behind the real ports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from guard.errors import ModelError
from guard.llm.ports import Answer, Completion, Papers, Prompt, Question, Remark


class ScriptedJudge:
    """Gives the answers it was told to give, in order, and remembers what it was asked."""

    def __init__(self, *answers: Answer | None, broken: bool = False) -> None:
        self._answers = answers
        self._broken = broken
        self.calls: list[tuple[Papers, Sequence[Question]]] = []

    def answer(self, papers: Papers, questions: Sequence[Question]) -> Mapping[str, Answer]:
        self.calls.append((papers, questions))
        if self._broken:
            raise ModelError("cannot be reached")
        given = zip(questions, self._answers, strict=False)
        return {question.id: answer for question, answer in given if answer is not None}


class AlwaysJudge:
    """Answers every question alike, or as a function of the papers and the question says."""

    def __init__(self, says: Answer | Callable[[Papers, Question], Answer]) -> None:
        self._says = says
        self.calls = 0

    def answer(self, papers: Papers, questions: Sequence[Question]) -> Mapping[str, Answer]:
        self.calls += 1
        says = self._says
        return {q.id: says if isinstance(says, Answer) else says(papers, q) for q in questions}


class ScriptedWriter:
    """Writes what it was told to write, one text after the other, and remembers what it was told."""

    name = "scripted"

    def __init__(self, *texts: str | None) -> None:
        self._texts = list(texts)
        self.calls: list[tuple[Papers, Sequence[Remark], Sequence[str]]] = []

    def write(self, papers: Papers, remarks: Sequence[Remark], refused: Sequence[str]) -> str:
        self.calls.append((papers, remarks, refused))
        text = self._texts.pop(0) if len(self._texts) > 1 else self._texts[0]
        if text is None:
            raise ModelError("cannot be reached")
        return text


class EchoWriter:
    """Writes the draft again."""

    name = "echo"

    def __init__(self) -> None:
        self.calls = 0

    def write(self, papers: Papers, remarks: Sequence[Remark], refused: Sequence[str]) -> str:
        self.calls += 1
        return papers.draft


class ScriptedModel:
    """One structured call that gives texts or raises errors, one after the other."""

    name = "scripted"

    def __init__(self, *says: str | Exception | Completion) -> None:
        self._says = list(says)
        self.prompts: list[Prompt] = []

    def complete(self, prompt: Prompt, seconds: float) -> Completion:
        self.prompts.append(prompt)
        said = self._says.pop(0) if len(self._says) > 1 else self._says[0]
        if isinstance(said, Exception):
            raise said
        return said if isinstance(said, Completion) else Completion(said, tokens_in=100, tokens_out=10)

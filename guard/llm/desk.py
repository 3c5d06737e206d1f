"""A judge and a writer made of a model: prompt, call, strict reading, and answers kept on disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from guard.llm.answers import answers_from, reply_from
from guard.llm.caller import Caller
from guard.llm.ports import Answer, Papers, Prompt, Question, Remark
from guard.llm.prompts import for_judge, for_writer, key_of, mask_for, version

T = TypeVar("T")


class Kept(Protocol):
    """Answers that were kept."""

    def get(self, key: str) -> str | None:
        """Return one, or None."""
        ...

    def put(self, key: str, answer: str) -> None:
        """Keep one."""
        ...


_NO_NONCE = "-"


@dataclass(frozen=True)
class ModelDesk:
    """What a judge and a writer share.

    Args:
        caller: of the model.
        masking: whether personal data are masked in every call.
        cache: of answers; None where nothing is kept.
        scope: the policies' digest: what was answered under others is asked again.
    """

    caller: Caller
    masking: bool = True
    cache: Kept | None = None
    scope: str = ""

    def key(self, prompt: Prompt) -> str:
        """Return what tells one request from another; the prompt is one with the number of no call.

        Example:
            >>> len(key_of("model", "prompt"))
            64
        """
        return key_of(self.caller.name, version(), self.scope, prompt.system, prompt.user, repr(prompt.schema))

    def asked(self, prompt: Prompt, key: str, read: Callable[[str], T]) -> T:
        """Return what is read from the answer to a prompt: a kept one, or the model's.

        Raises:
            ModelError: when there is none, or it does not keep to the schema.
        """
        kept = self.cache.get(key) if self.cache is not None else None
        if kept is not None:
            self.caller.account.kept()
            return read(kept)
        text = self.caller.call(prompt).text
        answer = read(text)
        if self.cache is not None:
            self.cache.put(key, text)
        return answer


class ModelJudge:
    """Asks a model all open questions about a draft in one call.

    Args:
        desk: the model, and how it is asked.
    """

    def __init__(self, desk: ModelDesk) -> None:
        self.desk = desk

    def under(self, scope: str) -> ModelJudge:
        """Return the same judge for policies of another digest."""
        return ModelJudge(replace(self.desk, scope=scope))

    def answer(self, papers: Papers, questions: Sequence[Question]) -> Mapping[str, Answer]:
        """Return an answer by question id.

        Raises:
            ModelError: when the model cannot be reached or breaks its contract.
        """
        mask = mask_for(papers, masking=self.desk.masking)
        key = self.desk.key(for_judge(papers, questions, mask, _NO_NONCE))
        prompt = for_judge(papers, questions, mask)
        return self.desk.asked(prompt, key, lambda text: answers_from(text, questions, mask))


class ModelWriter:
    """Asks a model for a better reply.

    Args:
        desk: the model, and how it is asked.
    """

    def __init__(self, desk: ModelDesk) -> None:
        self.desk = desk
        self.name = desk.caller.name

    def under(self, scope: str) -> ModelWriter:
        """Return the same writer for policies of another digest."""
        return ModelWriter(replace(self.desk, scope=scope))

    def write(self, papers: Papers, remarks: Sequence[Remark], refused: Sequence[str]) -> str:
        """Return a whole reply.

        Raises:
            ModelError: when the model cannot be reached or breaks its contract.
        """
        mask = mask_for(papers, remarks, masking=self.desk.masking)
        key = self.desk.key(for_writer(papers, remarks, refused, mask, _NO_NONCE))
        prompt = for_writer(papers, remarks, refused, mask)
        return self.desk.asked(prompt, key, lambda text: reply_from(text, mask))

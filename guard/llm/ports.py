"""The ports: what a language model is asked for, whichever model it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to judge: an id to answer under, and the question in plain words."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a judge says to one question, with the exact words of the draft that decided."""

    status: Literal["pass", "fail", "na", "unsure"]
    evidence: str = ""
    confidence: float | None = None


class Judge(Protocol):
    """Answers questions about one draft."""

    def answer(self, draft: str, conversation: str, facts: str, questions: Sequence[Question]) -> Mapping[str, Answer]:
        """Return an answer by question id.

        Raises:
            ModelError: when the model cannot be reached or breaks its contract.
        """
        ...

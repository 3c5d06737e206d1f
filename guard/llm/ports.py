"""The ports: what a language model is asked for, whichever model it is.

`Judge` and `Writer` are what the house asks. `Model` is one structured call, behind which the vendors'
libraries stand; a judge and a writer of one's own need no `Model`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from guard.errors import ModelError

Ruling = Literal["pass", "fail", "na", "unsure"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message before the draft: who spoke, and what was said."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Papers:
    """All that a model may read of a case. Labels, outcomes and meta have no place here.

    Args:
        draft: the reply, as it arrived.
        turns: the conversation, oldest first.
        facts: what is known, a `path = value` each.
        style: how the brand speaks, a line each.
        private: values that are masked before a call, where masking is on: names, addresses.
    """

    draft: str
    turns: tuple[Turn, ...] = ()
    facts: tuple[str, ...] = ()
    style: tuple[str, ...] = ()
    private: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to judge: an id to answer under, and the question in plain words."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a judge says to one question.

    Args:
        status: `fail` when the fault is there.
        evidence: the exact words of the draft that decided; empty for an absence.
        confidence: how sure the judge says it is, 0..1.
        reason: one sentence, for people.
    """

    status: Ruling
    evidence: str = ""
    confidence: float | None = None
    reason: str = ""


class Judge(Protocol):
    """Answers questions about one draft."""

    def answer(self, papers: Papers, questions: Sequence[Question]) -> Mapping[str, Answer]:
        """Return an answer by question id.

        Raises:
            ModelError: when the model cannot be reached or breaks its contract.
        """
        ...


@dataclass(frozen=True, slots=True)
class Remark:
    """What a writer is asked to mend: what is wrong, and the words at fault."""

    message: str
    evidence: str = ""


class Writer(Protocol):
    """Writes a reply anew. What it writes is a candidate, and nothing more."""

    @property
    def name(self) -> str:
        """Who wrote, for the verdict."""
        ...

    def write(self, papers: Papers, remarks: Sequence[Remark], refused: Sequence[str]) -> str:
        """Return a whole reply.

        Args:
            papers: the case.
            remarks: what to mend.
            refused: why earlier candidates were not taken.

        Raises:
            ModelError: when the model cannot be reached or breaks its contract.
        """
        ...


@dataclass(frozen=True, slots=True)
class Prompt:
    """One call: what the model is told, what it is given, and the schema its answer keeps to."""

    system: str
    user: str
    name: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model said, and what it cost.

    Args:
        text: JSON, as it came.
        tokens_in: read by the model; 0 where it does not say.
        tokens_out: written by it.
        cut: the answer ended because it was too long.
    """

    text: str
    tokens_in: int = 0
    tokens_out: int = 0
    cut: bool = False


class Model(Protocol):
    """One structured call."""

    @property
    def name(self) -> str:
        """Which model it is, as the settings name it."""
        ...

    def complete(self, prompt: Prompt, seconds: float) -> Completion:
        """Return the answer to a prompt.

        Args:
            prompt: what to ask.
            seconds: how long it may take.

        Raises:
            ModelBusyError: when another try may help.
            ModelError: when it will not.
        """
        ...


class ModelBusyError(ModelError):
    """A call failed in a way that another try may mend: a time-out, a full queue, a server's fault.

    Args:
        said: what happened, without any word of the case.
        after: seconds that the server asks to wait; None when it does not say.
    """

    def __init__(self, said: str, after: float | None = None) -> None:
        super().__init__(said)
        self.after = after

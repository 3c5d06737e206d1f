"""Answers of a model, read strictly: what leaves the schema is an error and never a score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

import msgspec

from guard.errors import ModelError
from guard.llm.mask import Mask
from guard.llm.ports import Answer, Question, Ruling


class _Given(msgspec.Struct, forbid_unknown_fields=True):
    """One answer as the schema asks for it."""

    reason: str
    evidence: str
    status: Ruling
    confidence: Annotated[float, msgspec.Meta(ge=0, le=1)]


class _Reply(msgspec.Struct, forbid_unknown_fields=True):
    """What a writer answers."""

    reply: str


def answers_from(text: str, questions: Sequence[Question], mask: Mask) -> Mapping[str, Answer]:
    """Read the answers to some questions; one that was left out is not there.

    Args:
        text: as the model wrote it.
        questions: that were asked.
        mask: of the call, which is taken off.

    Raises:
        ModelError: when it is no JSON of the schema, or answers what nobody asked. The message names
            the place and never quotes the answer.

    Example:
        >>> told = '{"q0": {"reason": "Cold.", "evidence": "No.", "status": "fail", "confidence": 0.9}}'
        >>> answers_from(told, [Question("q0", "Is it cold?")], Mask(()))["q0"].status
        'fail'
    """
    given = _decoded(text)
    unasked = given.keys() - {question.id for question in questions}
    if unasked:
        raise ModelError(f"answered {len(unasked)} questions that nobody asked")
    return {
        name: Answer(one.status, mask.off(one.evidence), one.confidence, mask.off(one.reason))
        for name, one in given.items()
    }


def reply_from(text: str, mask: Mask) -> str:
    """Read a writer's reply.

    Raises:
        ModelError: when it is no JSON of the schema, or empty.
    """
    try:
        reply = msgspec.json.decode(text, type=_Reply).reply
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise ModelError(f"answered out of the schema ({_place(error)})") from None
    if not reply.strip():
        raise ModelError("wrote an empty reply")
    return mask.off(reply)


def _decoded(text: str) -> dict[str, _Given]:
    try:
        return msgspec.json.decode(text, type=dict[str, _Given])
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise ModelError(f"answered out of the schema ({_place(error)})") from None


def _place(error: Exception) -> str:
    """Say what is wrong and where, without a word of the answer: an invalid value is quoted by the decoder."""
    if not isinstance(error, msgspec.ValidationError):
        return "not JSON"
    said = str(error)
    what = "a value that is not allowed" if "Invalid enum value" in said or "unknown field" in said else ""
    return f"{what} - at{said.rpartition(' - at')[2]}" if what and " - at" in said else what or said

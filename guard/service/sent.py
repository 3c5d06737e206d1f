"""What became of a draft, as the composer tells it: no words of the reply, and the writer's reasons."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from guard.domain.virtues import Decision
from guard.errors import UsageError
from guard.formats.problems import problems

Reason = Annotated[str, Field(min_length=1, max_length=500)]


class Ignored(BaseModel):
    """A note that the writer ignored, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    policy: Annotated[str, Field(max_length=200)]
    reason: Reason


class Sent(BaseModel):
    """What became of a draft."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    decision: Decision | Literal["unchecked"]
    sent: Literal["draft", "rewrite"]
    ignored: Annotated[tuple[Ignored, ...], Field(max_length=100)] = ()
    overridden: Reason | None = None


def sent_from(value: Any) -> Sent:
    """Read what the composer tells.

    Raises:
        UsageError: with everything that is wrong.

    Example:
        >>> sent_from({"decision": "hold", "sent": "draft", "overridden": "The carrier confirmed it"}).decision
        'hold'
    """
    try:
        return _adapter().validate_python(value)
    except ValidationError as error:
        raise UsageError(problems(error, "body")) from None


@cache
def _adapter() -> TypeAdapter[Sent]:
    return TypeAdapter(Sent)

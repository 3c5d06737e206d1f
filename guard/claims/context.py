"""What a claim is held against: the facts, the tool trace, and who is writing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from guard.domain.case import Message
from guard.domain.facts import FactIndex
from guard.domain.trace import ToolCall

NOTHING_KNOWN = FactIndex(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything around a draft that may support or contradict what it says.

    Args:
        now: the moment of the draft, with its offset; None: relative times name no day.
        facts: what the company's systems, its policies and its tools know.
        trace: tool calls before the draft and those that go out with it.
        has_log: whether an action would have left a mark (tool messages, or `facts.actions`).
        author: who writes, where the case says so.
        messages: the conversation before the draft.

    Example:
        >>> Context().has_log
        False
    """

    now: datetime | None = None
    facts: FactIndex = NOTHING_KNOWN
    trace: tuple[ToolCall, ...] = ()
    has_log: bool = False
    author: Literal["bot", "human"] | None = None
    messages: tuple[Message, ...] = ()

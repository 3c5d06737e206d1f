"""What a claim is held against: the facts, the tool trace, and who is writing."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeVar

from guard.domain.case import Message
from guard.domain.facts import FactIndex
from guard.domain.trace import ToolCall

NOTHING_KNOWN = FactIndex(())

Author = Literal["bot", "human"]
T = TypeVar("T")


class Context(Protocol):
    """Everything around a draft that may support or contradict what it says.

    A port, so that facts and trace need only be read when a claim asks after them.
    """

    @property
    def now(self) -> datetime | None:
        """The moment of the draft, with its offset; None: relative times name no day."""
        ...

    @property
    def facts(self) -> FactIndex:
        """What the company's systems, its policies and its tools know."""
        ...

    @property
    def trace(self) -> tuple[ToolCall, ...]:
        """Tool calls before the draft and those that go out with it."""
        ...

    @property
    def has_log(self) -> bool:
        """Whether an action would have left a mark (tool messages, or `facts.actions`)."""
        ...

    @property
    def author(self) -> Author | None:
        """Who writes, where the case says so."""
        ...

    @property
    def said(self) -> tuple[Message, ...]:
        """The conversation before the draft."""
        ...

    def keep(self, key: Hashable, build: Callable[[], T]) -> T:
        """Return what `build` makes of all this, made once for all drafts that are held against it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A context whose parts are all at hand.

    Example:
        >>> Setting().has_log
        False
    """

    now: datetime | None = None
    facts: FactIndex = NOTHING_KNOWN
    trace: tuple[ToolCall, ...] = ()
    has_log: bool = False
    author: Author | None = None
    said: tuple[Message, ...] = ()

    def keep(self, key: Hashable, build: Callable[[], T]) -> T:  # noqa: ARG002 - nothing is kept
        """Return what `build` makes, made anew each time."""
        return build()

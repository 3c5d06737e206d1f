"""What stands around a draft: the conversation, what is known, when and by whom it is written.

A draft that is mended is judged again beside the same messages and facts, so these are read once a
case and not once a draft. Claims are held against it: it is their context.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from typing import Any, TypeVar, cast

from guard.claims.context import Author
from guard.domain.case import Case, Message
from guard.domain.facts import FactIndex, index
from guard.domain.lazy import lazy
from guard.domain.tools import NOTHING_DECLARED, Declared
from guard.domain.trace import ToolCall, trace
from guard.text.language import language
from guard.view import moment, states
from guard.view.passage import message

T = TypeVar("T")


class Around:
    """All of a case but its draft, each thing read when it is first asked for.

    Args:
        case: whose draft may be any.
        declared: what the desk says of its tools.

    Example:
        >>> around = Around(Case(draft="", facts={"agent": {"kind": "bot"}}))
        >>> around.author, around.has_log, around.now
        ('bot', False, None)
    """

    def __init__(self, case: Case, declared: Declared = NOTHING_DECLARED) -> None:
        self._case = case
        self._declared = declared
        self._kept: dict[Hashable, Any] = {}

    def keep(self, key: Hashable, build: Callable[[], T]) -> T:
        """Return what `build` makes, made once for all drafts beside the same messages and facts."""
        if key not in self._kept:
            self._kept[key] = build()
        return cast(T, self._kept[key])

    @lazy
    def now(self) -> datetime | None:
        """The moment of the draft."""
        return moment.now(self._case.facts, self._case.messages)

    @lazy
    def author(self) -> Author | None:
        """Who writes: `facts.agent.kind`; None when the case does not say."""
        kind = self.field("agent", "kind")
        return kind if kind in ("bot", "human") else None

    def field(self, section: str, key: str) -> Any:
        """Return `facts[section][key]`, or None where the facts have another shape."""
        inner = self._case.facts.get(section)
        return cast(Mapping[str, Any], inner).get(key) if isinstance(inner, Mapping) else None

    @lazy
    def messages(self) -> tuple[tuple[int, Message], ...]:
        """The messages before the draft, each with its place in the case."""
        return tuple((i, m) for i, m in enumerate(self._case.messages) if not moment.is_later(m.at, self.now))

    @lazy
    def said(self) -> tuple[Message, ...]:
        """The conversation before the draft."""
        return tuple(m for _, m in self.messages)

    @lazy
    def open_passages(self) -> tuple[states.Indexed, ...]:
        """The customer's messages after the agent's last one."""
        last = max((i for i, m in self.messages if m.role == "agent"), default=-1)
        return tuple((i, m, message(m.text)) for i, m in self.messages if i > last and m.role == "customer")

    @lazy
    def agent_passages(self) -> tuple[states.Indexed, ...]:
        """What the agent said before, oldest first."""
        return tuple((i, m, message(m.text)) for i, m in self.messages if m.role == "agent")

    @lazy
    def customer_passages(self) -> tuple[states.Indexed, ...]:
        """All that the customer said, oldest first."""
        opened = {i: passage for i, _, passage in self.open_passages}
        return tuple((i, m, opened.get(i) or message(m.text)) for i, m in self.messages if m.role == "customer")

    @lazy
    def customer_language(self) -> str | None:
        """The language of the customer's open messages; None when they do not say."""
        return language("\n".join(passage.own for _, _, passage in self.open_passages))

    @lazy
    def trace(self) -> tuple[ToolCall, ...]:
        """The tool calls before the draft with their results, then those that go out with it."""
        kept = {i for i, _ in self.messages}
        every = trace(self._case.messages, self._case.draft_calls, self._declared)
        return tuple(c for c in every if c.at in kept or c.result_at in kept or (c.at is None and c.result_at is None))

    @lazy
    def has_log(self) -> bool:
        """Whether actions could be seen: there are tool messages, or `facts.actions`."""
        return "actions" in self._case.facts or any(m.role == "tool" for _, m in self.messages)

    @lazy
    def facts(self) -> FactIndex:
        """Everything known at the moment of the draft, with paths and trust ranks."""
        return index(
            moment.known_by(self._case.facts, self.now),
            ((c.result_at, c.result) for c in self.trace if c.result_at is not None and not c.failed),
            ((i, m.text) for i, m in self.messages if m.role == "system"),
        )

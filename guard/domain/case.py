"""A case: one drafted reply, the conversation before it, and what the company's systems know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Role = Literal["customer", "agent", "tool", "system"]

DRAFT_LIMIT = 20_000
"""Code points a draft may have: every rule takes linear time, and this bounds the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of the conversation, as it stood before the draft.

    Args:
        role: who wrote it.
        text: what it says; for a tool call `CALL name({json})`.
        at: when: ISO time with offset, seconds since 1970, or the source's own form; None when unknown.
        kind: of a tool message only.
        name: the tool's name, when known.
        call_id: ties a result to its call; else a result belongs to the nearest unanswered call.
        error: of a tool result: True or the error's text when the call failed.
    """

    role: Role
    text: str
    at: str | int | float | None = None
    kind: Literal["call", "result"] | None = None
    name: str | None = None
    call_id: str | None = None
    error: bool | str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is judged. Only `draft` is required.

    Args:
        draft: the reply that is about to be sent.
        id: unique within one input; `line-<n>` is given where it is missing.
        conversation: what statistics cluster by.
        turn: the draft's place in the conversation, counted from 0.
        group: ties contrast cases that share a context.
        channel: `chat`, `email`, `social`, `voice` … as the desk names it.
        messages: oldest first; only what came before the draft.
        facts: free-form JSON; `guard.view` searches all of it.
        draft_calls: tool calls that go out together with the draft.
        meta: source, domain, team, agent, version, topic: for slices, never for judging.
        outcome: csat, nps, reopened, reward: for measuring impact, never for judging.
        labels: gold labels; never shown to a detector, a judge or a writer.
    """

    draft: str
    id: str = ""
    conversation: str | None = None
    turn: int | None = None
    group: str | None = None
    channel: str | None = None
    messages: tuple[Message, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    draft_calls: tuple[Mapping[str, Any], ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict[str, Any])
    outcome: Mapping[str, Any] = field(default_factory=dict[str, Any])
    labels: Mapping[str, Any] | None = None

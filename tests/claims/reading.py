"""Reads one reply the way the tests of this room need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from guard.claims.claim import Claim
from guard.claims.context import Context, Setting
from guard.claims.read import read
from guard.domain.case import Message
from guard.domain.facts import index
from guard.domain.trace import trace
from guard.text.sentences import sentences

NOW = datetime.fromisoformat("2026-11-21T10:05:00-05:00")


def context(
    facts: Mapping[str, Any] | None = None,
    messages: Sequence[Message] = (),
    draft_calls: Sequence[Mapping[str, Any]] = (),
    author: Literal["bot", "human"] | None = None,
    now: datetime | None = NOW,
) -> Context:
    """Return what a view would make of these facts and messages."""
    facts = facts or {}
    calls = trace(messages, draft_calls)
    results = [(call.result_at, call.result) for call in calls if call.result_at is not None and not call.failed]
    return Setting(
        now=now,
        facts=index(facts, results, []),
        trace=calls,
        has_log="actions" in facts or any(message.role == "tool" for message in messages),
        author=author,
        said=tuple(messages),
    )


def claims(draft: str, around: Context | None = None) -> tuple[Claim, ...]:
    """Return the claims of a draft."""
    return read(draft, draft.lower(), sentences(draft), around or context())


def tools(*pairs: tuple[str, str]) -> tuple[Message, ...]:
    """Return the messages of calls with their results."""
    row: list[Message] = []
    for call, result in pairs:
        row += [Message(role="tool", text=f"CALL {call}"), Message(role="tool", text=result)]
    return tuple(row)


def flagged(found: Sequence[Claim]) -> list[Claim]:
    """Return the claims that sound certain and are not backed."""
    sure = ("certain", "guaranteed", "past")
    return [claim for claim in found if claim.certainty in sure and claim.grounding in ("contradicted", "unsupported")]

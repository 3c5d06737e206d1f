"""LangChain's messages: read as a conversation, and given words that may be sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

from guard.domain.verdict import Outcome
from guard.errors import MissingExtraError

try:
    from langchain_core.messages import AIMessage, BaseMessage
except ImportError:
    raise MissingExtraError("langchain", "langchain") from None

KEY = "guard"
"""Where a message's `response_metadata` says what became of it."""
_ROLES = {"human": "user", "ai": "assistant", "system": "system", "tool": "tool", "developer": "developer"}
Said = TypeVar("Said", bound=AIMessage)


def told(message: Said, outcome: Outcome) -> Said:
    """Return a message with the words that may go out, and what became of it."""
    update: dict[str, Any] = {"response_metadata": {**message.response_metadata, KEY: summary(outcome)}}
    if outcome.text != str(message.text):
        update["content"] = with_words(message.content, outcome.text or "")
    return message.model_copy(update=update)


def summary(outcome: Outcome) -> dict[str, Any]:
    """Return what became of a reply, without its words."""
    verdict = outcome.verdict
    policies = sorted({finding.policy for finding in verdict.findings})
    return {
        "sent": outcome.sent, "decision": verdict.decision, "virtues": dict(verdict.virtues), "policies": policies,
    }  # fmt: skip


def chat(messages: Iterable[BaseMessage]) -> list[dict[str, Any]]:
    """Return LangChain's messages as chat messages, which a case may carry.

    Example:
        >>> chat([AIMessage("", tool_calls=[{"name": "find", "args": {"id": 1}, "id": "t1"}])])[0]["tool_calls"]
        [{'id': 't1', 'type': 'function', 'function': {'name': 'find', 'arguments': '{"id": 1}'}}]
    """
    return [_turn(message) for message in messages]


def _turn(message: BaseMessage) -> dict[str, Any]:
    turn: dict[str, Any] = {"role": _ROLES.get(message.type, "user"), "content": str(message.text)}
    if isinstance(message, AIMessage) and message.tool_calls:
        turn["tool_calls"] = calls(message)
    if message.type == "tool":
        turn["tool_call_id"] = getattr(message, "tool_call_id", None)
        turn["name"] = message.name
        if getattr(message, "status", None) == "error":
            turn["error"] = True
    return turn


def calls(message: AIMessage) -> list[dict[str, Any]]:
    """Return the tool calls of a message, as chat messages have them."""
    return [
        {
            "id": call.get("id"),
            "type": "function",
            "function": {"name": call["name"], "arguments": json.dumps(call["args"], default=str)},
        }
        for call in message.tool_calls
    ]


def with_words(content: Any, text: str) -> Any:
    """Return a content whose words are others: a plain text, or blocks of which the first text stands for all."""
    if isinstance(content, str):
        return text
    blocks: list[Any] = []
    left = text
    for block in cast("Sequence[Any]", content):
        if isinstance(block, str):
            blocks.append(left)
        elif isinstance(block, Mapping) and cast("Mapping[str, Any]", block).get("type") == "text":
            blocks.append({**cast("Mapping[str, Any]", block), "text": left, "annotations": []})
        else:
            blocks.append(block)
            continue
        left = ""
    return blocks

"""The tool trace: which calls were made before the draft, with what arguments, and what came back."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from guard.domain.case import Message

_CALL = re.compile(r"^\s*CALL\b\s*(?P<name>[\w.\-]+)?\s*\(?(?P<arguments>.*?)\)?\s*$", re.DOTALL)
_FAILED = re.compile(r"^\s*(?:error|exception|failed|traceback|not found)\b", re.IGNORECASE)
_FAILED_STATUS = frozenset(("failed", "failure", "error", "rejected", "denied", "declined", "refused", "timeout"))
_ENDINGS = frozenset(("status", "state", "result", "outcome", "message"))
_LOOKING = ("get", "find", "check", "list", "search", "lookup", "look_up", "read", "fetch", "view", "query", "track")
_WORDS = re.compile(r"[a-z]+")
_FEW = 60
"""Characters that a status may have; a longer one is a text about something else."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call, with its result where one came back.

    Args:
        name: the tool's name, lower case; empty when the log does not say.
        arguments: as parsed, or the raw text where they are neither JSON nor a Python literal.
        at: index of the call in `case.messages`; None for a call that goes out with the draft.
        result: parsed JSON, else the text; None while unanswered.
        result_at: index of the result in `case.messages`; None while unanswered.
        failed: whether the result says so (`error`, a status, an error's first word); None while unanswered.
    """

    name: str
    arguments: Any
    at: int | None
    result: Any = None
    result_at: int | None = None
    failed: bool | None = None


def loads(text: str) -> Any:
    """Return what `text` holds: JSON, else a Python literal, else the text itself. Never raises.

    Example:
        >>> loads("{'id': 'A-1'}"), loads("done")
        ({'id': 'A-1'}, 'done')
    """
    stripped = text.strip()
    if not stripped or stripped[0] not in "{[\"'-0123456789tfnTFN":
        return text
    try:
        return json.loads(stripped)
    except (ValueError, RecursionError):
        pass
    if len(stripped) > 20_000:
        return text
    try:
        return ast.literal_eval(stripped)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return text


def read_call(text: str, name: str | None = None) -> tuple[str, Any]:
    """Split `CALL name({json})` into the tool's name and its arguments.

    Example:
        >>> read_call('CALL get_order({"id": "A-1"})')
        ('get_order', {'id': 'A-1'})
    """
    match = _CALL.match(text)
    if match is None:
        return (name or "").lower(), loads(text)
    return (name or match["name"] or "").lower(), loads(match["arguments"])


def has_failed(message: Message, result: Any, name: str = "") -> bool:
    """Tell whether a result reports that the call did not do its work.

    Args:
        message: the result's message; its `error` decides where it is set.
        result: its parsed text.
        name: the tool; what a tool that only looks reports as `failed` is the state of what it
            found, and the look itself succeeded.

    Example:
        >>> has_failed(Message(role="tool", text=""), {"status": "payment_failed"}, "issue_refund")
        True
        >>> has_failed(Message(role="tool", text=""), {"status": "payment_failed"}, "get_payment")
        False
    """
    if message.error:
        return True
    if isinstance(result, Mapping):
        fields = cast(Mapping[str, Any], result)
        if fields.get("error") or fields.get("success") is False or fields.get("ok") is False:
            return True
        return not name.startswith(_LOOKING) and any(map(_tells_failure, fields.items()))
    return isinstance(result, str) and _FAILED.match(result) is not None


def _tells_failure(field: tuple[Any, Any]) -> bool:
    """Tell whether a field that says how a call ended says that it ended badly, in a few words."""
    key, value = str(field[0]).lower(), field[1]
    if not (key in _ENDINGS or key.endswith("status")) or not isinstance(value, str) or len(value) > _FEW:
        return False
    return any(word in _FAILED_STATUS for word in _WORDS.findall(value.lower()))


def trace(messages: Sequence[Message], draft_calls: Sequence[Mapping[str, Any]] = ()) -> tuple[ToolCall, ...]:
    """Pair the calls of a conversation with their results, oldest first.

    A result goes to the call with its `call_id`, else to the nearest unanswered call; a result
    that no call asked for stands alone with an empty name. Calls that go out with the draft come last.
    """
    calls: list[ToolCall] = []
    by_id: dict[str, int] = {}
    for index, message in enumerate(messages):
        if message.role != "tool":
            continue
        if message.kind == "call" or (message.kind is None and message.text.lstrip().startswith("CALL")):
            name, arguments = read_call(message.text, message.name)
            if message.call_id:
                by_id[message.call_id] = len(calls)
            calls.append(ToolCall(name, arguments, index))
            continue
        result = loads(message.text)
        slot = by_id.get(message.call_id or "", _unanswered(calls, message.name))
        asked = calls[slot] if slot is not None else ToolCall((message.name or "").lower(), None, None)
        answered = ToolCall(
            asked.name, asked.arguments, asked.at, result, index, has_failed(message, result, asked.name)
        )
        if slot is None:
            calls.append(answered)
        else:
            calls[slot] = answered
    return (*calls, *(_draft_call(call) for call in draft_calls))


def _unanswered(calls: Sequence[ToolCall], name: str | None) -> int | None:
    """Return the nearest call that still waits: of this name if the result carries one."""
    waiting = [i for i, call in enumerate(calls) if call.result_at is None]
    if name:
        named = [i for i in waiting if calls[i].name == name.lower()]
        waiting = named or waiting
    return waiting[0] if waiting else None


def _draft_call(call: Mapping[str, Any]) -> ToolCall:
    """Read a call in our own shape, `{name, arguments}`, `{text}` or OpenAI's `{function: {...}}`."""
    function = call.get("function")
    inner = cast(Mapping[str, Any], function) if isinstance(function, Mapping) else call
    if "text" in inner and "arguments" not in inner:
        name, arguments = read_call(str(inner["text"]), cast(str | None, inner.get("name")))
        return ToolCall(name, arguments, None)
    arguments = inner.get("arguments")
    return ToolCall(
        str(inner.get("name", "")).lower(), loads(arguments) if isinstance(arguments, str) else arguments, None
    )

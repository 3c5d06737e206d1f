"""The tool trace: which calls were made before the draft, with what arguments, and what came back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from guard.domain.case import Message
from guard.domain.loose import loads
from guard.domain.tools import NOTHING_DECLARED, Declared, plain_name

_CALL = re.compile(
    r"^\s*CALL\b\s*(?P<name>(?:(?:GET|HEAD|POST|PUT|PATCH|DELETE)\s+)?/?[\w.\-:]+(?:/[\w.\-:{}]+)*)?"
    r"\s*\(?(?P<arguments>.*?)\)?\s*$",
    re.DOTALL,
)
_FAILED = re.compile(
    r"^\W*(?:\w*error|\w*exception|failed|failure|traceback|not found|unauthorized|forbidden|timed? ?out"
    r"|(?:http )?[45]\d\d (?:[a-z]+ )?(?:error|failed|not found|bad|conflict|too many))\b",
    re.IGNORECASE,
)
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
        name: the tool's name, lower case, the words of camel case apart; empty when the log does not say.
        arguments: as parsed, or the raw text where they are neither JSON nor a Python literal.
        at: index of the call in `case.messages`; None for a call that goes out with the draft.
        result: parsed JSON, else the text; None while unanswered.
        result_at: index of the result in `case.messages`; None while unanswered.
        failed: whether the result says so (`error`, a status, an error's first word); None while unanswered.
        does: the deeds that its owner declares of the tool, none for one that only looks; None: nothing is declared.
    """

    name: str
    arguments: Any
    at: int | None
    result: Any = None
    result_at: int | None = None
    failed: bool | None = None
    does: tuple[str, ...] | None = None


def read_call(text: str, name: str | None = None) -> tuple[str, Any]:
    """Split `CALL name({json})` into the tool's name and its arguments.

    Example:
        >>> read_call('CALL get_order({"id": "A-1"})')
        ('get_order', {'id': 'A-1'})
    """
    match = _CALL.match(text)
    if match is None:
        return plain_name(name or ""), loads(text)
    return plain_name(name or match["name"] or ""), loads(match["arguments"])


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


def trace(
    messages: Sequence[Message],
    draft_calls: Sequence[Mapping[str, Any]] = (),
    declared: Declared = NOTHING_DECLARED,
) -> tuple[ToolCall, ...]:
    """Pair the calls of a conversation with their results, oldest first.

    A result goes to the call with its `call_id`, else to the nearest unanswered call; a result
    that no call asked for stands alone with an empty name. Calls that go out with the draft come last.

    Args:
        messages: the conversation.
        draft_calls: what goes out with the draft, in any of the shapes in which calls are written.
        declared: what the desk says of its tools.
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
            calls.append(ToolCall(name, arguments, index, does=declared.of(name)))
            continue
        _answer(calls, by_id, message, index, declared)
    return (*calls, *(_draft_call(call, declared) for call in draft_calls))


def _answer(calls: list[ToolCall], by_id: Mapping[str, int], message: Message, index: int, declared: Declared) -> None:
    """Give a result to the call that asked for it, or let it stand alone."""
    result = loads(message.text)
    slot = by_id.get(message.call_id or "", _unanswered(calls, message.name))
    if slot is None:
        name = plain_name(message.name or "")
        asked = ToolCall(name, None, None, does=declared.of(name))
    else:
        asked = calls[slot]
    answered = replace(asked, result=result, result_at=index, failed=has_failed(message, result, asked.name))
    if slot is None:
        calls.append(answered)
    else:
        calls[slot] = answered


def _unanswered(calls: Sequence[ToolCall], name: str | None) -> int | None:
    """Return the nearest call that still waits: of this name if the result carries one."""
    waiting = [i for i, call in enumerate(calls) if call.result_at is None]
    if name:
        named = [i for i in waiting if calls[i].name == plain_name(name)]
        waiting = named or waiting
    return waiting[0] if waiting else None


def _draft_call(call: Mapping[str, Any], declared: Declared) -> ToolCall:
    """Read a call in our own shape, `{name, arguments}` or `{text}`, OpenAI's, Anthropic's or LangChain's."""
    function = call.get("function")
    inner = cast(Mapping[str, Any], function) if isinstance(function, Mapping) else call
    given = next((inner[key] for key in ("arguments", "input", "args") if inner.get(key) is not None), None)
    if "text" in inner and given is None:
        name, arguments = read_call(str(inner["text"]), cast(str | None, inner.get("name")))
    else:
        name, arguments = plain_name(str(inner.get("name") or "")), loads(given) if isinstance(given, str) else given
    return ToolCall(name, arguments, None, does=declared.of(name))

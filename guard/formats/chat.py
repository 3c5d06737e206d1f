"""OpenAI chat messages, and those of other makers (`guard.formats.makers`), turned into our shape.

`user` is the customer, `assistant` the agent, `system` and `developer` the system. Each of an
assistant's `tool_calls` becomes a tool message of its own, after the assistant's words; a `tool`
message is its result. Content is text or a list of parts: their texts are joined by a new line,
and of a picture that a customer sent `[image]` is left.

Where a case has no `draft`, the last assistant message with words is the draft, its tool calls
go out with it, and what came after it is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from guard.formats.makers import is_foreign, is_tool_part, results, unwrapped, used

ROLES = {
    "user": "customer",
    "human": "customer",
    "assistant": "agent",
    "ai": "agent",
    "developer": "system",
    "function": "tool",
}
_OURS = frozenset(("assistant", "ai", "agent"))

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Converted:
    """A case in our shape, not validated yet, and where its parts came from.

    Args:
        value: the case.
        places: for each of its messages: (index in the caller's messages, key that held the text).
        draft_at: index of the message that became the draft; None when the draft was given, or none was found.
    """

    value: dict[str, Any]
    places: tuple[tuple[int, str], ...]
    draft_at: int | None = None


def is_chat(messages: Any) -> bool:
    """Tell whether a list of messages holds at least one in OpenAI's shape.

    Example:
        >>> is_chat([{"role": "user", "content": "Hi"}]), is_chat([{"role": "customer", "text": "Hi"}])
        (True, False)
    """
    return isinstance(messages, (list, tuple)) and any(map(_is_one, cast("Sequence[Any]", messages)))


def converted(value: Raw) -> Converted:
    """Turn a case whose messages are OpenAI's into our shape; what is not OpenAI's stays as it is.

    Example:
        >>> chat = [{"role": "user", "content": "Where is it?"}, {"role": "assistant", "content": "On its way."}]
        >>> case = converted({"messages": chat}).value
        >>> case["draft"], case["messages"]
        ('On its way.', [{'role': 'customer', 'text': 'Where is it?'}])
    """
    messages: Sequence[Any] = value["messages"]
    case = dict(value)
    draft_at = None
    if value.get("draft") is None:
        draft_at = _last_words(messages)
    if draft_at is not None:
        last: Raw = unwrapped(messages[draft_at])[0]
        case["draft"] = _text(last)
        calls = [_call(call) for call in (*_calls(last), *_calls_after(messages, draft_at))]
        case["draft_calls"] = value.get("draft_calls") or [_draft_call(call) for call in calls]
        messages = messages[:draft_at]
    names: dict[str, str] = {}
    ours: list[Any] = []
    places: list[tuple[int, str]] = []
    for index, message in enumerate(messages):
        turned = [one for plain in unwrapped(message) for one in _ours(plain, names)] if _is_one(message) else [message]
        ours += turned
        held = "content" if isinstance(message, Mapping) and "content" in message else "text"
        places += [(index, held)] * len(turned)
    case["messages"] = ours
    return Converted(case, tuple(places), draft_at)


def _is_one(message: Any) -> bool:
    """Tell whether a message is in OpenAI's shape; one with `text` may borrow OpenAI's roles."""
    if type(message) is not dict and not isinstance(message, Mapping):  # the first test is ten times as fast
        return False
    fields = cast("Raw", message)
    if "content" in fields or "tool_calls" in fields or "function_call" in fields:
        return True
    role = fields.get("role")
    return (isinstance(role, str) and role in ROLES) or is_foreign(fields)


def _last_words(messages: Sequence[Any]) -> int | None:
    """Return the index of the last assistant message that says something."""
    for index in range(len(messages) - 1, -1, -1):
        for message in unwrapped(messages[index])[:1]:
            if isinstance(message, Mapping) and cast("Raw", message).get("role") in _OURS:
                words = _text(cast("Raw", message))
                if isinstance(words, str) and words.strip():
                    return index
    return None


def _calls_after(messages: Sequence[Any], place: int) -> list[Any]:
    """Return the calls that follow the draft as messages of their own, before anything else comes."""
    found: list[Any] = []
    for message in messages[place + 1 :]:
        if not (isinstance(message, Mapping) and is_foreign(cast("Raw", message))):
            break
        plain = [cast("Raw", one) for one in unwrapped(message)]
        if any(one.get("role") == "tool" or _text(one) for one in plain):
            break
        found += [call for one in plain for call in _calls(one)]
    return found


def _ours(message: Raw, names: dict[str, str]) -> list[dict[str, Any]]:
    """Turn one message into one or several of ours; `names` remembers which call was which tool."""
    role = message.get("role")
    role = ROLES.get(role, role) if isinstance(role, str) else role
    kept = {key: message[key] for key in ("at", "error") if message.get(key) is not None}
    if role == "tool":
        return [_result(message, names)]
    returned = [_result({**result, **kept}, names) for result in results(message)]
    calls = [_call(call) for call in _calls(message)]
    turned: list[dict[str, Any]] = []
    text = _text(message)
    if not (calls or "content" in message or "text" in message or text):
        turned.append({**message, "role": role})  # words under a name that we do not know: validation will say so
    elif text not in (None, "") or not (calls or returned):
        turned.append({"role": role, "text": text, **kept})
    for name, arguments, call_id in calls:
        if isinstance(name, str) and isinstance(call_id, str):
            names[call_id] = name
        said = f"CALL {name or ''}({arguments if isinstance(arguments, str) else _json(arguments)})"
        turned.append({"role": "tool", "kind": "call", "name": name, "call_id": call_id, "text": said, **kept})
    return [*returned, *turned]


def _result(message: Raw, names: Mapping[str, str]) -> dict[str, Any]:
    """Turn a tool's message into ours: a result, unless it says that it is a call."""
    kept = {key: message[key] for key in ("at", "error") if message.get(key) is not None}
    call_id = message.get("call_id") or message.get("tool_call_id")
    name = message.get("name") or (names.get(call_id) if isinstance(call_id, str) else None)
    text = _text(message)
    text = text if isinstance(text, str) else "" if text is None else _json(text)
    kind = message.get("kind") or "result"
    return {"role": "tool", "kind": kind, "name": name, "call_id": call_id, "text": text, **kept}


def _text(message: Raw) -> Any:
    """Return what a message says; a content that is neither text nor parts comes back as it is."""
    content = message.get("content", message.get("text"))
    if content is None:
        return message.get("refusal")
    if not isinstance(content, (list, tuple)):
        return content
    own = message.get("role") in _OURS
    texts = [_part(part, own) for part in cast("Sequence[Any]", content)]
    return cast("Any", content) if None in texts else "\n".join(text for text in texts if text)


def _part(part: Any, own: bool) -> str | None:
    """Return the text of one part of a content; None when it is no part at all."""
    if isinstance(part, str):
        return part
    if not isinstance(part, Mapping):
        return None
    fields = cast("Raw", part)
    if is_tool_part(fields):
        return ""
    for key in ("text", "refusal"):
        if isinstance(fields.get(key), str):
            return cast("str", fields[key])
    kind = fields.get("type")
    if own or not isinstance(kind, str):
        return "" if isinstance(kind, str) else None
    return f"[{kind.removeprefix('input_').removesuffix('_url')}]"


def _calls(message: Raw) -> list[Any]:
    """Return the tool calls of a message, the old single `function_call` among them."""
    calls = message.get("tool_calls")
    found = list(cast("Sequence[Any]", calls)) if isinstance(calls, (list, tuple)) else []
    found += used(message)
    old = message.get("function_call")
    return found if old is None else [*found, old]


def _call(call: Any) -> tuple[Any, Any, Any]:
    """Return (name, arguments, call id) of one tool call, in OpenAI's nested or a flat shape."""
    if not isinstance(call, Mapping):
        return None, call, None
    fields = cast("Raw", call)
    inner = next((fields[key] for key in ("function", "custom") if isinstance(fields.get(key), Mapping)), fields)
    arguments = next((inner[key] for key in ("arguments", "input", "args") if inner.get(key) is not None), "{}")
    return inner.get("name"), arguments, fields.get("id") or fields.get("call_id")


def _draft_call(call: tuple[Any, Any, Any]) -> dict[str, Any]:
    """Return a call that goes out with the draft, in our shape; arguments stay JSON text if they were."""
    name, arguments, call_id = call
    return {"name": name, "arguments": arguments, "call_id": call_id}


def _json(value: Any) -> str:
    """Return a value as JSON text; what JSON cannot hold is not our mistake to report here."""
    try:
        return msgspec.json.encode(value).decode()
    except (TypeError, ValueError, RecursionError):
        return ""

"""Other makers' messages, turned into OpenAI's shape: LangChain, the Responses API, Anthropic, tau2.

LangChain writes `type` (`human`, `ai`, `tool`) for the role, its exports wrap a message in `data` or
`kwargs`; of the Responses API a call and its output are items of their own, without a role; Anthropic
puts calls and results among the parts of a content; a tau2 result names its call by `id`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

Raw = Mapping[str, Any]

_TYPES = {
    "human": "user",
    "HumanMessage": "user",
    "HumanMessageChunk": "user",
    "ai": "assistant",
    "AIMessage": "assistant",
    "AIMessageChunk": "assistant",
    "tool": "tool",
    "ToolMessage": "tool",
    "function": "tool",
    "FunctionMessage": "tool",
    "system": "system",
    "SystemMessage": "system",
}
_CALLS = frozenset(("function_call", "custom_tool_call", "mcp_call"))
_OUTPUTS = frozenset(("function_call_output", "custom_tool_call_output"))
_SILENT = frozenset(("reasoning", "item_reference", "mcp_list_tools", "mcp_approval_request"))


def is_foreign(fields: Raw) -> bool:
    """Tell whether a message without OpenAI's keys is another maker's.

    Example:
        >>> is_foreign({"type": "function_call", "name": "f"}), is_foreign({"role": "customer", "text": "Hi"})
        (True, False)
    """
    kind = fields.get("type")
    if not isinstance(kind, str):
        return False
    return (
        kind in _CALLS
        or kind in _OUTPUTS
        or kind in _SILENT
        or "lc" in fields
        or (kind in _TYPES and "role" not in fields)
    )


def unwrapped(message: Any) -> list[Any]:
    """Return a message in OpenAI's shape: one, none for an item that says nothing, or a call with its output.

    Example:
        >>> unwrapped({"type": "ai", "data": {"content": "Hi"}})
        [{'content': 'Hi', 'role': 'assistant'}]
        >>> unwrapped({"type": "reasoning", "summary": []})
        []
    """
    if not isinstance(message, Mapping):
        return [message]
    fields = cast("Raw", message)
    kind = fields.get("type")
    if not isinstance(kind, str):
        return [_tau2(fields) if "requestor" in fields else message]
    if kind in _SILENT:
        return []
    if kind in _CALLS:
        return _called(fields)
    if kind in _OUTPUTS:
        return [{"role": "tool", "tool_call_id": fields.get("call_id"), "content": fields.get("output")}]
    return [_langchain(fields, kind)]


def _called(item: Raw) -> list[Any]:
    """Return the call of a Responses item, and its output where the item carries that too."""
    call_id = item.get("call_id") or item.get("id")
    call = {**item, "id": call_id}
    found: list[Any] = [{"role": "assistant", "content": None, "tool_calls": [call]}]
    if item.get("output") is not None or item.get("error"):
        output = item.get("output") if item.get("output") is not None else item.get("error")
        failed = {"error": True} if item.get("error") else {}
        found.append({"role": "tool", "tool_call_id": call_id, "content": output, **failed})
    return found


def _tau2(message: Raw) -> Raw:
    if message.get("role") != "tool" or message.get("tool_call_id") is not None:
        return message
    return {**message, "tool_call_id": message.get("id")}


def _langchain(message: Raw, kind: str) -> Raw:
    """Return a LangChain message with a role; what is none comes back as it is."""
    inner = next((message[key] for key in ("data", "kwargs") if isinstance(message.get(key), Mapping)), message)
    path = message.get("id")
    if "lc" in message and isinstance(path, (list, tuple)) and path:
        kind = str(cast("Sequence[Any]", path)[-1])
    role = _TYPES.get(kind)
    if role is None or "role" in inner:
        return inner
    made = {key: value for key, value in cast("Raw", inner).items() if key not in ("type", "id")}
    if made.get("status") == "error":
        made["error"] = True
    return {**made, "role": role}


def used(message: Raw) -> list[Any]:
    """Return the calls among the parts of a content (`tool_use`).

    Example:
        >>> used({"content": [{"type": "tool_use", "id": "t1", "name": "f", "input": {}}]})
        [{'type': 'tool_use', 'id': 't1', 'name': 'f', 'input': {}}]
    """
    return [part for part in _parts(message) if _ends(part, "tool_use")]


def results(message: Raw) -> list[Raw]:
    """Return the results among the parts of a content (`tool_result`), each as a message of its own.

    Example:
        >>> part = {"type": "tool_result", "tool_use_id": "t1", "content": "no", "is_error": True}
        >>> results({"content": [part]})
        [{'role': 'tool', 'tool_call_id': 't1', 'content': 'no', 'error': True}]
    """
    return [
        {
            "role": "tool",
            "tool_call_id": part.get("tool_use_id"),
            "content": part.get("content", ""),
            **({"error": True} if part.get("is_error") else {}),
        }
        for part in _parts(message)
        if _ends(part, "tool_result")
    ]


def is_tool_part(part: Raw) -> bool:
    """Tell whether a part of a content is a call or a result, and no words."""
    return _ends(part, "tool_use") or _ends(part, "tool_result")


def _parts(message: Raw) -> list[Raw]:
    content = message.get("content")
    if not isinstance(content, (list, tuple)):
        return []
    return [cast("Raw", part) for part in cast("Sequence[Any]", content) if isinstance(part, Mapping)]


def _ends(part: Raw, name: str) -> bool:
    kind = part.get("type")
    return isinstance(kind, str) and kind.endswith(name)

"""Reads a request to a model: the conversation it continues, and whether its answer is a reply to a customer.

Both the adapter of the openai client and the proxy stand on this room, so that they cannot differ.
A request may carry one field of ours, `guard`, which never goes on to the model:
`false` leaves the answer alone, an object brings what is known (`facts`, `channel`, `conversation`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import msgspec

from guard.domain.verdict import Outcome

Form = Literal["completions", "responses"]
Body = dict[str, Any]
Reply = Callable[[Mapping[str, Any]], Outcome]
"""A case in, an outcome out: `Guard.reply`."""

FIELD = "guard"
_PATHS: Mapping[str, Form] = {"/chat/completions": "completions", "/responses": "responses"}
_KNOWN = ("facts", "channel", "conversation", "meta")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request whose answer is to be judged.

    Args:
        form: which of the two interfaces it speaks.
        body: as it goes to the model, without our own field.
        messages: the conversation so far, in the shape of chat messages.
        known: `facts`, `channel` and the like, as the case will have them.
        reports: whether the outcomes are to stand beside the answer, under our field.
    """

    form: Form
    body: Body
    messages: Sequence[Any]
    known: Mapping[str, Any] = field(default_factory=dict[str, Any])
    reports: bool = True

    @property
    def streams(self) -> bool:
        """Whether the answer comes as a stream of events."""
        return bool(self.body.get("stream"))

    def case(self, draft: str, calls: Sequence[Any] = ()) -> dict[str, Any]:
        """Return the case of one answer: its text, and the tool calls that go out with it."""
        return {**self.known, "messages": list(self.messages), "draft": draft, "draft_calls": list(calls)}


def form_of(path: str) -> Form | None:
    """Tell which interface a path belongs to; None for all that carries no replies.

    Example:
        >>> form_of("/v1/chat/completions"), form_of("/openai/deployments/x/chat/completions"), form_of("/v1/models")
        ('completions', 'completions', None)
    """
    return next((form for end, form in _PATHS.items() if path.rstrip("/").endswith(end)), None)


def asked(
    path: str, text: bytes, known: Mapping[str, Any] | None = None, *, reports: bool = True
) -> tuple[Asked | None, bytes]:
    """Read a request, and say what goes on to the model.

    Args:
        path: of the URL.
        text: the body as it came.
        known: what the caller knows anyway; the request's own field outweighs it.
        reports: whether outcomes stand beside the answer; the request's own `report` outweighs it.

    Returns:
        What was asked, or None when the answer is not a reply to a customer; and the body to send on.

    Example:
        >>> body = b'{"messages": [{"role": "user", "content": "Hi"}], "guard": false}'
        >>> asked("/v1/chat/completions", body)
        (None, b'{"messages":[{"role":"user","content":"Hi"}]}')
    """
    form = form_of(path)
    body = _object(text) if form else None
    if form is None or body is None:
        return None, text
    own = FIELD in body
    wish = body.pop(FIELD, None)
    onward = msgspec.json.encode(body) if own else text
    reports = bool(mapping(wish).get("report", reports))
    if wish is False or _is_for_machines(form, body):
        return None, onward
    given = {key: value for key, value in mapping(wish).items() if key in _KNOWN}
    messages = _turns(body) if form == "responses" else _list(body.get("messages"))
    return Asked(form, body, messages, {**(known or {}), **given}, reports), onward


def _object(text: bytes) -> Body | None:
    """Return a JSON object; None for anything else: what is wrong with a request, the model's server says best."""
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return cast("Body", value) if isinstance(value, dict) else None


def _is_for_machines(form: Form, body: Body) -> bool:
    """Tell whether the answer is bound to a schema, or is sound: no customer reads it as it is."""
    wanted = body.get("response_format") if form == "completions" else mapping(body.get("text")).get("format")
    kind = str(mapping(wanted).get("type", "text"))
    return kind.startswith("json") or "audio" in _list(body.get("modalities"))


def _turns(body: Body) -> list[Any]:
    """Return the items of a `responses` request as chat messages."""
    turns: list[Any] = []
    if isinstance(body.get("instructions"), str):
        turns.append({"role": "system", "content": body["instructions"]})
    given = body.get("input")
    if isinstance(given, str):
        return [*turns, {"role": "user", "content": given}]
    for item in _list(given):
        fields = mapping(item)
        kind = fields.get("type", "message")
        if kind == "message" and "content" in fields:
            turns.append({"role": fields.get("role", "user"), "content": fields["content"]})
        elif kind == "function_call":
            called = {"name": fields.get("name"), "arguments": fields.get("arguments")}
            call = {"id": fields.get("call_id"), "type": "function", "function": called}
            turns.append({"role": "assistant", "content": None, "tool_calls": [call]})
        elif kind == "function_call_output":
            output = fields.get("output")
            turns.append({"role": "tool", "tool_call_id": fields.get("call_id"), "content": output})
    return turns


def mapping(value: Any) -> Body:
    """Return a JSON object; an empty one in the place of anything else.

    Example:
        >>> mapping({"type": "message"}), mapping(None)
        ({'type': 'message'}, {})
    """
    return cast("Body", value) if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []

"""LangChain agents, guarded: a middleware for `create_agent` that judges what goes to the customer.

It wraps the model call, so that no raw draft reaches the state, the history, or any stream: not
`values`, not `updates`, and, by a tag on the model, not `messages` either. Tool messages are read as
what was done and found. Messages that only call tools, and answers bound to a schema, pass
untouched. A run that carries the tag `guard:off` is left alone.

Needs langchain 1.4 or newer; with openai 2.x or 3.x.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from guard.assemble import Guard
from guard.domain.verdict import Outcome
from guard.errors import MissingExtraError
from guard.middleware.front import FrontDoor
from guard.middleware.live import Facts, Live, OnError, OnHold

try:
    from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, BaseMessage
    from langgraph.config import get_config
except ImportError:
    raise MissingExtraError("langchain", "langchain") from None

OFF = "guard:off"
KEY = "guard"
_QUIET = "nostream"
"""What langgraph knows as the tag of a model whose tokens are not for the stream of messages."""
_ROLES = {"human": "user", "ai": "assistant", "system": "system", "tool": "tool", "developer": "developer"}


class GuardMiddleware(AgentMiddleware[Any, Any]):
    """Judges each reply of an agent before anybody reads it, and sends what may be sent.

    The sent message keeps its id, usage and tool calls. Under `response_metadata["guard"]` stands
    what became of it (`sent`, `decision`, `virtues`, `policies`), without any words of the draft,
    for messages are stored and streamed. Whole outcomes go to the listeners of `Guard.on_outcome`.

    Args:
        guard: the Guard; one with the packaged policies when None.
        facts: what the company's systems know, or a function of the conversation (chat messages as
            dicts) that looks it up. What tools returned is known anyway.
        channel: `chat`, `email`, ….
        on_hold: `fallback`, `raise` or `pass_with_flag`.
        on_error: `closed` holds a reply that cannot be judged at all, `open` sends it.

    Raises:
        UsageError: when a setting is unknown.

    Example:
        >>> GuardMiddleware().name
        'GuardMiddleware'
    """

    def __init__(
        self,
        guard: FrontDoor | None = None,
        *,
        facts: Facts = None,
        channel: str | None = None,
        on_hold: OnHold = "fallback",
        on_error: OnError = "closed",
    ) -> None:
        super().__init__()
        self._live = Live(door=guard or Guard(), facts=facts, channel=channel, on_hold=on_hold, on_error=on_error)

    def wrap_model_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        """Call the model without streaming its raw words, and judge what it says.

        Raises:
            ReplyHeldError: when a reply is held and the setting is to raise.
        """
        if _is_left_alone(request):
            return handler(request)
        return self._judged(request, handler(_quiet(request)))

    async def awrap_model_call(self, request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        """Do what `wrap_model_call` does; judging does not block the loop.

        Raises:
            ReplyHeldError: when a reply is held and the setting is to raise.
        """
        if _is_left_alone(request):
            return await handler(request)
        answer = await handler(_quiet(request))
        return await asyncio.to_thread(self._judged, request, answer)

    def _judged(self, request: Any, answer: Any) -> Any:
        """Return the answer with judged words."""
        if isinstance(answer, AIMessage):
            return self._message(request, answer)
        if getattr(answer, "structured_response", None) is not None:
            return answer
        given: list[BaseMessage] = answer.result
        result: list[BaseMessage] = [
            self._message(request, one) if isinstance(one, AIMessage) else one for one in given
        ]
        return ModelResponse(result=result, structured_response=None)

    def _message(self, request: Any, message: AIMessage) -> AIMessage:
        """Return a message with the words that may go out; one without words as it is."""
        draft = str(message.text)
        if not draft.strip():
            return message
        told = [*([request.system_message] if request.system_message else []), *request.messages]
        case = {"messages": chat(told), "draft": draft, "draft_calls": _calls(message)}
        found = self._live.reply(case)
        update: dict[str, Any] = {"response_metadata": {**message.response_metadata, KEY: _summary(found)}}
        if found.text != draft:
            update["content"] = _with_words(message.content, found.text or "")
        return message.model_copy(update=update)


def _summary(outcome: Outcome) -> dict[str, Any]:
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
        turn["tool_calls"] = _calls(message)
    if message.type == "tool":
        turn["tool_call_id"] = getattr(message, "tool_call_id", None)
        turn["name"] = message.name
        if getattr(message, "status", None) == "error":
            turn["error"] = True
    return turn


def _calls(message: AIMessage) -> list[dict[str, Any]]:
    return [
        {
            "id": call.get("id"),
            "type": "function",
            "function": {"name": call["name"], "arguments": json.dumps(call["args"], default=str)},
        }
        for call in message.tool_calls
    ]


def _with_words(content: Any, text: str) -> Any:
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


def _quiet(request: ModelRequest[Any]) -> ModelRequest[Any]:
    """Return the request with a model whose raw words no stream of messages shows.

    The tag stands on a copy of the model itself: one that `with_config` adds is lost when tools are bound.
    """
    model: Any = request.model
    if isinstance(model, BaseChatModel):
        return request.override(model=model.model_copy(update={"tags": [*(model.tags or ()), _QUIET]}))
    return request.override(model=model.with_config(tags=[_QUIET]))


def _is_left_alone(request: Any) -> bool:
    """Tell whether an answer is not for a customer's eyes, or the run asks to be left alone."""
    if request.response_format is not None:
        return True
    try:
        tags = get_config().get("tags") or []
    except RuntimeError:  # called outside of a run
        return False
    return OFF in tags

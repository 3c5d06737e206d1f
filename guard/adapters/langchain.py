"""LangChain agents, guarded: a middleware for `create_agent` that judges what goes to the customer.

It wraps the model call, so that no raw draft reaches the state, the history, or any stream: not
`values`, not `updates`, and, by a tag on the model, not `messages` either. With `stream="sentence"`
the stream of messages carries each sentence once it is judged. Tool messages are read as what was
done and found. Messages that only call tools, and answers bound to a schema, pass untouched. A run
that carries the tag `guard:off` is left alone.

Needs langchain 1.4 or newer; with openai 2.x or 3.x.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, NotRequired, Unpack
from uuid import uuid4

from guard.adapters.langchain_messages import KEY, calls, chat, summary, told, with_words
from guard.adapters.langchain_model import OFF, GuardedModel, guarded
from guard.adapters.langchain_review import STATE, decided, held_reply, question, sealed
from guard.assemble import Guard
from guard.errors import MissingExtraError, UsageError
from guard.middleware.front import FrontDoor
from guard.middleware.live import Live, Settings, is_held

try:
    from langchain.agents.middleware import (
        AgentMiddleware,
        AgentState,
        ExtendedModelResponse,
        ModelRequest,
        ModelResponse,
    )
    from langchain.agents.middleware.types import PrivateStateAttr
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, BaseMessage
    from langgraph.config import get_config
    from langgraph.types import Command, interrupt
except ImportError:
    raise MissingExtraError("langchain", "langchain") from None

__all__ = ["OFF", "GuardMiddleware", "chat", "guarded", "held_reply", "summary"]
_QUIET = "nostream"
"""What langgraph knows as the tag of a model whose tokens are not for the stream of messages."""


class GuardState(AgentState[Any]):
    """An agent's state, with the reply that waits for a person."""

    guard_review: NotRequired[Annotated[dict[str, Any] | None, PrivateStateAttr]]


class GuardMiddleware(AgentMiddleware[Any, Any]):
    """Judges each reply of an agent before anybody reads it, and sends what may be sent.

    The sent message keeps its id, usage and tool calls. Under `response_metadata["guard"]` stands
    what became of it (`sent`, `decision`, `virtues`, `policies`), without any words of the draft,
    for messages are stored and streamed. Whole outcomes go to the listeners of `Guard.on_outcome`.

    With `on_hold="review"` a held reply waits for a person: its place is taken by an empty message of
    the same id, and the run stops with an interrupt (the agent needs a checkpointer). `held_reply`
    reads the draft from the agent's state; `Command(resume="approve")`, `"reject"` or
    `{"decision": "edit", "text": …}` puts the decided text in its place, without another call of the
    model. Tool calls that came with it stay: hold those back by LangChain's own means.

    Args:
        guard: the Guard; one with the packaged policies when None.
        settings: those of `guard.middleware.live.Live`: `facts`, `channel`, `on_hold`, `on_error`, `stream`,
            `rollout`, `review`, `now`. What tools returned is known anyway.

    Raises:
        UsageError: when a setting is unknown.

    Example:
        >>> GuardMiddleware().name
        'GuardMiddleware'
    """

    state_schema = GuardState

    def __init__(self, guard: FrontDoor | None = None, **settings: Unpack[Settings]) -> None:
        super().__init__()
        self._reviews = settings.get("on_hold") == "review" and settings.get("review") is None
        if self._reviews:
            settings["review"] = lambda _case, _outcome: None  # the interrupt brings it to people
        self._live = Live(door=guard or Guard(), **settings)

    def wrap_model_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        """Call the model without streaming its raw words, and judge what it says.

        Raises:
            ReplyHeldError: when a reply is held and the setting is to raise.
        """
        if _is_left_alone(request):
            return handler(request)
        if self._goes_by_sentences():
            return handler(request.override(model=GuardedModel(inner=request.model, live=self._live)))
        return self._judged(request, handler(_quiet(request)))

    async def awrap_model_call(self, request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        """Do what `wrap_model_call` does; judging does not block the loop.

        Raises:
            ReplyHeldError: when a reply is held and the setting is to raise.
        """
        if _is_left_alone(request):
            return await handler(request)
        if self._goes_by_sentences():
            return await handler(request.override(model=GuardedModel(inner=request.model, live=self._live)))
        answer = await handler(_quiet(request))
        return await asyncio.to_thread(self._judged, request, answer)

    def after_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:  # noqa: ARG002 - the library's own form
        """Wait for a person where a reply is held for review, and put what they decide in its place."""
        held = held_reply(state)
        if held is None:
            return None
        decision, text = _asked(question(state[STATE], held), held)
        message = next(one for one in reversed(state["messages"]) if one.id == state[STATE]["message"])
        metadata = {**message.response_metadata, KEY: {**message.response_metadata[KEY], "sent": decision}}
        content = with_words(message.content, text)
        made = message.model_copy(update={"content": content, "response_metadata": metadata})
        return {"messages": [made], STATE: None}

    def _goes_by_sentences(self) -> bool:
        """Tell whether sentences may leave by themselves; a reply that people may change leaves whole."""
        return self._live.stream == "sentence" and not self._reviews

    def _judged(self, request: Any, answer: Any) -> Any:
        """Return the answer with judged words, and the reply that waits for a person where one does."""
        given: list[BaseMessage] = [answer] if isinstance(answer, AIMessage) else answer.result
        if getattr(answer, "structured_response", None) is not None:
            return answer
        waiting: list[dict[str, Any]] = []
        result = [self._message(request, one, waiting) if isinstance(one, AIMessage) else one for one in given]
        made = ModelResponse[Any](result=result, structured_response=None)
        if not waiting:
            return made
        return ExtendedModelResponse[Any](model_response=made, command=Command(update={STATE: waiting[-1]}))

    def _message(self, request: Any, message: AIMessage, waiting: list[dict[str, Any]]) -> AIMessage:
        """Return a message with the words that may go out; one without words as it is."""
        draft = str(message.text)
        if not draft.strip():
            return message
        before = [*([request.system_message] if request.system_message else []), *request.messages]
        found = self._live.reply({"messages": chat(before), "draft": draft, "draft_calls": calls(message)})
        made = told(message, found)
        if not (self._reviews and is_held(found)):
            return made
        name = message.id or f"guard-{uuid4()}"
        made = made.model_copy(update={"id": name, "content": with_words(message.content, "")})
        waiting.append(sealed(name, draft, found))
        return made


def _asked(asks: dict[str, Any], held: Mapping[str, Any]) -> tuple[str, str]:
    """Ask until somebody decides; a run that is resumed with something else stops again, and says what is wrong."""
    while True:
        try:
            return decided(interrupt(asks), held)
        except UsageError as wrong:
            asks = {**asks, "wrong": str(wrong)}


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

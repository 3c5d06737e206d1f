"""A chat model whose replies are judged: for chains (LCEL), and for whoever calls a model directly.

It stands where the model stood: `prompt | guarded(model) | parser`. What it is asked is the
conversation; streams carry what may be read, whole or sentence by sentence. The model behind it runs
without callbacks, so that neither events nor traces show a raw draft. A run that carries the tag
`guard:off` is left alone, and so are answers bound to a schema.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, Unpack

from guard.adapters.langchain_messages import KEY, calls, chat, summary, told, with_words
from guard.assemble import Guard
from guard.errors import MissingExtraError
from guard.middleware.front import FrontDoor
from guard.middleware.gate import Gate
from guard.middleware.live import Live, Settings, is_held

try:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
    from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
except ImportError:
    raise MissingExtraError("langchain", "langchain") from None

OFF = "guard:off"
_SCHEMAS = ("response_format", "ls_structured_output_format")
_LEFT_ALONE = "guard_left_alone"
_ALONE: dict[str, Any] = {"callbacks": [], "tags": ["nostream"]}


def guarded(model: Any, guard: FrontDoor | None = None, **settings: Unpack[Settings]) -> GuardedModel:
    """Return a chat model like the one given, whose replies are judged before anybody reads them.

    Args:
        model: a chat model, or one with tools or options bound to it.
        guard: the Guard; one with the packaged policies when None.
        settings: those of `guard.middleware.live.Live`.

    Raises:
        UsageError: when a setting is unknown.

    Example:
        >>> from langchain_core.language_models import FakeListChatModel
        >>> guarded(FakeListChatModel(responses=["Good morning. We open at ten."])).invoke("When?").content
        'Good morning. We open at ten.'
    """
    return GuardedModel(inner=model, live=Live(door=guard or Guard(), **settings))


class GuardedModel(BaseChatModel):
    """A chat model in front of another one.

    Args:
        inner: the model that writes.
        live: judges.
        may_call: whether tools are bound, whose calls can follow the words of a reply.
    """

    inner: Any
    live: Any
    may_call: bool = False

    @property
    def _llm_type(self) -> str:
        return f"guarded-{getattr(self.inner, '_llm_type', 'model')}"

    def bind_tools(self, tools: Sequence[Any], **options: Any) -> Any:
        """Return the same model with tools bound to the one that writes."""
        return self.model_copy(update={"inner": self.inner.bind_tools(tools, **options), "may_call": True})

    def with_structured_output(self, schema: Any, **options: Any) -> Any:
        """Return what the model behind it gives: no customer reads an answer that is bound to a schema."""
        return self.inner.with_structured_output(schema, **options)

    def stream(self, input: Any, config: Any = None, **options: Any) -> Iterator[AIMessageChunk]:  # noqa: A002
        """Stream what may be read; the tags of a run are known here alone."""
        yield from super().stream(input, config, **_marked(config, options))

    async def astream(self, input: Any, config: Any = None, **options: Any) -> AsyncIterator[AIMessageChunk]:  # noqa: A002
        """Do what `stream` does."""
        async for chunk in super().astream(input, config, **_marked(config, options)):
            yield chunk

    def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **options: Any) -> Any:
        message = self.inner.invoke(messages, _ALONE, stop=stop, **options)
        return _result(message if _is_off(run_manager, options) else self._judged(messages, message))

    async def _agenerate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **options: Any
    ) -> Any:
        message = await self.inner.ainvoke(messages, _ALONE, stop=stop, **options)
        if _is_off(run_manager, options):
            return _result(message)
        return _result(await asyncio.to_thread(self._judged, messages, message))

    def _stream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **options: Any
    ) -> Iterator[ChatGenerationChunk]:
        is_off = options.pop(_LEFT_ALONE, False) or _is_off(run_manager, options)
        chunks = self.inner.stream(messages, _ALONE, stop=stop, **options)
        if is_off:
            yield from (ChatGenerationChunk(message=chunk) for chunk in chunks)
            return
        writing = _Writing(self._gate(messages))
        for chunk in chunks:
            yield writing.read(chunk)
            if writing.gate.is_shut:
                break
        yield writing.last()

    async def _astream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **options: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        is_off = options.pop(_LEFT_ALONE, False) or _is_off(run_manager, options)
        chunks = self.inner.astream(messages, _ALONE, stop=stop, **options)
        writing = None if is_off else _Writing(self._gate(messages))
        async for chunk in chunks:
            if writing is None:
                yield ChatGenerationChunk(message=chunk)
                continue
            decides = writing.gate.decides(str(chunk.text))
            yield await asyncio.to_thread(writing.read, chunk) if decides else writing.read(chunk)
            if writing.gate.is_shut:
                break
        if writing is not None:
            yield await asyncio.to_thread(writing.last)

    def _gate(self, messages: list[BaseMessage]) -> Gate:
        return Gate(self.live, {"messages": chat(messages)}, may_call=self.may_call)

    def _judged(self, messages: list[BaseMessage], message: AIMessage) -> AIMessage:
        """Return a message with the words that may go out; one without words as it is."""
        draft = str(message.text)
        if not draft.strip():
            return message
        case = {"messages": chat(messages), "draft": draft, "draft_calls": calls(message)}
        return told(message, self.live.reply(case))


class _Writing:
    """One reply while it is being written."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self._whole: AIMessageChunk | None = None
        self._reason: str | None = None

    def read(self, chunk: AIMessageChunk) -> ChatGenerationChunk:
        """Return a chunk with the words that may leave of it and of those before."""
        self._whole = chunk if self._whole is None else self._whole + chunk
        words = self.gate.feed(str(chunk.text))
        update: dict[str, Any] = {}
        if words != str(chunk.text):
            update["content"] = with_words(chunk.content, words)
        if "finish_reason" in chunk.response_metadata:  # said once, at the end: chunks add their words up
            update["response_metadata"] = {k: v for k, v in chunk.response_metadata.items() if k != "finish_reason"}
            self._reason = chunk.response_metadata["finish_reason"]
        return ChatGenerationChunk(message=chunk.model_copy(update=update) if update else chunk)

    def last(self) -> ChatGenerationChunk:
        """Return the words that may leave now that all is written, and what became of the reply."""
        words = self.gate.end(calls(self._whole) if self._whole is not None else ())
        outcome = self.gate.outcome
        reason = "content_filter" if outcome is not None and is_held(outcome) else self._reason
        metadata: dict[str, Any] = {"finish_reason": reason} if reason else {}
        if outcome is not None:
            metadata[KEY] = summary(outcome)
        return ChatGenerationChunk(message=AIMessageChunk(content=words, response_metadata=metadata))


def _result(message: AIMessage) -> ChatResult:
    return ChatResult(generations=[ChatGeneration(message=message)])


def _is_off(run_manager: Any, options: dict[str, Any]) -> bool:
    """Tell whether an answer is not for a customer's eyes, or the run asks to be left alone."""
    return any(name in options for name in _SCHEMAS) or OFF in (getattr(run_manager, "tags", None) or ())


def _marked(config: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options, with a mark where the run asks to be left alone: by a tag of its own or of a run above it."""
    given: dict[str, Any] = config or {}
    tags = [*(given.get("tags") or ()), *(getattr(given.get("callbacks"), "tags", None) or ())]
    return {**options, _LEFT_ALONE: True} if OFF in tags else options

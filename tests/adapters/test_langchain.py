"""LangChain's agents, guarded, with a scripted model that streams like a real one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import langchain.agents
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.tools import tool
from pydantic import BaseModel

from guard.adapters.langchain import OFF, GuardMiddleware, chat
from guard.assemble import Guard
from tests.contracts.adapter import FALSE, INSULT, NOTHING_DONE, TROUBLE, AdapterContract

SHARED = Guard()
RAW = "I've refunded you"


class Scripted(BaseChatModel):
    """Says its lines one after the other, in pieces where it is streamed."""

    script: list[AIMessage]

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Any, **options: Any) -> Any:
        return self.bind(tools=[])

    def _line(self, messages: Sequence[BaseMessage]) -> AIMessage:
        return self.script[sum(isinstance(message, AIMessage) for message in messages)]

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._line(messages))])

    def _stream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **_: Any
    ) -> Iterator[ChatGenerationChunk]:
        line = self._line(messages)
        calls: list[Any] = [
            {"name": call["name"], "args": json.dumps(call["args"]), "id": call["id"], "index": i}
            for i, call in enumerate(line.tool_calls)
        ]
        yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=calls))
        for i in range(0, len(line.text), 4):
            piece = ChatGenerationChunk(message=AIMessageChunk(content=line.text[i : i + 4]))
            if run_manager:
                run_manager.on_llm_new_token(piece.text, chunk=piece)
            yield piece


@tool
def issue_refund(order: str) -> dict[str, str]:
    """Give money back."""
    return {"order": order, "status": "ok"}


@tool
def refuse_refund(order: str) -> str:
    """Fail to give money back."""
    raise ValueError("card closed")


def agent(
    *script: AIMessage, tools: Sequence[Any] = (), middleware: GuardMiddleware | None = None, **options: Any
) -> Any:
    make: Any = getattr(langchain.agents, "create_agent")  # noqa: B009 - its types are partly unknown
    return make(
        Scripted(script=list(script)), list(tools), middleware=[middleware or GuardMiddleware(SHARED)], **options
    )


def asked(said: str = TROUBLE) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": said}]}


class TestAgent(AdapterContract):
    def say(
        self,
        draft: str | None,
        customer: str = "When do you open?",
        *,
        way: str = "whole",
        calls: tuple[Mapping[str, Any], ...] = (),
        **settings: Any,
    ) -> str | None:
        settings.setdefault("guard", SHARED)
        line = AIMessage(draft or "", tool_calls=[dict(call) for call in calls])  # pyright: ignore[reportArgumentType]
        made = agent(line, AIMessage(""), tools=[issue_refund], middleware=GuardMiddleware(**settings))
        if way == "whole":
            messages = made.invoke(asked(customer))["messages"]
        elif way == "async":
            messages = asyncio.run(made.ainvoke(asked(customer)))["messages"]
        elif way == "stream":
            messages = list(made.stream(asked(customer), stream_mode="values"))[-1]["messages"]
        else:
            messages = asyncio.run(_values(made, asked(customer)))[-1]["messages"]
        return next(str(message.content) for message in messages if isinstance(message, AIMessage))


async def _values(made: Any, question: Any, mode: str = "values") -> list[Any]:
    return [step async for step in made.astream(question, stream_mode=mode)]


def false_agent() -> Any:
    return agent(AIMessage(FALSE), middleware=GuardMiddleware(SHARED, facts=NOTHING_DONE))


def test_no_stream_shows_a_raw_draft() -> None:
    for mode in ("values", "updates", "messages", "debug", "checkpoints", "tasks"):
        assert RAW not in str(list(false_agent().stream(asked(), stream_mode=mode))), mode
        assert RAW not in str(asyncio.run(_values(false_agent(), asked(), mode))), mode


def test_no_stream_shows_a_raw_draft_where_tools_are_bound() -> None:
    calling = AIMessage("", tool_calls=[{"name": "refuse_refund", "args": {"order": "A-1"}, "id": "t1"}])
    for mode in ("values", "updates", "messages"):
        made = agent(calling, AIMessage(FALSE), tools=[issue_refund])
        told = str(list(made.stream({"messages": [HumanMessage(TROUBLE)]}, stream_mode=mode)))
        assert RAW not in told, mode


def test_the_history_keeps_the_sent_text_under_the_drafts_id() -> None:
    draft = AIMessage(FALSE, id="m-1")
    result = agent(draft, middleware=GuardMiddleware(SHARED, facts=NOTHING_DONE)).invoke(asked())
    assert result["messages"][-1].id == "m-1"
    assert RAW not in str(result)


def test_a_message_says_what_became_of_it_without_its_words() -> None:
    told = false_agent().invoke(asked())["messages"][-1].response_metadata["guard"]
    assert told["sent"] == "rewrite"
    assert told["virtues"]["honesty"] == "fail"
    assert "honesty/false-action-claim" in told["policies"]


def test_what_tools_did_is_known() -> None:
    calling = AIMessage("", tool_calls=[{"name": "issue_refund", "args": {"order": "A-1"}, "id": "t1"}])
    said = "I've refunded the 20 euro, and I'm sorry that you were charged twice."
    done = agent(calling, AIMessage(said), tools=[issue_refund]).invoke(asked())
    assert done["messages"][-1].content == said


def test_an_answer_bound_to_a_schema_passes_untouched() -> None:
    class Mood(BaseModel):
        """How they feel."""

        mood: str

    calling = AIMessage(INSULT, tool_calls=[{"name": "Mood", "args": {"mood": "calm"}, "id": "t1"}])
    result = agent(calling, response_format=Mood).invoke(asked("Hi"))
    assert result["structured_response"] == Mood(mood="calm")
    assert INSULT in str(result["messages"])


def test_a_run_that_opts_out_is_left_alone() -> None:
    result = agent(AIMessage(INSULT)).invoke(asked("Hi"), config={"tags": [OFF]})
    assert result["messages"][-1].content == INSULT


def test_blocks_of_content_keep_their_form() -> None:
    blocks: list[Any] = [{"type": "reasoning", "reasoning": "hm"}, {"type": "text", "text": FALSE}]
    made = agent(AIMessage(content=blocks), middleware=GuardMiddleware(SHARED, facts=NOTHING_DONE))
    content = made.invoke(asked())["messages"][-1].content
    assert content[0] == {"type": "reasoning", "reasoning": "hm"}
    assert RAW not in content[1]["text"]


def test_a_failed_tool_message_is_read_as_a_failure() -> None:
    assert chat([ToolMessage("card closed", tool_call_id="t1", status="error")])[0]["error"] is True

"""LangChain's agents, guarded, with a scripted model that streams like a real one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import langchain.agents
import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command
from pydantic import BaseModel

from guard.adapters.langchain import OFF, GuardMiddleware, chat, guarded, held_reply
from guard.assemble import Guard
from guard.middleware.fallback import FALLBACK
from tests.contracts.adapter import (
    CLEAN,
    FALSE,
    HALF,
    INSULT,
    NOTHING_DONE,
    PATIENT,
    TROUBLE,
    UNMENDING,
    AdapterContract,
)

SHARED = Guard(deadline_ms=PATIENT)
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
        if settings.get("stream") == "sentence":
            return read(made, asked(customer), way)
        if way == "whole":
            messages = made.invoke(asked(customer))["messages"]
        elif way == "async":
            messages = asyncio.run(made.ainvoke(asked(customer)))["messages"]
        elif way == "stream":
            messages = list(made.stream(asked(customer), stream_mode="values"))[-1]["messages"]
        else:
            messages = asyncio.run(_values(made, asked(customer)))[-1]["messages"]
        return next(str(message.content) for message in messages if isinstance(message, AIMessage))


def read(made: Any, question: Any, way: str) -> str:
    """What somebody reads who follows the stream of messages."""
    if "async" in way:
        steps = asyncio.run(_values(made, question, "messages"))
    else:
        steps = list(made.stream(question, stream_mode="messages"))
    return "".join(str(message.text) for message, _ in steps if isinstance(message, AIMessage))


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


class TestChain(AdapterContract):
    """The same, for a chain: prompt, guarded model, words."""

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
        model = guarded(Scripted(script=[line]), **settings)
        chain: Any = ChatPromptTemplate.from_messages([("human", "{said}")]) | model
        if way == "whole":
            return str(chain.invoke({"said": customer}).text)
        if way == "async":
            return str(asyncio.run(chain.ainvoke({"said": customer})).text)
        if way == "stream":
            return "".join(str(piece.text) for piece in chain.stream({"said": customer}))
        return asyncio.run(_streamed(chain, {"said": customer}))


async def _streamed(chain: Any, question: Any) -> str:
    return "".join([str(piece.text) async for piece in chain.astream(question)])


def test_a_chain_says_what_became_of_a_reply_and_keeps_its_tool_calls() -> None:
    calling = AIMessage(FALSE, tool_calls=[{"name": "find", "args": {"id": 1}, "id": "t1"}])
    model = guarded(Scripted(script=[calling]), SHARED, facts=NOTHING_DONE)
    whole: Any = None
    for piece in model.stream(TROUBLE):
        whole = piece if whole is None else whole + piece
    for message in (model.invoke(TROUBLE), whole):
        assert message.response_metadata["guard"]["sent"] == "rewrite"
        assert message.tool_calls[0]["name"] == "find"


def test_no_event_of_a_chain_shows_a_raw_draft() -> None:
    async def events() -> list[Any]:
        model = guarded(Scripted(script=[AIMessage(FALSE)]), SHARED, facts=NOTHING_DONE)
        return [event async for event in model.astream_events(TROUBLE, version="v2")]

    told = str(asyncio.run(events()))
    assert "on_chat_model_stream" in told
    assert RAW not in told


def test_a_chain_that_opts_out_or_is_bound_to_a_schema_is_left_alone() -> None:
    model = guarded(Scripted(script=[AIMessage(INSULT)]), SHARED)
    assert model.invoke("Hi", {"tags": [OFF]}).content == INSULT
    assert model.bind(response_format={"type": "json_object"}).invoke("Hi").content == INSULT
    for chain in (model, ChatPromptTemplate.from_messages([("human", "Hi")]) | model):
        left: Any = chain.with_config(tags=[OFF])
        assert "".join(str(piece.text) for piece in left.stream({} if chain is not model else "Hi")) == INSULT


def test_sentences_of_an_agent_are_read_as_they_leave() -> None:
    made = agent(AIMessage(HALF), middleware=GuardMiddleware(UNMENDING, stream="sentence"))
    told = [str(message.text) for message, _ in made.stream(asked("Hi"), stream_mode="messages")]
    assert [words for words in told if words] == ["The museum opens at ten.", f" {FALLBACK}"]
    for mode in ("values", "updates", "debug"):
        again = agent(AIMessage(HALF), middleware=GuardMiddleware(UNMENDING, stream="sentence"))
        assert "idiot" not in str(list(again.stream(asked("Hi"), stream_mode=mode))), mode


class Counted(Scripted):
    """Counts how often it is called."""

    count: ClassVar[list[int]] = []

    def _generate(self, messages: list[BaseMessage], *more: Any, **options: Any) -> ChatResult:
        self.count.append(1)
        return super()._generate(messages, *more, **options)


def reviewed(script: str = INSULT) -> tuple[Any, list[int], Any]:
    """An agent whose reply waits for a person; the model's calls; and its thread."""
    Counted.count.clear()
    make: Any = getattr(langchain.agents, "create_agent")  # noqa: B009 - its types are partly unknown
    model = Counted(script=[AIMessage(script, id="m-1"), AIMessage(CLEAN)])
    made = make(model, [], middleware=[GuardMiddleware(SHARED, on_hold="review")], checkpointer=InMemorySaver())
    return made, Counted.count, {"configurable": {"thread_id": "t"}}


@pytest.mark.parametrize(
    ("answer", "text", "sent"),
    [
        ("approve", INSULT, "approve"),
        ({"decision": "edit", "text": "We open at ten."}, "We open at ten.", "edit"),
        ("reject", FALLBACK, "reject"),
        ({"decision": "reject", "text": "A colleague answers you."}, "A colleague answers you.", "reject"),
    ],
)
def test_people_decide_on_a_held_reply_without_another_call_of_the_model(answer: Any, text: str, sent: str) -> None:
    made, count, thread = reviewed()
    stopped = made.invoke(asked("Hi"), thread)
    assert stopped["__interrupt__"][0].value["policies"] == ["respect/insult-or-mockery"]
    assert "idiot" not in str(stopped)
    waiting = held_reply(made.get_state(thread).values)
    assert waiting is not None
    assert waiting["draft"] == INSULT
    done = made.invoke(Command(resume=answer), thread)
    assert (done["messages"][-1].content, done["messages"][-1].id) == (text, "m-1")
    assert done["messages"][-1].response_metadata["guard"]["sent"] == sent
    assert len(done["messages"]) == 2
    assert held_reply(made.get_state(thread).values) is None
    assert count == [1]
    assert made.invoke(asked("When do you open?"), thread)["messages"][-1].content == CLEAN


def test_a_reply_that_waits_is_shown_by_no_stream() -> None:
    for mode in ("values", "updates", "messages"):
        made, _, thread = reviewed()
        assert "idiot" not in str(list(made.stream(asked("Hi"), thread, stream_mode=mode))), mode


def test_people_decide_in_an_async_agent_as_well() -> None:
    async def run() -> Any:
        made, count, thread = reviewed()
        await made.ainvoke(asked("Hi"), thread)
        return (await made.ainvoke(Command(resume="approve"), thread))["messages"][-1].content, count

    assert asyncio.run(run()) == (INSULT, [1])


def test_an_answer_that_is_no_decision_is_asked_for_again() -> None:
    made, _, thread = reviewed()
    made.invoke(asked("Hi"), thread)
    again = made.invoke(Command(resume="maybe"), thread)
    assert "expected 'approve', 'reject'" in again["__interrupt__"][0].value["wrong"]
    assert made.invoke(Command(resume="reject"), thread)["messages"][-1].content == FALLBACK


def test_a_clean_reply_waits_for_nobody() -> None:
    made, count, thread = reviewed(CLEAN)
    assert made.invoke(asked("Hi"), thread)["messages"][-1].content == CLEAN
    assert count == [1]

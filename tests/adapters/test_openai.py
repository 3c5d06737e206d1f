"""The openai client, guarded, in front of a real server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import openai
import pytest

from guard.adapters.openai import guarded, outcomes
from guard.assemble import Guard
from guard.errors import UsageError
from tests.adapters.upstream import Upstream
from tests.contracts.adapter import FALSE, INSULT, NOTHING_DONE, PATIENT, TROUBLE, AdapterContract

pytestmark = pytest.mark.enable_socket
SHARED = Guard(deadline_ms=PATIENT)


OPEN: list[openai.OpenAI] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


def client(upstream: Upstream, **settings: Any) -> openai.OpenAI:
    settings.setdefault("guard", SHARED)
    OPEN.append(openai.OpenAI(api_key="k", base_url=upstream.url, max_retries=0))
    return guarded(OPEN[-1], **settings)


@asynccontextmanager
async def aclient(upstream: Upstream, **settings: Any) -> AsyncGenerator[openai.AsyncOpenAI]:
    settings.setdefault("guard", SHARED)
    async with openai.AsyncOpenAI(api_key="k", base_url=upstream.url, max_retries=0) as plain:
        yield guarded(plain, **settings)


def tool_calls(calls: tuple[Mapping[str, Any], ...]) -> list[dict[str, Any]]:
    return [
        {"id": one["id"], "type": "function", "function": {"name": one["name"], "arguments": str(one["args"])}}
        for one in calls
    ]


class Wired(AdapterContract):
    upstream: Upstream

    @pytest.fixture(autouse=True)
    def _upstream(self, upstream: Upstream) -> None:
        self.upstream = upstream

    def say(
        self,
        draft: str | None,
        customer: str = "When do you open?",
        *,
        way: str = "whole",
        calls: tuple[Mapping[str, Any], ...] = (),
        **settings: Any,
    ) -> str | None:
        self.upstream.text, self.upstream.calls = draft, tool_calls(calls)
        return (
            asyncio.run(self.asaid(customer, way, settings)) if "async" in way else self.said(customer, way, settings)
        )

    def said(self, customer: str, way: str, settings: dict[str, Any]) -> str | None:
        raise NotImplementedError

    async def asaid(self, customer: str, way: str, settings: dict[str, Any]) -> str | None:
        raise NotImplementedError


class TestCompletions(Wired):
    def said(self, customer: str, way: str, settings: dict[str, Any]) -> str | None:
        create: Any = client(self.upstream, **settings).chat.completions.create
        answer = create(model="m", messages=[{"role": "user", "content": customer}], stream=way == "stream")
        if way == "whole":
            return answer.choices[0].message.content
        return "".join(chunk.choices[0].delta.content or "" for chunk in answer if chunk.choices)

    async def asaid(self, customer: str, way: str, settings: dict[str, Any]) -> str | None:
        async with aclient(self.upstream, **settings) as made:
            create: Any = made.chat.completions.create
            answer = await create(model="m", messages=[{"role": "user", "content": customer}], stream="stream" in way)
            if way == "async":
                return answer.choices[0].message.content
            return "".join([chunk.choices[0].delta.content or "" async for chunk in answer if chunk.choices])


class TestResponses(Wired):
    def said(self, customer: str, way: str, settings: dict[str, Any]) -> str | None:
        create: Any = client(self.upstream, **settings).responses.create
        answer = create(model="m", input=customer, stream=way == "stream")
        if way == "whole":
            return answer.output_text
        return "".join(event.delta for event in answer if event.type == "response.output_text.delta")

    async def asaid(self, customer: str, way: str, settings: dict[str, Any]) -> str | None:
        async with aclient(self.upstream, **settings) as made:
            create: Any = made.responses.create
            answer = await create(model="m", input=customer, stream="stream" in way)
            if way == "async":
                return answer.output_text
            return "".join([event.delta async for event in answer if event.type == "response.output_text.delta"])


def ask(made: Any, said: str = "When do you open?", **options: Any) -> Any:
    return made.chat.completions.create(model="m", messages=[{"role": "user", "content": said}], **options)


def test_ids_usage_and_headers_are_the_servers(upstream: Upstream) -> None:
    upstream.text = FALSE
    answer = ask(client(upstream, facts=NOTHING_DONE), TROUBLE)
    assert (answer.id, answer.usage.total_tokens, answer._request_id) == ("c1", 3, "req-1")


def test_the_outcome_hangs_on_the_answer(upstream: Upstream) -> None:
    upstream.text = FALSE
    [outcome] = outcomes(ask(client(upstream, facts=NOTHING_DONE), TROUBLE))
    assert outcome.sent == "rewrite"
    assert outcome.verdict.virtues["honesty"] == "fail"


def test_the_outcome_hangs_on_the_last_chunk_of_a_stream(upstream: Upstream) -> None:
    upstream.text = INSULT
    chunks = list(ask(client(upstream), stream=True))
    last = next(chunk for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason)
    assert last.choices[0].finish_reason == "content_filter"
    assert [outcome.sent for outcome in outcomes(last)] == ["fallback"]
    assert chunks[-1].usage.total_tokens == 3


def test_each_choice_is_judged_by_itself(upstream: Upstream) -> None:
    upstream.texts = ["The museum opens at ten.", INSULT]
    answer = ask(client(upstream), n=2)
    assert answer.choices[0].message.content == "The museum opens at ten."
    assert "idiot" not in answer.choices[1].message.content
    assert [outcome.sent for outcome in outcomes(answer)] == ["draft", "fallback"]


def test_a_call_that_opts_out_is_left_alone_and_the_model_never_sees_our_field(upstream: Upstream) -> None:
    upstream.text = INSULT
    answer = ask(client(upstream), extra_body={"guard": False})
    assert answer.choices[0].message.content == INSULT
    assert "guard" not in upstream.requests[-1]


def test_facts_may_come_with_the_call(upstream: Upstream) -> None:
    upstream.text = FALSE
    answer = ask(client(upstream), TROUBLE, extra_body={"guard": {"facts": NOTHING_DONE}})
    assert "I've refunded" not in answer.choices[0].message.content


def test_an_answer_bound_to_a_schema_passes_untouched(upstream: Upstream) -> None:
    upstream.text = '{"mood": "You idiot."}'
    answer = ask(client(upstream), response_format={"type": "json_object"})
    assert answer.choices[0].message.content == upstream.text
    made = client(upstream).responses.create(model="m", input="x", text={"format": {"type": "json_object"}})
    assert made.output_text == upstream.text


def test_tools_results_are_known(upstream: Upstream) -> None:
    upstream.text = "I've refunded the 20 euro, and I'm sorry that you were charged twice."
    call = {"id": "t1", "type": "function", "function": {"name": "issue_refund", "arguments": '{"amount": 20}'}}
    talk = [
        {"role": "user", "content": TROUBLE},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "t1", "content": '{"status": "ok", "refunded": 20}'},
    ]
    create: Any = client(upstream).chat.completions.create
    assert create(model="m", messages=talk).choices[0].message.content == upstream.text
    failed = [*talk[:2], {**talk[2], "content": '{"error": "card closed"}'}]
    assert create(model="m", messages=failed).choices[0].message.content != upstream.text


def test_what_hangs_on_the_client_is_guarded_as_well(upstream: Upstream) -> None:
    upstream.text = INSULT
    made = client(upstream)
    assert "idiot" not in ask(made.with_options(timeout=3)).choices[0].message.content
    raw = made.chat.completions.with_raw_response.create(model="m", messages=[{"role": "user", "content": "Hi"}])
    assert b"idiot." not in raw.content.split(b'"guard"')[0]
    with made.responses.stream(model="m", input="Hi") as stream:
        told = list(stream)
        assert "idiot" not in "".join(event.delta for event in told if event.type == "response.output_text.delta")
        assert "idiot" not in stream.get_final_response().output_text


def test_the_clients_own_exceptions_come_through(upstream: Upstream) -> None:
    upstream.status = 500
    with pytest.raises(openai.InternalServerError, match="asleep"):
        ask(client(upstream))


def test_a_stream_that_breaks_off_gives_nothing_away(upstream: Upstream) -> None:
    upstream.text, upstream.stops_after = INSULT * 20, 12
    said = "".join(c.choices[0].delta.content or "" for c in ask(client(upstream), stream=True) if c.choices)
    assert said == ""


def test_a_stream_that_is_left_half_way_gives_nothing_away(upstream: Upstream) -> None:
    upstream.text = INSULT * 20
    stream = ask(client(upstream), stream=True)
    first = next(iter(stream))
    stream.close()
    assert not first.choices[0].delta.content


def test_the_given_client_is_not_changed_and_outlives_the_guarded_one(upstream: Upstream) -> None:
    upstream.text = INSULT
    made = client(upstream)
    made.close()
    assert ask(OPEN[-1]).choices[0].message.content == INSULT


def test_azure_is_guarded(upstream: Upstream) -> None:
    upstream.text = INSULT
    azure = openai.AzureOpenAI(api_key="k", api_version="2025-01-01", base_url=upstream.url)
    OPEN.append(azure)
    assert "idiot" not in ask(guarded(azure, SHARED)).choices[0].message.content


def test_something_that_is_no_client_is_refused() -> None:
    with pytest.raises(UsageError, match="expected an OpenAI or AsyncOpenAI; got a str"):
        guarded("https://example.org", SHARED)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownMemberType]

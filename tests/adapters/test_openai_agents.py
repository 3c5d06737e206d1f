"""The OpenAI Agents SDK behind a guarded client; runs in an environment of its own (`.ci/run --all`)."""

from __future__ import annotations

import asyncio
from typing import Any

import openai
import pytest
from agents import Agent, RunConfig, Runner

from guard.adapters.openai_agents import guarded
from guard.middleware.fallback import FALLBACK
from tests.adapters.upstream import Upstream
from tests.contracts.adapter import BROKEN, CLEAN, FALSE, HALF, INSULT, LATE, NOTHING_DONE, SHARED, TROUBLE, UNMENDING

pytestmark = pytest.mark.enable_socket
FORMS = pytest.mark.parametrize("responses", [True, False], ids=["responses", "completions"])


def said(upstream: Upstream, draft: str, customer: str = "Hi", *, responses: bool, **settings: Any) -> tuple[str, str]:
    """What a whole run says, and what a streamed run lets somebody read."""
    upstream.text = draft
    settings.setdefault("guard", SHARED)

    async def run() -> tuple[str, str]:
        async with openai.AsyncOpenAI(api_key="k", base_url=upstream.url, max_retries=0) as client:
            provider = guarded(client, use_responses=responses, **settings)
            config = RunConfig(model_provider=provider, tracing_disabled=True)
            agent = Agent(name="Ada", instructions="Help.", model="m")
            whole = await Runner.run(agent, customer, run_config=config)
            streamed = Runner.run_streamed(agent, customer, run_config=config)
            read = ""
            async for event in streamed.stream_events():
                if event.type == "raw_response_event" and event.data.type == "response.output_text.delta":
                    read += event.data.delta
            return str(whole.final_output), read

    return asyncio.run(run())


@FORMS
def test_a_clean_reply_comes_back_byte_for_byte(upstream: Upstream, responses: bool) -> None:
    assert said(upstream, CLEAN, responses=responses) == (CLEAN, CLEAN)
    assert said(upstream, CLEAN, responses=responses, stream="sentence") == (CLEAN, CLEAN)


@FORMS
def test_a_false_claim_never_reaches_the_caller(upstream: Upstream, responses: bool) -> None:
    for stream in ("whole", "sentence"):
        told = said(upstream, FALSE, TROUBLE, responses=responses, facts=NOTHING_DONE, stream=stream)
        assert "I've refunded" not in str(told)


@FORMS
def test_a_held_reply_is_answered_by_the_fallback(upstream: Upstream, responses: bool) -> None:
    assert said(upstream, INSULT, responses=responses) == (FALLBACK, FALLBACK)
    _, read = said(upstream, HALF, responses=responses, guard=UNMENDING, stream="sentence")
    assert read == f"The museum opens at ten. {FALLBACK}"


@FORMS
def test_a_judge_that_crashes_or_runs_out_of_time_fails_closed_or_open(upstream: Upstream, responses: bool) -> None:
    for door in (BROKEN, LATE):
        assert said(upstream, CLEAN, responses=responses, guard=door) == (FALLBACK, FALLBACK)
        assert said(upstream, CLEAN, responses=responses, guard=door, on_error="open") == (CLEAN, CLEAN)

"""Pydantic AI behind a guarded client; runs in an environment of its own (`.ci/run --all`)."""

from __future__ import annotations

import asyncio
from typing import Any

import openai
import pytest
from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel

from guard.adapters.pydantic_ai import guarded
from guard.middleware.fallback import FALLBACK
from tests.adapters.upstream import Upstream
from tests.contracts.adapter import BROKEN, CLEAN, FALSE, HALF, INSULT, LATE, NOTHING_DONE, SHARED, TROUBLE, UNMENDING

pytestmark = pytest.mark.enable_socket
MODELS = pytest.mark.parametrize("model", [OpenAIChatModel, OpenAIResponsesModel])


def said(upstream: Upstream, model: Any, draft: str, customer: str = "Hi", **settings: Any) -> tuple[str, str]:
    """What a whole run says, and what a streamed run lets somebody read."""
    upstream.text = draft
    settings.setdefault("guard", SHARED)

    async def run() -> tuple[str, str]:
        async with openai.AsyncOpenAI(api_key="k", base_url=upstream.url, max_retries=0) as client:
            agent: Any = Agent(model("m", provider=guarded(client, **settings)))
            whole = await agent.run(customer)
            async with agent.run_stream(customer) as result:
                read = "".join([piece async for piece in result.stream_text(delta=True, debounce_by=None)])
            return str(whole.output), read

    return asyncio.run(run())


@MODELS
def test_a_clean_reply_comes_back_byte_for_byte(upstream: Upstream, model: Any) -> None:
    assert said(upstream, model, CLEAN) == (CLEAN, CLEAN)
    assert said(upstream, model, CLEAN, stream="sentence") == (CLEAN, CLEAN)


@MODELS
def test_a_false_claim_never_reaches_the_caller(upstream: Upstream, model: Any) -> None:
    for stream in ("whole", "sentence"):
        assert "I've refunded" not in str(said(upstream, model, FALSE, TROUBLE, facts=NOTHING_DONE, stream=stream))


@MODELS
def test_a_held_reply_is_answered_by_the_fallback(upstream: Upstream, model: Any) -> None:
    assert said(upstream, model, INSULT) == (FALLBACK, FALLBACK)


def test_a_hold_half_way_ends_the_stream_with_the_fallback(upstream: Upstream) -> None:
    _, read = said(upstream, OpenAIChatModel, HALF, guard=UNMENDING, stream="sentence")
    assert read == f"The museum opens at ten. {FALLBACK}"


@MODELS
def test_a_judge_that_crashes_or_runs_out_of_time_fails_closed_or_open(upstream: Upstream, model: Any) -> None:
    for door in (BROKEN, LATE):
        assert said(upstream, model, CLEAN, guard=door) == (FALLBACK, FALLBACK)
        assert said(upstream, model, CLEAN, guard=door, on_error="open") == (CLEAN, CLEAN)

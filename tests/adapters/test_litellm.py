"""litellm's guardrail; runs in an environment of its own (`.ci/run --all`)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from litellm.types.utils import Choices, Message, ModelResponse, ModelResponseStream

from guard.adapters.litellm import GuardGuardrail
from guard.middleware.fallback import FALLBACK
from tests.adapters.upstream import pieces
from tests.contracts.adapter import BROKEN, CLEAN, FALSE, HALF, INSULT, LATE, NOTHING_DONE, SHARED, TROUBLE, UNMENDING


def asked(customer: str, **more: Any) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "user", "content": customer}], **more}


def answer(draft: str) -> ModelResponse:
    return ModelResponse(choices=[Choices(message=Message(content=draft, role="assistant"), finish_reason="stop")])


def chunk(words: str | None, reason: str | None = None) -> ModelResponseStream:
    return ModelResponseStream(choices=[{"index": 0, "delta": {"content": words}, "finish_reason": reason}])


async def model(draft: str) -> AsyncIterator[ModelResponseStream]:
    for piece in pieces(draft):
        yield chunk(piece)
    yield chunk(None, "stop")


def said(draft: str, customer: str = "Hi", more: dict[str, Any] | None = None, **settings: Any) -> tuple[str, str]:
    """What a whole answer says, and what a streamed one lets somebody read."""
    settings.setdefault("guard", SHARED)
    rail = GuardGuardrail(**settings)
    data = asked(customer, **(more or {}))

    async def run() -> tuple[str, str]:
        whole = await rail.async_post_call_success_hook(data, None, answer(draft))
        read = ""
        async for made in rail.async_post_call_streaming_iterator_hook(None, model(draft), data):
            read += made.choices[0].delta.content or ""
        return str(whole.choices[0].message.content), read

    return asyncio.run(run())


def test_a_clean_reply_comes_back_byte_for_byte() -> None:
    assert said(CLEAN) == (CLEAN, CLEAN)
    assert said(CLEAN, stream="sentence") == (CLEAN, CLEAN)


def test_a_false_claim_never_reaches_the_caller() -> None:
    for stream in ("whole", "sentence"):
        assert "I've refunded" not in str(said(FALSE, TROUBLE, facts=NOTHING_DONE, stream=stream))


def test_a_held_reply_is_answered_by_the_fallback() -> None:
    assert said(INSULT) == (FALLBACK, FALLBACK)
    assert said(HALF, guard=UNMENDING, stream="sentence")[1] == f"The museum opens at ten. {FALLBACK}"


def test_a_judge_that_crashes_or_runs_out_of_time_fails_closed_or_open() -> None:
    for door in (BROKEN, LATE):
        assert said(CLEAN, guard=door) == (FALLBACK, FALLBACK)
        assert said(CLEAN, guard=door, on_error="open") == (CLEAN, CLEAN)


def test_an_answer_bound_to_a_schema_and_one_that_opts_out_pass_untouched() -> None:
    assert said(INSULT, more={"response_format": {"type": "json_object"}}) == (INSULT, INSULT)
    assert said(INSULT, more={"guard": False}) == (INSULT, INSULT)

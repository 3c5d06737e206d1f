"""The official client against a real server on loopback that says what a test wants it to say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from guard import Guard
from guard.errors import ModelError, UsageError
from guard.llm.openai_client import OpenAIModel
from guard.llm.ports import ModelBusyError, Prompt
from guard.llm.settings import Settings
from tests.adapters.upstream import Upstream, serving

pytestmark = pytest.mark.enable_socket
PROMPT = Prompt("Be fair.", "Judge.", "answers", {"type": "object"})
FINE: dict[str, Any] = {
    "messages": [{"role": "customer", "text": "which floor?"}], "draft": "The second floor, just by the stairs.",
}  # fmt: skip
PASS = {"reason": "Fine.", "evidence": "", "status": "pass", "confidence": 0.9}


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with serving() as served:
        yield served


def model(upstream: Upstream, **settings: Any) -> OpenAIModel:
    return OpenAIModel(Settings(model="m", base_url=upstream.url, **settings))


def test_a_call_carries_the_schema_and_brings_text_and_tokens(upstream: Upstream) -> None:
    upstream.text = "{}"
    answer = model(upstream, temperature=0, max_tokens=50).complete(PROMPT, 5)
    assert (answer.text, answer.tokens_in, answer.tokens_out, answer.cut) == ("{}", 1, 2, False)
    (body,) = upstream.requests
    assert body["response_format"]["json_schema"]["strict"] is True
    assert (body["temperature"], body["max_completion_tokens"]) == (0, 50)


@pytest.mark.parametrize(("status", "error"), [(429, ModelBusyError), (503, ModelBusyError), (400, ModelError)])
def test_a_refusal_is_told_apart_from_a_busy_server_and_quotes_nothing(
    upstream: Upstream, status: int, error: type[ModelError]
) -> None:
    upstream.status = status
    with pytest.raises(ModelError) as caught:
        model(upstream).complete(PROMPT, 5)
    assert type(caught.value) is error
    assert str(caught.value) == f"answered {status}"
    assert len(upstream.requests) == 1


def test_an_answer_without_a_text_is_an_error(upstream: Upstream) -> None:
    upstream.text = None
    with pytest.raises(ModelError, match="without a text"):
        model(upstream).complete(PROMPT, 5)


def test_a_server_that_is_not_there_may_be_tried_again() -> None:
    with pytest.raises(ModelBusyError, match="cannot be reached"):
        OpenAIModel(Settings(model="m", base_url="http://127.0.0.1:9/v1")).complete(PROMPT, 5)


def test_a_key_comes_from_the_environment_alone(monkeypatch: pytest.MonkeyPatch, upstream: Upstream) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(UsageError, match="OPENAI_API_KEY"):
        OpenAIModel(Settings(model="m"))
    monkeypatch.setenv("MY_KEY", "sk-mine")
    upstream.text = "{}"
    model(upstream, key_env="MY_KEY").complete(PROMPT, 5)
    assert upstream.headers[-1]["authorization"] == "Bearer sk-mine"


def test_a_guard_asks_a_server_once_and_goes_on_without_it(upstream: Upstream) -> None:
    upstream.text = json.dumps({f"q{i}": PASS for i in range(12)})
    settings = {"model": "m", "base_url": upstream.url, "cache": False, "retries": 0, "cascade": {"ask": "all"}}
    guard = Guard(tier="full", llm=settings, deadline_ms=60_000)
    assert guard.check(FINE).faults == ()
    assert len(upstream.requests) == 1
    assert "stairs" in upstream.requests[0]["messages"][1]["content"]
    upstream.status = 503
    verdict = guard.check(FINE)
    assert verdict.decision == "send"
    assert {fault.detail for fault in verdict.faults} == {"answered 503"}
    assert guard.usage is not None
    assert (guard.usage.calls, guard.usage.failed) == (2, 1)


def test_an_answer_out_of_the_schema_is_a_fault_and_never_a_score(upstream: Upstream) -> None:
    upstream.text = '{"q0": "pass"}'
    settings = {"model": "m", "base_url": upstream.url, "cache": False}
    verdict = Guard(tier="full", llm=settings, deadline_ms=60_000).check(FINE)
    assert {fault.reason for fault in verdict.faults} == {"no model"}
    assert verdict.decision == "send"

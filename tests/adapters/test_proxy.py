"""The proxy, behind a real server, between unmodified clients and a scripted model."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import openai
import pytest
import uvicorn

from guard.adapters.proxy import Reach, proxy
from guard.assemble import Guard
from guard.middleware.live import Live
from tests.adapters.upstream import Upstream
from tests.contracts.adapter import CLEAN, FALSE, INSULT, NOTHING_DONE, PATIENT, TROUBLE, AdapterContract

pytestmark = pytest.mark.enable_socket
SHARED = Guard(deadline_ms=PATIENT)


@contextmanager
def standing(upstream: Upstream, reach: Reach | None = None, **settings: Any) -> Generator[str]:
    """Run the proxy under uvicorn; yield its base URL."""
    reports = settings.pop("reports", False)
    live = Live(door=settings.pop("guard", SHARED), **settings)
    app = proxy(upstream.url, live, reach=reach, reports=reports)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        finally:
            server.should_exit = True
            thread.join()


class TestProxy(AdapterContract):
    ways = ("whole", "stream")
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
        self.upstream.text = draft
        self.upstream.calls = [
            {"id": one["id"], "type": "function", "function": {"name": one["name"], "arguments": "{}"}} for one in calls
        ]
        with (
            standing(self.upstream, **settings) as url,
            openai.OpenAI(api_key="k", base_url=url, max_retries=0) as made,
        ):
            create: Any = made.chat.completions.create
            answer = create(model="m", messages=[{"role": "user", "content": customer}], stream=way == "stream")
            if way == "whole":
                return answer.choices[0].message.content
            return "".join(chunk.choices[0].delta.content or "" for chunk in answer if chunk.choices)

    def test_a_held_reply_raises_where_that_is_the_setting(self) -> None:
        for way in self.ways:
            with pytest.raises(openai.APIError, match="held"):
                self.say(INSULT, way=way, on_hold="raise")


def ask(url: str, said: str = "When do you open?", *, headers: Mapping[str, str] | None = None, **more: Any) -> Any:
    body = {"model": "m", "messages": [{"role": "user", "content": said}], **more}
    return httpx.post(f"{url}/chat/completions", json=body, headers=dict(headers or {}), timeout=20)


def test_the_outcome_stands_in_the_headers_and_in_the_body_only_where_it_is_asked_for(upstream: Upstream) -> None:
    upstream.text = INSULT
    with standing(upstream) as url:
        answer = ask(url)
        assert answer.headers["x-guard-sent"] == "fallback"
        assert "respect/insult-or-mockery" in answer.headers["x-guard-policies"]
        assert "idiot" not in answer.text
        assert "guard" not in answer.json()
        assert ask(url, guard={"report": True}).json()["guard"][0]["sent"] == "fallback"


def test_a_key_goes_on_to_the_model_and_into_no_log(upstream: Upstream, caplog: pytest.LogCaptureFixture) -> None:
    upstream.text = INSULT
    with caplog.at_level("DEBUG", logger="guard"), standing(upstream) as url:
        assert ask(url, headers={"authorization": "Bearer sk-secret-1"}).status_code == 200
    assert upstream.headers[-1]["authorization"] == "Bearer sk-secret-1"
    assert "sk-secret-1" not in caplog.text
    assert "idiot" not in caplog.text


def test_a_request_may_opt_out_by_header_or_by_body(upstream: Upstream) -> None:
    upstream.text = INSULT
    with standing(upstream) as url:
        assert INSULT in ask(url, headers={"x-guard": "off"}).text
        assert INSULT in ask(url, guard=False).text
    assert all("guard" not in body for body in upstream.requests)


def test_facts_may_come_in_a_header(upstream: Upstream) -> None:
    upstream.text = FALSE
    with standing(upstream) as url:
        answer = ask(url, TROUBLE, headers={"x-guard-facts": json.dumps(NOTHING_DONE)})
        assert "I've refunded" not in answer.text


def test_errors_and_other_paths_are_passed_on(upstream: Upstream) -> None:
    upstream.status = 429
    with standing(upstream) as url:
        answer = ask(url)
        assert (answer.status_code, answer.json()["error"]["message"]) == (429, "the model is asleep")
        assert httpx.post(f"{url}/embeddings", json={"input": "x"}).status_code == 429
        assert httpx.get(url.replace("/v1", "/guard/health")).json() == {"status": "ok"}


def test_a_server_that_is_gone_is_said_plainly() -> None:
    with standing(Upstream(url="http://127.0.0.1:9/v1")) as url:
        answer = ask(url)
    assert answer.status_code == 502
    assert "cannot be reached; check --upstream" in answer.json()["error"]["message"]


def test_a_request_that_is_too_long_is_refused(upstream: Upstream) -> None:
    with standing(upstream, Reach(body=1000)) as url:
        assert ask(url, "x" * 2000).status_code == 413
    assert not upstream.requests


def test_no_byte_of_a_held_stream_arrives(upstream: Upstream) -> None:
    upstream.text = INSULT * 30
    body = json.dumps({"model": "m", "stream": True, "messages": [{"role": "user", "content": "Hi"}]}).encode()
    with standing(upstream) as url:
        host, port = url.removeprefix("http://").removesuffix("/v1").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as line:
            head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
            line.sendall(f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            told = b"".join(iter(lambda: line.recv(65536), b""))
    assert b"200 OK" in told
    assert b"data: [DONE]" in told
    assert b"idio" not in told
    assert b"You" not in told.replace(b"Thank you", b"")


def test_many_at_once_are_all_answered(upstream: Upstream) -> None:
    upstream.text = CLEAN

    async def all_of_them(url: str) -> list[str | None]:
        async with openai.AsyncOpenAI(api_key="k", base_url=url) as made:
            create: Any = made.chat.completions.create
            asked = [create(model="m", messages=[{"role": "user", "content": "Hi"}]) for _ in range(20)]
            return [answer.choices[0].message.content for answer in await asyncio.gather(*asked)]

    with standing(upstream, Reach(at_once=4)) as url:
        assert asyncio.run(all_of_them(url)) == [CLEAN] * 20

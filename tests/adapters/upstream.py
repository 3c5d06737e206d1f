"""A real HTTP server on loopback that speaks OpenAI's format and says what a test wants it to say."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CALL = {"id": "t1", "type": "function", "function": {"name": "issue_refund", "arguments": '{"id": "A-1"}'}}


@dataclass
class Upstream:
    """What the model says next, and what it was asked.

    Args:
        url: where it listens.
        text: its words; None for none.
        calls: tool calls that come with them.
        texts: several choices; takes the place of `text`.
        status: of the next answers.
        stops_after: how many events of a stream are sent before the connection is cut; None: all.
    """

    url: str = ""
    text: str | None = ""
    calls: Sequence[Mapping[str, Any]] = ()
    texts: Sequence[str] = ()
    status: int = 200
    stops_after: int | None = None
    requests: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    headers: list[Mapping[str, str]] = field(default_factory=list[Mapping[str, str]])

    def answer(self, path: str, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The answer, whole or as events."""
        if self.status != 200:
            yield {"error": {"message": "the model is asleep", "type": "server_error"}}
        elif path.endswith("/responses"):
            yield from self._response(bool(body.get("stream")))
        elif body.get("stream"):
            yield from self._chunks()
        else:
            yield self._completion()

    def _completion(self) -> dict[str, Any]:
        said: Sequence[str | None] = self.texts or [self.text]
        message = {"role": "assistant", **({"tool_calls": self.calls} if self.calls else {})}
        ends = "tool_calls" if self.calls else "stop"
        return {
            "id": "c1", "object": "chat.completion", "created": 1, "model": "m",
            "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
            "choices": [
                {"index": i, "message": {**message, "content": text}, "finish_reason": ends}
                for i, text in enumerate(said)
            ],
        }  # fmt: skip

    def _chunks(self) -> Iterator[dict[str, Any]]:
        head = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m"}

        def chunk(delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
            return {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}

        yield chunk({"role": "assistant", "content": ""})
        for piece in pieces(self.text or ""):
            yield chunk({"content": piece})
        for i, call in enumerate(self.calls):
            yield chunk({"tool_calls": [{"index": i, **call}]})
        yield chunk({}, "tool_calls" if self.calls else "stop")
        yield {**head, "choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}}

    def _response(self, streamed: bool) -> Iterator[dict[str, Any]]:
        part: dict[str, Any] = {"type": "output_text", "text": self.text or "", "annotations": []}
        item: dict[str, Any] = {
            "id": "m1",
            "type": "message",
            "status": "completed",
            "role": "assistant",
            "content": [part],
        }
        calls = [
            {"id": "f1", "type": "function_call", "call_id": call["id"], "status": "completed", **call["function"]}
            for call in self.calls
        ]
        whole: dict[str, Any] = {
            "id": "r1", "object": "response", "created_at": 1, "model": "m", "status": "completed",
            "output": [*calls, *([item] if self.text else [])], "parallel_tool_calls": True, "tool_choice": "auto",
            "tools": [],
        }  # fmt: skip
        if not streamed:
            yield whole
            return
        place = {"item_id": "m1", "output_index": 0, "content_index": 0}
        events: list[dict[str, Any]] = [
            {"type": "response.created", "response": {**whole, "output": [], "status": "in_progress"}},
            {"type": "response.output_item.added", "output_index": 0, "item": {**item, "content": []}},
            {"type": "response.content_part.added", **place, "part": {**part, "text": ""}},
            *(
                {"type": "response.output_text.delta", **place, "delta": piece, "logprobs": []}
                for piece in pieces(self.text or "")
            ),
            {"type": "response.output_text.done", **place, "text": self.text, "logprobs": []},
            {"type": "response.content_part.done", **place, "part": part},
            {"type": "response.output_item.done", "output_index": 0, "item": item},
            {"type": "response.completed", "response": whole},
        ]
        for number, event in enumerate(events):
            yield {**event, "sequence_number": number}


def pieces(text: str) -> list[str]:
    """Cut a text as models do, in bits of a few letters."""
    return [text[i : i + 4] for i in range(0, len(text), 4)]


@contextmanager
def serving() -> Generator[Upstream]:
    """Serve until the test is over."""
    upstream = Upstream()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any, **__: Any) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            upstream.requests.append(body)
            upstream.headers.append({name.lower(): value for name, value in self.headers.items()})
            streamed = bool(body.get("stream")) and upstream.status == 200
            events = list(upstream.answer(self.path, body))
            text = json.dumps(events[0])
            if streamed:
                sent = events[: upstream.stops_after]
                text = "".join(f"data: {json.dumps(event)}\n\n" for event in sent)
                text += "data: [DONE]\n\n" if upstream.stops_after is None else ""
            self.send_response(upstream.status)
            self.send_header("content-type", "text/event-stream" if streamed else "application/json")
            self.send_header("content-length", str(len(text.encode())))
            self.send_header("x-request-id", "req-1")
            self.end_headers()
            self.wfile.write(text.encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    upstream.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield upstream
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""The OpenAI API, guarded: an existing bot is guarded by changing its `base_url` alone.

Chat completions and responses are judged, whole or streamed; every other path, and every error, is
passed on as it is. Keys pass through and are never logged; neither are words. A request that carries
`x-guard: off`, or `"guard": false` in its body, is left alone. What is known comes as
`"guard": {"facts": {…}}` in the body, or as JSON in the header `x-guard-facts`.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from guard.domain.verdict import Outcome
from guard.errors import MissingExtraError, UsageError
from guard.middleware.live import Live, ReplyHeldError
from guard.wire.exchange import aonward, judged_body, stream_of
from guard.wire.request import Asked, asked

try:
    import httpx
    from starlette.applications import Starlette
    from starlette.requests import ClientDisconnect, Request
    from starlette.responses import JSONResponse, Response, StreamingResponse
    from starlette.routing import Route
except ImportError:
    raise MissingExtraError("starlette", "proxy") from None

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"]
_HOP = frozenset(
    ("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailers", "transfer-encoding",
     "upgrade", "host", "content-length")
)  # fmt: skip
_OURS = "x-guard"
_LOG = logging.getLogger("guard.proxy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What the proxy may take.

    Args:
        body: bytes of a request.
        seconds: that the model's server may stay silent.
        at_once: requests under way; more wait.
    """

    body: int = 10_000_000
    seconds: float = 600.0
    at_once: int = 100


def proxy(upstream: str, live: Live, *, reach: Reach | None = None, reports: bool = False) -> Starlette:
    """Return an ASGI application that stands in front of a model's server.

    Args:
        upstream: the server's base URL, `https://api.openai.com/v1`.
        live: judges the replies.
        reach: limits.
        reports: whether outcomes stand in the answer's body, under `guard`, also unasked.

    Raises:
        UsageError: when `upstream` is no HTTP address.

    Example:
        >>> from guard.assemble import Guard
        >>> proxy("api.openai.com", Live(door=Guard()))
        Traceback (most recent call last):
        guard.errors.UsageError: upstream: expected http://… or https://…; got 'api.openai.com'; give the whole address
    """
    if not upstream.startswith(("http://", "https://")):
        raise UsageError(f"upstream: expected http://… or https://…; got {upstream!r}; give the whole address")
    reach = reach or Reach()
    desk = _Desk(upstream.rstrip("/"), live, reach, reports=reports)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        async with desk.http:
            yield

    routes = [
        Route("/guard/health", _health, methods=["GET"]),
        Route("/{path:path}", desk.serve, methods=_METHODS),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


class _Desk:
    """Serves requests, one after the other or side by side."""

    def __init__(self, upstream: str, live: Live, reach: Reach, *, reports: bool) -> None:
        self._upstream = upstream
        self._live = live
        self._reach = reach
        self._reports = reports
        self.http = httpx.AsyncClient(
            timeout=httpx.Timeout(reach.seconds, connect=10.0), limits=httpx.Limits(max_connections=reach.at_once)
        )

    async def serve(self, request: Request) -> Response:
        """Pass one request on, and judge what comes back."""
        text = await _body(request, self._reach.body)
        if text is None:
            return _error(413, f"the request is longer than {self._reach.body:,} bytes", "send less at once")
        question, onward = self._question(request, text)
        try:
            answer = await self._sent(request, onward, question)
        except httpx.TimeoutException:
            return _error(504, f"the model's server was silent for {self._reach.seconds:g} s", "try again")
        except httpx.HTTPError:
            return _error(502, "the model's server cannot be reached", "check --upstream")
        if question is None or answer.status_code != 200:
            return StreamingResponse(self._raw(answer), answer.status_code, _kept(answer.headers))
        if "text/event-stream" in answer.headers.get("content-type", ""):
            events = self._events(answer, question)
            return StreamingResponse(events, 200, _kept(answer.headers, {"content-encoding"}))
        return await self._whole(answer, question)

    def _question(self, request: Request, text: bytes) -> tuple[Asked | None, bytes]:
        """Read what is asked; the header may switch judging off, and may bring facts."""
        facts = _facts(request.headers.get("x-guard-facts"))
        known = {"facts": facts} if facts else {}
        question, onward = asked(request.url.path, text, known, reports=self._reports)
        return (None if request.headers.get(_OURS) == "off" else question), onward

    async def _sent(self, request: Request, text: bytes, question: Asked | None) -> httpx.Response:
        path = request.url.path.removeprefix("/v1")
        url = self._upstream + path + (f"?{request.url.query}" if request.url.query else "")
        headers = [
            (name, value) for name, value in request.headers.items() if name not in _HOP and not name.startswith(_OURS)
        ]
        if question is not None:
            headers = [*((n, v) for n, v in headers if n != "accept-encoding"), ("accept-encoding", "identity")]
        made = self.http.build_request(request.method, url, headers=headers, content=text)
        return await self.http.send(made, stream=True)

    async def _raw(self, answer: httpx.Response) -> AsyncIterator[bytes]:
        """Yield an answer that is none of ours, byte for byte."""
        try:
            async for piece in answer.aiter_raw():
                yield piece
        finally:
            await answer.aclose()

    async def _events(self, answer: httpx.Response, question: Asked) -> AsyncIterator[bytes]:
        """Yield judged events; a reply that is held by raising ends the stream with an error event."""
        stream = stream_of(question, self._live)
        try:
            async for piece in aonward(answer.aiter_bytes(), stream):
                yield piece
        except ReplyHeldError as held:
            yield b"data: " + msgspec.json.encode(_problem(str(held), "reply_held")) + b"\n\n"
        except httpx.HTTPError as error:
            _LOG.warning("the model's server broke off (%s)", type(error).__name__)
            raise
        finally:
            await answer.aclose()
            _noted(question, getattr(stream, "outcomes", ()))

    async def _whole(self, answer: httpx.Response, question: Asked) -> Response:
        """Return a judged answer, with its outcome in the headers."""
        try:
            text = await answer.aread()
            made, outcomes = await asyncio.to_thread(judged_body, text, question, self._live.reply)
        except ReplyHeldError as held:
            return _error(422, str(held), "see the verdict", kind="reply_held")
        except httpx.HTTPError:
            return _error(502, "the model's server broke off", "try again")
        finally:
            await answer.aclose()
        _noted(question, outcomes)
        headers = {**_kept(answer.headers, {"content-encoding"}), **_told(outcomes)}
        return Response(made, 200, headers)


async def _body(request: Request, most: int) -> bytes | None:
    """Read a request's body; None when it is longer than `most` bytes."""
    pieces = bytearray()
    try:
        async for piece in request.stream():
            pieces += piece
            if len(pieces) > most:
                return None
    except ClientDisconnect:
        return b""
    return bytes(pieces)


def _facts(header: str | None) -> Mapping[str, Any] | None:
    """Read facts from a header: JSON, or JSON in base64 where it has letters that headers cannot carry."""
    if not header:
        return None
    for text in (header.encode(), _decoded(header)):
        try:
            value = msgspec.json.decode(text)
        except msgspec.DecodeError:
            continue
        if isinstance(value, dict):
            return cast("dict[str, Any]", value)
    _LOG.warning("x-guard-facts: expected a JSON object, plain or in base64; got something else; it was left out")
    return None


def _decoded(header: str) -> bytes:
    try:
        return base64.b64decode(header, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _kept(headers: httpx.Headers, besides: frozenset[str] | set[str] = frozenset()) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in _HOP and name not in besides}


def _told(outcomes: tuple[Outcome, ...]) -> dict[str, str]:
    """Return what headers say of the outcomes: no words, only names."""
    if not outcomes:
        return {}
    policies = sorted({finding.policy for outcome in outcomes for finding in outcome.verdict.findings})
    return {
        "x-guard-sent": ", ".join(outcome.sent for outcome in outcomes),
        "x-guard-decision": ", ".join(outcome.verdict.decision for outcome in outcomes),
        **({"x-guard-policies": ", ".join(policies)} if policies else {}),
    }


def _noted(question: Asked, outcomes: Any) -> None:
    for outcome in outcomes:
        _LOG.info("%s: %s, sent: %s", question.form, outcome.verdict.decision, outcome.sent)


def _problem(message: str, kind: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": kind}}


def _error(status: int, what: str, do: str, kind: str = "guard_proxy") -> Response:
    """Return an error in the form that clients know."""
    return JSONResponse(_problem(f"guard proxy: {what}; {do}", kind), status)

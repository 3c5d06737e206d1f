"""The openai client, guarded: chat completions and responses, sync and async, streamed and whole.

Finds the one place that every call goes through, the client's HTTP transport, so that
`with_options`, `with_raw_response`, `parse`, `stream` and Azure are guarded alike, and types, ids,
usage, retries and exceptions stay the client's own. Works with openai 2.x and 3.x.

A streamed reply is held until it is whole and judged; with `stream="sentence"` each sentence leaves
once it is judged. A call is left alone with
`extra_body={"guard": False}`, and told what is known with `extra_body={"guard": {"facts": {…}}}`.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Any, TypeVar, Unpack

from guard.assemble import Guard
from guard.domain.verdict import Outcome
from guard.errors import MissingExtraError, UsageError
from guard.formats.verdicts import verdict_from
from guard.middleware.front import FrontDoor
from guard.middleware.live import Live, Settings
from guard.wire.events import Cutter, Stream
from guard.wire.exchange import aonward, judged_body, onward, stream_of
from guard.wire.request import FIELD, asked

try:
    import openai
except ImportError:
    raise MissingExtraError("openai", "openai") from None

Client = TypeVar("Client", openai.OpenAI, openai.AsyncOpenAI)
_STALE = ("content-length", "content-encoding", "transfer-encoding")


def guarded(
    client: Client,
    guard: FrontDoor | None = None,
    **settings: Unpack[Settings],
) -> Client:
    """Return a client like the one given, whose replies are judged before anybody reads them.

    The given client is not changed, and lends the new one its connections.

    Args:
        client: an `OpenAI`, `AsyncOpenAI`, `AzureOpenAI` or `AsyncAzureOpenAI`.
        guard: the Guard; one with the packaged policies when None.
        settings: those of `guard.middleware.live.Live`: `facts`, `channel`, `on_hold`, `on_error`, `stream`,
            `rollout`, `review`, `now`.

    Raises:
        UsageError: when `client` is no such client, or a setting is unknown.

    Example:
        >>> import openai
        >>> client = guarded(openai.OpenAI(api_key="none", base_url="http://127.0.0.1:9/v1"))
        >>> type(client).__name__
        'OpenAI'
    """
    live = Live(door=guard or Guard(), **settings)
    inner: Any = getattr(client, "_client", None)
    library = _library(inner)
    if library is None:
        raise UsageError(
            f"client: expected an OpenAI or AsyncOpenAI; got a {type(client).__name__}; give the client itself"
        )
    is_async = isinstance(client, openai.AsyncOpenAI)
    transport = (_async_transport if is_async else _transport)(library, inner, live)
    make = library.AsyncClient if is_async else library.Client
    http = make(transport=transport, timeout=inner.timeout, follow_redirects=False, trust_env=False)
    return client.with_options(http_client=http)


def outcomes(answer: Any) -> tuple[Outcome, ...]:
    """Return the outcomes of the replies in an answer, in the order of its texts.

    Args:
        answer: a chat completion, a response, or the chunk of a stream that ends a choice.

    Example:
        >>> outcomes(object())
        ()
    """
    extra: Mapping[str, Any] = getattr(answer, "model_extra", None) or {}
    found: Iterable[dict[str, Any]] = extra.get(FIELD) or ()
    return tuple(Outcome(verdict=verdict_from(one["verdict"]), text=one.get("text"), sent=one["sent"]) for one in found)


def _library(inner: Any) -> Any:
    """Return the HTTP library a client runs on: httpx up to openai 2, httpx2 from openai 3."""
    names = (kind.__module__.partition(".")[0] for kind in type(inner).__mro__)
    found = next((name for name in names if name in ("httpx", "httpx2")), None)
    return importlib.import_module(found) if found else None


def _onward(library: Any, request: Any, text: bytes) -> Any:
    """Return the request as it goes on: the same one, or one whose body has lost our own field."""
    if text == request.content:
        return request
    headers = [(name, value) for name, value in request.headers.multi_items() if name.lower() not in _STALE]
    return library.Request(request.method, request.url, headers=headers, content=text, extensions=request.extensions)


def _is_answer(response: Any) -> bool:
    return response.status_code == 200


def _is_stream(response: Any) -> bool:
    return "text/event-stream" in response.headers.get("content-type", "")


def _again(library: Any, response: Any, **content: Any) -> Any:
    """Return a response with the same status and headers, and another body."""
    headers = [(name, value) for name, value in response.headers.multi_items() if name.lower() not in _STALE]
    return library.Response(response.status_code, headers=headers, extensions=dict(response.extensions), **content)


def _transport(library: Any, inner: Any, live: Live) -> Any:
    """Return a transport that sends by the given client and judges what comes back."""

    class Transport(library.BaseTransport):
        def handle_request(self, request: Any) -> Any:
            question, text = asked(request.url.path, request.read())
            response = inner.send(_onward(library, request, text), stream=True)
            if question is None or not _is_answer(response):
                return response
            if _is_stream(response):
                return _again(library, response, stream=_events(library, response, stream_of(question, live)))
            try:
                return _again(library, response, content=judged_body(response.read(), question, live.reply)[0])
            finally:
                response.close()

        def close(self) -> None:
            """Leave the lent connections open: they are the given client's."""

    return Transport()


def _async_transport(library: Any, inner: Any, live: Live) -> Any:
    """Return the async twin of `_transport`; judging does not block the loop."""

    class Transport(library.AsyncBaseTransport):
        async def handle_async_request(self, request: Any) -> Any:
            question, text = asked(request.url.path, await request.aread())
            response = await inner.send(_onward(library, request, text), stream=True)
            if question is None or not _is_answer(response):
                return response
            if _is_stream(response):
                return _again(library, response, stream=_async_events(library, response, stream_of(question, live)))
            try:
                body = await response.aread()
                text, _ = await asyncio.to_thread(judged_body, body, question, live.reply)
                return _again(library, response, content=text)
            finally:
                await response.aclose()

        async def aclose(self) -> None:
            """Leave the lent connections open: they are the given client's."""

    return Transport()


def _events(library: Any, response: Any, stream: Stream) -> Any:
    """Return the judged events of a response, as a body that is read bit by bit."""

    class Events(library.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            cutter = Cutter()
            for piece in response.iter_bytes():
                for event in cutter.feed(piece):
                    yield from onward(event, stream)
            if rest := cutter.rest():
                yield from onward(rest, stream)

        def close(self) -> None:
            response.close()

    return Events()


def _async_events(library: Any, response: Any, stream: Stream) -> Any:
    """Return the async twin of `_events`."""

    class Events(library.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for made in aonward(response.aiter_bytes(), stream):
                yield made

        async def aclose(self) -> None:
            await response.aclose()

    return Events()

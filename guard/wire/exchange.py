"""One exchange with a model's server: a whole answer, or its events, on their way to the caller."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from typing import Any, cast

import msgspec

from guard.domain.verdict import Outcome
from guard.middleware.live import Live
from guard.wire.answer import judged
from guard.wire.completions import CompletionStream
from guard.wire.events import DONE, Cutter, Stream, parsed, written
from guard.wire.request import Asked, Reply
from guard.wire.responses import ResponseStream


def judged_body(text: bytes, question: Asked, reply: Reply) -> tuple[bytes, tuple[Outcome, ...]]:
    """Return the body of an answer with judged texts, and their outcomes; what is no JSON object goes on as it is.

    Args:
        text: the body.
        question: what was asked.
        reply: judges one case.

    Example:
        >>> judged_body(b"not json", Asked("completions", {}, ()), print)
        (b'not json', ())
    """
    try:
        answer = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return text, ()
    if not isinstance(answer, dict):
        return text, ()
    body, outcomes = judged(cast("dict[str, Any]", answer), question, reply)
    return (msgspec.json.encode(body) if outcomes else text), outcomes


def stream_of(question: Asked, live: Live) -> Stream:
    """Return what holds the events of an answer until its words are judged."""
    return (CompletionStream if question.form == "completions" else ResponseStream)(question, live)


def onward(event: bytes, stream: Stream) -> Iterator[bytes]:
    """Yield the bytes that may go out once an event has come.

    Args:
        event: one event, without the blank line behind it.
        stream: holds the words.
    """
    value = parsed(event)
    if isinstance(value, dict):
        yield from map(written, stream.event(value))
        return
    if value == DONE:
        yield from map(written, stream.ended())
    yield event + b"\n\n"


async def aonward(pieces: AsyncIterable[bytes], stream: Stream) -> AsyncIterator[bytes]:
    """Yield the bytes that may go out, as pieces of a body come in; judging does not block the loop."""
    cutter = Cutter()
    async for piece in pieces:
        for event in cutter.feed(piece):
            for made in await _made(event, stream):
                yield made
    if rest := cutter.rest():
        for made in await _made(rest, stream):
            yield made


async def _made(event: bytes, stream: Stream) -> list[bytes]:
    """Do the work of an event, off the loop where it brings a judgement: that takes milliseconds."""
    value = parsed(event)
    if value == DONE or (isinstance(value, dict) and stream.decides(value)):
        return await asyncio.to_thread(lambda: list(onward(event, stream)))
    return list(onward(event, stream))

"""A request's body, within its limits of length and time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from guard.errors import MissingExtraError, Problem
from guard.service.refusals import RefusedError

try:
    from starlette.requests import ClientDisconnect, Request
except ImportError:
    raise MissingExtraError("starlette", "serve") from None

JSON = ("application/json",)
LINES = ("application/x-ndjson", "application/jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What the service may take.

    Args:
        body: bytes of a request.
        seconds: for a body to arrive, and for one draft to be judged.
        at_once: requests under way; more are refused.
    """

    body: int = 2_000_000
    seconds: float = 10.0
    at_once: int = 64


def kind_of(request: Request, allowed: tuple[str, ...]) -> str:
    """Return the content type of a request.

    A browser sends JSON to another origin only after asking, and we never agree: so a page that
    somebody happens to visit cannot ask us anything.

    Raises:
        RefusedError: for a type that is not allowed.
    """
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in allowed:
        got = "another type" if given else "nothing"
        raise RefusedError(415, Problem("content-type", " or ".join(allowed), got, "send this header"))
    return given


async def body_of(request: Request, reach: Reach) -> bytes:
    """Read a request's body.

    Raises:
        RefusedError: when it is too long, or takes too long to arrive.
    """
    limit = Problem("body", f"at most {reach.body:,} bytes", "more", "send less at once")
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > reach.body:
        raise RefusedError(413, limit)
    pieces = bytearray()
    try:
        async with asyncio.timeout(reach.seconds):
            async for piece in request.stream():
                pieces += piece
                if len(pieces) > reach.body:
                    raise RefusedError(413, limit)
    except TimeoutError:
        waited = f"{reach.seconds:g} seconds"
        raise RefusedError(408, Problem("body", f"all of it within {waited}", "a part", "send it again")) from None
    except ClientDisconnect:
        raise RefusedError(400, Problem("body", "all of it", "a part", "send it again")) from None
    return bytes(pieces)

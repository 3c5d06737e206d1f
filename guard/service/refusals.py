"""What cannot be done, as JSON: the status, one line, and every problem with its place and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from guard.errors import GuardError, MissingExtraError, Problem

try:
    from starlette.exceptions import HTTPException
    from starlette.requests import Request
    from starlette.responses import JSONResponse, Response
except ImportError:
    raise MissingExtraError("starlette", "serve") from None

MEDIA_TYPE = "application/problem+json"
_TITLES = {
    400: "This cannot be read",
    401: "A key is needed",
    403: "This address is not served",
    404: "There is nothing at this address",
    405: "This address is asked in another way",
    408: "The request took too long to arrive",
    413: "This is too long",
    415: "This is another kind of content",
    422: "This cannot be judged",
    500: "The check failed",
    503: "Too much at once",
}


class RefusedError(GuardError):
    """A request is refused before it is judged.

    Args:
        status: of HTTP.
        problem: why, and what to do.
    """

    def __init__(self, status: int, problem: Problem) -> None:
        super().__init__([problem])
        self.status = status


def told(status: int, problems: Iterable[Problem]) -> dict[str, Any]:
    """Return a refusal as plain values.

    Example:
        >>> told(422, [Problem("draft", "text", "the number 7", "give the reply as text")])["problems"][0]["do"]
        'give the reply as text'
    """
    listed = [{"where": one.where, "expected": one.expected, "got": one.got, "do": one.do} for one in problems]
    return {"title": _TITLES.get(status, "This cannot be done"), "status": status, "problems": listed}


def refused(status: int, problems: Iterable[Problem], headers: Mapping[str, str] | None = None) -> Response:
    """Return a refusal as an answer."""
    return JSONResponse(told(status, problems), status, dict(headers or {}), MEDIA_TYPE)


def strayed(request: Request, error: Exception) -> Response:
    """Answer a request to an address that is not there, or that is asked in another way."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    headers = error.headers if isinstance(error, HTTPException) else None
    if status == 405:
        allowed = (headers or {}).get("Allow", "another method")
        problem = Problem("method", allowed, request.method, "see /openapi.json")
    else:
        problem = Problem("path", "an address of this service", "another one", "see /openapi.json")
    return refused(status, [problem], headers)

"""What is asked, judged and answered: one case or many, and what became of a draft."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any

import msgspec

from guard.domain.case import Case
from guard.errors import MissingExtraError, Problem, UsageError
from guard.formats.cases import Unreadable, case_from, lined_cases
from guard.formats.decoding import loads
from guard.formats.verdicts import outcome_to, verdict_to
from guard.middleware.front import FrontDoor
from guard.service.bodies import JSON, LINES, Reach, body_of, kind_of
from guard.service.examples import examples, listed
from guard.service.refusals import RefusedError, refused, told
from guard.service.sent import sent_from

try:
    from starlette.requests import Request
    from starlette.responses import JSONResponse, Response, StreamingResponse
except ImportError:
    raise MissingExtraError("starlette", "serve") from None

Judge = Callable[[Case], dict[str, Any]]
"""From a case to what is answered."""

_LOG = logging.getLogger("guard.service")


class Answers:
    """Answers requests, side by side.

    Args:
        door: judges.
        reach: limits.
    """

    def __init__(self, door: FrontDoor, reach: Reach) -> None:
        self._door = door
        self._reach = reach
        self._under_way = 0

    async def check(self, request: Request) -> Response:
        """Answer a case with its verdict."""
        return await self._safely(request, partial(self._judged, judge=lambda case: verdict_to(self._door.check(case))))

    async def rewrite(self, request: Request) -> Response:
        """Answer a case with its outcome: the verdict, and the text that would go out."""
        return await self._safely(request, partial(self._judged, judge=lambda case: outcome_to(self._door.reply(case))))

    async def outcome(self, request: Request) -> Response:
        """Take note of what became of a draft: counts, no words. A desk of one's own would listen here."""
        return await self._safely(request, self._noted)

    async def examples(self, request: Request) -> Response:
        """Answer with the packaged conversations, or with one of them."""
        name = request.path_params.get("name")
        if name is None:
            return JSONResponse({"examples": listed()})
        found = examples().get(name)
        if found is None:
            problem = Problem("name", "one of " + ", ".join(examples()), "another one", "see /v1/examples")
            return refused(404, [problem])
        return JSONResponse(found)

    async def _safely(self, request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        """Answer; what goes wrong is told in our words, and only its kind is logged."""
        if self._under_way >= self._reach.at_once:
            problem = Problem("server", f"at most {self._reach.at_once} requests at once", "more", "ask again")
            return refused(503, [problem], {"retry-after": "1"})
        self._under_way += 1
        try:
            return await answer(request)
        except RefusedError as error:
            return refused(error.status, error.problems)
        except UsageError as error:
            return refused(422, error.problems)
        except Exception as error:  # whatever it is, its words may be the customer's
            _LOG.error("a request could not be answered (%s)", type(error).__name__)
            return refused(500, [_failure(error)])
        finally:
            self._under_way -= 1

    async def _judged(self, request: Request, judge: Judge) -> Response:
        """Judge one case, or a case a line."""
        kind = kind_of(request, JSON + LINES)
        body = await body_of(request, self._reach)
        if kind in LINES:
            return StreamingResponse(self._lines(body, judge), media_type="application/x-ndjson")
        case = case_from(_value(body), "body")
        return JSONResponse(await self._within(judge, case))

    async def _lines(self, body: bytes, judge: Judge) -> AsyncIterator[bytes]:
        """Answer each line in its order; one that cannot be read or judged is told in its place."""
        self._under_way += 1
        try:
            for _, case in lined_cases(io.BytesIO(body), "body"):
                yield msgspec.json.encode(await self._line(case, judge)) + b"\n"
        finally:
            self._under_way -= 1

    async def _line(self, case: Case | Unreadable, judge: Judge) -> dict[str, Any]:
        if isinstance(case, Unreadable):
            return told(422, case.problems)
        try:
            return await self._within(judge, case)
        except RefusedError as error:
            return told(error.status, error.problems)
        except UsageError as error:
            return told(422, error.problems)
        except Exception as error:  # the lines after it can be judged
            _LOG.error("a line could not be answered (%s)", type(error).__name__)
            return told(500, [_failure(error)])

    async def _within(self, judge: Judge, case: Case) -> dict[str, Any]:
        """Judge a case in its time, without standing in others' way."""
        try:
            async with asyncio.timeout(self._reach.seconds):
                return await asyncio.to_thread(judge, case)
        except TimeoutError:
            expected = f"a verdict within {self._reach.seconds:g} seconds"
            raise RefusedError(503, Problem("server", expected, "none yet", "ask again")) from None

    async def _noted(self, request: Request) -> Response:
        kind_of(request, JSON)
        sent = sent_from(_value(await body_of(request, self._reach)))
        overridden = "yes" if sent.overridden else "no"
        _LOG.info("%s, sent: %s, ignored: %d, overridden: %s", sent.decision, sent.sent, len(sent.ignored), overridden)
        return Response(status_code=204)


def _failure(error: Exception) -> Problem:
    """Say that something failed, by its kind alone."""
    return Problem("server", "an answer", type(error).__name__, "tell who runs this")


def _value(body: bytes) -> Any:
    """Read the JSON of a body."""
    try:
        return loads(body, "body")
    except UsageError as error:
        raise RefusedError(400, error.problems[0]) from None

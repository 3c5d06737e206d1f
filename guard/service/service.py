"""The service: the API, its description, and the page, behind one set of headers and one key."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from guard.errors import MissingExtraError
from guard.middleware.front import FrontDoor
from guard.service.access import Access
from guard.service.answers import Answers
from guard.service.bodies import Reach
from guard.service.headers import Headers
from guard.service.openapi import description
from guard.service.refusals import strayed

try:
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.middleware import Middleware
    from starlette.requests import Request
    from starlette.responses import FileResponse, JSONResponse, Response
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles
except ImportError:
    raise MissingExtraError("starlette", "serve") from None

PAGE = Path(__file__).resolve().parent / "page"


def service(door: FrontDoor, *, key: str | None = None, reach: Reach | None = None) -> Starlette:
    """Return an ASGI application: `/v1/check`, `/v1/rewrite`, and the composer at `/`.

    Args:
        door: judges.
        key: that `/v1/` asks for; None: none, and only names of this machine are answered to.
        reach: limits.

    Example:
        >>> from guard.assemble import Guard
        >>> sorted(route.path for route in service(Guard()).routes if route.path.startswith("/v1/c"))
        ['/v1/check']
    """
    answers = Answers(door, reach or Reach())

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        await asyncio.to_thread(door.check, {"draft": "Thank you."})  # tables are read before anybody waits for them
        yield

    routes = [
        Route("/", _composer, methods=["GET"]),
        Route("/health", _health, methods=["GET"]),
        Route("/openapi.json", _description, methods=["GET"]),
        Route("/v1/check", answers.check, methods=["POST"]),
        Route("/v1/rewrite", answers.rewrite, methods=["POST"]),
        Route("/v1/outcome", answers.outcome, methods=["POST"]),
        Route("/v1/examples", answers.examples, methods=["GET"]),
        Route("/v1/examples/{name}", answers.examples, methods=["GET"]),
        Mount("/page", StaticFiles(directory=PAGE)),
    ]
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Headers), Middleware(Access, key=key)],
        exception_handlers={HTTPException: strayed},
    )


async def _composer(_: Request) -> Response:
    return FileResponse(PAGE / "index.html", media_type="text/html")


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _description(_: Request) -> Response:
    return JSONResponse(description())

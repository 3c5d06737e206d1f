"""Who may ask: whoever has the key, or, where there is none, a program of this machine.

A page elsewhere can point a name of its own at this machine, and then ask as if it were ours;
so without a key only the machine's own names are answered to.
"""

from __future__ import annotations

import hmac

from guard.errors import MissingExtraError, Problem
from guard.service.refusals import refused

try:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send
except ImportError:
    raise MissingExtraError("starlette", "serve") from None

LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))


class Access:
    """Lets requests through, or refuses them. The page itself needs no key: it holds nothing.

    Args:
        app: what answers.
        key: that `/v1/` asks for; None: none, and only names of this machine are answered to.
    """

    def __init__(self, app: ASGIApp, key: str | None) -> None:
        self._app = app
        self._key = key.encode() if key is not None else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if self._key is None and host_of(request.headers.get("host", "")) not in LOOPBACK:
            problem = Problem("host", "a name of this machine", "another one", "use http://127.0.0.1, or set a key")
            await refused(403, [problem])(scope, receive, send)
        elif self._key is not None and scope["path"].startswith("/v1/") and not self._holds(request, self._key):
            problem = Problem("authorization", "Bearer and the key", "no key, or another one", "ask who runs this")
            await refused(401, [problem], {"www-authenticate": "Bearer"})(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _holds(self, request: Request, key: bytes) -> bool:
        """Tell whether a request has the key, in the same time however much of it is right."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), key)


def host_of(header: str) -> str:
    """Return the name in a `Host` header, without port and brackets.

    Example:
        >>> host_of("127.0.0.1:8788"), host_of("[::1]:8788"), host_of("LOCALHOST")
        ('127.0.0.1', '::1', 'localhost')
    """
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower()

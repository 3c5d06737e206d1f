"""`guard serve`: a check before sending, for people and their tools."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path
from typing import Any

from guard.assemble import Guard
from guard.errors import MissingExtraError, Problem, UsageError

KEY = "GUARD_API_KEY"
SHORTEST = 16
"""Characters that a key has at least: whoever can reach the port may try keys all day."""

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def register(subparsers: Any) -> None:
    """Add `serve` to the commands.

    Args:
        subparsers: what `ArgumentParser.add_subparsers` returned.
    """
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "serve", help="check before sending: a page to write in, and an HTTP API",
        description="Opens a page where a reply is checked as it is written, and an API: POST /v1/check and "
        "/v1/rewrite take a case as JSON, or a case a line as application/x-ndjson. /openapi.json describes it. "
        "Nothing that is posted is kept, and no log has a word of it.",
        epilog=f"Without a key it listens to this machine alone. With {KEY} in the environment, /v1/ asks for "
        f"'authorization: Bearer' and the key, and --host may be any address; put TLS in front of it.",
    )  # fmt: skip
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: %(default)s, this machine only)")
    parser.add_argument("--port", type=int, default=8788, help="default: %(default)s; 0: any that is free")
    parser.add_argument("--policies", type=Path, metavar="DIR", help="a folder of policies; default: the packaged ones")
    parser.add_argument("--tier", choices=("fast", "standard", "full"), default="standard", help="default: %(default)s")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Serve until it is told to stop; requests under way are finished first.

    Raises:
        MissingExtraError: when the server's libraries are not installed.
        UsageError: for an address that cannot be listened at, or a key that is missing or too short.
    """
    from guard.service.service import service  # starlette, which no other command but `proxy` needs

    try:
        import uvicorn
    except ImportError:
        raise MissingExtraError("uvicorn", "serve") from None
    key = key_for(args.host, os.environ.get(KEY))
    app = service(Guard(args.policies, tier=args.tier), key=key)
    with listening(args.host, args.port) as line:
        shown = f"[{args.host}]" if ":" in args.host else args.host
        asks = f"; /v1/ asks for the key in {KEY}" if key else ""
        sys.stderr.write(f"guard serve: http://{shown}:{line.getsockname()[1]}/ (Ctrl+C stops it){asks}\n")
        settings = uvicorn.Config(
            app, access_log=False, log_level="warning", server_header=False, timeout_graceful_shutdown=15
        )
        uvicorn.Server(settings).run(sockets=[line])
    return 0


def key_for(host: str, key: str | None) -> str | None:
    """Return the key to ask for, or None where none is needed.

    Raises:
        UsageError: when other machines could reach the service without a key, or with one that is soon guessed.

    Example:
        >>> key_for("127.0.0.1", None) is None
        True
        >>> key_for("0.0.0.0", "ZqC2-p9WmT4x7Lr0")
        'ZqC2-p9WmT4x7Lr0'
    """
    if not key:
        if host in _LOOPBACK:
            return None
        expected = f"a key, since other machines can reach {host}"
        do = "put one into the environment, or leave --host out"
        raise UsageError([Problem(KEY, expected, "nothing", do)])
    if len(key) < SHORTEST or not key.isascii() or not key.isprintable() or " " in key:
        expected = f"at least {SHORTEST} letters, digits or signs without spaces"
        raise UsageError([Problem(KEY, expected, f"{len(key)} characters", "make a longer one, at random")])
    return key


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        UsageError: when the address is taken, or is none of this machine.
    """
    where, expected = f"{host}:{port}", "an address to listen at"
    if not 0 <= port < 2**16:
        raise UsageError([Problem(where, expected, f"the port {port}", "choose one from 0 to 65535")])
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        got = error.strerror or type(error).__name__
        raise UsageError([Problem(where, expected, got, "choose another --port or --host")]) from None

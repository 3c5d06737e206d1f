"""`guard proxy`: the OpenAI API in front of a bot's model, with every reply judged."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, cast

from guard.assemble import Guard
from guard.errors import MissingExtraError, Problem, UsageError
from guard.middleware.fallback import FALLBACK
from guard.middleware.live import Live
from guard.middleware.rollout import Rollout

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def register(subparsers: Any) -> None:
    """Add `proxy` to the commands.

    Args:
        subparsers: what `ArgumentParser.add_subparsers` returned.
    """
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "proxy", help="stand in front of a model's server, and judge every reply",
        description="Speaks the OpenAI API: point a bot's base_url here, and nothing else changes. Chat completions "
        "and responses are judged, whole or streamed; all else is passed on. Keys pass through and are never logged. "
        'A request with "guard": false in its body, or the header x-guard: off, is left alone; '
        '"guard": {"facts": {…}} says what is known.',
    )  # fmt: skip
    parser.add_argument(
        "--upstream", required=True, metavar="URL", help="the model's server, https://api.openai.com/v1"
    )
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: %(default)s, this machine only)")
    parser.add_argument("--port", type=int, default=8787, help="default: %(default)s")
    parser.add_argument("--policies", type=Path, metavar="DIR", help="a folder of policies; default: the packaged ones")
    parser.add_argument("--tier", choices=("fast", "standard", "full"), default="standard", help="default: %(default)s")
    parser.add_argument("--facts", type=Path, metavar="FILE", help="JSON: what holds for every conversation")
    parser.add_argument("--channel", metavar="NAME", help="chat, email, …")
    parser.add_argument(
        "--on-hold", choices=("fallback", "raise", "pass_with_flag"), default="fallback",
        help="a held reply becomes the fallback text, an error 422, or passes with its flag (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--on-error", choices=("closed", "open"), default="closed",
        help="a reply that cannot be judged at all is held, or sent (default: %(default)s)",
    )  # fmt: skip
    _add_service(parser)
    parser.add_argument(
        "--report", action="store_true", help="put the outcomes into every answer's body, under 'guard'"
    )
    parser.set_defaults(func=run)


def _add_service(parser: argparse.ArgumentParser) -> None:
    """Add what decides how it comes into service."""
    parser.add_argument(
        "--stream", choices=("whole", "sentence"), default="whole",
        help="a streamed reply leaves when its last word is judged, or sentence by sentence (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--observe", action="store_true", help="judge and report, but send every draft")
    parser.add_argument(
        "--percent", type=float, default=100.0, metavar="N",
        help="of the conversations whose replies are held and mended; the others' are only judged (default: all)",
    )  # fmt: skip
    parser.add_argument(
        "--switch", type=Path, metavar="FILE",
        help="while this file is there, nothing is judged; so it is while GUARD_OFF=1 stands in the environment",
    )  # fmt: skip
    parser.add_argument(
        "--fallback", type=Path, metavar="FILE",
        help='JSON: what customers read in the place of a held reply, a text or {"email/es": …, "email": …, "any": …}',
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Serve until it is told to stop; requests under way are finished first.

    Raises:
        MissingExtraError: when the server's libraries are not installed.
        UsageError: for an address or a file that cannot be used.
    """
    from guard.adapters.proxy import proxy  # starlette and httpx, which no other command needs

    try:
        import uvicorn
    except ImportError:
        raise MissingExtraError("uvicorn", "proxy") from None
    app = proxy(args.upstream, _live(args), reports=args.report)
    if args.host not in _LOOPBACK:
        sys.stderr.write(f"guard proxy: {args.host} can be reached from elsewhere; callers' keys go over this line\n")
    sys.stderr.write(f"guard proxy: http://{args.host}:{args.port}/v1 in front of {args.upstream}\n")
    uvicorn.run(
        app, host=args.host, port=args.port, access_log=False, log_level="warning", timeout_graceful_shutdown=30
    )
    return 0


def _live(args: argparse.Namespace) -> Live:
    """Make what judges, as the command line asks for it."""
    fallback = FALLBACK if args.fallback is None else _json(args.fallback, (str, dict), "a text or {…}")
    facts = None if args.facts is None else cast("dict[str, Any]", _json(args.facts, (dict,), "{…}"))
    mode = "observe" if args.observe else "enforce"
    return Live(
        door=Guard(args.policies, tier=args.tier, mode=mode, fallback=fallback),
        facts=facts, channel=args.channel, on_hold=args.on_hold, on_error=args.on_error, stream=args.stream,
        rollout=Rollout(percent=args.percent, switch=args.switch),
    )  # fmt: skip


def _json(path: Path, wanted: tuple[type, ...], form: str) -> Any:
    """Read a file of JSON."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise UsageError([Problem(str(path), "a file", "nothing that can be read", "check the path")]) from None
    except ValueError as error:
        raise UsageError([Problem(str(path), "JSON", str(error), "mend it")]) from None
    if not isinstance(value, wanted):
        raise UsageError([Problem(str(path), f"JSON: {form}", type(value).__name__, f"write {form}")])
    return value

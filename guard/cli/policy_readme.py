"""`guard policy readme`: the policies written down for people."""

from __future__ import annotations

import argparse
from pathlib import Path

from guard.cli.policy_pack import bound
from guard.cli.say import put, say
from guard.errors import Problem, UsageError
from guard.policy.overview import overview


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what `readme` may be asked.

    Args:
        parser: of the action.
    """
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write it; standard output when not given")
    parser.set_defaults(func=write_readme)


def write_readme(args: argparse.Namespace) -> int:
    """Write the page of a pack.

    Raises:
        PolicyError: when a policy cannot be used.
        UsageError: when the file cannot be written.
    """
    pack, _ = bound(args.policies)
    page = overview(pack)
    if args.out is None:
        put(page.rstrip("\n"))
        return 0
    try:
        args.out.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        got = error.strerror or type(error).__name__
        raise UsageError(
            [Problem(str(args.out), "a file that can be written", got, "give --out another path")]
        ) from None
    say(f"{len(pack.policies)} policies written down in {args.out}")
    return 0

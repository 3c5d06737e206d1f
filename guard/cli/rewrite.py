"""`guard rewrite`: replies for a language model to mend as a file, and verified rewrites from its answers."""

from __future__ import annotations

import argparse
from typing import Any

from guard.cli.offline import add_apply, add_export, apply, export, settings_for

ABOUT = """\
Asks a language model for better replies without calling one: `export` writes a request for each case
that edits alone cannot mend, in the form of the OpenAI Batch API; `apply` reads the answers and offers
those that hold: judged by every policy, with no fact new, lost or changed."""


def register(subparsers: Any) -> None:
    """Add `rewrite` to the commands.

    Args:
        subparsers: what `ArgumentParser.add_subparsers` returned.
    """
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "rewrite", help="replies for a language model to mend as a file, and rewrites from its answers",
        description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")
    out: argparse.ArgumentParser = commands.add_parser("export", help="write what is to be mended, a request a line")
    add_export(out)
    out.set_defaults(func=_export)
    back: argparse.ArgumentParser = commands.add_parser("apply", help="read the replies, and print the verdicts")
    add_apply(back)
    back.set_defaults(func=_apply)


def _export(args: argparse.Namespace) -> int:
    return export(args, "rewrite", settings_for(args.model))


def _apply(args: argparse.Namespace) -> int:
    return apply(args, "rewrite", settings_for("-"))

"""`guard judge`: questions to a language model as a file, and verdicts from a file of its answers."""

from __future__ import annotations

import argparse
from typing import Any

from guard.cli.offline import add_apply, add_export, apply, export, settings_for

ABOUT = """\
Asks a language model without calling one: `export` writes the open questions about each case in the
form of the OpenAI Batch API, `apply` reads the answers, checks them and prints the verdicts. Any model
can answer. Labels never leave; personal data are masked unless guard.toml says `mask = false`."""


def register(subparsers: Any) -> None:
    """Add `judge` to the commands.

    Args:
        subparsers: what `ArgumentParser.add_subparsers` returned.
    """
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "judge", help="questions to a language model as a file, and verdicts from its answers", description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")
    out: argparse.ArgumentParser = commands.add_parser("export", help="write the questions, a request a line")
    add_export(out)
    _add_all(out)
    out.set_defaults(func=_export)
    back: argparse.ArgumentParser = commands.add_parser("apply", help="read the answers, and print the verdicts")
    add_apply(back)
    _add_all(back)
    back.add_argument(
        "--last-word", choices=("rules", "judge"), default="rules",
        help="whether an answer may take back what a rule found; a decisive rule stands (default: %(default)s)",
    )  # fmt: skip
    back.set_defaults(func=_apply)


def _export(args: argparse.Namespace) -> int:
    return export(args, "judge", settings_for(args.model, **_cascade(args)))


def _apply(args: argparse.Namespace) -> int:
    return apply(args, "judge", settings_for("-", **_cascade(args)))


def _add_all(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--all", action="store_true",
        help="every question of every case, not only what learned scores leave open; the same for export and apply",
    )  # fmt: skip


def _cascade(args: argparse.Namespace) -> dict[str, Any]:
    """Return what the command line says of the cascade."""
    said = {"ask": "all"} if args.all else {}
    return {**said, "last_word": args.last_word} if "last_word" in args else said

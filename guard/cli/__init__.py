"""The command line: one command a file.

A command's module is imported when the command is asked for, so that `guard check` does not wait
for what `guard eval` needs. Errors become one line each on standard error and an exit status;
nobody sees a traceback for a mistake of their own.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import cast

from guard.errors import DetectorError, GuardError, ModelError, StoreError

COMMANDS = ("check", "promises", "demo", "policy", "eval", "impact", "judge", "rewrite", "proxy", "serve", "schema")

ABOUT = """\
Checks a drafted support reply before it is sent: promises against facts, twelve service
virtues, and a better text that is checked again. Runs offline."""

EXAMPLES = """\
examples:
  guard demo                                  three real conversations: draft, findings, rewrite
  guard check reply.txt                       one drafted reply, as plain text
  guard check cases.jsonl --format jsonl      one verdict a line
  echo "It'll be there tomorrow." | guard check -
  guard promises conversations.jsonl          who promised what by when; kept, overdue or open
  guard policy list                           what a reply is checked for
  guard policy explain HON001                 why, how, and examples
  guard eval agree labelled.jsonl             how well verdicts agree with labels
  guard eval run suite.yaml -j 2              judge a suite; compare, bless and report go on from there
  guard proxy --upstream https://api.openai.com/v1    in front of a bot's model
  guard serve                                 a page to write in, and an HTTP API

exit status: 0 nothing to do · 1 a reply is rewritten or held, or a promise is overdue · 2 something
you gave could not be used · 3 a check could not run (--strict)"""

_BROKEN_PIPE = 141
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; never raises for the user's mistakes.

    Args:
        argv: the words after `guard`; those of the process when None.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    _bear_any_text()
    try:
        status = _run(words)
        sys.stdout.flush()
    except GuardError as error:
        sys.stderr.write(f"{error}\n")
        return 3 if isinstance(error, (DetectorError, ModelError, StoreError)) else 2
    except BrokenPipeError:
        _forget_output()
        return _BROKEN_PIPE
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status


def _run(words: list[str]) -> int:
    """Parse the words and call the command that they name."""
    try:
        args = _parser(words).parse_args(words)
    except SystemExit as stop:  # argparse has said what there is to say
        return stop.code if isinstance(stop.code, int) else 0
    return cast(Callable[[argparse.Namespace], int], args.func)(args)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Make the parser; with a command named first, only that one's module is imported."""
    parser = argparse.ArgumentParser(
        prog="guard", description=ABOUT, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and leave")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")
    named = words[0] if words and words[0] in COMMANDS else None
    for name in (named,) if named else COMMANDS:
        import_module(f"guard.cli.{name}").register(subparsers)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print the version and leave."""
        sys.stdout.write(f"guard {import_module('guard').__version__}\n")
        parser.exit()


def _bear_any_text() -> None:
    """Write what a terminal's encoding does not have as an escape; a reply in Chinese is no error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """Point standard output at nothing, so that the interpreter's last flush stays quiet."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

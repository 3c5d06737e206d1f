"""`guard demo`: real conversations that ship with the package, judged and mended before your eyes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guard.assemble import Guard, data_folder
from guard.cli.check import add_options
from guard.cli.placed import Placed
from guard.cli.sinks import sink_for
from guard.domain.case import Case, Message
from guard.errors import Problem, UsageError
from guard.formats.cases import Unreadable, read_cases

BEFORE = 4
"""How many messages before the draft are shown."""

_LONGEST = 280
_WHO = {"customer": "customer", "agent": "agent", "system": "system", "tool": "tool"}


def register(subparsers: Any) -> None:
    """Add `demo` to the commands.

    Args:
        subparsers: what `ArgumentParser.add_subparsers` returned.
    """
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "demo", help="real conversations: draft, findings, rewrite",
        description="Judges real conversations from public data sets that ship with the package. Runs offline.",
    )  # fmt: skip
    add_options(parser)
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Judge each conversation; the status is 0 whatever is found, for it is meant to be.

    Raises:
        UsageError: when the installation is not whole.
    """
    guard = Guard(args.policies, tier=args.tier, rewriting=not args.no_rewrite)
    sink = sink_for(args.format, notes=guard.pack.notes, drafts=True)
    for path, case in conversations(data_folder("demo", "evals/suites/demo")):
        if args.format == "text":
            introduce(sink, case)
        sink.put(Placed(str(path), 1, case), guard.check(case))
    sink.close()
    return 0


def conversations(folder: Path) -> Iterator[tuple[Path, Case]]:
    """Yield the conversations in the order of their files."""
    for path in sorted(folder.glob("*.json")):
        for case in read_cases(path):
            if isinstance(case, Unreadable):
                raise UsageError(case.problems)
            yield path, case
    if not any(folder.glob("*.json")):
        raise UsageError([Problem(str(folder), "conversations", "none", "install reply-guard again")])


def introduce(sink: Any, case: Case) -> None:
    """Show where a conversation comes from, and its last messages."""
    source = f"{case.meta.get('source', 'unknown source')}, {case.meta.get('licence', 'licence unknown')}"
    sink.title(str(case.meta.get("title", case.id)), f"from {source}")
    for message in case.messages[-BEFORE:]:
        style = "dim" if message.role == "tool" else ""
        sink.said(_WHO[message.role], _short(message), style)
    sink.gap()


def _short(message: Message) -> str:
    """Return what a message says, cut where it goes on for long."""
    text = " ".join(message.text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

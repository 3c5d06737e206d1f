"""`guard promises`: who promised what by when in recorded conversations, and what became of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from guard.assemble import lexicons
from guard.cli.progress import counted
from guard.cli.say import say
from guard.domain.case import Case
from guard.domain.promise import Promise
from guard.errors import Problem, UsageError
from guard.formats.conversations import placed_conversations
from guard.formats.icalendar import calendar
from guard.formats.promises import ledger_to
from guard.promises.ledger import ledger

ABOUT = """\
Replays each conversation, every message of the agent and the draft, with what was known at that turn,
and lists what was promised: by whom, by when, how firmly, and whether anything supported it. Later
calls, messages and facts say what became of it."""

AFTER = """\
CASES: as for `guard check`, and whole conversations (no draft; .jsonl.gz too). Lines of one
conversation are one ledger: the longest counts.

states:
  kept       a later tool call, fact or message of the agent shows it, with the place
  overdue    it was due before NOW, and nothing shows it
  broken     the facts show another date than was promised
  replaced   a later promise about the same thing took its place
  withdrawn  taken back
  open       none of these; what hangs on a condition is never overdue

NOW is --now, else the conversation's `facts.now`, else the time of its last message; no clock is read.
`guard schema promises` describes the JSON. A calendar holds what falls due on a day; --todo writes
to-dos (VTODO), also without a day, for programs that show them: Apple Reminders, Thunderbird,
Nextcloud. Google Calendar and Outlook show events only.

exit status, the highest that applies: 2 something could not be read (the rest is listed) ·
1 a listed promise is overdue or broken · 0"""

BY = ("conversation", "agent", "customer")


def register(subparsers: Any) -> None:
    """Add `promises` to the commands.

    Args:
        subparsers: what `ArgumentParser.add_subparsers` returned.
    """
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "promises", help="who promised what by when; kept, overdue or open", description=ABOUT, epilog=AFTER,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("cases", nargs="*", metavar="CASES", help="files of conversations, or - for standard input")
    parser.add_argument("--format", choices=("table", "json", "ics"), default="table", help="of the ledger (table)")
    parser.add_argument("--now", metavar="TIME", help="ISO time at which to look: 2026-11-22T09:00:00+01:00")
    parser.add_argument("--by", choices=BY, default="conversation", help="what to group by (conversation)")
    parser.add_argument("--todo", action="store_true", help="with --format ics: to-dos instead of events")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--open", action="store_true", help="only what is still to be kept: open or overdue")
    which.add_argument("--overdue", action="store_true", help="only what is overdue")
    parser.set_defaults(func=run, parser=parser)


def run(args: argparse.Namespace) -> int:
    """List the promises of every conversation.

    Raises:
        UsageError: when `--now` is no time.
    """
    now = _now(args.now)
    sources = args.cases or _piped(args.parser)
    if sources is None:
        return 2
    unreadable: list[Problem] = []
    conversations = _longest(counted(_read(dict.fromkeys(sources), unreadable)))
    found = [promise for case in conversations for promise in ledger(case, lexicons(), now)]
    promises = _grouped(_asked(_once(found), args), args.by)
    _print(promises, len(conversations), args)
    if unreadable:
        return 2
    return 1 if any(promise.state in ("overdue", "broken") for promise in promises) else 0


def _now(said: str | None) -> datetime | None:
    if said is None:
        return None
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        do = "write it as 2026-11-22 or 2026-11-22T09:00:00+01:00"
        raise UsageError([Problem("--now", "an ISO time", f"'{said}'", do)]) from None


def _piped(parser: argparse.ArgumentParser) -> list[str] | None:
    """Return standard input where somebody pipes; else show the help instead of waiting."""
    if sys.stdin is None or sys.stdin.isatty():
        parser.print_help(sys.stderr)
        return None
    return ["-"]


def _read(sources: Iterable[str], unreadable: list[Problem]) -> Iterator[Case]:
    """Read every source, and tell at once what cannot be read; the rest goes on."""
    for source in sources:
        problems: tuple[Problem, ...] = ()
        try:
            for _, case in placed_conversations(source):
                if isinstance(case, Case):
                    yield case
                else:
                    _tell(case.problems, unreadable)
        except UsageError as error:
            problems = error.problems
        _tell(problems, unreadable)


def _tell(problems: Iterable[Problem], unreadable: list[Problem]) -> None:
    for problem in problems:
        unreadable.append(problem)
        say(str(problem))


def _longest(cases: Iterable[Case]) -> list[Case]:
    """Keep of each conversation the cases that know most of it; one without a name stands alone."""
    kept: dict[object, list[Case]] = {}
    for number, case in enumerate(cases):
        key: object = case.conversation if case.conversation is not None else number
        row = kept.setdefault(key, [case])
        if len(case.messages) > len(row[0].messages):
            kept[key] = [case]
        elif case is not row[0] and len(case.messages) == len(row[0].messages):
            row.append(case)
    return [case for row in kept.values() for case in row]


def _once(promises: Iterable[Promise]) -> list[Promise]:
    """Leave out what two cases of one conversation tell alike."""
    first: dict[str, Promise] = {}
    for promise in promises:
        first.setdefault(promise.id, promise)
    return list(first.values())


def _asked(promises: Iterable[Promise], args: argparse.Namespace) -> list[Promise]:
    wanted = ("overdue",) if args.overdue else ("open", "overdue") if args.open else None
    return [promise for promise in promises if wanted is None or promise.state in wanted]


def _grouped(promises: list[Promise], by: str) -> list[Promise]:
    """Sort by agent or customer, those without a name last; conversations stay in their order."""
    if by == "conversation":
        return promises
    return sorted(promises, key=lambda one: (getattr(one, by) is None, getattr(one, by) or ""))


def _print(promises: list[Promise], conversations: int, args: argparse.Namespace) -> None:
    if args.format == "table":
        from guard.cli.promise_table import show

        show(promises, conversations, args.by)
        return
    if args.format == "json":
        out = msgspec.json.format(msgspec.json.encode(ledger_to(promises)), indent=2) + b"\n"
    else:
        out = calendar(promises, "todo" if args.todo else "event")
        dateless = sum(promise.commitment.due is None for promise in promises)
        if dateless and not args.todo:
            are, them = ("is", "it") if dateless == 1 else ("are", "them")
            say(f"{dateless:,} without a day {are} not in the calendar; --todo writes {them} too")
    sys.stdout.buffer.write(out)
    sys.stdout.buffer.flush()

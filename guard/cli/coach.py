"""`guard coach`: a scorecard for each agent, the habits that cost most, and better words for them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from guard.assemble import Guard, kinds_for, lexicons, pack_at
from guard.cli.equal import equal
from guard.cli.layout import shown
from guard.cli.progress import under_bar
from guard.cli.say import say
from guard.errors import Problem, UsageError
from guard.evals import tables
from guard.evals.coaching import report
from guard.evals.coaching.card import cards
from guard.evals.coaching.replies import replies, who
from guard.evals.coaching.report import Block, Cards
from guard.evals.coaching.strengths import occasions
from guard.evals.coaching.weights import load_weights
from guard.evals.judging import Talk, drawn, judged, talks, wanted

TOLD = 20
ABOUT = """\
Judges every reply of an agent's conversations and makes a scorecard: a score with its interval, each virtue
against the others, what is done well, and the habits that cost most, each with the agent's own replies, why it
matters, and better words. It is written to be read by the person that it is about."""

AFTER = """\
CASES: as for `guard check`, and whole conversations (no draft; .jsonl.gz too); each message of the agent is a
reply. --by agent reads meta.agent_id, else facts.agent.name; week is the week in which a conversation began.

examples:
  guard coach conversations.jsonl --by agent
  guard coach conversations.jsonl.gz --by bot_version --within domain --sample 60 --format markdown > cards.md
  guard coach conversations.jsonl --by agent --only ana --weights ours.yaml

Settle consent and your lawful ground before you look at people's work in this way; the cards say more.

exit status: 0 done · 2 something you gave could not be read (the rest is counted)"""

_STYLES = {"title": "bold underline", "heading": "bold", "note": "dim", "better": "green", "quote": "", "line": ""}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:  # pyright: ignore[reportPrivateUsage]
    """Add `coach` to the commands.

    Args:
        subparsers: what `ArgumentParser.add_subparsers` returned.
    """
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "coach", help="scorecards, habits and better words", description=ABOUT, epilog=AFTER,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("cases", nargs="+", metavar="CASES", help="files of conversations, or - for standard input")
    parser.add_argument(
        "--by", default="agent", metavar="KEY", help="agent, team, bot_version, channel, week, or a key of meta (agent)"
    )
    parser.add_argument("--only", nargs="+", metavar="NAME", help="print these cards; all are still compared with")
    parser.add_argument("--weights", type=Path, metavar="FILE", help="points of the virtues and other settings, YAML")
    parser.add_argument(
        "--within", nargs="+", metavar="KEY", default=["channel", "topic"],
        help="compare with others of the same channel, or keys of meta (channel topic)",
    )  # fmt: skip
    parser.add_argument(
        "--where", nargs="+", type=equal, action="extend", default=[], metavar="KEY=VALUE",
        help="only conversations of this channel, or with this value of a key of meta",
    )  # fmt: skip
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="draw so many conversations of each (all)")
    parser.add_argument("--seed", type=int, default=0, help="of the draw, of chance and of the intervals (0)")
    parser.add_argument("--policies", type=Path, metavar="DIR", help="the policies to use instead of the packaged ones")
    parser.add_argument("--tier", choices=("fast", "standard", "full"), default="standard", help="the highest to run")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="of the cards")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Judge, count, print.

    Returns:
        2 when something could not be read or judged; else 0.

    Raises:
        UsageError: when no conversation tells whose it is, or the weights cannot be used.
    """
    weights = load_weights(args.weights)
    problems: list[Problem] = []
    every = [talk for talk in talks(dict.fromkeys(args.cases), problems) if wanted(talk, dict(args.where))]
    named = [talk for talk in every if who(talk, args.by) is not None]
    _known(args, named, problems)
    chosen = drawn(named, args.sample, args.seed, lambda talk: who(talk, args.by))
    judge = Guard(args.policies, tier=args.tier, rewriting=False)
    counted = list(replies(under_bar(judged(chosen, judge, problems)), args.by, args.within, weights))
    pack = pack_at(args.policies, kinds_for(args.tier))
    writer = Guard(args.policies, tier=args.tier)
    made = cards(counted, occasions(counted, lexicons()), weights, pack.policies, writer, seed=args.seed)
    nameless = len({talk.key for talk in every}) - len({talk.key for talk in named})
    printed = tuple(card for card in made if not args.only or card.who in args.only)
    for problem in problems[:TOLD]:
        say(str(problem))
    _print(Cards(args.by, printed, weights, nameless, tuple(args.within), judge.policies_digest), args.format)
    return 2 if problems else 0


def _known(args: argparse.Namespace, named: Iterable[Talk], problems: list[Problem]) -> None:
    """Make sure that there is somebody to make a card for."""
    names = {who(talk, args.by) for talk in named}
    if not names:
        key = {"agent": "agent_id"}.get(args.by, args.by)
        do = f'add "meta": {{"{key}": …}} to each conversation, or ask for another --by'
        raise UsageError([*problems, Problem(", ".join(args.cases), f"conversations by {args.by}", "none", do)])
    for name in args.only or ():
        if name not in names:
            some = ", ".join(sorted(str(each) for each in names)[:8])
            raise UsageError([Problem("--only", f"one of {some}", repr(name), "check the name")])


def _print(found: Cards, form: str) -> None:
    if form == "json":
        sys.stdout.buffer.write(report.as_json(found))
        sys.stdout.buffer.flush()
    elif form == "markdown":
        sys.stdout.write(report.markdown(found))
    else:
        console = Console(width=None if sys.stdout.isatty() else tables.ROOMY)
        for block in report.blocks(found):
            _put(block, console)


def _put(block: Block, console: Console) -> None:
    """Print one block; the words that are meant are bold and underlined, or between `**` where nothing can be."""
    if block.section is not None:
        console.print(tables.table(block.section))
        console.print(Text(block.section.note, style="dim"))
        return
    style = _STYLES[block.kind]
    text = Text(shown(block.before), style=style or "dim")
    for piece in block.pieces:
        words = shown(piece.text)
        if piece.marked and not console.is_terminal:
            words = f"**{words}**"
        text.append(words, "bold underline" if piece.marked else style)
    if not text.plain.strip():
        return
    if block.kind in ("title", "heading", "line"):
        console.print()
    margin = " " * (4 if block.kind in ("quote", "better") else 0)
    for line in text.wrap(console, min(console.width, tables.ROOMY) - len(margin)):
        line.rstrip()
        console.print(Text(margin) + line)

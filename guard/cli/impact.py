"""`guard impact`: which virtues go together with what came of conversations."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from guard.assemble import Guard
from guard.cli.equal import equal
from guard.cli.eval_run import print_sections
from guard.cli.progress import under_bar
from guard.cli.say import say
from guard.errors import Problem, UsageError
from guard.evals import tables
from guard.evals.impact import report
from guard.evals.impact.impact import HELD, Impact, impact, outcome_of
from guard.evals.judging import drawn, judged, talks, wanted

TOLD = 20
ABOUT = """\
Judges every reply of conversations whose outcome is known, and says how each virtue goes together with it:
rank correlation with length, channel and topic held equal, p-values by shuffling within these, corrected for
all virtues. It is an association and never an effect; fewer than 30 conversations say nothing."""

AFTER = """\
CASES: as for `guard check`, and whole conversations (no draft; .jsonl.gz too); each message of the agent is a
reply. An outcome is a number or yes/no: {"outcome": {"csat": 4}}; --outcome meta.solved or labels.reward takes
it from elsewhere.

examples:
  guard impact conversations.jsonl --outcome csat
  guard impact conversations.jsonl.gz --outcome labels.reward --sample 300 --format markdown

exit status: 0 done · 2 something you gave could not be read (the rest is counted)"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:  # pyright: ignore[reportPrivateUsage]
    """Add `impact` to the commands.

    Args:
        subparsers: what `ArgumentParser.add_subparsers` returned.
    """
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "impact", help="which virtues go together with an outcome", description=ABOUT, epilog=AFTER,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("cases", nargs="+", metavar="CASES", help="files of conversations, or - for standard input")
    parser.add_argument("--outcome", required=True, metavar="KEY", help="csat, nps, reopened, reward, or any other")
    parser.add_argument(
        "--hold", nargs="+", metavar="KEY", default=list(HELD),
        help="held equal beside the length: channel, or keys of meta (channel topic source domain)",
    )  # fmt: skip
    parser.add_argument(
        "--where", nargs="+", type=equal, action="extend", default=[], metavar="KEY=VALUE",
        help="only conversations of this channel, or with this value of a key of meta",
    )  # fmt: skip
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="draw so many conversations (all)")
    parser.add_argument("--seed", type=int, default=0, help="of the draw, of chance and of the intervals (0)")
    parser.add_argument("--policies", type=Path, metavar="DIR", help="the policies to use instead of the packaged ones")
    parser.add_argument("--tier", choices=("fast", "standard", "full"), default="standard", help="the highest to run")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="of the report")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Judge, associate, print.

    Returns:
        2 when something could not be read or judged; else 0.

    Raises:
        UsageError: when no conversation has the outcome.
    """
    problems: list[Problem] = []
    every = [talk for talk in talks(dict.fromkeys(args.cases), problems) if wanted(talk, dict(args.where))]
    told = [talk for talk in every if outcome_of(talk, args.outcome) is not None]
    if not told:
        do = f'add "outcome": {{"{args.outcome}": 4}} to each conversation, or name the key that is there'
        raise UsageError([*problems, Problem(", ".join(args.cases), f"an outcome {args.outcome!r}", "none", do)])
    chosen = drawn(told, args.sample, args.seed, lambda _: None)
    guard = Guard(args.policies, tier=args.tier, rewriting=False)
    found = impact(under_bar(judged(chosen, guard, problems)), args.outcome, held=args.hold, seed=args.seed)
    for problem in problems[:TOLD]:
        say(str(problem))
    _print(found, args.format)
    return 2 if problems else 0


def _print(found: Impact, form: str) -> None:
    if form == "json":
        sys.stdout.buffer.write(report.as_json(found))
        sys.stdout.buffer.flush()
    elif form == "markdown":
        sys.stdout.write(report.markdown(found))
    else:
        print_sections(report.headline(found), [report.section(found)] if found.associations else [])
        console = Console(width=None if sys.stdout.isatty() else tables.ROOMY)
        console.print()
        for line in report.notes(found):
            console.print(Text(line, style="dim"))

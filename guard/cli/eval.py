"""`guard eval`: measure the guard."""

from __future__ import annotations

import argparse
from pathlib import Path

from guard.cli.agree import measure

ABOUT = """\
Compares verdicts with the labels of labelled cases: per virtue precision, recall, F1, Cohen's kappa,
false alarms and unsure; the send-back decision; contrast pairs; slices. Intervals are bootstrapped over
conversations. The guard never sees the labels.

Exit status: 2 when an input or a label could not be read (the rest is still scored), 3 with --strict
when a check could not run, else 0."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:  # pyright: ignore[reportPrivateUsage]
    """Add `eval` to the commands.

    Args:
        subparsers: what `ArgumentParser.add_subparsers` returned.

    Example:
        >>> parser = argparse.ArgumentParser()
        >>> register(parser.add_subparsers())
        >>> parser.parse_args(["eval", "agree", "cases.jsonl"]).tier
        'standard'
    """
    parser = subparsers.add_parser("eval", help="measure the guard", description=__doc__)
    measures = parser.add_subparsers(dest="measure", required=True, metavar="agree")
    agree = measures.add_parser(
        "agree",
        help="compare verdicts with labels",
        description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    agree.add_argument(
        "cases", nargs="+", metavar="CASES", help="labelled cases: .jsonl, .json, or - for standard input"
    )
    agree.add_argument("--policies", type=Path, metavar="DIR", help="the policies to use instead of the packaged ones")
    agree.add_argument(
        "--tier", choices=("fast", "standard", "full"), default="standard", help="the highest that may run"
    )
    agree.add_argument("--by", nargs="+", action="extend", metavar="KEY", help="slice by these keys of meta (source)")
    agree.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="of the report")
    agree.add_argument("--seed", type=int, default=0, help="of the bootstrap (0)")
    agree.add_argument("--no-rewrite", action="store_true", help="faster; what wanted a rewrite counts as not fixed")
    agree.add_argument("--strict", action="store_true", help="exit with 3 when a check could not run")
    agree.set_defaults(func=measure)

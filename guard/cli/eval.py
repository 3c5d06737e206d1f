"""`guard eval`: measure the guard."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeAlias

from guard.cli.agree import measure
from guard.cli.eval_compare import blessed, compared
from guard.cli.eval_run import formats, listed, run, shown

ABOUT = """\
Compares verdicts with the labels of labelled cases: per virtue precision, recall, F1, Cohen's kappa,
false alarms and unsure; the send-back decision; contrast pairs; slices. Intervals are bootstrapped over
conversations. The guard never sees the labels.

Exit status: 2 when an input or a label could not be read (the rest is still scored), 3 with --strict
when a check could not run, else 0."""

RUN = """\
Judges every case of a suite, each result written to a log at once: a run that was killed goes on from
there when the same command is given again, and nothing is judged twice. What could not be judged is an
error and never a score.

Exit status: 0 fine · 1 a gate failed · 2 the suite, a case or a policy is wrong; nothing was judged ·
3 some results are errors, or a worker died · 4 a gate cannot be told (--strict)"""

COMPARE = """\
Holds two runs against each other case by case: exact tests by conversation, corrected for all figures
together; a loss counts when it is more than chance and more than the margin. What the cases cannot tell
is called inconclusive, with the number that would.

Exit status: 0 not worse · 1 worse · 2 something could not be read · 4 it cannot be told (--strict)"""

Measures: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # pyright: ignore[reportPrivateUsage]


def register(subparsers: Measures) -> None:
    """Add `eval` to the commands.

    Args:
        subparsers: what `ArgumentParser.add_subparsers` returned.

    Example:
        >>> parser = argparse.ArgumentParser()
        >>> register(parser.add_subparsers())
        >>> parser.parse_args(["eval", "agree", "cases.jsonl"]).tier
        'standard'
    """
    parser = subparsers.add_parser("eval", help="measure the guard", description="Measure the guard, or a bot with it.")
    measures = parser.add_subparsers(dest="measure", required=True, metavar="MEASURE", title="measures")
    _agree(measures)
    _run(measures)
    _report(measures)
    _compare(measures)
    _bless(measures)
    _list(measures)


def _agree(measures: Measures) -> None:
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


def _run(measures: Measures) -> None:
    parser = measures.add_parser(
        "run", help="judge a suite", description=RUN, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("suite", metavar="SUITE", help="a suite, a YAML file")
    parser.add_argument("-j", "--jobs", type=_jobs, default=1, metavar="N", help="processes that judge (1)")
    parser.add_argument("--out", metavar="LOG", help="the log (runs/NAME-DIGEST.jsonl); one that is begun is finished")
    _reporting(parser)
    parser.set_defaults(func=run)


def _report(measures: Measures) -> None:
    parser = measures.add_parser("report", help="report a run that was made before")
    parser.add_argument("run", metavar="LOG", help="what `guard eval run` wrote")
    parser.add_argument("--suite", metavar="SUITE", help="whose gates are looked at")
    _reporting(parser)
    parser.set_defaults(func=shown)


def _compare(measures: Measures) -> None:
    parser = measures.add_parser(
        "compare",
        help="tell whether a run is worse than its baseline",
        description=COMPARE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("run", metavar="LOG", help="what `guard eval run` wrote")
    parser.add_argument(
        "baseline", metavar="BASELINE", help="an earlier log, or the suite (.yaml) that names its baseline"
    )
    parser.add_argument("--margin", type=_share, metavar="X", help="the loss that would be borne (.02, or the suite's)")
    parser.add_argument("--alpha", type=_share, metavar="X", help="chance of a false alarm over all figures (.05)")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="of the report")
    parser.add_argument("--strict", action="store_true", help="exit with 4 when it cannot be told")
    parser.set_defaults(func=compared)


def _bless(measures: Measures) -> None:
    parser = measures.add_parser("bless", help="make a run the baseline: the only way in which one changes")
    parser.add_argument("run", metavar="LOG", help="what `guard eval run` wrote")
    parser.add_argument("baseline", nargs="?", metavar="SUITE", help="the suite that names its baseline")
    parser.add_argument("--into", metavar="FILE", help="another file")
    parser.set_defaults(func=blessed)


def _list(measures: Measures) -> None:
    parser = measures.add_parser("list", help="list the suites of a folder")
    parser.add_argument("folder", nargs="?", default="evals/suites", metavar="DIR", help="(evals/suites)")
    parser.set_defaults(func=listed)


def _reporting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=formats(), default="text", help="of the report (text)")
    parser.add_argument("--strict", action="store_true", help="exit with 4 when a gate cannot be told")


def _jobs(word: str) -> int:
    number = int(word)
    if number < 1:
        raise ValueError
    return number


def _share(word: str) -> float:
    number = float(word)
    if not 0 < number < 1:
        raise ValueError
    return number

"""`guard policy mine`: phrases that tell failing replies from good ones in labelled cases, as suggestions.

What it prints of anybody's words are phrases that several conversations share, and one sentence of a
draft for each; a customer's words only as such phrases.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import yaml

from guard.cli.layout import shown
from guard.cli.say import put, say
from guard.domain.virtues import VIRTUES

_WIDEST = 100
_ABOUT = """
For each virtue: wordings of one to five words that missed fails say and passes do not, scored by weighted log-odds
with a Dirichlet prior; a conversation counts once; what the policies catch already is left out; in contrast groups
only what the good twin lacks counts. For required virtues also what customers say before replies that fail.
They are suggestions: read a phrase's hits before it becomes a policy.

Exit status: 2 when an input or a label could not be read (the rest is still mined), else 0."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what `mine` may be asked.

    Args:
        parser: of the action.
    """
    parser.epilog = _ABOUT
    parser.add_argument(
        "cases", nargs="+", metavar="CASES", help="labelled cases: .jsonl, .json, or - for standard input"
    )
    parser.add_argument("--virtue", nargs="+", choices=VIRTUES, metavar="VIRTUE", help="only these virtues")
    parser.add_argument("--least", type=_at_least(2), default=3, metavar="N", help="conversations that must say it (3)")
    parser.add_argument(
        "--precision", type=_share, default=0.5, metavar="P", help="least share of fails among them (0.5)"
    )
    parser.add_argument("--most", type=_at_least(1), default=20, metavar="N", help="phrases a list (20)")
    parser.add_argument(
        "--format", choices=("text", "json", "yaml"), default="text", help="yaml: `phrase:` lists to paste"
    )
    parser.set_defaults(func=mine)


def mine(args: argparse.Namespace) -> int:
    """Judge the cases, mine what was missed, print it.

    Raises:
        PolicyError: when a policy cannot be used.
        UsageError: when a file cannot be opened, or no case has labels.
    """
    from guard.cli.mining import dig  # numpy and the harness, which no other action needs

    found, problems = dig(args)
    for problem in problems:
        say(str(problem))
    match args.format:
        case "json":
            put(
                json.dumps(
                    {"cases": found.cases, "virtues": [_vein(v) for v in found.veins]}, indent=2, ensure_ascii=False
                )
            )
        case "yaml":
            for line in (line for vein in found.veins for line in _snippet(vein)):
                put(line)
        case _:
            for line in (line for vein in found.veins for line in _text(vein)):
                put(line)
            say(f"{found.cases:,} labelled cases. Suggestions: read what a phrase finds before it becomes a policy.")
    return 2 if problems else 0


def _vein(vein: Any) -> dict[str, Any]:
    """Return one virtue for programs."""
    return asdict(vein)


def _text(vein: Any) -> Iterator[str]:
    """Say what was found of one virtue."""
    yield f"{vein.virtue}: {vein.fails:,} fails, {vein.caught:,} caught already"
    for title, rows in _lists(vein):
        yield f"  {title}"
        yield f"    {'phrase':<36}  score  fails  passes  precision          pairs"
        for row in rows:
            between = f"{row.precision:.2f} ({row.low:.2f}–{row.high:.2f})"
            yield f"    {row.phrase:<36}  {row.score:5.1f}  {row.fails:5}  {row.passes:6}  {between}  {row.pairs:5}"
            if row.example:
                yield f"      “{_short(row.example)}”"
    if not vein.said and not vein.customer:
        yield "  nothing stands out"
    yield ""


def _lists(vein: Any) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield the lists that hold something, each with its title."""
    if vein.said:
        yield "said in replies that fail it", vein.said
    if vein.customer:
        yield "said by customers before replies that fail it", vein.customer


def _snippet(vein: Any) -> Iterator[str]:
    """Write a virtue as YAML that can be pasted below a clause; the figures stand behind each phrase."""
    lists = (("phrase", "said in replies that fail it", vein.said),
             ("customer", "said by customers before replies that fail it", vein.customer))  # fmt: skip
    if any(rows for _, _, rows in lists):
        yield f"{vein.virtue}:"
    for key, title, rows in lists:
        if rows:
            yield f"  {key}:  # {title}"
        for row in rows:
            scalar = yaml.safe_dump(row.phrase, allow_unicode=True, width=1_000).splitlines()[0]
            counts = f"{row.fails} in fails, {row.passes} in passes"
            yield f"    - {scalar}  # {counts}, precision {row.precision:.2f} (from {row.low:.2f})"


def _short(text: str) -> str:
    """Keep an example short, and harmless to a terminal."""
    safe = shown(text)
    return safe if len(safe) <= _WIDEST else f"{safe[: _WIDEST - 1]}…"


def _at_least(least: int) -> Any:
    """Return what reads a whole number of at least so much."""

    def number(text: str) -> int:
        if not text.isdigit() or int(text) < least:
            raise argparse.ArgumentTypeError(f"expected a whole number from {least}; got {text!r}")
        return int(text)

    return number


def _share(text: str) -> float:
    """Read a share between 0 and 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"expected a share from 0 to 1; got {text!r}")
    return value

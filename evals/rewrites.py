"""Counts what rewriting does to drafts that should be sent back, and what it leaves as it was.

    python -m evals.rewrites ../shared/data/train/*.jsonl --oracle
    python -m evals.rewrites CASES… --format json
    python -m evals.rewrites CASES… --pairs 60 --seed 1 --out FOLDER

Every rewrite is judged again by the same guard, as a new draft. With `--oracle`, facts before and
after are compared by libraries that are not ours (extra `oracle`). The tables hold totals only, never
a word of a case. With `--pairs`, so many drafts and their rewrites are drawn by seed among the cases
with a labelled fail and written for readers who judge them blind: `items.jsonl` to read, and
`key.jsonl`, which says which is which. Rewrites are counted as offered, and apart as sent, when the
decision was to send them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import msgspec

from evals.rewriting.counting import Table, tables
from evals.rewriting.outcome import Compare, Row, row_of
from evals.rewriting.pairs import Pair, write_pairs
from guard import Guard
from guard.domain.case import Case
from guard.errors import MissingExtraError, Problem, UsageError
from guard.evals.agree import blind
from guard.evals.layout import written
from guard.evals.ledger import Figure
from guard.formats.cases import Unreadable, read_cases

_FIRST = 38
_OTHER = 20


def main(argv: Sequence[str] | None = None) -> int:
    """Judge, rewrite, judge again; print the tables.

    Returns:
        0; 2 when something could not be read.
    """
    args = _arguments(argv)
    problems: list[Problem] = []
    try:
        guard = Guard()
        cases = list(_cases(args.cases, problems))
        if args.pairs:
            number = write_pairs(_pairs(cases, guard), args.pairs, args.seed, args.out)
            print(f"{number} pairs written to {args.out}", file=sys.stderr)
        else:
            rows = list(_rows(cases, guard, _compare() if args.oracle else None, problems))
            _print(tuple(tables(rows)), rows, args.format)
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    for problem in problems:
        print(problem, file=sys.stderr)
    return 2 if problems else 0


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What rewriting does to labelled drafts.")
    parser.add_argument("cases", nargs="+", help="labelled cases, .jsonl or .json")
    parser.add_argument("--oracle", action="store_true", help="compare facts by other libraries than ours")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--pairs", type=int, default=0, help="draw so many drafts with their rewrites instead")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="the folder that pairs are written to")
    args = parser.parse_args(argv)
    if args.pairs and args.out is None:
        parser.error("--pairs needs --out FOLDER: pairs are written to files and never shown here")
    return args


def _compare() -> Compare:
    try:
        from evals.rewriting.asked import by_kind  # the oracle's libraries are large, and for developers only
    except ImportError as error:
        raise MissingExtraError(error.name or "spacy", "oracle") from error
    return by_kind


def _cases(paths: Sequence[str], problems: list[Problem]) -> Iterator[Case]:
    """Give the cases that can be read."""
    for case in chain.from_iterable(map(read_cases, paths)):
        if isinstance(case, Unreadable):
            problems.append(case.problem)
        else:
            yield case


def _rows(cases: Sequence[Case], guard: Guard, compare: Compare | None, problems: list[Problem]) -> Iterator[Row]:
    """Give a row for every labelled case; labels that cannot be read become problems."""
    for case in cases:
        try:
            row = row_of(case, guard, compare)
        except UsageError as error:
            problems.extend(error.problems)
            continue
        if row is not None:
            yield row


def _pairs(cases: Sequence[Case], guard: Guard) -> list[Pair]:
    """Return the failing cases that have a rewrite."""
    found: list[Pair] = []
    for case in cases:
        if case.labels and case.labels.get("fails"):
            rewrite = guard.check(blind(case)).rewrite
            if rewrite is not None and rewrite.verified:
                found.append((case, rewrite.text))
    return found


def _print(found: Sequence[Table], rows: Sequence[Row], form: str) -> None:
    if form == "json":
        document = {"cases": len(rows), "faulty": sum(row.faulty for row in rows), "tables": found}
        print(msgspec.json.format(msgspec.json.encode(document), indent=2).decode())
        return
    print(f"{len(rows):,} labelled cases; {sum(row.faulty for row in rows):,} with a check that could not run.")
    for table in found:
        print(f"\n{table.title}")
        print(f"  {table.columns[0]:<{_FIRST}}" + "".join(f"{name:>{_OTHER}}" for name in table.columns[1:]))
        for line in table.lines:
            print(f"  {line.name:<{_FIRST}}" + "".join(f"{_cell(figure):>{_OTHER}}" for figure in line.figures))
    print("\nIntervals: 95 %, Wilson, over drafts. Findings of policies in preview count only where it says so.")


def _cell(figure: Figure | float) -> str:
    return written(figure) if isinstance(figure, Figure) else f"{figure:,}"


if __name__ == "__main__":
    sys.exit(main())

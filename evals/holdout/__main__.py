"""How well our reading finds and places times, against sentences that were labelled without sight of it.

    python -m evals.holdout
    python -m evals.holdout --show-classes    # also by kind: figures only, for nobody tunes to a sentence

Found: a time that is more than vague. Right: the interval is one that the label allows, to the minute
where it names a clock time (three hours of slack for parts of day); right day: the same by days alone.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from evals.holdout.labels import SUITE, Sentence, read
from evals.holdout.measure import Counts, promises, timed, twice
from guard.evals.statistics import kappa, wilson

SECOND = SUITE / "second.jsonl"
KINDS = ("date", "time", "date-time", "interval", "deadline", "duration", "set")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Times, against the hold-out.")
    parser.add_argument("--show-classes", action="store_true", help="also counts by kind of time")
    args = parser.parse_args(argv)
    sentences = read()
    groups = {"all": list(sentences.values())}
    for name, row in (("drawn", False), ("hard", True)):
        groups[name] = [one for one in sentences.values() if one.id.startswith("hard-") is row]
    counted = {name: timed(row) for name, row in groups.items()}
    _totals(counted)
    if args.show_classes:
        _classes(counted["all"])
    _promises(groups["all"])
    if SECOND.exists():
        _twice(sentences, read(SECOND))
    return 0


def share(top: int, bottom: int) -> str:
    """Write a share with its counts and its 95 % interval.

    Example:
        >>> share(9, 10)
        ' 90.0% (60-98)     9/10'
    """
    bounds = wilson(top, bottom)
    if bounds is None:
        return "–"
    return f"{top / bottom:>6.1%} ({bounds[0] * 100:.0f}-{bounds[1] * 100:.0f})".ljust(16) + f"{top:>4}/{bottom}"


def _totals(counted: Mapping[str, Counts]) -> None:
    """Print one line a figure, one column a group."""
    figures = {
        "sentences with a time: found": ("with, found", "with"),
        "sentences with none: found all the same": ("without, found", "without"),
        "sentences with only a vague one: found": ("vague only, found", "vague only"),
        "times: found": ("times, found", "times"),
        "intervals right, of found": ("placed, right", "placed"),
        "intervals of the right days, of found": ("placed, right day", "placed"),
        "lengths right, of found": ("lengths, right", "lengths"),
    }
    print(f"{'':<42}" + "".join(f"{name:<26}" for name in counted))
    for title, (top, bottom) in figures.items():
        print(f"{title:<42}" + "".join(f"{share(row[top], row[bottom]):<26}" for row in counted.values()))


def _classes(row: Counts) -> None:
    print(f"\n{'kind':<12}{'found':<26}right, of found")
    for kind in KINDS:
        name = f"kind: {kind}"
        print(f"{kind:<12}{share(row[f'{name}, found'], row[name]):<26}", end="")
        print(share(row[f"{name}, right"], row[f"{name}, placed"]))


def _promises(row: Sequence[Sentence]) -> None:
    """Print precision and recall by kind, and for the sentences that name a time."""
    kinds, sure = promises(row)
    rows = dict(sorted(kinds.items()))
    rows["all"] = _sum(kinds.values())
    rows["with a time"] = _sum(promises(one for one in row if one.named)[0].values())
    print(f"\n{'promise':<12}{'precision':<26}recall")
    for kind, cells in rows.items():
        true = cells["true"]
        print(f"{kind:<12}{share(true, true + cells['false']):<26}{share(true, true + cells['missed'])}")
    print(f"certainty the same, of true: {share(sure['same'], sure['true'])}")


def _sum(rows: Iterable[Counts]) -> Counts:
    total: Counts = Counter()
    for row in rows:
        total.update(row)
    return total


def _twice(first: Mapping[str, Sentence], second: Mapping[str, Sentence]) -> None:
    """Print how two labellers agree."""
    counts = twice(first, second)
    cells = [counts[name] for name in ("True/True", "False/True", "True/False", "False/False")]
    agreed = float(kappa(np.array(cells, dtype=float)))
    print(f"\nlabelled twice: {sum(cells)} sentences; has a time: kappa {agreed:.2f}")
    print(f"intervals equal, where both placed the same words: {share(counts['equal'], counts['both'])}")


if __name__ == "__main__":
    raise SystemExit(main())

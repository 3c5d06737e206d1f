"""The totals over many rows, as tables of names and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar

from evals.rewriting.outcome import Mended, Row
from guard.domain.virtues import VIRTUES
from guard.evals.ledger import Figure
from guard.evals.statistics import wilson


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: what is counted, and a figure for each column."""

    name: str
    figures: tuple[Figure | float | int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first column holds names."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


_Thing = TypeVar("_Thing")

_MEANS: dict[str, Callable[[Mended], float]] = {
    "findings left, mean": lambda one: one.left,
    "share of the draft kept, mean": lambda one: one.kept,
}


def share(part: int, whole: int) -> Figure:
    """Return a share with Wilson's interval.

    Example:
        >>> share(5, 10).value, share(0, 0).value
        (0.5, None)
    """
    low, high = wilson(part, whole) or (None, None)
    return Figure(part / whole if whole else None, low, high, whole)


def tables(rows: Sequence[Row]) -> Iterator[Table]:
    """Give the tables over labelled cases, in the order in which they are read."""
    yield _reach(rows)
    groups = {
        "failing, offered": [row.mended for row in rows if row.gold.fails and row.mended],
        "failing, sent": [row.mended for row in rows if row.gold.fails and row.mended and row.sent],
        "clean, offered": [row.mended for row in rows if not row.gold.fails and row.mended],
    }
    yield _quality(groups)
    yield _labels(rows)
    new = Counter(name for each in groups["failing, offered"] for name in each.new)
    yield _names("New findings on rewrites, by policy", new)
    yield _names("Facts changed, in all rewrites; “gone” alone was asked for", _changed(rows))


def _changed(rows: Sequence[Row]) -> Counter[str]:
    """Count changes of facts by kind and how."""
    found: Counter[str] = Counter()
    for row in rows:
        if row.mended and row.mended.facts:
            found.update({f"{kind} {how}": times for (how, kind), times in row.mended.facts.items()})
    return found


def _reach(rows: Sequence[Row]) -> Table:
    """Of which drafts was a verified rewrite offered, and of which sent."""
    wanted: list[tuple[str, Callable[[Row], bool]]] = [
        ("all failing drafts", lambda row: bool(row.gold.fails)),
        ("with a finding", lambda row: bool(row.gold.fails) and row.findings > 0),
        ("with a major or critical fail", lambda row: row.gold.grave),
        ("  and a finding", lambda row: row.gold.grave and row.findings > 0),
    ]
    for virtue in VIRTUES:
        wanted.append((f"failing {virtue}", lambda row, virtue=virtue: virtue in row.gold.fails))
    wanted.append(("labelled without any fail", lambda row: not row.gold.fails))
    return Table(
        "Drafts with a verified rewrite",
        ("drafts", "n", "offered", "sent"),
        tuple(_reached(name, [row for row in rows if test(row)]) for name, test in wanted),
    )


def _reached(name: str, rows: Sequence[Row]) -> Line:
    offered = share(sum(row.mended is not None for row in rows), len(rows))
    sent = share(sum(row.mended is not None and row.sent for row in rows), len(rows))
    return Line(name, (len(rows), offered, sent))


def _quality(groups: dict[str, list[Mended]]) -> Table:
    """What the rewrites did to the drafts."""
    tests: list[tuple[str, Callable[[Mended], bool]]] = [
        ("no finding left", lambda one: one.left == 0),
        ("a new finding", lambda one: bool(one.new)),
        ("a new finding in preview", lambda one: bool(one.new_preview)),
        ("stands when judged again", lambda one: one.stable),
        ("changed outside flagged sentences", lambda one: one.elsewhere),
        ("greeting and sign-off byte for byte", lambda one: one.edges),
    ]
    if any(one.facts is not None for each in groups.values() for one in each):
        tests.append(("a fact changed unasked", _is_unasked))
    lines = [Line("rewrites", tuple(len(each) for each in groups.values()))]
    lines += [Line(name, tuple(_share(test, each) for each in groups.values())) for name, test in tests]
    lines += [Line(name, tuple(_mean(map(of, each)) for each in groups.values())) for name, of in _MEANS.items()]
    return Table("What the rewrites did", ("", *groups), tuple(lines))


def _is_unasked(one: Mended) -> bool:
    """A denial that went with its clause from a flagged sentence was asked for; everything else was not."""
    return any(how != "gone" for how, _ in one.facts or ())


def _labels(rows: Sequence[Row]) -> Table:
    """How often every labelled fail was found and mended, which is what a reader will see."""
    failing = [row for row in rows if row.gold.fails]
    grave = [row for row in failing if row.gold.grave]
    lines = (
        Line("of failing drafts: every fail", (len(failing), _share(_all_mended, failing))),
        Line("of major or critical: every fail", (len(grave), _share(_all_mended, grave))),
        Line("of major or critical: every such fail", (len(grave), _share(_grave_mended, grave))),
    )
    return Table("Drafts whose labelled fails were found and mended", ("", "n", "mended"), lines)


def _all_mended(row: Row) -> bool:
    return row.mended is not None and set(row.gold.fails) <= row.mended.virtues


def _grave_mended(row: Row) -> bool:
    grave = {virtue for virtue, severity in row.gold.fails.items() if severity != "minor"}
    return row.mended is not None and grave <= row.mended.virtues


def _names(title: str, counts: Counter[str]) -> Table:
    return Table(title, ("", "times"), tuple(Line(name, (times,)) for name, times in counts.most_common()))


def _share(test: Callable[[_Thing], bool], things: Sequence[_Thing]) -> Figure:
    return share(sum(map(test, things)), len(things))


def _mean(values: Iterable[float]) -> Figure:
    held = list(values)
    return Figure(fmean(held) if held else None)

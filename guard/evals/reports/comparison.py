"""A comparison as tables of strings: what the terminal, Markdown and HTML all draw."""

from __future__ import annotations

from collections.abc import Iterator

from guard.evals.compare.compare import WHOLE, Change, Comparison
from guard.evals.layout import Section, number

MOST_FLIPS = 40

_MEASURES = {"right": "agree with their label", "clean": "have no finding that fails them"}


def headline(found: Comparison) -> Iterator[str]:
    """Say what came out, and what was compared: one sentence a line."""
    yield f"{found.outcome.upper()}: {_why(found)}"
    yield (
        f"{found.aligned:,} cases in both runs; {len(found.gone):,} only in the baseline, {len(found.new):,} only in"
        f" this run, {found.errors:,} left out for an error. Good are the cases that {_MEASURES[found.measure]}."
    )


def sections(found: Comparison) -> Iterator[Section]:
    """Give the tables of a comparison in the order in which they are read."""
    yield _changes(found)
    if found.criticals:
        yield Section("New critical findings", ("case",), tuple((name,) for name in found.criticals))
    flips = [flip for flip in found.flips if flip.figure != WHOLE]
    if flips:
        rows = tuple((flip.id, flip.figure, "worse" if flip.got_worse else "better") for flip in flips[:MOST_FLIPS])
        more = len(flips) - len(rows)
        yield Section("Cases that changed sides", ("case", "virtue", ""), rows, f"… and {more:,} more." if more else "")


def _why(found: Comparison) -> str:
    """Name the figures that decided."""
    if found.outcome == "worse" and not any(each.outcome == "worse" for each in found.changes):
        return "a critical finding that was not there before."
    if found.outcome == "inconclusive":
        if not found.changes:
            return "there is no case in both runs."
        most = max((each for each in found.changes if each.needed), key=lambda each: each.needed or 0)
        return (
            f"these cases cannot tell whether {most.figure} lost more than {number(found.margin)};"
            f" it would need about {most.needed:,} of them, and there are {most.n:,}."
        )
    if found.outcome == "same":
        return f"no figure lost more than {number(found.margin)}, and that is more than chance."
    decided = [each for each in found.changes if each.outcome == found.outcome]
    return "; ".join(f"{each.figure} {_signed(each.delta)} (p {_p(each.adjusted)})" for each in decided) + "."


def _changes(found: Comparison) -> Section:
    rows = tuple(_row(each) for each in found.changes)
    columns = ("figure", "n", "before", "now", "change (95 %)", "better", "worse", "p (Holm)", "")
    note = f"p: exact, by conversation, for all {len(found.changes)} figures together; margin {number(found.margin)}."
    return Section("Change", columns, rows, note)


def _row(each: Change) -> tuple[str, ...]:
    interval = f"{_signed(each.delta)} ({_signed(each.low)} to {_signed(each.high)})"
    outcome = f"inconclusive: needs n = {each.needed:,}" if each.needed else each.outcome
    return (
        each.figure, str(each.n), number(each.before), number(each.after), interval,
        str(each.better), str(each.worse), _p(each.adjusted), outcome,
    )  # fmt: skip


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("0.", ".", 1)


def _p(value: float) -> str:
    return "< .001" if value < 0.001 else f"{value:.3f}".replace("0.", ".", 1)

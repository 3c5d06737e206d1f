"""A run as tables of strings: what the terminal, Markdown and HTML all draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guard.domain.virtues import DECISIONS, VIRTUES
from guard.evals.layout import UNDEFINED, Section, number, shortened, written
from guard.evals.run.gates import Gated, said
from guard.evals.run.scores import Scores

MOST_CASES = 20


def headline(found: Scores) -> Iterator[str]:
    """Say what was run: one sentence a line."""
    run, header = found.run, found.run.header
    whole = "" if run.whole else f" of {header.cases:,}: the run is not whole, and goes on when it is started again"
    beside = f"{len(run.errors):,} errors, {found.labelled:,} labelled"
    yield f"{header.suite}: {len(run.results):,} results{whole}; {beside}."
    if header.about:
        yield header.about
    revision = f", revision {header.revision}" if header.revision else ""
    yield f"Policies {header.policies[:19]}{revision}, run {header.fingerprint[7:15]}."


def sections(found: Scores, gates: Sequence[Gated] = ()) -> Iterator[Section]:
    """Give the tables of a run in the order in which they are read."""
    if gates:
        yield _gates(gates)
    yield _decisions(found)
    yield _virtues(found)
    if found.labelled:
        yield _agreement(found)
    for key in dict.fromkeys(key for key, _, _ in found.parts):
        yield _slices(found, key)
    if found.run.errors:
        rows = tuple((result.id, (result.error or "")[:160]) for result in found.run.errors[:MOST_CASES])
        more = len(found.run.errors) - len(rows)
        yield Section("Errors: no score", ("case", "why"), rows, f"… and {more:,} more." if more else "")


def _gates(gates: Sequence[Gated]) -> Section:
    rows = tuple((each.held, said(each.gate), written(each.figure), _of(each.figure.of)) for each in gates)
    return Section("Gates", ("", "gate", "found", "n"), rows)


def _decisions(found: Scores) -> Section:
    n = len(found.run.judged)
    rows = tuple(
        (decision, str(found.decisions[decision]), number(found.decisions[decision] / n) if n else UNDEFINED)
        for decision in DECISIONS
    )
    return Section("Decisions", ("decision", "n", "share"), rows)


def _virtues(found: Scores) -> Section:
    rows = tuple(
        (
            virtue,
            written(found.figure("fails", virtue)),
            *(str(n) for n in (count.failed, count.passed, count.na, count.unsure)),
        )
        for virtue, count in found.counts.items()
    )
    anything = found.figure("fails")
    last = ("any of them", written(anything), "", "", "", "")
    return Section("Fails", ("virtue", "share of replies", "fail", "pass", "n/a", "unsure"), (*rows, last))


def _agreement(found: Scores) -> Section:
    names = ("precision", "recall", "f1", "false_alarm")
    rows = tuple(
        (virtue or "all", *(written(found.figure(name, virtue)) for name in names)) for virtue in (*VIRTUES, None)
    )
    return Section("Against labels", ("virtue", "precision", "recall", "F1", "false alarm"), rows)


def _slices(found: Scores, key: str) -> Section:
    rows = tuple(
        (
            shortened(value) or "(none)",
            str(n),
            written(found.figure("fails", part=(key, value))),
            written(found.figure("acted", part=(key, value))),
        )
        for name, value, n in found.parts
        if name == key
    )
    return Section(f"By {key}", (key, "n", "any fail", "rewritten or held"), rows)


def _of(n: int | None) -> str:
    return "" if n is None else f"{n:,}"

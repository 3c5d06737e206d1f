"""The promise ledger as a table for people: 100 columns, the same words on a terminal and in a file."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from guard.cli.layout import lines, shown
from guard.domain.promise import STATES, Promise

WIDTH = 100
_STATE, _DUE, _WHO, _GAP = 10, 16, 10, 2
"""Cells of the first three columns, and between two of them."""
_STYLES = {
    "overdue": "bold red",
    "broken": "bold red",
    "open": "yellow",
    "kept": "green",
    "replaced": "dim",
    "withdrawn": "dim",
}
_LONGEST = 90


def show(promises: Sequence[Promise], conversations: int, by: str, console: Console | None = None) -> None:
    """Print the promises in groups, and how many there are of each state.

    Args:
        promises: in the order of their groups.
        conversations: how many were read.
        by: `conversation`, `agent` or `customer`.
        console: where; standard output when None.
    """
    console = console or Console(width=min(Console().width, WIDTH) if sys.stdout.isatty() else WIDTH)
    for _, group in groupby(promises, key=lambda promise: getattr(promise, by) or ""):
        rows = list(group)
        console.print(_heading(rows, by), highlight=False, markup=False, emoji=False, soft_wrap=True)
        for line in (line for row in rows for line in _rows(row, by, console.width)):
            console.print(line, highlight=False, markup=False, emoji=False, soft_wrap=True)
        console.print()
    console.print(_total(promises, conversations), highlight=False, markup=False, soft_wrap=True)


def _heading(rows: Sequence[Promise], by: str) -> Text:
    first = rows[0]
    if by == "conversation":
        names = [("by", first.agent), ("to", first.customer), ("seen at", _moment(first.now))]
        about = " · ".join(f"{what} {name}" for what, name in names if name)
        return Text.assemble((shown(first.conversation), "bold"), (f"  {shown(about)}" if about else "", "dim"))
    counted = _counts(rows)
    return Text.assemble((shown(getattr(first, by) or f"no {by} named"), "bold"), (f"  {counted}", "dim"))


def _rows(row: Promise, by: str, width: int) -> Iterator[Text]:
    """Lay one promise out in four columns."""
    who = row.agent if row.commitment.by == "agent" and row.agent else row.commitment.by
    state = f"{row.state}, late" if row.late else row.state
    rest = width - _STATE - _DUE - _WHO - 3 * _GAP
    style = _STYLES[row.state]
    cells = [
        [(part, style) for part in _broken(state, _STATE)],
        [(part, "") for part in _broken(_due(row), _DUE)],
        [(part, "") for part in _broken(who, _WHO)],
        [(part, how) for text, how in _what(row, by) for part in _broken(text, rest)],
    ]
    for number in range(max(map(len, cells))):
        line = Text()
        for cell, wide in zip(cells, (_STATE, _DUE, _WHO, 0), strict=True):
            part, how = cell[number] if number < len(cell) else ("", "")
            line.append(part, how)
            line.append(" " * max(0, wide + _GAP - cell_len(part)) if wide else "")
        line.rstrip()
        yield line


def _broken(text: str, width: int) -> list[str]:
    text = shown(text)
    return [span.of(text) for span in lines(text, width)]


def _what(row: Promise, by: str) -> Iterator[tuple[str, str]]:
    """Yield the words, what is to be known of them, and what became of them, each with its style."""
    said = row.commitment
    where = row.where if by == "conversation" else f"{row.conversation} {row.where}"
    again = f", again in {', '.join(row.repeats)}" if row.repeats else ""
    amount = f" {said.amount}" if said.amount else ""
    yield _cut(said.text, 3 * _LONGEST), ""
    yield f"{said.kind.replace('_', ' ')}{amount}, {said.certainty}, {said.grounding}; {where}{again}", "dim"
    if row.shown is not None:
        yield f"→ {row.shown.where}: {_cut(row.shown.value, _LONGEST)}", _STYLES[row.state]


def _due(row: Promise) -> str:
    """Return by when: the day and the hour where they are known, else the words in quotation marks."""
    if row.commitment.due is None:
        return f"“{row.commitment.when}”" if row.commitment.when else "–"
    year = datetime.fromisoformat(row.now).year if row.now else None
    return _day(row.commitment.due, year)


def _day(iso: str, year: int | None) -> str:
    moment: date = datetime.fromisoformat(iso) if "T" in iso else date.fromisoformat(iso)
    day = f"{moment:%a} {moment.day} {moment:%b}" + ("" if moment.year == year else f" {moment.year}")
    return f"{day} {moment:%H:%M}" if isinstance(moment, datetime) else day


def _moment(iso: str | None) -> str | None:
    return _day(iso, None) if iso else None


def _total(promises: Sequence[Promise], conversations: int) -> str:
    if not promises:
        return f"No promises in {_many(conversations, 'conversation')}."
    return f"{_many(len(promises), 'promise')} in {_many(conversations, 'conversation')}: {_counts(promises)}."


def _counts(promises: Sequence[Promise]) -> str:
    counted = Counter(promise.state for promise in promises)
    return ", ".join(f"{counted[state]:,} {state}" for state in STATES if counted[state])


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _cut(text: str, limit: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"

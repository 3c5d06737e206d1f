"""The agreement report in three dresses: for the terminal, for machines, for a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from guard.evals.layout import Section, headline, notes, sections
from guard.evals.report import Agreement, Run

ROOMY = 112
"""Columns from which figures and their intervals stand side by side without a wrap."""


def show(found: Agreement, run: Run, console: Console) -> None:
    """Print the report to a console; intervals are left out where the window is too narrow for them."""
    interval = console.width >= ROOMY
    for line in headline(found, run):
        console.print(Text(line))
    for section in sections(found, interval=interval):
        console.print()
        console.print(table(section))
        if section.note:
            console.print(Text(section.note, style="dim"))
    console.print()
    for line in notes(found):
        console.print(Text(line, style="dim"))
    if not interval:
        console.print(Text(f"Intervals need a window of {ROOMY} columns, or --format json.", style="dim"))


def markdown(found: Agreement, run: Run) -> str:
    r"""Write the report as Markdown.

    Example:
        >>> from guard.evals.agree import agreement
        >>> markdown(agreement([]), Run()).splitlines()[0]
        '# Agreement with labels'
    """
    return "\n".join(_markdown_lines(found, run)) + "\n"


def as_json(found: Agreement, run: Run) -> bytes:
    """Write the report as JSON; what is not defined is null.

    Example:
        >>> from guard.evals.agree import agreement
        >>> msgspec.json.decode(as_json(agreement([]), Run()))["figures"]["macro_f1"]["value"] is None
        True
    """
    figures: dict[str, Any] = asdict(found)
    figures["problems"] = [str(problem) for problem in found.problems]
    figures["faults"] = [{"policy": p, "reason": r, "times": t} for p, r, t in found.faults]
    document = {"run": asdict(run), "figures": figures, "notes": list(notes(found))}
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def table(section: Section) -> Table:
    """Lay a section out for the terminal."""
    table = Table(title=section.title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for place, column in enumerate(section.columns):
        table.add_column(column, justify="right" if place and column else "left", overflow="fold")
    for row in section.rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _markdown_lines(found: Agreement, run: Run) -> Iterator[str]:
    yield "# Agreement with labels"
    yield ""
    yield from headline(found, run)
    for section in sections(found):
        yield from markdown_section(section)
    yield ""
    yield from (f"- {line}" for line in notes(found))


def markdown_section(section: Section) -> Iterator[str]:
    """Write a section as lines of Markdown, an empty one first.

    Example:
        >>> list(markdown_section(Section("Colours", ("name", "n"), (("red", "2"),))))[3:]
        ['| name | n |', '| --- | ---: |', '| red | 2 |']
    """
    yield from ("", f"## {section.title}", "")
    yield _markdown_row(section.columns)
    yield _markdown_row(tuple("---:" if place and name else "---" for place, name in enumerate(section.columns)))
    yield from (_markdown_row(row) for row in section.rows)
    if section.note:
        yield from ("", section.note)


def _markdown_row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.strip().replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in cells)} |"

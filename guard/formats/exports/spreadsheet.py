"""A flat table with a message a row, as helpdesks export it: CSV, or TSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from guard.errors import Problem, UsageError

_CELL = 2_000_000


def conversations(path: Path) -> Iterator[tuple[int, dict[str, Any] | UsageError]]:
    """Read the conversations of a table, each with the line on which it begins.

    The columns are found by their usual names (`columns.yaml`): a conversation, a role and a text
    are needed, a time and a channel are taken where they are; every other column becomes `meta`, by
    the first row of the conversation. Rows of a conversation may stand apart; they keep their order.

    Raises:
        UsageError: when the file cannot be read or a needed column is not there.
    """
    dialect = "excel-tab" if path.suffix.lower() in (".tsv", ".tab") else "excel"
    csv.field_size_limit(_CELL)
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            rows = csv.DictReader(stream, dialect=dialect)
            columns = _columns(path, rows.fieldnames or ())
            grouped = _grouped(path, rows, columns)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        got = getattr(error, "strerror", None) or str(error) or type(error).__name__
        problem = Problem(str(path), "a table in UTF-8 that can be read", got, "save it as CSV in UTF-8")
        raise UsageError([problem]) from None
    yield from grouped


def _grouped(
    path: Path, rows: csv.DictReader[str], columns: Mapping[str, str]
) -> list[tuple[int, dict[str, Any] | UsageError]]:
    found: dict[str, tuple[int, dict[str, Any]]] = {}
    wrong: list[tuple[int, dict[str, Any] | UsageError]] = []
    for row in rows:
        role = role_of(row.get(columns["role"]) or "")
        if role is None:
            wanted = f"a role in column {columns['role']!r}: {', '.join(_table()['roles'])}, or a usual word for one"
            do = "mend the cell, or rename the role"
            problem = Problem(f"{path}:{rows.line_num}", wanted, repr((row.get(columns["role"]) or "")[:30]), do)
            wrong.append((rows.line_num, UsageError([problem])))
            continue
        name = row.get(columns["conversation"]) or ""
        _, talk = found.setdefault(name, (rows.line_num, _begun(name, row, columns)))
        message: dict[str, Any] = {"role": role, "text": row.get(columns["text"]) or ""}
        if "at" in columns and row.get(columns["at"]):
            message["at"] = row[columns["at"]]
        talk["messages"].append(message)
    return [*found.values(), *wrong]


def _begun(name: str, row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    known = set(columns.values())
    talk: dict[str, Any] = {"id": name, "conversation": name, "messages": []}
    talk["meta"] = {
        key: said for key, said in row.items() if key and key not in known and isinstance(said, str) and said
    }
    if "channel" in columns and row.get(columns["channel"]):
        talk["channel"] = row[columns["channel"]]
    return talk


def _columns(path: Path, names: Iterable[str]) -> dict[str, str]:
    """Find the column of each thing."""
    by_word = {name.strip().lower().replace(" ", "_"): name for name in names}
    table = _table()
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for thing in ("conversation", "role", "text", "at", "channel"):
        column = next((by_word[word] for word in table[thing] if word in by_word), None)
        if column is not None:
            found[thing] = column
        elif thing in ("conversation", "role", "text"):
            wanted = f"a column for the {thing}, such as {', '.join(table[thing][:3])}"
            got = ", ".join(sorted(by_word)) or "no header"
            problems.append(Problem(f"{path}:1", wanted, got, "rename the column"))
    if problems:
        raise UsageError(problems)
    return found


def role_of(cell: str) -> str | None:
    """Return the role that a word stands for; None when it is not known."""
    word = cell.strip().lower()
    roles: Mapping[str, Sequence[str]] = _table()["roles"]
    return next((role for role, words in roles.items() if word in words), None)


@cache
def _table() -> Mapping[str, Any]:
    return yaml.load(Path(__file__).with_name("columns.yaml").read_bytes(), yaml.CSafeLoader)

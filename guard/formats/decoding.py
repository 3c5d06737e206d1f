"""JSON, with the line and column of a mistake.

msgspec reads what is right, in microseconds. What it refuses is read again by the standard
library, which says where the mistake is, and which forgives what Python programs like to write
(`NaN`, here read as null).
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from guard.errors import Problem, UsageError
from guard.formats.strings import not_json

_SAID = {
    "Unterminated string starting at": "a string that starts here and never ends",
    "Expecting value": "no value here",
    "Expecting property name enclosed in double quotes": "no key in double quotes here",
    "Expecting ',' delimiter": "neither a comma nor a closing bracket here",
    "Expecting ':' delimiter": "no colon here",
    "Extra data": "more after the end of the JSON",
    "Invalid control character at": "a bare control character inside a string",
}


def loads(data: bytes, name: str, line: int = 1) -> Any:
    """Read one JSON value.

    Args:
        data: UTF-8, without a byte order mark.
        name: the file's name, for the error.
        line: the line of the file on which `data` starts, counted from 1.

    Raises:
        UsageError: when it is not JSON, with `name:line:col` (col counts characters; for bytes
            that are not UTF-8 it counts bytes).

    Example:
        >>> loads(b'{"id": "a"}', "cases.jsonl")
        {'id': 'a'}
    """
    try:
        return msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        text = text_of(data, name, line)
    value = _slowly(text, name, line)
    wrong = not_json(value, f"{name}:{line}")
    if wrong:
        raise UsageError(wrong)
    return value


def _slowly(text: str, name: str, line: int) -> Any:
    """Read JSON with the standard library, or say where it goes wrong."""
    try:
        return json.loads(text, parse_constant=_nothing)
    except json.JSONDecodeError as error:
        row, col, got = line + error.lineno - 1, error.colno, _SAID.get(error.msg, error.msg)
        if not text[error.pos :].strip():
            got = "the end of it"
    except RecursionError:
        row, col, got = line, 1, "lists or objects nested too deep to read"
    except ValueError:
        row, col, got = line, 1, "a number of thousands of digits"
    raise UsageError([Problem(f"{name}:{row}:{col}", "complete JSON", got, "mend it or take it out")])


def text_of(data: bytes, name: str, line: int = 1) -> str:
    r"""Return UTF-8 bytes as text.

    Raises:
        UsageError: with `name:line:col`, col counting bytes.

    Example:
        >>> text_of(b"caf\xc3\xa9", "draft.txt")
        'café'
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        row, col = line + before.count(b"\n"), error.start - before.rfind(b"\n")
        got = f"the byte 0x{data[error.start]:02x}"
    raise UsageError([Problem(f"{name}:{row}:{col}", "UTF-8", got, "save the text as UTF-8")])


def _nothing(_: str) -> None:
    """Read `NaN` and `Infinity` as null."""

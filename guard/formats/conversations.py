"""Whole conversations: cases that need no draft, from the same sources as cases and from others' exports.

Files may be gzipped. Exports are tables, ConvoKit corpora and the JSON of other harnesses.

Of an OpenAI chat nothing is taken away: where a case would take its last message as the draft, a
conversation keeps it as what was said.
"""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from guard.domain.case import Case
from guard.errors import Problem, UsageError
from guard.formats.cases import Unreadable, case_from, placed_cases
from guard.formats.exports import corpus, spreadsheet
from guard.formats.exports.corpus import is_corpus
from guard.formats.exports.wrapped import unwrapped
from guard.formats.sources import Form, values

_FORMS: Mapping[str, Form] = {".jsonl": "lines", ".ndjson": "lines", ".json": "document", "": "unknown"}
_TABLES = frozenset((".csv", ".tsv", ".tab"))
_NO_DRAFT = "…"


def placed_conversations(source: str | Path, stdin: BinaryIO | None = None) -> Iterator[tuple[int, Case | Unreadable]]:
    """Read conversations, each with its line, or its place in a list, counted from 1.

    A conversation is a `Case` whose draft may be empty.

    Args:
        source: a path, or `-`; one that ends in `.gz` is unpacked.
        stdin: what `-` reads; `sys.stdin.buffer` when None.

    Raises:
        UsageError: at once when there is no such file, it is a folder or may not be read; while
            reading when the disk fails, or what is packed is damaged.

    Example:
        >>> import io
        >>> chat = b'{"messages": [{"role": "assistant", "content": "I will call you."}]}'
        >>> [(line, case.draft, len(case.messages)) for line, case in placed_conversations("-", io.BytesIO(chat))]
        [(1, '', 1)]
    """
    if str(source) == "-":
        return _read(stdin or sys.stdin.buffer, "<stdin>", "unknown")
    path = Path(source)
    if is_corpus(path):
        return _made(corpus.conversations(path), str(path / "utterances.jsonl"))
    placed_cases(source)  # says at once what cannot be opened
    if path.suffix.lower() in _TABLES:
        return _made(spreadsheet.conversations(path), str(path))
    return _opened(path)


def _opened(path: Path) -> Iterator[tuple[int, Case | Unreadable]]:
    is_packed = path.suffix.lower() == ".gz"
    inner = path.with_suffix("") if is_packed else path
    form = _FORMS.get(inner.suffix.lower(), "text")
    try:
        with path.open("rb") as stream:
            unpacked = cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if is_packed else stream
            yield from _read(unpacked, str(path), form)
    except (OSError, EOFError, zlib.error) as error:
        got = getattr(error, "strerror", None) or str(error) or type(error).__name__
        problem = Problem(str(path), "a file that can be read", got, "check the file, the disk and the rights")
        raise UsageError([problem]) from None


def _read(stream: BinaryIO, name: str, form: Form) -> Iterator[tuple[int, Case | Unreadable]]:
    for line, where, value in values(stream, name, form):
        found = None if isinstance(value, UsageError) else unwrapped(value)
        if found is None:
            yield line, _one(value, where, line)
            continue
        for place, inner in enumerate(found):
            at = where if len(found) == 1 else f"{where}: [{place}]"
            yield line, _one(inner, at, line if len(found) == 1 else place + 1)


def _made(
    found: Iterator[tuple[int, dict[str, Any] | UsageError]], name: str
) -> Iterator[tuple[int, Case | Unreadable]]:
    return ((line, _one(value, f"{name}:{line}", line)) for line, value in found)


def _one(value: Any, where: str, line: int) -> Case | Unreadable:
    """Make a conversation of a value, or tell why there is none."""
    try:
        if isinstance(value, UsageError):
            raise value
        case = conversation_from(value, where)
    except UsageError as error:
        return Unreadable(where, line, error.problems)
    return case if case.id else replace(case, id=f"line-{line}")


def conversation_from(value: Any, where: str = "conversation") -> Case:
    """Make a conversation of a case's shape, with or without a draft, or of a list of chat messages.

    Args:
        value: a mapping or a list.
        where: leads the place of every problem.

    Raises:
        UsageError: with everything that is wrong.

    Example:
        >>> conversation_from({"messages": [{"role": "agent", "text": "Hi"}]}).draft
        ''
    """
    if isinstance(value, list):
        value = {"messages": cast("list[Any]", value)}
    if not isinstance(value, Mapping):
        return case_from(value, where)
    given = cast("Mapping[str, Any]", value)
    if given.get("draft") is None and given.get("messages") is None:
        do = 'give a conversation such as {"messages": [{"role": "agent", "text": "…"}]}'
        raise UsageError([Problem(where, "'messages', or a 'draft'", "neither", do)])
    if given.get("draft") is not None:
        return case_from(given, where)
    return replace(case_from({**given, "draft": _NO_DRAFT}, where), draft="")

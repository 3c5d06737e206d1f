"""Bytes → values: JSON lines, one JSON document or plain text, told apart by the first lines.

JSON lines are read one at a time, so that a file of any size takes the memory of its longest
line. Everything else is held whole and may have at most `BYTES_LIMIT` bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Literal, Protocol, cast

from guard.domain.case import DRAFT_LIMIT
from guard.errors import Problem, UsageError
from guard.formats.chat import is_chat
from guard.formats.decoding import loads, text_of

BYTES_LIMIT = 64 * 2**20
"""Bytes that one line, one JSON document or one plain text may have."""

Form = Literal["lines", "document", "text", "unknown"]
Found = tuple[int, str, Any]
"""(line or place in the list, counted from 1; where that is; the value or the UsageError that took its place)."""

_BOM = b"\xef\xbb\xbf"
_AHEAD = 8
_JSON = re.compile(rb'\s*(?:\{\s*["}]|\[\s*[\[{"\]])')


class Bytes(Protocol):
    """What is needed of a stream: at most `limit` bytes at a time."""

    def readline(self, limit: int, /) -> bytes:
        """Return the next line with its end, cut at `limit` bytes; empty at the end."""
        ...

    def read(self, limit: int, /) -> bytes:
        """Return the next bytes; empty at the end."""
        ...


class Again:
    """A stream of which the beginning was read, and is put back."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readline(self, limit: int, /) -> bytes:
        """Return the next line, which may stand across the seam."""
        line = self._head.readline(limit)
        return line if line.endswith(b"\n") or len(line) == limit else line + self._rest.readline(limit - len(line))

    def read(self, limit: int, /) -> bytes:
        """Return the next bytes."""
        head = self._head.read(limit)
        return head + self._rest.read(limit - len(head)) if len(head) < limit else head


def values(stream: BinaryIO, name: str, form: Form, limit: int = BYTES_LIMIT) -> Iterator[Found]:
    """Read every value of a stream; a bad one is given as the error in its place, and reading goes on.

    Args:
        stream: UTF-8, with or without a byte order mark.
        name: what the places are called by: a path.
        form: what the stream holds; `unknown` is told by the first lines.
        limit: bytes that a line or a document may have.

    Example:
        >>> list(values(io.BytesIO(b'{"draft": "Hi"}'), "a.jsonl", "lines"))
        [(1, 'a.jsonl:1', {'draft': 'Hi'})]
    """
    head = stream.readline(limit)
    head = head.removeprefix(_BOM)
    start: Bytes = Again(head, stream)
    told: Form = form
    if form in ("unknown", "document"):
        told, head = _told(head, stream, limit, form)
        start = Again(head, stream)
    if told == "lines":
        yield from _lines(start, name, limit)
    elif told == "text" or (form == "unknown" and not _JSON.match(head)):
        yield 1, name, _text(start, name, limit)
    else:
        yield from _document(start, name, limit)


def _told(head: bytes, stream: BinaryIO, limit: int, form: Form) -> tuple[Form, bytes]:
    """Tell what a stream holds by its first lines; return them too.

    A first line that is a whole object means JSON lines. Where it is not, a whole *case* among the
    next lines means JSON lines with a bad first one: in a document that is laid out over several
    lines, no line but a message or a fact is whole by itself.
    """
    while head and not head.strip() and len(head) < limit:
        line = stream.readline(limit)
        if not line:
            break
        head += line
    first = head.strip()
    if not first.startswith((b"{", b"[")):
        return ("text" if form == "unknown" else "document"), head
    if first.startswith(b"{"):
        if _object(first) is not None:
            return "lines", head
        for _ in range(_AHEAD):
            line = stream.readline(limit)
            head += line
            case = _object(line)
            if case is not None and ("draft" in case or "messages" in case):
                return "lines", head
            if not line or len(head) > limit:
                break
    return "document", head


def _object(line: bytes) -> Mapping[str, Any] | None:
    """Return the JSON object that a line holds; None when it holds none."""
    if not line.lstrip().startswith(b"{"):
        return None
    try:
        value = loads(line.strip(), "")
    except UsageError:
        return None
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else None


def _lines(stream: Bytes, name: str, limit: int) -> Iterator[Found]:
    """Read JSON lines; blank ones are passed over, too long ones are skipped to their end."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        where = f"{name}:{number}"
        if len(line) > limit and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(2**20)
            problem = Problem(where, f"a line of at most {limit:,} bytes", "a longer one", "split it or take it out")
            yield number, where, UsageError([problem])
        elif line.strip():
            yield number, where, _decoded(line.rstrip(), name, number)


def _document(stream: Bytes, name: str, limit: int) -> Iterator[Found]:
    """Read one JSON document: a case, a list of cases, or a list of chat messages."""
    data = _whole(stream, limit)
    if data is None:
        problem = Problem(name, f"at most {limit:,} bytes of JSON", "more", "save it as JSON lines (.jsonl)")
        yield 1, name, UsageError([problem])
        return
    value = _decoded(data, name, 1)
    if isinstance(value, list) and not is_chat(value):
        for number, item in enumerate(cast("list[Any]", value), 1):
            yield number, f"{name}: [{number - 1}]", item
    else:
        yield 1, name, value


def _text(stream: Bytes, name: str, limit: int) -> Any:
    """Read plain text: the draft of a case that knows nothing else. The last line's end is not part of it."""
    data = _whole(stream, limit)
    if data is None:
        wanted = f"a draft of at most {DRAFT_LIMIT:,} characters"
        return UsageError([Problem(name, wanted, f"more than {limit:,} bytes", "shorten it")])
    try:
        text = text_of(data, name)
    except UsageError as error:
        return error
    return {"draft": text[:-2] if text.endswith("\r\n") else text.removesuffix("\n")}


def _whole(stream: Bytes, limit: int) -> bytes | None:
    """Read all of a stream; None when it is longer than `limit`."""
    pieces: list[bytes] = []
    size = 0
    while size <= limit and (piece := stream.read(min(2**20, limit + 1 - size))):
        pieces.append(piece)
        size += len(piece)
    return None if size > limit else b"".join(pieces)


def _decoded(data: bytes, name: str, line: int) -> Any:
    """Return the JSON value, or the error in its place; a list of chat messages becomes a case."""
    try:
        value = loads(data, name, line)
    except UsageError as error:
        return error
    return {"messages": value} if is_chat(value) else value

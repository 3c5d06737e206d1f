"""Server-sent events: bytes to events and back, whole however the bytes are cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol, cast

import msgspec

DONE = "[DONE]"
_ENDS = (b"\r\n\r\n", b"\n\n", b"\r\r")


class Stream(Protocol):
    """Takes the events of one answer, and gives those that may go on."""

    def event(self, data: dict[str, Any]) -> Iterable[dict[str, Any]]:
        """Return what may go on once this event has come; words wait until they are judged."""
        ...

    def decides(self, data: Mapping[str, Any]) -> bool:
        """Tell whether this event brings a judgement, which takes its time."""
        ...

    def ended(self) -> Iterable[dict[str, Any]]:
        """Return what is left when the server says that it has sent everything."""
        ...


class Cutter:
    r"""Cuts a stream of bytes into events.

    Example:
        >>> cutter = Cutter()
        >>> [*cutter.feed(b"data: {}\n"), *cutter.feed(b"\ndata: [DO"), *cutter.feed(b"NE]\n\n")]
        [b'data: {}', b'data: [DONE]']
    """

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Yield the events that are whole now."""
        self._rest += piece
        while found := [(self._rest.find(end), end) for end in _ENDS if end in self._rest]:
            at, end = min(found)
            event, self._rest = self._rest[:at], self._rest[at + len(end) :]
            if event.strip():
                yield event

    def rest(self) -> bytes:
        """Return what stands behind the last whole event."""
        rest, self._rest = self._rest, b""
        return rest.strip()


def data(event: bytes) -> str | None:
    r"""Return the data of an event, its lines joined; None for a comment or a bare name.

    Example:
        >>> data(b"event: x\ndata: one"), data(b": ping")
        ('one', None)
    """
    lines = [
        line[5:].removeprefix(" ") for line in event.decode("utf-8", "replace").splitlines() if line[:5] == "data:"
    ]
    return "\n".join(lines) if lines else None


def parsed(event: bytes) -> dict[str, Any] | str | None:
    """Return the object that an event carries, `[DONE]`, or None for what is neither."""
    said = data(event)
    if said is None or said.strip() == DONE:
        return None if said is None else DONE
    try:
        value = msgspec.json.decode(said.encode())
    except (msgspec.DecodeError, RecursionError):
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def written(value: Mapping[str, Any]) -> bytes:
    r"""Return an event that carries an object, under its own name where it has a `type`.

    Example:
        >>> written({"id": "a"})
        b'data: {"id":"a"}\n\n'
    """
    name = value.get("type")
    head = f"event: {name}\n".encode() if isinstance(name, str) else b""
    return head + b"data: " + msgspec.json.encode(value) + b"\n\n"

"""The log of a run: JSON lines, written as results come, whole after a kill at any moment.

A line is written in one piece and handed to the system before the next result is asked for. What a
kill can leave is at most one line without its end: it is cut off when the log is opened again, and
its case is judged anew. So nothing is lost and nothing is judged twice.
"""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import msgspec

from guard.errors import Problem, StoreError, UsageError
from guard.evals.run.result import Header, Result, Run

T = TypeVar("T")


class Log:
    """A log that is open for writing.

    Args:
        path: the file; made with its folder when it is not there.
        header: of the run; a log that is there must have the same fingerprint.

    Raises:
        UsageError: when the file is the log of something else.
        StoreError: when it cannot be written.

    Example:
        >>> import tempfile
        >>> digests = dict(fingerprint="f", policies="", inputs={})
        >>> header = Header(suite="a", about="", cases=1, settings={}, versions={}, **digests)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with Log(Path(folder) / "a.jsonl", header) as log:
        ...         log.add(Result(id="c", place=0, repeat=0, state="error", error="no draft"))
        ...     with Log(Path(folder) / "a.jsonl", header) as again:
        ...         sorted(again.done)
        [('c', 0)]
    """

    def __init__(self, path: Path, header: Header) -> None:
        self.path = path
        self.done: set[tuple[str, int]] = set()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                _cut(path)
            if path.exists() and path.stat().st_size:
                self._resume(header)
                self._stream = path.open("ab")
            else:
                self._stream = path.open("wb")
                self._write(asdict(header))
        except OSError as error:
            raise unwritable(path, error) from None

    def add(self, result: Result) -> None:
        """Write one result.

        Raises:
            StoreError: when the disk is full or gone.
        """
        self._write(asdict(result))
        self.done.add(result.key)

    def __enter__(self) -> Log:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._stream.close()

    def _resume(self, header: Header) -> None:
        run = read_run(self.path)
        if run.header.fingerprint != header.fingerprint:
            do = "give --out another file, or move this one away"
            raise UsageError([Problem(str(self.path), f"a log of {header.suite} as it is now", "another run's", do)])
        self.done.update(result.key for result in run.results)

    def _write(self, value: dict[str, Any]) -> None:
        try:
            self._stream.write(msgspec.json.encode(value) + b"\n")
            self._stream.flush()
        except OSError as error:
            raise unwritable(self.path, error) from None


def read_run(path: str | Path) -> Run:
    """Read a log; a last line without its end is left out.

    Results come in the suite's order, however they were written.

    Raises:
        UsageError: when it is no log, with the line that is wrong.
    """
    path = Path(path)
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except OSError as error:
        got = error.strerror or type(error).__name__
        raise UsageError([Problem(str(path), "the log of a run", got, "check the path")]) from None
    if not lines:
        raise UsageError([Problem(str(path), "the log of a run", "an empty file", "run `guard eval run`")])
    header = _decoded(lines[0], Header, path, 1)
    results = [_decoded(line, Result, path, number) for number, line in enumerate(lines[1:], 2)]
    return Run(header, tuple(sorted(results, key=lambda result: (result.place, result.repeat))))


def _decoded(line: bytes, form: type[T], path: Path, number: int) -> T:
    try:
        return msgspec.json.decode(line, type=form)
    except (msgspec.DecodeError, ValueError) as error:
        wanted = "the header of a run's log" if form is Header else "a result"
        do = "give a file that `guard eval run` wrote"
        raise UsageError([Problem(f"{path}:{number}", wanted, str(error), do)]) from None


def _cut(path: Path) -> None:
    """Cut off a last line that has no end."""
    with path.open("rb+") as stream:
        size = stream.seek(0, os.SEEK_END)
        step, end = 2**16, size
        while end:
            start = max(0, end - step)
            stream.seek(start)
            found = stream.read(end - start).rfind(b"\n")
            if found >= 0:
                end = start + found + 1
                break
            end = start
        if end != size:
            stream.truncate(end)


def unwritable(path: Path, error: OSError) -> StoreError:
    """Say that a file could not be written."""
    got = error.strerror or type(error).__name__
    return StoreError([Problem(str(path), "a file that can be written", got, "check the disk and the rights")])

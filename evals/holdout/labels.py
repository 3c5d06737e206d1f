"""The labelled sentences, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from guard.text.spans import Span

SUITE = Path(__file__).parents[1] / "suites" / "times"

Moment = date | datetime
Reading = tuple[Moment | None, Moment | None]


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled time.

    Args:
        span: where its words stand.
        kind: what sort of time it is, by the guide.
        readings: every interval that is right; empty where it cannot be placed.
        length: low and high figure and the unit, where one was said.
        loose: whether the ends are parts of day.
    """

    span: Span
    kind: str
    readings: tuple[Reading, ...]
    length: tuple[float, float | None, str] | None
    loose: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its labels."""

    id: str
    text: str
    now: datetime
    times: tuple[Label, ...]
    promise: Mapping[str, str] | None

    @property
    def named(self) -> tuple[Label, ...]:
        """The times that are more than vague."""
        return tuple(time for time in self.times if time.kind != "vague")


def read(path: Path = SUITE / "holdout.jsonl") -> dict[str, Sentence]:
    """Read a file of labels by id.

    Example:
        >>> len(read()) >= 300
        True
    """
    rows = [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]
    return {row["id"]: _sentence(row) for row in rows}


def _sentence(row: Mapping[str, Any]) -> Sentence:
    times = tuple(_label(time) for time in row["times"])
    return Sentence(row["id"], row["text"], datetime.fromisoformat(row["now"]), times, row["promise"])


def _label(raw: Mapping[str, Any]) -> Label:
    every = [(raw["from"], raw["to"]), *(tuple(pair) for pair in raw.get("alternatives", ()))]
    readings = tuple((_moment(first), _moment(last)) for first, last in every if first or last)
    length = raw.get("length")
    figures = (length["low"], length["high"], length["unit"]) if length else None
    return Label(Span(raw["start"], raw["end"]), raw["kind"], readings, figures, raw.get("loose", False))


def _moment(written: str | None) -> Moment | None:
    """Read an ISO date or a date with a time."""
    if written is None:
        return None
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)

"""The moment of the draft: what `now` is, and what had not happened yet.

Only what came before the draft counts. Offline commands never read the clock: `now` is
`facts.now`, else the last message's time, else unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

from guard.domain.case import Message

_DEEPEST = 40
_EARLIEST, _LATEST = 631_152_000, 4_102_444_800
"""1990 and 2100, in seconds since 1970: a number outside is not a time."""


def read_time(value: Any) -> datetime | None:
    """Read an ISO time or seconds since 1970; None when it is neither.

    Example:
        >>> read_time("2026-11-21T10:05:00-05:00").isoformat()
        '2026-11-21T10:05:00-05:00'
        >>> read_time("12:05") is None
        True
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return datetime.fromtimestamp(value, UTC) if _EARLIEST <= value <= _LATEST else None
    return _iso(value) if isinstance(value, str) and len(value) >= 10 and value[4:5] == "-" else None


@lru_cache(maxsize=1_024)
def _iso(value: str) -> datetime | None:
    """Read an ISO time; kept, for the messages of a conversation come with every draft."""
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def now(facts: Mapping[str, Any], messages: Sequence[Message]) -> datetime | None:
    """Return the moment of the draft, or None where the case does not say."""
    told = read_time(facts.get("now"))
    if told is not None:
        return told
    return next((time for m in reversed(messages) if (time := read_time(m.at)) is not None), None)


def is_later(value: Any, moment: datetime | None) -> bool:
    """Tell whether a time lies after the moment; False where the two cannot be compared."""
    time = read_time(value)
    if time is None or moment is None or (time.tzinfo is None) != (moment.tzinfo is None):
        return False
    return time > moment


def known_by(facts: Mapping[str, Any], moment: datetime | None) -> Mapping[str, Any]:
    """Return the facts without the entries whose own `at` lies after the moment."""
    if moment is None or not _holds_future(facts, moment, 0):
        return facts
    return cast(Mapping[str, Any], _pruned(facts, moment, 0))


def _holds_future(value: Any, moment: datetime, depth: int) -> bool:
    """Tell whether any entry came later: nearly always not, and then nothing needs to be copied."""
    if depth >= _DEEPEST:
        return False
    if isinstance(value, dict):
        inner: Iterable[Any] = cast(dict[Any, Any], value).values()
        if "at" in value and is_later(cast(dict[str, Any], value)["at"], moment):
            return True
    elif isinstance(value, list):
        inner = cast(list[Any], value)
    else:
        return False
    return any(_holds_future(one, moment, depth + 1) for one in inner if isinstance(one, (dict, list)))


def _pruned(value: Any, moment: datetime, depth: int) -> Any:
    """Copy a JSON value without what came later; deeper than `_DEEPEST` levels it is kept as it is."""
    if depth >= _DEEPEST:
        return value
    if isinstance(value, Mapping):
        return {
            key: _pruned(inner, moment, depth + 1)
            for key, inner in cast(Mapping[Any, Any], value).items()
            if not _is_future(inner, moment)
        }
    if isinstance(value, list):
        return [_pruned(inner, moment, depth + 1) for inner in cast(list[Any], value) if not _is_future(inner, moment)]
    return value


def _is_future(value: Any, moment: datetime) -> bool:
    """Tell whether an entry carries an `at` after the moment."""
    return isinstance(value, Mapping) and is_later(cast(Mapping[str, Any], value).get("at"), moment)

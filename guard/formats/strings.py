"""What JSON cannot hold, found before it can crash a detector or the printing of a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import islice
from typing import Any, cast

import msgspec

from guard.errors import Problem

_DEEP = 60
_MOST = 20
_LONG_KEY = 40
_MEND_HALF = "replace it, or decode the source again with the right encoding"


def not_json(value: Any, where: str) -> tuple[Problem, ...]:
    r"""Say what inside `value` is no JSON: half a surrogate pair, a foreign object, a circle.

    Dates, decimals, sets and the like have a JSON form and are let through. Takes microseconds
    when all is well.

    Args:
        value: anything.
        where: the place of `value`, which leads the places of the problems.

    Example:
        >>> not_json({"facts": {"name": "A\ud800"}}, "case")[0].got
        'half a surrogate pair at character 2'
    """
    return () if _fits(value) else tuple(islice(_culprits(value, where, "", 0), _MOST))


def plain(value: Any) -> Any:
    """Return a deep copy of plain values: dates and times as ISO text, keys as text.

    Example:
        >>> from datetime import date
        >>> plain({"due": date(2026, 11, 27)})
        {'due': '2026-11-27'}
    """
    return msgspec.to_builtins(value, str_keys=True, enc_hook=_opened)


def inside(path: str, key: str | int) -> str:
    """Return the path of what stands under `key`: `facts.name`, `messages[2]`.

    Example:
        >>> inside(inside("", "messages"), 2)
        'messages[2]'
    """
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


def _opened(value: Any) -> Any:
    """Open a mapping that is no dict; refuse every other object that msgspec does not know."""
    if isinstance(value, Mapping):
        return dict(cast("Mapping[Any, Any]", value))
    raise NotImplementedError


def _fits(value: Any) -> bool | None:
    """Tell whether JSON can hold `value`; None when it is nested too deep to tell, or a circle."""
    try:
        msgspec.json.encode(value, enc_hook=_opened)
    except RecursionError:
        return None
    except (TypeError, ValueError, NotImplementedError, OverflowError):
        return False
    return True


def _culprits(value: Any, where: str, path: str, depth: int) -> Iterator[Problem]:
    """Go down to every part that does not fit while its own parts do."""
    place = f"{where}: {path}" if path else where
    if depth > _DEEP or (depth and _fits(value) is None):
        yield Problem(place, "a JSON value", "lists or objects nested too deep, or a circle", "make it flatter")
        return
    bad = [(key, inner) for key, inner in _parts(value) if not _fits(inner)]
    for key, inner in bad:
        yield from _culprits(inner, where, inside(path, key), depth + 1)
    if not bad:
        yield _culprit(value, place)


def _culprit(value: Any, place: str) -> Problem:
    """Say what is wrong with a value whose parts are all right."""
    if isinstance(value, str):
        at = next((i for i, letter in enumerate(value, 1) if "\ud800" <= letter <= "\udfff"), 0)
        return Problem(place, "valid Unicode text", f"half a surrogate pair at character {at}", _MEND_HALF)
    if isinstance(value, Mapping):
        return Problem(place, "keys of valid Unicode text", "a key that JSON cannot hold", "make every key a text")
    return Problem(place, "a JSON value", f"a {type(value).__name__}", "turn it into text, numbers, lists or objects")


def _parts(value: Any) -> Iterator[tuple[str | int, Any]]:
    """Yield the parts of a container, with their keys; nothing of anything else."""
    if isinstance(value, Mapping):
        for key, inner in cast("Mapping[Any, Any]", value).items():
            yield key if isinstance(key, str) and key.isprintable() and len(key) <= _LONG_KEY else "…", inner
    elif isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        yield from enumerate(cast("Sequence[Any]", value))
    elif is_dataclass(value):
        for field in fields(value):
            yield field.name, getattr(value, field.name)

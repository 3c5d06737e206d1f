"""What pydantic found, in our wording: where, what was expected, what was got, what to do.

Nothing that somebody wrote is repeated: of a text only that it is one, of a number or a truth
value at most 40 characters, of a name from a closed list (a role) the name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from guard.errors import Problem
from guard.formats.strings import inside

Place = tuple[int | str, ...]
"""Where a value stands, from the outside in: `("messages", 2, "text")`."""

_LONG = 40
_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "dict_type": "an object",
    "mapping_type": "an object",
    "dataclass_type": "an object",
    "tuple_type": "a list",
}
_UNION = frozenset(("str", "int", "float", "bool", "literal"))
_MEANT = {
    "user": "customer", "human": "customer", "client": "customer", "visitor": "customer",
    "assistant": "agent", "ai": "agent", "bot": "agent", "model": "agent", "rep": "agent",
    "developer": "system", "function": "tool",
    "reply": "draft", "response": "draft", "answer": "draft", "output": "draft", "completion": "draft",
    "body": "text", "message": "text", "value": "text",
}  # fmt: skip
"""Names that other tools use for ours."""


def described(value: Any) -> str:
    """Say what a value is without saying what it holds.

    Example:
        >>> described("my card number is …"), described([1]), described(7), described(None)
        ('text', 'a list', 'the number 7', 'null')
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (str, bytes)):
        return "text" if isinstance(value, str) else "bytes"
    if isinstance(value, float) or (isinstance(value, int) and value.bit_length() < 1000):
        return f"the number {value}" if len(str(value)) <= _LONG else "a very long number"
    if isinstance(value, int):
        return "a very long number"
    if isinstance(value, Mapping):
        return "an object"
    return "a list" if isinstance(value, Sequence) else f"a {type(value).__name__}"


def nearest(name: str, valid: Sequence[str]) -> str | None:
    """Return the valid name that was most likely meant, if one comes close.

    Example:
        >>> nearest("costumer", ["customer", "agent"]), nearest("assistant", ["customer", "agent"])
        ('customer', 'agent')
    """
    lower = name.lower()
    if _MEANT.get(lower) in valid:
        return _MEANT[lower]
    return next(iter(get_close_matches(lower, valid, 1, 0.6)), None)


def lacking(name: str, keys: Sequence[Any], valid: Sequence[str]) -> str:
    """Say what to do where the key `name` is missing: rename the key that was meant, else add it.

    Args:
        name: the key that is missing.
        keys: the keys that are there.
        valid: keys that mean something and are left alone.

    Example:
        >>> lacking("draft", ["id", "drfat"], ["id", "draft"])
        "rename 'drfat' to 'draft'"
    """
    for key in keys:
        if isinstance(key, str) and key not in valid and len(key) <= _LONG and nearest(key, [name]):
            return f"rename '{key}' to '{name}'"
    return f"add '{name}'"


def problems(error: ValidationError, where: str, placed: Callable[[Place], Place] | None = None) -> tuple[Problem, ...]:
    """Turn everything that pydantic found into problems, one a place.

    Args:
        error: what pydantic raised.
        where: leads every place: `cases.jsonl:3`.
        placed: from a place in what pydantic saw to the place in what the caller gave.
    """
    by_place: dict[Place, list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        place = detail["loc"]
        while place and (place[-1] in _UNION or str(place[-1]).startswith(("literal[", "["))):
            place = place[:-1]
        by_place.setdefault(place, []).append(detail)
    return tuple(_problem(where, placed(place) if placed else place, them) for place, them in by_place.items())


def shown(where: str, place: Place) -> str:
    """Join the place of the case and the place in it: `cases.jsonl:3: messages[2].text`."""
    path = ""
    for key in place:
        path = inside(path, key)
    return ": ".join(filter(None, (where, path)))


def _problem(where: str, place: Place, details: Sequence[ErrorDetails]) -> Problem:
    """Word what is wrong at one place; the branches of a union come together."""
    first, at = details[0], shown(where, place)
    if first["type"] == "missing":
        name = str(place[-1])
        keys = list(cast("Mapping[Any, Any]", first["input"])) if isinstance(first["input"], Mapping) else []
        return Problem(at, f"'{name}'", "nothing", lacking(name, keys, ("id", "role", "kind", "name", "at")))
    if first["type"] == "literal_error":
        return _literal(at, first)
    expected = " or ".join(dict.fromkeys(_EXPECTED.get(detail["type"], "another kind of value") for detail in details))
    return Problem(at, expected, described(first["input"]), f"put {expected} there")


def _literal(at: str, detail: ErrorDetails) -> Problem:
    """Word a name that is not in a closed list, with the one that was meant."""
    listed = str(detail.get("ctx", {}).get("expected", ""))
    valid = listed.replace(" or ", ", ").replace("'", "").split(", ")
    given = detail["input"]
    if not isinstance(given, str):
        return Problem(at, f"one of {', '.join(valid)}", described(given), "use one of them")
    meant = nearest(given, valid)
    got = f"'{given}'" if len(given) <= _LONG and given.isprintable() else "a longer text"
    return Problem(at, f"one of {', '.join(valid)}", got, f"use '{meant}'" if meant else "use one of them")

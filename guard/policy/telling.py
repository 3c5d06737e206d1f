"""From what pydantic says is wrong with a YAML file to where, expected, got, do."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from guard.errors import Problem
from guard.policy.marked import Marked

M = TypeVar("M", bound=BaseModel)

SHOWN_BY_SCHEMA = "mend it (guard schema policy shows the form)"


def validated(model: type[M], file: Marked, problems: list[Problem], do: str = SHOWN_BY_SCHEMA) -> M | None:
    """Validate one file against a model, or note everything that is wrong with it.

    Args:
        model: what the file must be.
        file: what was read.
        problems: takes what is wrong, each in its place.
        do: the advice where nothing nearer is known.
    """
    try:
        return model.model_validate(file.value)
    except ValidationError as error:
        schema = model.model_json_schema()
        problems += (_told(file, detail, schema, do) for detail in error.errors(include_url=False))
    except RecursionError:
        problems.append(Problem(file.name, "at most a few levels", "deeper nesting", "flatten the file"))
    return None


def _told(file: Marked, detail: ErrorDetails, schema: Mapping[str, Any], do: str) -> Problem:
    """Turn one of pydantic's errors into where, expected, got, do."""
    path = tuple(part for part in detail["loc"] if part != "otherwise")
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        key = str(path[-1])
        known = sorted(_keys_at(schema, path[:-1]))
        close = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
        nearest = f"use {close[0]!r}" if close else "remove it"
        expected = f"one of {', '.join(known)}" if known else "no further key"
        return file.problem(path, expected, repr(key), nearest, at_key=True)
    if kind == "missing":
        return file.problem(path[:-1], f"a key {str(path[-1])!r}", "none", "add it")
    if kind in ("literal_error", "enum"):
        wanted = str(context.get("expected", ""))
        choices = [choice.strip(" '") for choice in wanted.replace(" or ", ",").split(",")]
        close = difflib.get_close_matches(str(detail["input"]), choices, n=1)
        nearest = f"use {close[0]!r}" if close else "choose one of them"
        return file.problem(path, wanted, _shown(detail["input"]), nearest)
    if kind == "value_error":
        expected = str(context.get("error", detail["msg"]))
        return file.problem(path, expected, _shown(detail["input"]), do)
    message = detail["msg"][0].lower() + detail["msg"][1:]
    return file.problem(path, message, _shown(detail["input"]), do)


def _shown(value: Any) -> str:
    """Show a value of a policy file, short."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _keys_at(schema: Mapping[str, Any], path: Sequence[str | int]) -> set[str]:
    """Return the keys that may stand at a path, by walking the JSON Schema."""
    node: Mapping[str, Any] = _resolved(schema, schema)
    for part in path:
        inner = node.get("items") if isinstance(part, int) else node.get("properties", {}).get(part)
        if inner is None:
            return set()
        node = _resolved(schema, inner)
    return set(node.get("properties", {}))


def _resolved(schema: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow references and skip the null branch of an optional value."""
    while True:
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        elif "anyOf" in node:
            branches = cast(Sequence[Mapping[str, Any]], node["anyOf"])
            node = next((_branch(branch) for branch in branches if branch.get("type") != "null"), _branch(None))
        else:
            return node


def _branch(value: Any) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], value) if isinstance(value, dict) else {}

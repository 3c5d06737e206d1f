"""The API's description in OpenAPI 3.1: the paths are data beside this file, the shapes are our schemas'."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from guard.formats.schema import schema
from guard.text.tables import beside

_OURS = ("case", "verdict")
_INSIDE = "#/$defs/"
_OUTSIDE = "#/components/schemas/"


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI document.

    Example:
        >>> description()["components"]["schemas"]["Case"]["required"]
        ['draft']
    """
    document = beside(__file__, "openapi")
    schemas = dict(document["components"]["schemas"])
    for name in _OURS:
        schemas |= _lifted(schema(name))
    return {**document, "components": {**document["components"], "schemas": schemas}}


def _lifted(whole: Mapping[str, Any]) -> dict[str, Any]:
    """Take a schema's inner shapes out, each to stand beside it: readers of OpenAPI follow no inner names."""
    inner = cast("Mapping[str, Mapping[str, Any]]", whole.get("$defs", {}))
    places = {_INSIDE + name: _OUTSIDE + str(shape["title"]) for name, shape in inner.items()}
    outer = {key: value for key, value in whole.items() if not key.startswith("$")}
    return {str(shape["title"]): _pointed(shape, places) for shape in (outer, *inner.values())}


def _pointed(value: Any, places: Mapping[str, str]) -> Any:
    """Return a schema with its references led to the new places."""
    if isinstance(value, Mapping):
        given = cast("Mapping[str, Any]", value)
        return {key: places[inner] if key == "$ref" else _pointed(inner, places) for key, inner in given.items()}
    if isinstance(value, list):
        return [_pointed(inner, places) for inner in cast("list[Any]", value)]
    return value

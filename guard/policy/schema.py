"""The JSON Schema of a policy file, for editors that complete and check while somebody writes.

It comes from the same model as the loader. What the model reads besides its full form, such as a
lone string in place of a list, is added here, for JSON Schema knows nothing of validators.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from guard.policy.spec import Kinds, policy_model

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_SHORT_FORMS: tuple[tuple[Any, Any], ...] = (("a", _TEXT), (["a"], _TEXTS))


def policy_schema(kinds: Kinds) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a policy file.

    Args:
        kinds: parameter model of each kind of condition, by name.

    Example:
        >>> policy_schema({})["title"]
        'Policy'
    """
    schema = policy_model(kinds).model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Policy"
    definitions: dict[str, Any] = schema.get("$defs", {})
    for name, properties in _properties(definitions):
        if name == "Condition":
            definitions[name].update(minProperties=1, maxProperties=1)
            for kind, params in kinds.items():
                properties[kind] = _condition(properties[kind], params)
        elif name == "Fix":
            for key in ("replace", "insert"):
                properties[key] = _or(properties[key], _TEXT)
    _severity_and_examples(schema, definitions)
    return schema


def _properties(definitions: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the definitions that are objects, with their properties."""
    for name, definition in definitions.items():
        if "properties" in definition:
            yield name, definition["properties"]


def _condition(full: Mapping[str, Any], params: type[BaseModel]) -> dict[str, Any]:
    """Add the short forms in which a condition of this kind may be written."""
    branches = [branch for branch in full.get("anyOf", [full]) if branch.get("type") != "null"]
    short = [form for value, form in _SHORT_FORMS if _reads(params, value)]
    return {"anyOf": [*short, *branches]}


def _reads(params: type[BaseModel], value: Any) -> bool:
    """Tell whether a model takes a value that is no mapping, rightly filled or not."""
    try:
        params.model_validate(value)
    except ValidationError as error:
        return not any(detail["type"] == "model_type" for detail in error.errors())
    return True


def _or(full: Mapping[str, Any], *more: Mapping[str, Any]) -> dict[str, Any]:
    """Let a value have its full form or one more."""
    return {"anyOf": [*more, dict(full)]}


def _severity_and_examples(schema: dict[str, Any], definitions: dict[str, Any]) -> None:
    """A severity may be one word, an example a lone reply."""
    levels = {"enum": ["minor", "major", "critical"]}
    schema["properties"]["severity"] = _or(schema["properties"]["severity"], levels)
    examples = definitions["Examples"]["properties"]
    for sort in ("bad", "good", "todo"):
        examples[sort]["items"] = _or(examples[sort]["items"], _TEXT)

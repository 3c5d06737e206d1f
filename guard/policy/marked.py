"""YAML that remembers where everything stood, so that a mistake can be shown in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from guard.errors import PolicyError, Problem

Path = tuple[str | int, ...]
Place = tuple[int, int]

_NEIGHBOURS = 1


@dataclass(frozen=True, slots=True)
class Marked:
    """A YAML document.

    Args:
        name: the file's name, for messages.
        text: the file's text.
        value: what it holds: dicts, lists, strings, numbers, booleans and null; dates stay text.
        places: (line, column) of each value by its path, counted from 1.
        keys: (line, column) of each key by the path of its value.
    """

    name: str
    text: str
    value: Any
    places: dict[Path, Place]
    keys: dict[Path, Place]

    def problem(self, path: Path, expected: str, got: str, do: str, *, at_key: bool = False) -> Problem:
        """Describe a mistake at `path`, or at the nearest place above it that is in the file."""
        table = self.keys if at_key else self.places
        where = path
        while where and where not in table:
            where = where[:-1]
        line, column = table.get(where) or self.places.get(where, (1, 1))
        return Problem(f"{self.name}:{line}:{column}", expected, got, do, self.excerpt(line))

    def excerpt(self, line: int) -> str:
        """Return the line and its neighbours, numbered, the line itself pointed at."""
        lines = self.text.splitlines()
        first, last = max(1, line - _NEIGHBOURS), min(len(lines), line + _NEIGHBOURS)
        return "\n".join(f"  {'>' if n == line else ' '} {n:>3} | {lines[n - 1]}" for n in range(first, last + 1))


def load(name: str, text: str) -> Marked:
    """Read one YAML document.

    Raises:
        PolicyError: when it is not YAML, holds a key twice, or uses tags or merge keys.
    """
    try:
        root: yaml.Node | None = yaml.CSafeLoader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        got = error.problem or "something else"
        raise PolicyError([Problem(where, "YAML", got, "mend the indentation or quotes here")]) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise PolicyError([Problem(name, "YAML", type(error).__name__, "save the file as UTF-8 YAML")]) from None
    marked = Marked(name, text, None, {}, {})
    problems: list[Problem] = []
    value = None if root is None else _build(root, (), marked, problems)
    if problems:
        raise PolicyError(problems)
    return Marked(name, text, value, marked.places, marked.keys)


def _build(node: yaml.Node, path: Path, marked: Marked, problems: list[Problem]) -> Any:
    """Turn a node into plain values and note where each one stands."""
    marked.places[path] = _place(node)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node.value, path, marked, problems)
    if isinstance(node, yaml.SequenceNode):
        return [_build(inner, (*path, i), marked, problems) for i, inner in enumerate(node.value)]
    return _scalar(node)


def _mapping(
    pairs: Sequence[tuple[yaml.Node, yaml.Node]], path: Path, marked: Marked, problems: list[Problem]
) -> dict[str, Any]:
    """Build a mapping; a key given twice is a problem, since YAML would silently keep the last."""
    built: dict[str, Any] = {}
    for key_node, value_node in pairs:
        key = str(key_node.value)
        inner = (*path, key)
        if key in built:
            line, column = _place(key_node)
            first = marked.keys[inner][0]
            problems.append(
                Problem(
                    f"{marked.name}:{line}:{column}", "each key once", f"{key!r} again (first on line {first})",
                    "remove or join one of them", marked.excerpt(line),
                )
            )  # fmt: skip
            continue
        marked.keys[inner] = _place(key_node)
        built[key] = _build(value_node, inner, marked, problems)
    return built


def _scalar(node: yaml.Node) -> str | int | float | bool | None:
    """Read a scalar by its resolved tag; a date stays the text that was written."""
    text = str(node.value)
    match node.tag.rsplit(":", 1)[-1]:
        case "null":
            return None
        case "bool":
            return text.lower() in ("true", "yes", "on")
        case "int":
            return int(text.replace("_", ""), 0) if not text.lstrip("+-").startswith("0") or len(text) == 1 else text
        case "float":
            return float(text.replace("_", "")) if text.strip("+-.").lower() not in ("inf", "nan") else text
        case _:
            return text


def _place(node: yaml.Node) -> Place:
    """Return line and column, counted from 1."""
    return node.start_mark.line + 1, node.start_mark.column + 1

"""YAML that remembers where everything stood, so that a mistake can be shown in its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from guard.domain.lazy import lazy
from guard.errors import PolicyError, Problem

Path = tuple[str | int, ...]
Place = tuple[int, int]

_NEIGHBOURS = 1


@dataclass(frozen=True)
class Marked:
    """A YAML document.

    Args:
        name: the file's name, for messages.
        text: the file's text.
        value: what it holds: dicts, lists, strings, numbers, booleans and null; dates stay text.
    """

    name: str
    text: str
    value: Any

    @lazy
    def _marks(self) -> _Marks:
        """Where everything stands; the text is read for it again when the first mistake asks."""
        marks = _Marks()
        root = _root(self.name, self.text)
        if root is not None:
            _mark(root, (), marks)
        return marks

    def problem(self, path: Path, expected: str, got: str, do: str, *, at_key: bool = False) -> Problem:
        """Describe a mistake at `path`, or at the nearest place above it that is in the file."""
        table = self._marks.keys if at_key else self._marks.places
        where = path
        while where and where not in table:
            where = where[:-1]
        line, column = table.get(where) or self._marks.places.get(where, (1, 1))
        return Problem(f"{self.name}:{line}:{column}", expected, got, do, self.excerpt(line))

    def doubles(self) -> list[Problem]:
        """Describe each key that a mapping holds twice: YAML would silently keep the last."""
        marks = self._marks
        return [
            Problem(
                f"{self.name}:{line}:{column}", "each key once",
                f"{path[-1]!r} again (first on line {marks.keys[path][0]})", "remove or join one of them",
                self.excerpt(line),
            )
            for path, (line, column) in marks.twice
        ]  # fmt: skip

    def excerpt(self, line: int) -> str:
        """Return the line and its neighbours, numbered, the line itself pointed at."""
        lines = self.text.splitlines()
        first, last = max(1, line - _NEIGHBOURS), min(len(lines), line + _NEIGHBOURS)
        return "\n".join(f"  {'>' if n == line else ' '} {n:>3} | {lines[n - 1]}" for n in range(first, last + 1))


@dataclass(slots=True)
class _Marks:
    """(line, column) by path, counted from 1: of each value, of each value's key, and of keys that are given twice."""

    places: dict[Path, Place] = field(default_factory=dict[Path, Place])
    keys: dict[Path, Place] = field(default_factory=dict[Path, Place])
    twice: list[tuple[Path, Place]] = field(default_factory=list[tuple[Path, Place]])


def load(name: str, text: str) -> Marked:
    """Read one YAML document.

    Raises:
        PolicyError: when it is not YAML, holds a key twice, or uses tags or merge keys.
    """
    root = _root(name, text)
    doubled: list[str] = []
    loaded = Marked(name, text, None if root is None else _build(root, doubled))
    if doubled:
        raise PolicyError(loaded.doubles())
    return loaded


def _root(name: str, text: str) -> yaml.Node | None:
    """Parse the text into nodes, which know where they stand."""
    try:
        return yaml.CSafeLoader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        got = error.problem or "something else"
        raise PolicyError([Problem(where, "YAML", got, "mend the indentation or quotes here")]) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise PolicyError([Problem(name, "YAML", type(error).__name__, "save the file as UTF-8 YAML")]) from None


def _build(node: yaml.Node, doubled: list[str]) -> Any:
    """Turn a node into plain values; a key that a mapping holds already is noted and left out."""
    if isinstance(node, yaml.MappingNode):
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in built:
                doubled.append(key)
            else:
                built[key] = _build(value_node, doubled)
        return built
    if isinstance(node, yaml.SequenceNode):
        return [_build(inner, doubled) for inner in node.value]
    return _scalar(node)


def _mark(node: yaml.Node, path: Path, marks: _Marks) -> None:
    """Note where a node stands, and all that it holds."""
    marks.places[path] = _place(node)
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            inner = (*path, str(key_node.value))
            if inner in marks.keys:
                marks.twice.append((inner, _place(key_node)))
            else:
                marks.keys[inner] = _place(key_node)
                _mark(value_node, inner, marks)
    elif isinstance(node, yaml.SequenceNode):
        for i, inner in enumerate(node.value):
            _mark(inner, (*path, i), marks)


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

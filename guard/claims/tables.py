"""The tables of this room, and how their patterns are put together.

Word lists and patterns live in the `.yaml` file beside the module that reads them. A pattern may
name a word list of its own file in braces, `{month}`; a list entry may name an earlier list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

_BLANK = re.compile(r" ([?*]?)")
_NAME = re.compile(r"\{([a-z_]+)\}")


@cache
def table(name: str) -> Mapping[str, Any]:
    """Read the room's table of a name, once; every value is text, which spares asking each what else it might be.

    Example:
        >>> "forms" in table("times")
        True
    """
    text = _paths()[name].read_text(encoding="utf-8")
    return cast(Mapping[str, Any], yaml.load(text, Loader=yaml.CBaseLoader))


@cache
def _paths() -> Mapping[str, Path]:
    """Return where each table stands; their names are their own in the whole room."""
    return {path.stem: path for path in Path(__file__).parent.rglob("*.yaml")}


def words(name: str) -> Mapping[str, str]:
    """Return the word lists of a table, each as one alternation without groups.

    Example:
        >>> words("times")["month"].startswith("(?:january|")
        True
    """
    made: dict[str, str] = {}
    for key, entries in cast(Mapping[str, list[str]], table(name)["words"]).items():
        made[key] = f"(?:{'|'.join(spell(entry, made) for entry in entries)})"
    return made


def spell(pattern: str, known: Mapping[str, str]) -> str:
    r"""Put word lists in the place of their names; a blank stands for any run of white space.

    Example:
        >>> spell("by {day}", {"day": "(?:mon|tue)"})
        'by\\s+(?:mon|tue)'
    """
    named = _NAME.sub(lambda match: known.get(match[1], match[0]), pattern)
    return _BLANK.sub(lambda match: rf"(?:\s+){match[1]}" if match[1] else r"\s+", named)


def either(patterns: list[str], known: Mapping[str, str]) -> str:
    r"""Join patterns to one alternation without groups.

    Example:
        >>> either(["by {day}", "now"], {"day": "mon"})
        '(?:by\\s+mon|now)'
    """
    return f"(?:{'|'.join(spell(pattern, known) for pattern in patterns)})"

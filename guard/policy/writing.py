"""A policy as the text of its file: laid out as people write it, and read back to the letter.

A reply in an example must come back as it was typed, with its quotes, umlauts and line ends; so what
is written is read again before it is handed out, and quoted throughout where the plain layout fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from guard.errors import PolicyError
from guard.policy.marked import load


class _Layout(yaml.SafeDumper):
    """Lists set in under their key, and several lines as a block."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - the library's own names
        """Set every list in under its key."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """Write a text of several lines as a block, where YAML lets a block hold it."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)  # pyright: ignore[reportUnknownMemberType]


_Layout.add_representer(str, _text)


def written(value: Mapping[str, Any]) -> str:
    r"""Return the YAML of a mapping of texts, numbers, lists and mappings, in the order of its keys.

    Args:
        value: what the file is to hold.

    Example:
        >>> print(written({"title": "Say “no”: never", "why": "One.\nTwo."}), end="")
        title: 'Say “no”: never'
        why: |-
          One.
          Two.
    """
    text = _dumped(value, None)
    return text if _reads_back(text, value) else _dumped(value, '"')


def _reads_back(text: str, value: Mapping[str, Any]) -> bool:
    """Tell whether our reader finds in a text what was written."""
    try:
        return load("", text).value == value
    except PolicyError:
        return False


def _dumped(value: Mapping[str, Any], style: str | None) -> str:
    """Dump without folding lines, for a fold is hard to read and harder to edit."""
    return yaml.dump(value, Dumper=_Layout, sort_keys=False, allow_unicode=True, width=1_000_000, default_style=style)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

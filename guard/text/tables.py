"""The word lists and tables that stand as YAML beside this room's modules."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import yaml


def table(name: str) -> dict[str, Any]:
    """Read `<name>.yaml` from this folder; called once, when the module that owns it is imported.

    Example:
        >>> "greeting" in table("zones")
        True
    """
    text = Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8")
    return cast("dict[str, Any]", yaml.load(text, Loader=yaml.CSafeLoader))

"""The word lists and tables that stand as YAML beside the modules that read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import yaml


def beside(module: str, name: str) -> dict[str, Any]:
    """Read `<name>.yaml` from the folder of a module. Plain files only, so a zipped package will not do.

    Args:
        module: the asking module's `__file__`.
        name: the table's name; `es/acts` for one in a folder beside the module.

    Example:
        >>> "greeting" in beside(__file__, "zones")
        True
    """
    text = (Path(module).parent / f"{name}.yaml").read_text(encoding="utf-8")
    return cast(dict[str, Any], yaml.load(text, Loader=yaml.CSafeLoader))


def table(name: str) -> dict[str, Any]:
    """Read a table of this room; called once, when the module that owns it is imported.

    Example:
        >>> "greeting" in table("zones")
        True
    """
    return beside(__file__, name)

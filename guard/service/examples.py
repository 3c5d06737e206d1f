"""The conversations that ship with the package, for the composer to show."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

import msgspec

from guard.assemble import data_folder


@cache
def examples() -> Mapping[str, dict[str, Any]]:
    """Read the packaged cases once a process, by name.

    Raises:
        UsageError: when the installation is not whole.

    Example:
        >>> "1-booked-without-booking" in examples()
        True
    """
    folder = data_folder("demo", "evals/suites/demo")
    found = {path.stem: msgspec.json.decode(path.read_bytes()) for path in sorted(folder.glob("*.json"))}
    return cast("dict[str, dict[str, Any]]", found)


def listed() -> list[dict[str, Any]]:
    """Return each example's name, what it shows, and where it is from.

    Example:
        >>> listed()[0]["licence"]
        'MIT'
    """
    return [
        {"name": name, **{key: str(case.get("meta", {}).get(key, "")) for key in ("title", "source", "licence")}}
        for name, case in examples().items()
    ]

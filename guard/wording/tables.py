"""The tables of this room, each read once, and the patterns in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from guard.text.tables import beside


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return a table of this room.

    Example:
        >>> "gifts" in table("thanks")
        True
    """
    return beside(__file__, name)


@cache
def pattern(name: str, key: str, form: str = "{}") -> re.Pattern[str]:
    """Return a pattern of a table, or one for any of a list; any case.

    Args:
        name: of the table.
        key: in it.
        form: what the pattern is set into.

    Example:
        >>> bool(pattern("prune", "goes_on").search("Shall I book it?"))
        True
    """
    found: str | list[str] = table(name)[key]
    told = found if isinstance(found, str) else "|".join(found)
    return re.compile(form.format(told), re.IGNORECASE | re.DOTALL)

"""Numbers and words that only look like times: a phone number, a score, a rank, "may" the verb."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from guard.claims.calendar import Parts
from guard.claims.tables import table

_ASKING = ("bare_clock", "between", "ordinal", "hours")
"""Forms that are a time only if the next word lets them be one."""
_LED = ("bare_clock", "hours", "slashed", "between")
"""Forms that are none behind some words ("reduced by 5", "page 3/4")."""
_SIGNS = b".,/-:#$%\x01\x02\x03+"
_SEEN = 24


@cache
def _table_re(name: str) -> re.Pattern[str]:
    return re.compile(cast(str, table("times")[name]))


def misleads(form: str, parts: Parts, low: bytes, start: int, end: int) -> bool:
    """Tell whether a number or a month only looks like a time: a phone number, a score, a rank, "may" the verb.

    Args:
        form: of the expression.
        parts: its parts.
        low: the shadow of the lower-case text.
        start: where it begins.
        end: and where it ends.

    Example:
        >>> [misleads("ordinal", {}, said, 0, 7) for said in (b"the 5th floor", b"the 5th.")]
        [True, False]
    """
    if start and low[start : start + 1].isdigit() and low[start - 1 : start] in _SIGNS and _glued(low, start):
        return True
    after = low[end : end + _SEEN].decode("ascii")
    if after[:1] == "%" or (after[:1] in "-/:." and after[1:2].isdigit() and form != "iso"):
        return True
    if _table_re("named").match(after) or (form == "vague" and low[max(0, start - 3) : start] == b"as "):
        return True
    is_modal = low[start:end].endswith(b"may")
    if (form in _ASKING or is_modal) and not _table_re("after").match(after):
        return True
    if form in _LED and _table_re("before").search(low[max(0, start - _SEEN) : start].decode("ascii")):
        return True
    return form == "slashed" and _is_fraction(parts, after)


def _is_fraction(parts: Parts, after: str) -> bool:
    said = f"{parts['first']}/{parts['second']}"
    plain = _table_re("fractions").match(said) is not None and "year" not in parts
    return plain or _table_re("counted").match(after) is not None


def _glued(low: bytes, start: int) -> bool:
    """Tell whether the sign before a number ties it to what stands before: `a-1042`, `$5`, `4.2`."""
    sign, before = low[start - 1 : start], low[max(0, start - 2) : start - 1]
    return sign in b"#$\x01\x02\x03+" or before.isalnum()

"""Numbers and words that only look like times: a phone number, a score, a rank, "may" the verb."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from guard.claims.tables import table
from guard.claims.time.calendar import Parts

_ASKING = ("bare_clock", "between", "ordinal", "hours")
"""Forms that are a time only if the next word lets them be one."""
_LED = ("bare_clock", "hours", "slashed", "between")
"""Forms that are none behind some words ("reduced by 5", "page 3/4")."""
_NAMED = ("weekday", "weekday_short", "next_unit", "holiday", "month")
"""Forms that may be part of a name."""
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
    if _is_name(form, after) or _is_rate(form, parts, low, start, after):
        return True
    if (form in _ASKING or is_modal) and not _table_re("after").match(after):
        return True
    if form in _LED and _table_re("before").search(low[max(0, start - _SEEN) : start].decode("ascii")):
        return True
    return form == "slashed" and _is_fraction(parts, after)


def _is_name(form: str, after: str) -> bool:
    return form in _NAMED and _table_re("names").match(after) is not None


def _is_rate(form: str, parts: Parts, low: bytes, start: int, after: str) -> bool:
    """Tell a rate ("7 days a week", "20 dollars a day"), an age or a coin from a length of time."""
    if form == "dotted_short":  # "on 5.12. in the afternoon"; without the last dot it is a number
        return not after.startswith(".") or int(parts["second"]) > 12 or int(parts["first"]) > 31
    if form == "month_nth":
        return parts["month"] in ("may", "march") and parts["nth"] in ("first", "second", "third", "last", "last day")
    if form != "span":
        return False
    if _table_re("rate").match(after) or parts.get("tail") == " old":
        return True
    if parts["low"] not in ("a", "an") or "near" in parts:
        return False
    return (
        parts["unit"] == "quarter"
        or _table_re("rated").search(low[max(0, start - 12) : start].decode("ascii")) is not None
    )


def _is_fraction(parts: Parts, after: str) -> bool:
    said = f"{parts['first']}/{parts['second']}"
    numbers = int(parts["first"]), int(parts["second"])
    if min(numbers) > 12 or max(numbers) > 31:
        return True
    plain = _table_re("fractions").match(said) is not None and "year" not in parts
    return plain or _table_re("counted").match(after) is not None


def _glued(low: bytes, start: int) -> bool:
    """Tell whether the sign before a number ties it to what stands before: `a-1042`, `$5`, `4.2`."""
    sign, before = low[start - 1 : start], low[max(0, start - 2) : start - 1]
    return sign in b"#$\x01\x02\x03+" or before.isalnum()

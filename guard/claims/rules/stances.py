"""Says on which side of a rule a sentence stands: free or charged, allowed or not, refunded or lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import cast

from guard.claims.certainty import denies
from guard.claims.tables import either, spell, table, words


@cache
def _axes() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    known = words("stances")
    rows = cast(dict[str, dict[str, list[str]]], table("stances")["axes"])
    return tuple(
        (name, re.compile(either(row["no"], known)), re.compile(either(row["yes"], known)))
        for name, row in rows.items()
    )


@cache
def _spared() -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("stances")["spared"]), {}))


@cache
def _listed(name: str) -> re.Pattern[str]:
    return re.compile(either(cast(list[str], table("stances")[name]), words("stances")))


@lru_cache(maxsize=4_096)
def stances(text: str) -> Mapping[str, bool]:
    """Return the side that a lower-case text takes on each axis; an axis on which it takes both is left out.

    Example:
        >>> sorted(stances("purchases abroad are free and cannot be refunded").items())
        [('free', True), ('refund', False)]
    """
    found: dict[str, bool] = {}
    text = _spared().sub(r"\1", text)
    for name, no, yes in _axes():
        denied = no.search(text) is not None
        granted = yes.search(no.sub(" ", text) if denied else text) is not None
        if denied != granted:
            found[name] = granted
    return found


def leaves_open(text: str) -> bool:
    """Tell whether a source leaves open what comes of it (`may be refunded`, `usually two days`).

    Example:
        >>> leaves_open("the manager may waive the fee")
        True
    """
    return _listed("open").search(text) is not None


def is_sure(text: str) -> bool:
    """Tell whether a reply leaves nothing open; "not guaranteed" leaves all open.

    Example:
        >>> is_sure("forms are always granted")
        True
    """
    match = _listed("sure").search(text)
    return match is not None and not denies(text[: match.start()].encode("ascii", "replace"))

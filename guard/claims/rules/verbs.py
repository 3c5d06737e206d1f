"""Finds the verbs of a rule, each with whether it is denied and whether it is left open.

Two rules about the same thing differ when one says that seats can change and the other that they cannot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from guard.claims.rules.topics import stem
from guard.claims.tables import spell, table


@dataclass(frozen=True, slots=True)
class Verb:
    """How a verb is meant: denied (`cannot change`), open (`may waive`), or firm (`will waive`)."""

    denied: bool
    open: bool
    firm: bool


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("verbs")[name]), {}))


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(cast(list[str], table("verbs")[name]))


@lru_cache(maxsize=4_096)
def verbs(text: str) -> Mapping[str, Verb]:
    """Return the verbs of a lower-case text by their stems.

    Example:
        >>> verbs("seats cannot change")[stem("change")].denied
        True
        >>> verbs("the manager may waive the fee")["waiv"].open
        True
    """
    found: dict[str, Verb] = {}
    loose = _re("loose").search(text) is not None
    plain = text.replace("cannot", "can not").replace("won't", "willn't").replace("can't", "cann't")
    for match in _re("verb").finditer(plain):
        word, modal = match["verb"], match["modal"]
        if word in _set("bare"):
            continue
        denied = match["not"] is not None or _re("none").search(plain[: match.start()]) is not None
        found.setdefault(
            stem(word), Verb(denied, modal in _set("open") or loose, modal in ("will", "'ll") and not denied)
        )
    return found

"""Reads from when to when a rule holds: before travel, within 30 days of delivery, even afterwards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from guard.claims.rules.topics import stems
from guard.claims.tables import spell, table

_WAITS = ("until", "till")
"""Openings of a time in which nothing is granted yet."""
_REACH = 40
"""Characters behind a marker in which the event stands that it speaks of."""


@dataclass(frozen=True, slots=True)
class Limit:
    """On which side of which event a rule grants something or denies it.

    Args:
        beyond: after the event and not before it.
        open: it takes in every case, whatever the event.
        events: stems of what is named behind the marker.
        grants: what holds there is granted, not denied.
        claimed_later: something is bought first and claimed back then, so that the event need not be named.
    """

    beyond: bool
    open: bool
    events: frozenset[str]
    grants: bool
    claimed_later: bool = False

    def opposes(self, other: Limit) -> bool:
        """Tell whether two limits cannot both hold.

        Example:
            >>> one, other = limit("you can claim after travel"), limit("claims must be made before travel")
            >>> one is not None and other is not None and one.opposes(other)
            True
        """
        same = self.open or bool(self.events & other.events)
        return same and self.grants and (self.beyond is not other.beyond) is other.grants


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("limits")[name]), {}))


def grants(text: str) -> bool:
    """Tell whether a lower-case text grants something and denies nothing.

    Example:
        >>> grants("you can claim it"), grants("turn right")
        (True, False)
    """
    return _re("grants").search(text) is not None and _re("denies").search(text) is None


def limit_in(said: str, sentence: str) -> Limit | None:
    """Return the limit of a clause, else of its sentence; buying now and claiming later spans both.

    Args:
        said: the clause, lower case.
        sentence: its sentence, lower case.

    Example:
        >>> whole = "you can buy the full fare and claim the discount back within 90 days"
        >>> found = limit_in("claim the discount back within 90 days", whole)
        >>> found is not None and found.beyond
        True
    """
    later = _re("later").search(sentence)
    start = sentence.find(said)
    if later is not None and start < later.end() <= start + len(said):
        granted = _re("denies").search(sentence) is None
        return Limit(beyond=True, open=True, events=stems(later[0]), grants=granted, claimed_later=True)
    return limit(said) or limit(sentence)


@lru_cache(maxsize=4_096)
def limit(text: str) -> Limit | None:
    """Return the limit of a lower-case rule; None where it has none, or one on either side.

    Example:
        >>> limit("seats are free")
    """
    inside = _re("inside").search(text)
    beyond = _re("beyond").search(text if inside is None else text[: inside.start()] + " " + text[inside.end() :])
    found = beyond or inside
    if found is None or (inside and beyond) or text.startswith(_WAITS) or _re("takes").search(text):
        return None
    told = "already" in found[0] or "that ha" in found[0]
    events = stems(text[max(0, found.start() - _REACH) if told else found.end() : found.end() + _REACH])
    granted = _re("denies").search(text) is None
    return Limit(beyond is not None, _re("open").search(text) is not None, events, granted)

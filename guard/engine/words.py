"""Filling the `{slots}` of messages and repairs. A text whose slots cannot all be filled is not used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from guard.domain.hit import Because, Hit
from guard.policy.spec import Fix
from guard.text.dates import spoken
from guard.view.moment import read_time
from guard.view.view import View

_SLOT = re.compile(r"\{([a-z_.]+)\}")
_LONGEST_VALUE = 160


def fill(template: str, slots: Mapping[str, str]) -> str | None:
    """Fill a template, or return None when a slot is unknown or empty.

    Example:
        >>> fill("Estimated for {due}.", {"due": "Friday 27 November"})
        'Estimated for Friday 27 November.'
        >>> fill("Estimated for {due}.", {}) is None
        True
    """
    if any(not slots.get(name) for name in _SLOT.findall(template)):
        return None
    return _SLOT.sub(lambda match: slots[match[1]], template)


def slots_for(
    hits: Iterable[Hit], evidence: str, because: Because | None, view: View, brand: str | None
) -> dict[str, str]:
    """Gather what a message or a repair may name; the first hit's values win."""
    slots: dict[str, str] = {}
    for hit in hits:
        for name, value in hit.values.items():
            slots.setdefault(name, _short(value))
    slots["evidence"] = _short(evidence)
    slots["because"] = (
        f"{because.where} says {_short(because.value)}" if because and because.value else "nothing known supports it"
    )
    if because is not None and (date := read_time(because.value)) is not None:
        slots["fact.date"] = spoken(date, view.tongue)
        slots["because"] = f"{because.where} says {spoken(date, view.tongue)}"
    for name, value in (("customer.name", view.customer_name), ("agent.name", view.agent_name), ("brand", brand)):
        if value:
            slots[name] = value
    return slots


def repair(fix: Fix, slots: Mapping[str, str], view: View) -> str | None:
    """Choose the words of a repair: the first text that can be filled and was not said before.

    Returns:
        The text; empty for a removal; None when nothing can be said.
    """
    if fix.remove:
        return ""
    said = [passage.lower for _, _, passage in view.agent_passages]
    said.append(view.lower)
    filled = [text for template in (*fix.replace, *fix.insert) if (text := fill(template, slots)) is not None]
    fresh = [text for text in filled if not any(text.lower() in before for before in said)]
    if fresh:
        return fresh[0]
    return fill(fix.otherwise, slots) if fix.otherwise else None


def _short(value: str) -> str:
    """Keep a value short enough to stand in a message."""
    flat = " ".join(value.split())
    return flat if len(flat) <= _LONGEST_VALUE else f"{flat[: _LONGEST_VALUE - 1]}…"

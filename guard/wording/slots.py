"""Filling the `{slots}` of messages and repairs. A text whose slots cannot all be filled is not used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from guard.domain.hit import Because, Hit
from guard.text.dates import spoken
from guard.view.moment import read_time
from guard.view.view import View
from guard.wording.acknowledge import acknowledgements
from guard.wording.alternative import alternatives, questions
from guard.wording.reassure import reassurances
from guard.wording.said import fresh
from guard.wording.thanks import thanks

_SLOT = re.compile(r"\{([a-z_.]+)\}")
_LONGEST_VALUE = 160

COMPOSERS: Mapping[str, Callable[[View], Iterable[str]]] = {
    "acknowledgement": acknowledgements,
    "reassurance": reassurances,
    "thanks": thanks,
    "alternative": alternatives,
    "question": questions,
}
"""Slots whose sentence is composed for the customer, best first; made only when a text asks for one."""


class Filling(Protocol):
    """Whatever knows slots by name."""

    def get(self, name: str, /) -> str | None:
        """Return the value of a slot; None when it cannot be filled."""
        ...


class Slots:
    """What a message or a repair may name: known values, and sentences composed when asked for.

    Args:
        known: values by name.
        view: the draft with its conversation.
    """

    def __init__(self, known: Mapping[str, str], view: View) -> None:
        self._known = dict(known)
        self._view = view

    def get(self, name: str) -> str | None:
        """Return the value of a slot; None when nobody knows it."""
        composer = COMPOSERS.get(name)
        if composer is None or name in self._known:
            return self._known.get(name)
        if {self._view.tongue, self._view.customer_language or "en"} != {"en"}:  # the sentences are English
            return None
        return next(iter(fresh(composer(self._view), self._view)), None)


def fill(template: str, slots: Filling) -> str | None:
    """Fill a template, or return None when a slot is unknown or empty.

    Example:
        >>> fill("Estimated for {due}.", {"due": "Friday 27 November"})
        'Estimated for Friday 27 November.'
        >>> fill("Estimated for {due}.", {}) is None
        True
    """
    values = {name: slots.get(name) for name in _SLOT.findall(template)}
    if not all(values.values()):
        return None
    return _SLOT.sub(lambda match: values[match[1]] or "", template)


def slots_for(hits: Iterable[Hit], evidence: str, because: Because | None, view: View, brand: str | None) -> Slots:
    """Gather what a message or a repair may name; the first hit's values win."""
    known: dict[str, str] = {}
    for hit in hits:
        for name, value in hit.values.items():
            known.setdefault(name, _short(value))
    known["evidence"] = _short(evidence)
    known["because"] = (
        f"{because.where} says {_short(because.value)}" if because and because.value else "nothing known supports it"
    )
    if because is not None and (date := read_time(because.value)) is not None:
        known["fact.date"] = spoken(date, view.tongue)
        known["because"] = f"{because.where} says {spoken(date, view.tongue)}"
    for name, value in (("customer.name", view.customer_name), ("agent.name", view.agent_name), ("brand", brand)):
        if value:
            known[name] = value
    return Slots(known, view)


def _short(value: str) -> str:
    """Keep a value short enough to stand in a message."""
    flat = " ".join(value.split())
    return flat if len(flat) <= _LONGEST_VALUE else f"{flat[: _LONGEST_VALUE - 1]}…"

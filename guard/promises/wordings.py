"""The wordings of undertakings: which form some words have, and what is undertaken by them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from guard.claims.shadow import Facets, Pattern, compiled
from guard.claims.tables import spell
from guard.text.spans import Span
from guard.text.tables import beside

_FORMS = ("joined", "mine", "step", "receive", "passive", "comes", "team")
_DEEDS = (
    "check", "contact", "escalation", "refund", "credit", "cancellation", "replacement", "booking", "dispatch",
    "delivery", "resolution", "change", "send", "generic",
)  # fmt: skip
_PASSIVE = ("receive", "passive", "comes")
_SENT = frozenset(("refund", "replacement", "credit", "contact"))
"""What is sent is named by these; all else that is sent is only sent."""
_NEAR = 32
"""How far behind the verb the customer must be named, so that it is them who hear."""


@cache
def _table() -> Mapping[str, Any]:
    return beside(__file__, "undertakings")


@cache
def _words() -> Mapping[str, str]:
    made = {
        name: f"(?:{'|'.join(entries)})" for name, entries in cast(Mapping[str, list[str]], _table()["words"]).items()
    }
    return {**made, "verb": f"(?:{'|'.join(made[kind] for kind in _DEEDS)})"}


@cache
def _forms() -> Mapping[str, str]:
    forms = cast(Mapping[str, str], _table()["forms"])
    return {name: f"(?:{spell(forms[name], _words())})" for name in _FORMS}


@cache
def finder() -> Pattern:
    """Return the pattern of all forms."""
    return compiled("|".join(_forms().values()))


@cache
def _whole_forms() -> Facets:
    return Facets({name: f"^{form}$" for name, form in _forms().items()})


def form_of(said: bytes) -> str:
    """Return which form some words have that the finder found.

    Example:
        >>> form_of(b"let me check")
        'step'
    """
    has = _whole_forms()(said)
    return next(name for name in _FORMS if name in has)


@cache
def pattern(name: str) -> Pattern:
    """Return a pattern of the table, with the word lists put in."""
    return compiled(spell(cast(str, _table()[name]), _words()))


@cache
def verb(kind: str) -> Pattern:
    """Return the pattern of the verbs of a kind; of all of them for `verb`."""
    return compiled(rf"\b{spell(_words()[kind], _words())}\b")


@cache
def _endings() -> Facets:
    return Facets({kind: rf"\b{spell(_words()[kind], _words())}$" for kind in _DEEDS})


@cache
def _things() -> Facets:
    return Facets({kind: spell(form, {}) for kind, form in cast(dict[str, str], _table()["things"]).items()})


@cache
def _order() -> tuple[str, ...]:
    return tuple(cast(dict[str, str], _table()["things"]))


def kind_of(low: bytes, whole: Span, place: Span, form: str) -> str:
    """Say what is undertaken: the verb tells, or what it is done to.

    Args:
        low: the shadow of the text.
        whole: the clause.
        place: the words that were found in it; a verb ends them.
        form: which form they have.

    Example:
        >>> said = b"i'll issue a full refund"
        >>> kind_of(said, Span(0, 24), Span(0, 10), "mine")
        'refund'
    """
    if form in _PASSIVE:
        start = place.start if form == "receive" else whole.start
        return _thing(low[start : whole.end]) or "action"
    has = _endings()(low[place.start : place.end])
    kind = next((deed for deed in _DEEDS if deed in has), "gerund")
    if kind == "contact":
        return "callback" if _is_to_you(low[place.start : min(place.end + _NEAR, whole.end)]) else "contact"
    after = low[place.start if kind == "gerund" else place.end : whole.end]
    if kind == "send":
        return _thing(after, _SENT) or "send"
    return kind if kind not in ("generic", "gerund") else _thing(after) or "action"


def _thing(after: bytes, only: frozenset[str] | None = None) -> str | None:
    """Return the first kind of thing that is named."""
    named = _things()(after)
    found = next((kind for kind in _order() if kind in named and (only is None or kind in only)), None)
    return "callback" if found == "contact" and _is_to_you(after[:_NEAR]) else found


def _is_to_you(near: bytes) -> bool:
    """Tell whether the customer is who will hear of it; what is done *for* them is told to somebody else."""
    return pattern("to_you").search(near.replace(b" for you", b"")) is not None

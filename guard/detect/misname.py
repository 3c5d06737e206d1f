"""Finds: a greeting by a name that is not the customer's.

Why it matters: a wrong name says that the reply was meant for somebody else, and may be taken for a
leak of that other person's data.

Example: `{misname: {}}`

Known misses: names told in other ways than by a signature, "my name is" or the facts; a name of the
conversation that belongs to somebody else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import re2

from guard.detect.anchors import Results
from guard.detect.kind import Params, Seen, Stage
from guard.domain.clock import Deadline
from guard.domain.hit import Hit, Hits
from guard.text.spans import Span
from guard.text.tables import beside
from guard.view.view import View

_WORD = r"\p{Lu}\pL[\pL'-]*"
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Frau|Herr|Madame|Monsieur)\.?"
_GREETED = re2.compile(
    rf"^\s*(?i:hi|hello|hey|dear|good morning|good afternoon|good evening|good day|hallo|bonjour|hola),?\s+"
    rf"(?:{_TITLE}\s+)?({_WORD})(?:\s+({_WORD}))?\s*(?:[,!.:;\n-]|$)"
)
_SIGNED = re2.compile(rf"(?:[.!?,\n]\s*)((?:{_TITLE}\s+)?(?:\p{{Lu}}\.\s*)?{_WORD}(?:[ -]{_WORD}){{0,2}})\s*$")
_TOLD = re2.compile(rf"(?i:\bmy name is|\bmy name's|\bthis is|\bi am|\bi'm|\bhier)\s+({_WORD}(?:\s{_WORD})?)")
_NOT_NAMES = frozenset(beside(__file__, "misname")["not_names"])
_SAME = 3
"""Names that begin with as many equal letters are taken for forms of one name (Rob, Robert)."""


class MisnameParams(Params):
    """Nothing to set."""


class MisnameKind:
    """Holds the greeting against what is known of the customer's name."""

    name = "misname"
    stage: Stage = "rules"
    params: type[Params] = MisnameParams

    def compile(self, params: Sequence[Any]) -> _Misnames:
        """Make ready."""
        return _Misnames(len(params))


class _Misnames:
    """Ready to compare."""

    def __init__(self, count: int) -> None:
        self._count = count

    def run(self, view: View, seen: Seen, clock: Deadline) -> Results:
        """Return the same hits for every parameter set."""
        return [_misnamed(view)] * self._count if self._count else []


def _misnamed(view: View) -> Hits:
    """Return the greeted name when a name of the customer is known and this one is nowhere in the case."""
    match = _GREETED.search(view.text, 0, min(len(view.text), 120))
    if match is None or match.group(1).lower() in _NOT_NAMES:
        return ()
    greeted = [name.lower() for name in (match.group(1), match.group(2)) if name]
    known = _known(view)
    if not known or any(_alike(name, other) for name in greeted for other in known) or _occurs(greeted, view):
        return ()
    span = Span(match.start(1), match.end(2) if match.group(2) else match.end(1))
    return (Hit(span, {"name": span.of(view.text), "known": " ".join(known).title()}),)


def _known(view: View) -> list[str]:
    """Return the parts of the customer's name: from the facts, else as they signed or said it."""
    if view.customer_name:
        return _parts(view.customer_name)
    for _, _, passage in reversed(view.customer_passages):
        match = _SIGNED.search(passage.text[-80:]) or _TOLD.search(passage.text[:2000])
        if match is not None and _parts(match.group(1)):
            return _parts(match.group(1))
    return []


def _parts(name: str) -> list[str]:
    """Split a name into its words, without titles and initials."""
    words = [word.strip(".,!").lower() for word in name.split()]
    return [w for w in words if len(w) > 1 and w not in _NOT_NAMES]


def _alike(one: str, other: str) -> bool:
    """Tell whether two names may be forms of one."""
    return one[:_SAME] == other[:_SAME]


def _occurs(names: Sequence[str], view: View) -> bool:
    """Tell whether a name stands anywhere in what the customer wrote or the systems know."""
    texts = [passage.lower for _, _, passage in view.customer_passages]
    texts += [json.dumps(fact.value, default=str).lower() for fact in view.facts.facts]
    return any(name in text for name in names for text in texts)

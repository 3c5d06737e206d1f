"""Finds what a reply says that the customer, or a clause of a document, said, where nobody did.

"You mentioned €25" after the customer wrote 20. Only figures are held: other words may be put in many ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import cast

from guard.claims.certainty import asks
from guard.claims.claim import Claim
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.rules.quantities import number, spelled
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import spell, table
from guard.domain.hit import Because
from guard.text.spans import Span

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_SHOWN = 200


@cache
def _pattern(name: str) -> Pattern:
    return compiled(spell(cast(str, table("quotes")[name]), {}))


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("quotes")[name]), {}))


def quotes(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each quotation with a figure that the one who is quoted never named.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.domain.case import Message
        >>> asked = (Message(role="customer", text="I was told it costs €20."),)
        >>> said = "You mentioned a price of €25."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [claim.kind for claim in quotes(said, said.lower().encode(), layout, Setting(said=asked))]
        ['fact']
    """
    for name, against in (("customer", _unsaid), ("document", _unwritten)):
        for match in _pattern(name).finditer(low):
            start, end = match.span()
            if layout.number(start) is None or asks(layout.lower, layout.sentence(start)):
                continue
            span = Span(start, max(layout.clause(end - 1).end, end))
            because = against(span.of(layout.lower), context)
            if because is not None:
                yield Claim(
                    kind="fact",
                    span=span,
                    text=span.of(text),
                    cue=span.of(text),
                    grounding="contradicted",
                    because=because,
                )


def _unsaid(said: str, context: Context) -> Because | None:
    """Return the customer's last message, where nobody named a figure that the customer is said to have named."""
    mine = _figures(said)
    last = [(i, one) for i, one in enumerate(context.said) if one.role == "customer"]
    if not mine or not last or not any(_figures(one.text.lower()) for _, one in last):
        return None
    known = frozenset[float]().union(*(_figures(one.text.lower()) for one in context.said))
    known |= frozenset[float]().union(*(_figures(str(fact.value).lower()) for fact in context.facts.facts))
    return None if mine & known else Because(f"messages[{last[-1][0]}]", last[-1][1].text[:_SHOWN])


def _unwritten(said: str, context: Context) -> Because | None:
    """Return the source whose clauses bear other numbers than the one that a reply names."""
    found = _re("part").search(said)
    if found is None:
        return None
    beside = re.compile(rf"\b{found['part']}s? (?:no\.? ?)?(\d+(?:\.\d+)*)")
    texts = [(fact.path, str(fact.value)) for fact in context.facts.facts if isinstance(fact.value, str)]
    texts += [("messages", one.text) for one in context.said]
    held = [(path, text, beside.findall(text.lower())) for path, text in texts]
    if any(found["number"] in re.findall(r"\d+(?:\.\d+)*", text) for _, text, _ in held):
        return None
    return next((Because(path, text[:_SHOWN]) for path, text, numbers in held if numbers), None)


def _figures(said: str) -> frozenset[float]:
    return frozenset(number(one) for one in _FIGURE.findall(said)) | (spelled(said) - {1.0})

"""Where a clause holds: conditions that stand together in one unit of the reply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guard.domain.hit import Failure, Hit
from guard.engine.observe import Observed
from guard.engine.plan import ClausePlan, Ref
from guard.policy.spec import Scope
from guard.text.spans import Span
from guard.view.view import View

OPENING = CLOSING = 2
"""How many sentences the opening and the closing of a reply have."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a clause holds.

    Args:
        hits: the ones that carry it; the first gives the message its slots.
        span: code points of `view.text` that they cover; None where none has a place.
    """

    hits: tuple[Hit, ...]
    span: Span | None


def hits_of(refs: Iterable[Ref], observed: Observed) -> list[Hit]:
    """Gather the hits of some conditions."""
    found: list[Hit] = []
    for ref in refs:
        found += observed.hits(ref)
    return found


def failure_of(refs: Iterable[Ref], observed: Observed) -> Failure | None:
    """Return the first condition's failure, if one could not run."""
    if not observed.has_failed:
        return None
    return next((failure for ref in refs if (failure := observed.failure(ref)) is not None), None)


def holds(clause: ClausePlan, observed: Observed) -> bool:
    """Tell whether a clause over the conversation holds, wherever its hits stand."""
    return (
        (not clause.any or any(observed.hits(ref) for ref in clause.any))
        and all(observed.hits(ref) for ref in clause.all)
        and not any(observed.hits(ref) for ref in clause.unless)
    )


def matches(clause: ClausePlan, observed: Observed, view: View) -> list[Match]:
    """Return every place where the clause holds, in order; overlapping hits are one place."""
    carrying = hits_of(clause.any or clause.all[:1], observed)
    if not carrying or not all(observed.hits(ref) for ref in clause.all):
        return []
    placed = [hit for hit in carrying if hit.span is not None]
    if clause.scope == "reply" or not placed:
        return _in_unit(clause, carrying, None, observed)
    found: list[Match] = []
    for unit in _units(clause.scope, view):
        found += _in_unit(clause, [hit for hit in placed if _inside(hit, unit)], unit, observed)
    return found


def _units(scope: Scope, view: View) -> Sequence[Span]:
    """Return the parts of the reply that a scope looks at, one at a time."""
    sentences = view.sentences
    if not sentences:
        return ()
    if scope == "opening":
        return (Span(sentences[0].start, sentences[min(OPENING, len(sentences)) - 1].end),)
    if scope == "closing":
        return (Span(sentences[max(0, len(sentences) - CLOSING)].start, sentences[-1].end),)
    return sentences


def _inside(hit: Hit, unit: Span | None) -> bool:
    """Tell whether a hit belongs to a unit; one without a place belongs to all."""
    return unit is None or hit.span is None or unit.start <= hit.span.start < unit.end


def _in_unit(clause: ClausePlan, carrying: Sequence[Hit], unit: Span | None, observed: Observed) -> list[Match]:
    """Return the places of one unit in which the clause holds."""
    if not carrying or any(_inside(hit, unit) for hit in hits_of(clause.unless, observed)):
        return []
    along: list[Hit] = []
    for ref in clause.all if clause.any else clause.all[1:]:
        here = [hit for hit in hits_of((ref,), observed) if _inside(hit, unit)]
        if not here:
            return []
        along.append(here[0])
    return [Match((*group, *along), span) for span, group in _grouped(carrying)]


def _grouped(hits: Sequence[Hit]) -> list[tuple[Span | None, list[Hit]]]:
    """Put hits whose spans overlap into one group; those without a place make one group together."""
    groups: list[tuple[Span | None, list[Hit]]] = []
    placed = sorted((hit for hit in hits if hit.span is not None), key=lambda hit: hit.span or (0, 0))
    for hit in placed:
        span = hit.span
        if span is not None and groups and (last := groups[-1][0]) is not None and span.start < last.end:
            groups[-1] = (Span(last.start, max(last.end, span.end)), [*groups[-1][1], hit])
        else:
            groups.append((span, [hit]))
    return groups or [(None, list(hits))]

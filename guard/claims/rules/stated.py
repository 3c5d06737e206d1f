"""One clause of a reply, read as a rule: its side, its figures, its verbs, and the bounds that it leaves out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from guard.claims.rules.boundless import boundless
from guard.claims.rules.figures import Figures
from guard.claims.rules.limits import limit
from guard.claims.rules.quantities import Quantity, quantities
from guard.claims.rules.rulebook import lead
from guard.claims.rules.stances import is_sure, stances
from guard.claims.rules.twins import things
from guard.claims.rules.verbs import Verb, verbs
from guard.claims.tables import spell, table


@dataclass(frozen=True, slots=True)
class Statement:
    """One clause of the reply, read as a rule.

    Args:
        said: the clause, lower case.
        sentence: its sentence, lower case.
        takes: the side it takes on each axis.
        counts: its quantities.
        does: its verbs.
        sure: it leaves nothing open.
        bounds: the kinds of bounds that it leaves out.
        lead: stems of its subject.
        figures: what the case knows of figures.
    """

    said: str
    sentence: str
    takes: Mapping[str, bool]
    counts: tuple[Quantity, ...]
    does: Mapping[str, Verb]
    sure: bool
    bounds: tuple[str, ...]
    lead: frozenset[str]
    figures: Figures


def statement(said: str, sentence: str, figures: Figures) -> Statement | None:
    """Read a clause as a rule; None where it states none.

    Example:
        >>> from guard.claims.context import Setting
        >>> found = statement("spare keys are free", "spare keys are free", Figures(Setting()))
        >>> found is not None and dict(found.takes)
        {'free': True}
    """
    if _re("over").search(said):
        return None
    made = Statement(
        said, sentence, _sides(said), quantities(said), verbs(said), is_sure(said), boundless(said), lead(said), figures
    )
    states = made.takes or made.counts or made.does or made.sure or made.bounds
    return made if states or limit(said) or any(things(said)) else None


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("statements")[name]), {}))


def _sides(said: str) -> Mapping[str, bool]:
    """Return the sides a clause takes; a mere amount is no price."""
    takes = stances(said)
    if takes.get("free") is False and not _re("priced").search(said):
        return {axis: side for axis, side in takes.items() if axis != "free"}
    return takes

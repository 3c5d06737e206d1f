"""Whose words a rewrite may use: trusted sources, the customer, and the authors of repairs."""

from __future__ import annotations

from collections.abc import Iterable

from guard.policy.spec import Fix
from guard.text.dates import spoken
from guard.view.moment import read_time
from guard.view.view import View


def held_by(view: View) -> str:
    """Return all that may be said, as one text: trusted values, dates and amounts as they are spoken, and names."""
    return view.memo("may be said", lambda: _held(view))


def _held(view: View) -> str:
    values: list[str] = []
    for fact in view.facts.facts:
        values.append(str(fact.value))
        if (time := read_time(fact.value)) is not None:
            values.append(spoken(time, view.tongue))
    values += [claim.because.value for claim in view.claims if claim.because is not None and claim.because.value]
    return " ; ".join(value for value in (*values, view.customer_name or "", view.agent_name or "") if value)


def told_by(view: View) -> str:
    """Return what the customer said."""
    return " ".join(message.text for _, message in view.messages if message.role == "customer")


def templates_of(fixes: Iterable[Fix | None]) -> str:
    """Return the repairs' own words, which the policies' authors stand for.

    Example:
        >>> templates_of([Fix(safety="safe", replace=("I am on it.",)), None])
        'I am on it.'
    """
    texts = (text for fix in fixes if fix for text in (*fix.replace, *fix.insert, fix.otherwise))
    return " ".join(text for text in texts if text)

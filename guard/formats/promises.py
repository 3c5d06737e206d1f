"""The promise ledger as plain values, in the order in which people look for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from guard.domain.promise import STATES, Promise
from guard.formats.verdicts import commitment_to

VERSION = 1
"""Of the shape; a new one only where a field is renamed or dropped."""


def promise_to(promise: Promise) -> dict[str, Any]:
    """Return one promise, ready for JSON.

    Example:
        >>> from guard.domain.verdict import Commitment
        >>> call = Commitment(text="I'll call", kind="callback", by="agent", due=None, certainty="certain",
        ...                   grounding="not checkable")
        >>> promise_to(Promise(id="1", conversation="c", where="draft", turn=0, commitment=call))["state"]
        'open'
    """
    commitment = commitment_to(promise.commitment)
    shown = promise.shown
    return {
        "id": promise.id,
        "conversation": promise.conversation,
        "turn": promise.turn,
        "where": promise.where,
        "said_at": promise.said_at,
        "agent": promise.agent,
        "customer": promise.customer,
        **commitment,
        "state": promise.state,
        "late": promise.late,
        "shown": {"where": shown.where, "value": shown.value} if shown else None,
        "repeats": list(promise.repeats),
        "now": promise.now,
    }


def ledger_to(promises: Iterable[Promise]) -> dict[str, Any]:
    """Return a ledger: how many promises are in each state, and the promises.

    Example:
        >>> ledger_to(())["counts"]["kept"]
        0
    """
    rows = [promise_to(promise) for promise in promises]
    counted = Counter(row["state"] for row in rows)
    return {"version": VERSION, "counts": {state: counted[state] for state in STATES}, "promises": rows}

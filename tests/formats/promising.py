"""Promises for the tests of their formats."""

from __future__ import annotations

from typing import Any

from guard.domain.hit import Because
from guard.domain.promise import Promise
from guard.domain.verdict import Commitment


def promise(text: str = "I'll call you by 5 pm", due: str | None = "2026-11-21T17:00:00-05:00", **more: Any) -> Promise:
    """A promise; `certainty` goes to the commitment, all else to the promise."""
    certainty = more.pop("certainty", "certain")
    said = Commitment(
        text=text, kind="callback", by="agent", due=due, certainty=certainty, grounding="not checkable", when="by 5 pm"
    )
    fields: dict[str, Any] = {
        "id": "5a1f0c9b7d2e4a63", "conversation": "c-77", "where": "messages[4]", "turn": 4, "commitment": said,
        "said_at": "2026-11-21T10:05:00-05:00", "now": "2026-11-22T09:00:00-05:00", "agent": "Ada", "customer": "Mei",
        "state": "overdue", "shown": Because("messages[7]", "called"), "repeats": ("messages[6]",),
    }  # fmt: skip
    return Promise(**{**fields, **more})

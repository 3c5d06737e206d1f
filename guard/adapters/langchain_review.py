"""A held reply waits for a person: what stands in an agent's state meanwhile, and what the person decides.

langgraph shows every part of the state in its streams of `values` and `updates`, private or not. So
the draft stands there sealed: no word of it can be read in passing. That is no encryption; whoever
sends raw streams to a customer gives `output_keys=["messages"]` as well.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from typing import Any, cast

import msgspec

from guard.domain.verdict import Outcome
from guard.errors import UsageError
from guard.formats.verdicts import outcome_to

STATE = "guard_review"
"""The part of an agent's state in which the held reply waits."""
ASKS = "guard_review"
_DECISIONS = ("approve", "edit", "reject")


def sealed(message_id: str | None, draft: str, outcome: Outcome) -> dict[str, Any]:
    """Return what waits in the state: the message's id, and the sealed draft with its outcome."""
    text = msgspec.json.encode({"draft": draft, "outcome": outcome_to(outcome)})
    return {"message": message_id, "sealed": base64.b85encode(zlib.compress(text)).decode()}


def held_reply(state: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the reply that waits for a person: `draft`, and `outcome` as JSON; None when none waits.

    Args:
        state: an agent's, as `agent.get_state(config).values` gives it.

    Example:
        >>> held_reply({"messages": []}) is None
        True
    """
    waiting = state.get(STATE)
    if not waiting:
        return None
    return cast("dict[str, Any]", msgspec.json.decode(zlib.decompress(base64.b85decode(waiting["sealed"]))))


def question(waiting: Mapping[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the interrupt says: which message waits and by which policies, without its words."""
    findings: list[dict[str, Any]] = held["outcome"]["verdict"]["findings"]
    policies = sorted({finding["policy"] for finding in findings})
    return {"asks": ASKS, "message": waiting["message"], "policies": policies, "choices": list(_DECISIONS)}


def decided(answer: Any, held: Mapping[str, Any]) -> tuple[str, str]:
    """Return the decision and the text that it sends.

    Args:
        answer: `"approve"`, `"reject"`, or `{"decision": …, "text": …}`; the text is for `edit`, and
            may be given to `reject` in the place of the fallback.
        held: the reply.

    Raises:
        UsageError: for any other answer.

    Example:
        >>> decided({"decision": "edit", "text": "We are sorry."}, {"draft": "Calm down."})
        ('edit', 'We are sorry.')
    """
    given: Mapping[str, Any] = (
        cast("Mapping[str, Any]", answer) if isinstance(answer, Mapping) else {"decision": answer}
    )
    decision, text = given.get("decision"), given.get("text")
    if decision == "approve":
        return decision, held["draft"]
    if decision == "edit" and isinstance(text, str) and text.strip():
        return decision, text
    if decision == "reject":
        return decision, text if isinstance(text, str) else held["outcome"]["text"] or ""
    raise UsageError(
        "resume: expected 'approve', 'reject' or {'decision': 'edit', 'text': …}; got something else; resume again"
    )

"""Reply Guard: checks a drafted support reply before it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from guard.assemble import Guard
from guard.domain.case import Case, Message
from guard.domain.verdict import Finding, Outcome, Rewrite, Verdict
from guard.errors import (
    DetectorError,
    GuardError,
    MissingExtraError,
    ModelError,
    PolicyError,
    StoreError,
    UsageError,
)

__version__ = "0.1.0"

__all__ = [
    "Case",
    "DetectorError",
    "Finding",
    "Guard",
    "GuardError",
    "Message",
    "MissingExtraError",
    "ModelError",
    "Outcome",
    "PolicyError",
    "Rewrite",
    "StoreError",
    "UsageError",
    "Verdict",
    "check_reply",
]


@cache
def _shared() -> Guard:
    """Make the packaged Guard once a process."""
    return Guard()


def check_reply(
    draft: str, messages: Sequence[Mapping[str, Any]] = (), facts: Mapping[str, Any] | None = None
) -> Verdict:
    """Check one drafted reply with the packaged policies.

    Args:
        draft: the reply that is about to be sent.
        messages: the conversation before it, oldest first: `{"role": "customer", "text": "…"}`.
        facts: what the company's systems know.

    Raises:
        UsageError: when the case cannot be read.

    Example:
        >>> check_reply("You idiot.", [{"role": "customer", "text": "Where is my order?!"}]).virtues["respect"]
        'fail'
    """
    return _shared().check({"draft": draft, "messages": list(messages), "facts": dict(facts or {})})

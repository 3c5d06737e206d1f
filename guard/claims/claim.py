"""A claim: one thing that a drafted reply asserts, how certain it sounds, and what supports it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from guard.domain.hit import Because
from guard.domain.verdict import Certainty, Grounding
from guard.text.spans import Span

ClaimKind = Literal[
    "delivery",
    "dispatch",
    "refund_time",
    "refund_amount",
    "price",
    "credit",
    "discount",
    "sum",
    "resolution",
    "callback",
    "appointment",
    "outcome",
    "availability",
    "eligibility",
    "action",
    "policy",
    "cause",
    "identity",
    "status",
    "fact",
]
Subject = Literal["company", "agent", "customer", "third party"]
Moment = date | datetime
Interval = tuple[Moment, Moment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One assertion of the reply.

    Args:
        kind: what it is about.
        span: code points of the text that was read.
        text: the words themselves.
        subject: who is bound by it. What the agent itself will do next is the agent's, and honest.
        certainty: how sure it sounds.
        grounding: what those who may be trusted say about it.
        due: first and last moment of the time it names; None when it names none, or when nobody knows what day it is.
        value: what was promised or done: the words of the time, the amount, or the action's family.
        because: the place in the case that decided the grounding, where one did.
        cue: the words by which it was found.

    Example:
        >>> claim = Claim(kind="delivery", span=Span(0, 20), text="It'll be there today", cue="be there")
        >>> (claim.certainty, claim.grounding)
        ('certain', 'not checkable')
    """

    kind: ClaimKind
    span: Span
    text: str
    cue: str
    subject: Subject = "company"
    certainty: Certainty = "certain"
    grounding: Grounding = "not checkable"
    due: Interval | None = None
    value: str | None = None
    because: Because | None = None

"""The twelve virtues, and the small vocabularies that every format shares."""

from __future__ import annotations

from typing import Literal, get_args

Virtue = Literal[
    "empathy", "caring", "attention", "appreciation", "adaptability", "honesty",
    "respect", "ownership", "patience", "warmth", "promptness", "clarity",
]  # fmt: skip
Status = Literal["pass", "fail", "na", "unsure"]
Severity = Literal["minor", "major", "critical"]
Action = Literal["flag", "rewrite", "hold"]
Decision = Literal["send", "flag", "rewrite", "hold"]
Tier = Literal["rules", "head", "encoder", "judge"]

LEARNED: frozenset[Tier] = frozenset(("head", "encoder"))
"""Tiers whose findings rest on a learned score."""

VIRTUES: tuple[Virtue, ...] = get_args(Virtue)
"""All twelve, in the order in which a verdict lists them."""

REQUIRED: frozenset[Virtue] = frozenset(("empathy", "caring", "attention", "appreciation", "adaptability"))
"""Virtues that ask the reply to *do* something when their trigger is there; only these can be `na`."""

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
DECISIONS: tuple[Decision, ...] = get_args(Decision)


def worst(severities: tuple[Severity, ...]) -> Severity:
    """Return the gravest of some severities.

    Raises:
        ValueError: when there is none.

    Example:
        >>> worst(("minor", "critical", "major"))
        'critical'
    """
    return max(severities, key=SEVERITIES.index)

"""A verdict: what comes back from `Guard.check`, and the outcome that adapters hand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from guard.domain.hit import Because
from guard.domain.virtues import Action, Decision, Severity, Status, Tier, Virtue
from guard.text.patches import Patch
from guard.text.spans import Span

Certainty = Literal["guaranteed", "certain", "hedged", "conditional", "negated", "question", "reported", "past"]
Grounding = Literal["supported", "contradicted", "unsupported", "not checkable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """How a finding can be mended.

    Args:
        safety: `safe` changes no claim; `checked` changes one and is proven afterwards;
            `suggest` is shown to a person and never applied.
        text: the words to put there; empty for a removal.
        changes: exactly what to do to the draft as it arrived.
        others: further ways, in the order in which they are tried when the first cannot be proven.
    """

    safety: Literal["safe", "checked", "suggest"]
    text: str
    changes: tuple[Patch, ...] = ()
    others: tuple[tuple[Patch, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A hit stamped with the policy that asked for it.

    `span` counts code points of the draft as it arrived; None for an absence. `confidence` is a
    calibrated probability, None until it is calibrated.
    """

    policy: str
    code: str
    version: str
    virtue: Virtue
    severity: Severity
    action: Action
    message: str
    traits: tuple[str, ...] = ()
    stage: Literal["stable", "preview", "deprecated"] = "stable"
    tier: Tier = "rules"
    confidence: float | None = None
    span: Span | None = None
    evidence: str = ""
    because: Because | None = None
    fix: Fix | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One virtue's standing before the decision.

    Args:
        virtue: which one.
        status: pass, fail, na or unsure.
        p_trigger: how likely the virtue is called for; None until a learned model says.
        p_fail: how likely a fair labeller fails it; None until a learned model says.
    """

    virtue: Virtue
    status: Status
    p_trigger: float | None = None
    p_fail: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """What the learned scores say of one virtue.

    Args:
        p_fail: how likely a fair labeller fails it.
        p_trigger: how likely the virtue is called for; None where nothing need call for it.
    """

    p_fail: float
    p_trigger: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A check that could not run, and what was done about it. Never silent.

    Args:
        policy: whose check it was.
        reason: `crash`, `timeout` or `no model`.
        detail: for the operator; never text of the case.
        did: the policy's `on_fault`: `flag`, `hold` or `ignore`.
    """

    policy: str
    reason: str
    detail: str
    did: Literal["flag", "hold", "ignore"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """A better text, and how far it can be trusted.

    Args:
        text: the whole reply after the changes.
        by: `edits` or the writer's name.
        verified: the whole policy set ran again on `text`, and no fact is new, lost or bound
            elsewhere unless a finding asked for it and a trusted source holds it.
        rounds: how many times the reply was mended and checked.
        changes: against the draft as it arrived, in order.
    """

    text: str
    by: str
    verified: bool
    rounds: int
    changes: tuple[Patch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Something the reply promises: what, by whom, by when, and whether anything supports it.

    Args:
        text: the words.
        kind: what is promised: `delivery`, `refund`, `callback`, `check` …
        by: who must keep it: the company, or the agent itself.
        due: the last day or moment, ISO; None when it names no time, or when nobody knows what day it was said on.
        certainty: how firmly.
        grounding: what those who may be trusted say about it.
        when: the time as the words have it; also where it could not be placed (`shortly`).
        amount: what is promised to be paid or taken off, where that is the promise.
        span: code points of the draft as it arrived; None when unknown.
        because: the place in the case that decided the grounding, where one did.
    """

    text: str
    kind: str
    by: str
    due: str | None
    certainty: Certainty
    grounding: Grounding
    when: str | None = None
    amount: str | None = None
    span: Span | None = None
    because: Because | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The decision on one draft, with its reasons. `took_ms` is outside equality."""

    id: str
    decision: Decision
    virtues: Mapping[Virtue, Status]
    findings: tuple[Finding, ...] = ()
    rewrite: Rewrite | None = None
    commitments: tuple[Commitment, ...] = ()
    faults: tuple[Fault, ...] = ()
    scores: Mapping[Virtue, Chance] = field(default_factory=dict[Virtue, Chance])
    policies_digest: str = ""
    took_ms: float = field(default=0.0, compare=False)


Sent = Literal["draft", "rewrite", "fallback", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A verdict and the text to send.

    Args:
        verdict: the decision and its reasons.
        text: what may go out; None when nothing may.
        sent: which text that is.
    """

    verdict: Verdict
    text: str | None
    sent: Sent

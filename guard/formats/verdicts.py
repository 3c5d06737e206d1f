"""Verdicts and outcomes as dicts and bytes, with the contract's keys in the contract's order, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

import msgspec
from pydantic import TypeAdapter, ValidationError

from guard.domain.verdict import Chance, Commitment, Fault, Finding, Fix, Outcome, Rewrite, Verdict
from guard.domain.virtues import VIRTUES
from guard.errors import UsageError
from guard.formats.problems import problems
from guard.text.patches import Patch
from guard.text.spans import Span

_FAULT = tuple(field.name for field in fields(Fault))


def verdict_to(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as plain values, ready for JSON.

    A finding has `stage` only where it is not `stable`, so that a reader who does not know of
    stages sees the contract's keys and no others.

    Example:
        >>> verdict_to(Verdict(id="a", decision="send", virtues={"honesty": "pass"}, took_ms=0.41234))["took_ms"]
        0.412
    """
    return {
        "id": verdict.id,
        "decision": verdict.decision,
        "virtues": {virtue: verdict.virtues[virtue] for virtue in VIRTUES if virtue in verdict.virtues},
        "findings": [_finding(finding) for finding in verdict.findings],
        "rewrite": _rewrite(verdict.rewrite) if verdict.rewrite else None,
        "commitments": [commitment_to(promise) for promise in verdict.commitments],
        "faults": [{name: getattr(fault, name) for name in _FAULT} for fault in verdict.faults],
        "scores": {virtue: _chance(verdict.scores[virtue]) for virtue in VIRTUES if virtue in verdict.scores},
        "policies_digest": verdict.policies_digest,
        "took_ms": round(verdict.took_ms, 3),
    }


def outcome_to(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as plain values: the verdict, the text to send, and which text that is.

    Example:
        >>> quiet = Verdict(id="a", decision="send", virtues={})
        >>> outcome_to(Outcome(verdict=quiet, text="Hi", sent="draft"))["sent"]
        'draft'
    """
    return {"verdict": verdict_to(outcome.verdict), "text": outcome.text, "sent": outcome.sent}


def to_json(verdict: Verdict) -> bytes:
    """Return a verdict as one line of JSON in UTF-8, without the line's end.

    Example:
        >>> to_json(Verdict(id="a", decision="send", virtues={}))[:28]
        b'{"id":"a","decision":"send",'
    """
    return msgspec.json.encode(verdict_to(verdict))


def verdict_from(value: Mapping[str, Any], where: str = "verdict") -> Verdict:
    """Make a verdict of what `verdict_to` gave, or of the JSON that came of it; unknown keys are passed over.

    Args:
        value: one verdict.
        where: leads the place of every problem.

    Raises:
        UsageError: with everything that is not as the contract says.

    Example:
        >>> verdict = Verdict(id="a", decision="send", virtues={"honesty": "pass"})
        >>> verdict_from(verdict_to(verdict)) == verdict
        True
    """
    try:
        return _adapter().validate_python(value)
    except ValidationError as error:
        raise UsageError(problems(error, where)) from None


@cache
def _adapter() -> TypeAdapter[Verdict]:
    """Build the validator when it is first needed: it takes milliseconds."""
    return TypeAdapter(Verdict)


def _finding(finding: Finding) -> dict[str, Any]:
    """Return one finding in the contract's order, which puts the place before the words."""
    because, fix = finding.because, finding.fix
    value: dict[str, Any] = {
        "policy": finding.policy,
        "code": finding.code,
        "version": finding.version,
        "virtue": finding.virtue,
        "traits": list(finding.traits),
        "severity": finding.severity,
        "action": finding.action,
        "tier": finding.tier,
        "confidence": finding.confidence,
        "span": _span(finding.span) if finding.span is not None else None,
        "evidence": finding.evidence,
        "because": {"where": because.where, "value": because.value} if because else None,
        "message": finding.message,
        "fix": _fix(fix) if fix else None,
    }
    if finding.stage != "stable":
        value["stage"] = finding.stage
    return value


def commitment_to(promise: Commitment) -> dict[str, Any]:
    """Return one commitment as plain values, ready for JSON.

    Example:
        >>> call = Commitment(text="I'll call", kind="callback", by="agent", due=None, certainty="certain",
        ...                   grounding="not checkable")
        >>> commitment_to(call)["span"] is None
        True
    """
    because = promise.because
    return {
        "text": promise.text,
        "kind": promise.kind,
        "by": promise.by,
        "due": promise.due,
        "certainty": promise.certainty,
        "grounding": promise.grounding,
        "when": promise.when,
        "amount": promise.amount,
        "span": _span(promise.span) if promise.span is not None else None,
        "because": {"where": because.where, "value": because.value} if because else None,
    }


def _chance(chance: Chance) -> dict[str, float | None]:
    """Return what the learned scores say of one virtue."""
    return {"p_trigger": chance.p_trigger, "p_fail": chance.p_fail}


def _fix(fix: Fix) -> dict[str, Any]:
    """Return how a finding can be mended."""
    return {
        "safety": fix.safety,
        "text": fix.text,
        "changes": _changes(fix.changes),
        "others": [_changes(way) for way in fix.others],
    }


def _rewrite(rewrite: Rewrite) -> dict[str, Any]:
    """Return a rewrite."""
    return {
        "text": rewrite.text,
        "by": rewrite.by,
        "verified": rewrite.verified,
        "rounds": rewrite.rounds,
        "changes": _changes(rewrite.changes),
    }


def _changes(changes: Iterable[Patch]) -> list[dict[str, Any]]:
    """Return patches as objects; they count code points of the draft as it arrived."""
    return [{**_span(change.span), "text": change.text} for change in changes]


def _span(span: Span) -> dict[str, int]:
    """Return a span as an object, which says what its numbers are."""
    return {"start": span.start, "end": span.end}

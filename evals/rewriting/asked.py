"""The bridge to the oracle: what a verdict's findings asked for, and what its rewrite changed beside it."""

from __future__ import annotations

from collections import Counter

from evals.oracle.compare import Asked, Change, changed_facts
from evals.oracle.sources import Sources
from guard.domain.case import Case
from guard.domain.verdict import Verdict


def asked_by(verdict: Verdict) -> Asked:
    """Return what the findings asked for: evidence whose claim may change, evidence that may go, words given."""
    fixed = [(f.span, f.fix) for f in verdict.findings if f.fix is not None and f.stage != "preview"]
    return Asked(
        claims=[span for span, fix in fixed if span is not None and fix.safety == "checked"],
        words=[span for span, fix in fixed if span is not None and fix.safety == "safe"],
        given=[fix.text for _, fix in fixed],
    )


def changed_unasked(case: Case, verdict: Verdict) -> tuple[Change, ...]:
    """Return the facts that a verdict's rewrite changed and that nobody asked for; none without a rewrite."""
    if verdict.rewrite is None:
        return ()
    return changed_facts(case.draft, verdict.rewrite.text, asked_by(verdict), Sources(case))


def by_kind(case: Case, verdict: Verdict) -> Counter[tuple[str, str]]:
    """Count the same by (how, kind), so that no word of the case is kept."""
    return Counter((change.how, change.kind) for change in changed_unasked(case, verdict))

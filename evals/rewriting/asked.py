"""The bridge to the oracle: what a verdict's findings asked for, and what its rewrite changed beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from evals.oracle.compare import Asked, Change, changed_facts
from evals.oracle.sources import Sources
from guard.domain.case import Case
from guard.domain.verdict import Fix, Verdict
from guard.text.sentences import sentences


def asked_by(case: Case, verdict: Verdict) -> Asked:
    """Return what the findings asked for: evidence whose claim may change, sentences they point at, words given."""
    acting = [finding for finding in verdict.findings if finding.stage != "preview" and finding.fix is not None]
    placed = [(f.span, f.fix.safety) for f in acting if f.span is not None and f.fix is not None]
    spans = [span for span, _ in placed]
    return Asked(
        claims=[span for span, safety in placed if safety == "checked"],
        rude=[span for span, safety in placed if safety == "safe"],
        sentences=[whole for whole in sentences(case.draft) if any(whole.overlaps(span) for span in spans)],
        given=[words for finding in acting if finding.fix is not None for words in _words(finding.fix)],
        told=" ".join(message.text for message in case.messages if message.role == "customer"),
    )


def _words(fix: Fix) -> Iterator[str]:
    """Give the words that a repair may bring, in all its ways."""
    yield fix.text
    yield from (patch.text for way in fix.others for patch in way)


def changed_unasked(case: Case, verdict: Verdict) -> tuple[Change, ...]:
    """Return the facts that a verdict's rewrite changed and that nobody asked for.

    A denial that went with its clause from a sentence that a finding points at is no such fact: that
    the clause goes is what the finding asked for.
    """
    return tuple(change for change in changes_of(case, verdict) if change.how != "gone")


def changes_of(case: Case, verdict: Verdict) -> tuple[Change, ...]:
    """Return every change of facts between a draft and its rewrite that the verdict does not explain."""
    if verdict.rewrite is None:
        return ()
    return changed_facts(case.draft, verdict.rewrite.text, asked_by(case, verdict), Sources(case))


def by_kind(case: Case, verdict: Verdict) -> Counter[tuple[str, str]]:
    """Count the same by (how, kind), so that no word of the case is kept."""
    return Counter((change.how, change.kind) for change in changes_of(case, verdict))

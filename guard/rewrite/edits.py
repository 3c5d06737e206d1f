"""Edits: the patches that a verdict's findings ask for, in code points of the draft as it arrived.

Everything that no finding points at stays byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guard.domain.verdict import Finding
from guard.text.patches import Patch
from guard.text.sentences import sentences
from guard.text.spans import Span

Changes = tuple[Patch, ...]

_LINE = 12
"""Characters from which a repeated text is heard as the same line."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a finding asks for.

    Args:
        changes: the best way.
        others: the ways to try when it cannot be proven.
        policy: whose finding it is.
        is_safe: it changes no claim.
        span: the words that the finding points at; None for an absence.
    """

    changes: Changes
    others: tuple[Changes, ...]
    policy: str
    is_safe: bool
    span: Span | None = None


def edits(findings: Iterable[Finding]) -> tuple[Edit, ...]:
    """Return what the findings ask for, worst finding first; previews and mere suggestions ask for nothing."""
    return tuple(
        Edit(finding.fix.changes, finding.fix.others, finding.policy, finding.fix.safety == "safe", finding.span)
        for finding in findings
        if finding.fix is not None and finding.fix.changes
        if finding.stage != "preview" and finding.fix.safety != "suggest"
    )


def at_fault(asked: Iterable[Edit], draft: str) -> tuple[Sequence[Span], Sequence[Span]]:
    """Return the words that are at fault: those that claim nothing, and claims with the rest of their sentence.

    Args:
        asked: what the findings ask for.
        draft: as it arrived.
    """
    placed = [(edit.is_safe, edit.span) for edit in asked if edit.span is not None]
    rude = [span for is_safe, span in placed if is_safe]
    claims = [span for is_safe, span in placed if not is_safe]
    whole = sentences(draft) if claims else ()
    ends = [max([c.end, *(one.end for one in whole if one.start < c.end)]) for c in claims]
    return rude, [Span(claim.start, end) for claim, end in zip(claims, ends, strict=True)]


def clash(changes: Changes, others: Sequence[Patch]) -> bool:
    """Tell whether some changes cannot be made beside others: they overlap, or say the same line twice."""
    return any(_clash(one, other) or _echoes(one, other) for one in changes for other in others)


def _echoes(one: Patch, other: Patch) -> bool:
    """Tell whether two patches bring the same sentence."""
    return len(one.text) > _LINE and one.text.strip() == other.text.strip()


def _clash(one: Patch, other: Patch) -> bool:
    """Tell whether two patches cannot both be made."""
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    if one.start == one.end:
        return other.start < one.start < other.end
    if other.start == other.end:
        return one.start < other.start < one.end
    return one.span.overlaps(other.span)

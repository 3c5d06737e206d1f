"""One case with its rewrite, boiled down to what is counted: no word of it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from evals.oracle.hunks import hunks
from guard.domain.case import Case
from guard.domain.verdict import Finding, Verdict
from guard.domain.virtues import Virtue
from guard.evals.agree import blind
from guard.evals.gold import Gold, gold_of
from guard.middleware.front import FrontDoor
from guard.text.patches import Patch, apply
from guard.text.sentences import sentences
from guard.text.spans import Span
from guard.text.zones import zones

Compare = Callable[[Case, Verdict], Counter[tuple[str, str]]]
"""Counts the facts that a rewrite changed unasked, by (how, kind)."""

_AROUND = " \n\t.,;:!?…-–—"


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of a draft that was rewritten.

    Args:
        left: findings on the rewrite; those in preview are not counted, here and below.
        new: policies that find more on the rewrite than on the draft.
        new_preview: the same for policies in preview.
        stable: the rewrite, judged again, is sent or not rewritten again.
        virtues: flagged on the draft and no longer on the rewrite.
        kept: share of the draft's characters that stand in the rewrite, in order.
        elsewhere: whether anything but flagged sentences was changed; insertions do not count.
        edges: whether greeting and sign-off stand as they did, byte for byte.
        facts: changed without a word in the verdict, by (how, kind); None when nobody looked.
    """

    left: int
    new: tuple[str, ...]
    new_preview: tuple[str, ...]
    stable: bool
    virtues: frozenset[Virtue]
    kept: float
    elsewhere: bool
    edges: bool
    facts: Counter[tuple[str, str]] | None


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled case: what the label says, what was found, and what became of it."""

    gold: Gold
    findings: int
    sent: bool
    mended: Mended | None
    faulty: bool


def row_of(case: Case, guard: FrontDoor, compare: Compare | None = None) -> Row | None:
    """Judge a case, and judge its rewrite as a new draft; None when it has no labels.

    Raises:
        UsageError: when the labels cannot be read.
    """
    gold = gold_of(case)
    if gold is None:
        return None
    seen = blind(case)
    verdict = guard.check(seen)
    rewrite = verdict.rewrite
    mended = None
    if rewrite is not None and rewrite.verified:
        again = guard.check(replace(seen, draft=rewrite.text))
        mended = _mended(seen, verdict, again, compare(seen, verdict) if compare else None)
    acting = sum(1 for _ in _acting(verdict))
    return Row(gold, acting, verdict.decision == "rewrite", mended, bool(verdict.faults))


def _mended(case: Case, verdict: Verdict, again: Verdict, facts: Counter[tuple[str, str]] | None) -> Mended:
    assert verdict.rewrite is not None
    before, after = case.draft, verdict.rewrite.text
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return Mended(
        left=sum(1 for _ in _acting(again)),
        new=_more(verdict, again, preview=False),
        new_preview=_more(verdict, again, preview=True),
        stable=again.decision == "send" or again.rewrite is None,
        virtues=_virtues(verdict) - _virtues(again),
        kept=sum(block.size for block in matcher.get_matching_blocks()) / max(len(before), 1),
        elsewhere=is_elsewhere(before, after, [f.span for f in _acting(verdict) if f.span], verdict.rewrite.changes),
        edges=_edges_stand(before, after),
        facts=facts,
    )


def _acting(verdict: Verdict) -> tuple[Finding, ...]:
    return tuple(finding for finding in verdict.findings if finding.stage != "preview")


def _virtues(verdict: Verdict) -> frozenset[Virtue]:
    return frozenset(finding.virtue for finding in _acting(verdict))


def _more(verdict: Verdict, again: Verdict, *, preview: bool) -> tuple[str, ...]:
    was, now = (
        Counter(f.policy for f in each.findings if (f.stage == "preview") is preview) for each in (verdict, again)
    )
    return tuple((now - was).elements())


def is_elsewhere(before: str, after: str, flagged: list[Span], changes: tuple[Patch, ...]) -> bool:
    """Tell whether a rewrite changed words that stand in no flagged sentence.

    A difference can be told in several ways ("the the cat" → "the cat"); it is enough that one of
    two, the rewrite's own account or a fresh comparison, stays within flagged sentences.

    Example:
        >>> is_elsewhere("Calm down. It is here.", "It is here.", [Span(0, 9)], ())
        False
        >>> is_elsewhere("Calm down. It is here.", "Calm down. It is there.", [Span(0, 9)], ())
        True
    """
    whole = [sentence for sentence in sentences(before) if any(sentence.overlaps(span) for span in flagged)]
    fresh = [hunk.before for hunk in hunks(before, after)]
    told = [patch.span for patch in changes] if changes and apply(before, changes) == after else fresh
    return all(any(_is_out(before, span, [*whole, *flagged]) for span in spans) for spans in (fresh, told))


def _is_out(text: str, span: Span, allowed: list[Span]) -> bool:
    """Tell whether anything but marks and white space in a span lies outside the allowed ones."""
    return any(
        text[at] not in _AROUND and not any(inside.start <= at < inside.end for inside in allowed)
        for at in range(span.start, span.end)
    )


def _edges_stand(before: str, after: str) -> bool:
    """Tell whether the greeting still opens the text and the sign-off still closes it."""
    for zone in zones(before):
        if zone.kind == "greeting" and not after.startswith(before[: zone.span.end]):
            return False
        if zone.kind == "signoff" and not after.rstrip().endswith(before[zone.span.start :].strip()):
            return False
    return True

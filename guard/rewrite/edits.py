"""Edits: the patches that a verdict's findings ask for, in code points of the draft as it arrived.

Everything that no finding points at stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from guard.domain.verdict import Finding
from guard.policy.spec import AnyPolicy
from guard.policy.spec import Fix as FixSpec
from guard.text.patches import Patch
from guard.text.spans import Span
from guard.view.view import View

_ENDS = ".!?…"
_AFTER_OPENING = re.compile(r"\s*[,;:]\s+(\w)")
_FEWEST_WORDS = 3
"""Words that a sentence keeps at least when its opening is taken away."""


class Edit(NamedTuple):
    """A patch, and the policy whose finding asked for it."""

    patch: Patch
    policy: str


def edits(findings: Iterable[Finding], policy: Callable[[str], AnyPolicy], view: View) -> tuple[Edit, ...]:
    """Return edits that do not overlap, worst finding first; at most one insertion at each place.

    Args:
        findings: the verdict's, in its order.
        policy: looks a policy up by id.
        view: of the same draft.
    """
    chosen: list[Edit] = []
    for finding in findings:
        if finding.action != "rewrite" or finding.stage == "preview" or finding.fix is None:
            continue
        spec = policy(finding.policy).fix
        if spec is None or finding.fix.safety == "suggest":
            continue
        patch = _patch(finding, finding.fix.text, spec, view)
        if patch is not None and not any(_clash(patch, other.patch) for other in chosen):
            chosen.append(Edit(patch, finding.policy))
    return tuple(chosen)


def _patch(finding: Finding, text: str, spec: FixSpec, view: View) -> Patch | None:
    """Make the patch for one finding."""
    if spec.insert:
        return insertion(text, spec.at, view)
    if finding.span is None:
        return None
    span = _sentence(finding.span, view) if spec.over == "sentence" else finding.span
    if spec.remove:
        draft = view.folded.original
        return _opening_removal(finding.span, span, draft) or _removal(span, draft)
    return Patch(span.start, span.end, text)


def _sentence(span: Span, view: View) -> Span:
    """Widen a span to the sentence that holds it."""
    inner = view.folded.inward(span)
    at = view.sentence_at(inner.start)
    if at is None:
        return span
    sentence = view.sentences[at]
    return view.origin(Span(min(sentence.start, inner.start), max(sentence.end, inner.end)))


def _opening_removal(hit: Span, sentence: Span, draft: str) -> Patch | None:
    """Take away only the opening of a sentence whose rest can stand, as in "As I said, it is here".

    Returns:
        The patch, which gives the rest its capital; None where the hit is not such an opening.
    """
    if hit.start != sentence.start:
        return None
    rest = _AFTER_OPENING.match(draft, hit.end, sentence.end)
    if rest is None or len(draft[rest.end() - 1 : sentence.end].split()) < _FEWEST_WORDS:
        return None
    return Patch(sentence.start, rest.end(), rest[1].upper())


def _removal(span: Span, draft: str) -> Patch:
    """Take a span away together with the space that would be left double."""
    start, end = span
    if end < len(draft) and draft[end] == " " and (start == 0 or draft[start - 1] in " \n"):
        end += 1
    elif start and draft[start - 1] == " " and (end == len(draft) or draft[end] in " \n.,;:!?"):
        start -= 1
    return Patch(start, end, "")


def insertion(text: str, at: Literal["opening", "closing"], view: View) -> Patch | None:
    """Put a sentence after the greeting, or before the sign-off, on the line that is there.

    Returns:
        The patch; None where the draft has no sentence of the writer's own.
    """
    greeting = next((zone.span for zone in view.zones if zone.kind == "greeting"), None)
    signoff = next((zone.span for zone in view.zones if zone.kind == "signoff"), None)
    body = [s for s in view.sentences if not _within(s, greeting) and not _within(s, signoff)]
    if not body:
        return None
    if at == "opening":
        start = view.origin(body[0]).start
        return Patch(start, start, f"{text} ")
    end = view.origin(body[-1]).end
    gap = " " if view.folded.original[end - 1] in _ENDS else ". "
    return Patch(end, end, f"{gap}{text}")


def _within(sentence: Span, zone: Span | None) -> bool:
    """Tell whether a sentence lies in a zone."""
    return zone is not None and zone.holds(sentence)


def _clash(one: Patch, other: Patch) -> bool:
    """Tell whether two patches cannot both be made: they overlap, or insert at the same place."""
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    if one.start == one.end:
        return other.start < one.start < other.end
    if other.start == other.end:
        return one.start < other.start < one.end
    return one.span.overlaps(other.span)

"""The bounded fix-and-check loop: mend, judge the whole again, keep only what is proven.

An edit is kept when the whole policy set, run again on the new text, finds nothing that was not
found before, no check had a fault, and no fact changed unasked. Edits that fail together are tried
one by one, each in all its ways, so that one bad repair does not cost the good ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from guard.domain.case import Case
from guard.domain.verdict import Fault, Rewrite, Verdict
from guard.rewrite.edits import Changes, Edit, at_fault, clash, edits
from guard.rewrite.judging import Judging
from guard.rewrite.preserve import changed, dropped, unheld
from guard.rewrite.sources import held_by, templates_of, told_by
from guard.rewrite.writing import Hand, wanted, write
from guard.text.patches import apply, between
from guard.view.view import View

ROUNDS = 3
KEPT = 1 / 3
"""Share of a draft's words that a rewrite keeps at least."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What the loop reached.

    Args:
        rewrite: the better text; None when no repair was proven.
        policies: whose findings the text takes away.
        faults: a writer that could not be reached.
    """

    rewrite: Rewrite | None
    policies: frozenset[str]
    faults: tuple[Fault, ...] = ()


def mend(case: Case, verdict: Verdict, engine: Judging, hand: Hand | None = None) -> Mended:
    """Mend a draft: by the edits that its findings carry, then by a writer where those do not reach.

    Attempts are judged by the embedded tiers. Where a language model judges too, it reads the one text
    that is to be offered, and what it finds anew there takes the text away.

    Args:
        case: with the draft as it arrived.
        verdict: what the engine said of it.
        engine: judges each attempt.
        hand: writes where edits cannot mend; None where nobody does.
    """
    edited = _by_edits(case, verdict, engine)
    if hand is None or not wanted(edited.verdict):
        return _confirmed(case, verdict, engine, edited, "edits") or Mended(None, frozenset())
    written = write(replace(case, draft=edited.text), edited.verdict, engine, hand)
    found = None
    if written.text is not None:
        whole = between(case.draft, written.text)
        best = Attempt(written.text, written.verdict, edited.rounds + written.rounds, whole)
        found = _confirmed(case, verdict, engine, best, hand.writer.name)
    found = found or _confirmed(case, verdict, engine, edited, "edits") or Mended(None, frozenset())
    return replace(found, faults=written.faults)


@dataclass(frozen=True, slots=True)
class Attempt:
    """How far the mending of a draft has come.

    Args:
        text: the draft, or what was made of it.
        verdict: on the text.
        rounds: how many times it was mended and checked; 0 for the draft itself.
        changes: against the draft.
    """

    text: str
    verdict: Verdict
    rounds: int
    changes: Changes


def _by_edits(case: Case, verdict: Verdict, engine: Judging) -> Attempt:
    """Mend by edits, round after round, as far as they can be proven."""
    made = Attempt(case.draft, verdict, 0, ())
    view = engine.view(case)
    while made.rounds < ROUNDS:
        step = _round(replace(case, draft=made.text), made.verdict, engine, view)
        if step is None:
            break
        text, verdict, changes = step
        view = engine.view(replace(case, draft=text), view)
        made = Attempt(text, verdict, made.rounds + 1, changes if not made.rounds else between(case.draft, text))
    return made


def _confirmed(case: Case, verdict: Verdict, engine: Judging, made: Attempt, by: str) -> Mended | None:
    """Return a mended text, read by the language model too where one judges; None where there is none to offer."""
    if not made.rounds:
        return None
    after = made.verdict
    if engine.asks:
        after = engine.judge(replace(case, draft=made.text))
        before, left = (Counter(finding.policy for finding in one.findings) for one in (verdict, after))
        if left - before or _failed(after) - _failed(verdict):
            return None
    rewrite = Rewrite(text=made.text, by=by, verified=True, rounds=made.rounds, changes=tuple(made.changes))
    return Mended(rewrite, _found(verdict) - _found(after))


def _failed(verdict: Verdict) -> frozenset[tuple[str, str]]:
    """Return the checks that could not run, with the reason."""
    return frozenset((fault.policy, fault.reason) for fault in verdict.faults)


def _found(verdict: Verdict) -> frozenset[str]:
    """Return the policies that have something to say of a text."""
    return frozenset(finding.policy for finding in verdict.findings)


Step = tuple[str, Verdict, Changes]


def _round(case: Case, verdict: Verdict, engine: Judging, view: View) -> Step | None:
    """Make one round of edits: the best ways all together, else one edit after the other in all its ways."""
    wished = edits(verdict.findings)
    together: list[tuple[Edit, Changes]] = []
    for edit in wished:
        if not clash(edit.changes, _all(together)):
            together.append((edit, edit.changes))
    if not together:
        return None
    step = _proven(case, verdict, together, engine, view)
    if step is not None:
        return step
    kept: list[tuple[Edit, Changes]] = []
    for edit in wished:
        for way in (edit.changes, *edit.others):
            if (len(wished) == 1 and way == edit.changes) or clash(way, _all(kept)):
                continue
            attempt = _proven(case, verdict, [*kept, (edit, way)], engine, view)
            if attempt is not None:
                step = attempt
                kept.append((edit, way))
                break
    return step


def _all(chosen: Iterable[tuple[Edit, Changes]]) -> Changes:
    """Return the patches of the ways that were chosen."""
    return tuple(patch for _, changes in chosen for patch in changes)


def _proven(
    case: Case, verdict: Verdict, chosen: Sequence[tuple[Edit, Changes]], engine: Judging, view: View
) -> Step | None:
    """Apply edits and return the result only if each one helped and nothing else changed."""
    made = tuple(sorted(_all(chosen)))
    text = apply(case.draft, made)
    if text == case.draft or _is_gutted(case.draft, text) or changed(case.draft, text, made):
        return None
    rude, claimed = at_fault(edits(verdict.findings), case.draft)
    if dropped(case.draft, text, made, rude=rude, claimed=claimed, told=told_by(view), known=_around(view)):
        return None
    if unheld(made, case.draft, held_by(view), _templates(verdict, engine)):
        return None
    after = engine.judge(replace(case, draft=text), view, asking=False)
    before, left = (Counter(finding.policy for finding in v.findings) for v in (verdict, after))
    if after.faults or left - before or any(left[edit.policy] >= before[edit.policy] for edit, _ in chosen):
        return None
    return text, after, made


def _around(view: View) -> str:
    """Return all that is said and held around the draft."""
    said = view.memo("said around", lambda: " ; ".join((held_by(view), *(m.text for _, m in view.messages))))
    return f"{said} ; {view.folded.original}"


def _is_gutted(before: str, after: str) -> bool:
    """Tell whether a rewrite has lost so much that the answer may be gone with it."""
    return len(after.split()) < KEPT * len(before.split())


def _templates(verdict: Verdict, engine: Judging) -> str:
    """Return the words of the repairs that a verdict's findings have."""
    return templates_of(engine.policy(finding.policy).fix for finding in verdict.findings if finding.fix is not None)

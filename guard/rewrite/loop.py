"""The bounded fix-and-check loop: mend, judge the whole again, keep only what is proven.

An edit is kept when the whole policy set, run again on the new text, finds nothing that was not
found before, no check had a fault, and no fact changed unasked. Edits that fail together are tried
one by one, each in all its ways, so that one bad repair does not cost the good ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from guard.domain.case import Case
from guard.domain.verdict import Rewrite, Verdict
from guard.policy.spec import AnyPolicy
from guard.rewrite.edits import Changes, Edit, at_fault, clash, edits
from guard.rewrite.preserve import changed, dropped, unheld
from guard.text.dates import spoken
from guard.text.patches import apply, between
from guard.view.moment import read_time
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
    """

    rewrite: Rewrite | None
    policies: frozenset[str]


class Judging(Protocol):
    """What the loop asks of an engine."""

    def view(self, case: Case, beside: View | None = None) -> View:
        """Make the view of a case; what is around its draft may be had from another view of it."""
        ...

    def judge(self, case: Case, beside: View | None = None) -> Verdict:
        """Judge a draft as it stands."""
        ...

    def policy(self, id: str) -> AnyPolicy:  # noqa: A002 - as the engine has it
        """Return a loaded policy."""
        ...


def mend(case: Case, verdict: Verdict, engine: Judging) -> Mended:
    """Mend a draft by the edits that its findings carry.

    Args:
        case: with the draft as it arrived.
        verdict: what the engine said of it.
        engine: judges each attempt.
    """
    text, current, rounds = case.draft, verdict, 0
    changes: Changes = ()
    view = engine.view(case)
    while rounds < ROUNDS:
        step = _round(replace(case, draft=text), current, engine, view)
        if step is None:
            break
        text, current, made = step
        view = engine.view(replace(case, draft=text), view)
        rounds += 1
        changes = made if rounds == 1 else between(case.draft, text)
    if not rounds:
        return Mended(None, frozenset())
    mended = _found(verdict) - _found(current)
    return Mended(Rewrite(text=text, by="edits", verified=True, rounds=rounds, changes=tuple(changes)), mended)


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
    if dropped(case.draft, text, made, rude=rude, claimed=claimed, told=_told(view), known=_around(view)):
        return None
    if unheld(made, case.draft, view.memo("may be said", lambda: _known(view)), _templates(verdict, engine)):
        return None
    after = engine.judge(replace(case, draft=text), view)
    before, left = (Counter(finding.policy for finding in v.findings) for v in (verdict, after))
    if after.faults or left - before or any(left[edit.policy] >= before[edit.policy] for edit, _ in chosen):
        return None
    return text, after, made


def _told(view: View) -> str:
    """Return what the customer said."""
    return " ".join(message.text for _, message in view.messages if message.role == "customer")


def _around(view: View) -> str:
    """Return all that is said and held around the draft."""
    said = view.memo("said around", lambda: " ; ".join((_known(view), *(m.text for _, m in view.messages))))
    return f"{said} ; {view.folded.original}"


def _is_gutted(before: str, after: str) -> bool:
    """Tell whether a rewrite has lost so much that the answer may be gone with it."""
    return len(after.split()) < KEPT * len(before.split())


def _known(view: View) -> str:
    """Return all that may be said, as one text: trusted values, dates and amounts as they are spoken, and names."""
    values: list[str] = []
    for fact in view.facts.facts:
        values.append(str(fact.value))
        if (time := read_time(fact.value)) is not None:
            values.append(spoken(time, view.tongue))
    values += [claim.because.value for claim in view.claims if claim.because is not None and claim.because.value]
    return " ; ".join(value for value in (*values, view.customer_name or "", view.agent_name or "") if value)


def _templates(verdict: Verdict, engine: Judging) -> str:
    """Return the repairs' own words, which the policies' authors stand for."""
    fixes = [engine.policy(finding.policy).fix for finding in verdict.findings if finding.fix is not None]
    texts: Sequence[str] = [t for fix in fixes if fix for t in (*fix.replace, *fix.insert, fix.otherwise or "")]
    return " ".join(texts)

"""The bounded fix-and-check loop: mend, judge the whole again, keep only what is proven.

A patch is kept when the whole policy set, run again on the new text, finds nothing that was not
found before, no check had a fault, and no fact changed unasked. Patches that fail together are
tried one by one, so that one bad repair does not cost the good ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from guard.domain.case import Case
from guard.domain.verdict import Rewrite, Verdict
from guard.engine.engine import Engine
from guard.rewrite.edits import Edit, edits
from guard.rewrite.preserve import changed, dropped, unheld
from guard.text.dates import spoken
from guard.text.patches import Patch, apply, between
from guard.view.moment import read_time
from guard.view.view import View

ROUNDS = 3
KEPT = 0.4
"""Share of a draft's words that a rewrite keeps at least."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What the loop reached.

    Args:
        rewrite: the better text; None when no repair was proven.
        policies: whose wish for a rewrite the text fulfils.
    """

    rewrite: Rewrite | None
    policies: frozenset[str]


def mend(case: Case, verdict: Verdict, engine: Engine) -> Mended:
    """Mend a draft by the edits that its findings carry.

    Args:
        case: with the draft as it arrived.
        verdict: what the engine said of it.
        engine: judges each attempt.
    """
    wanted = _wanting(verdict)
    text, current, rounds, changes = case.draft, verdict, 0, ()
    while rounds < ROUNDS and _wanting(current):
        step = _round(replace(case, draft=text), current, engine)
        if step is None:
            break
        text, current, made = step
        rounds += 1
        changes = made if rounds == 1 else between(case.draft, text)
    mended = wanted - _wanting(current)
    if not rounds or not mended:
        return Mended(None, frozenset())
    return Mended(Rewrite(text=text, by="edits", verified=True, rounds=rounds, changes=tuple(changes)), mended)


def _wanting(verdict: Verdict) -> frozenset[str]:
    """Return the policies whose findings want a rewrite."""
    return frozenset(f.policy for f in verdict.findings if f.action == "rewrite" and f.stage != "preview")


Step = tuple[str, Verdict, tuple[Patch, ...]]


def _round(case: Case, verdict: Verdict, engine: Engine) -> Step | None:
    """Make one round of edits: all together, else those that can be proven one after the other."""
    view = engine.view(case)
    wished = edits(verdict.findings, engine.policy, view)
    if not wished:
        return None
    together = _proven(case, verdict, wished, engine, view)
    if together is not None or len(wished) == 1:
        return together
    best: Step | None = None
    kept: tuple[Edit, ...] = ()
    for edit in wished:
        attempt = _proven(case, verdict, (*kept, edit), engine, view)
        if attempt is not None:
            best, kept = attempt, (*kept, edit)
    return best


def _proven(case: Case, verdict: Verdict, asked: tuple[Edit, ...], engine: Engine, view: View) -> Step | None:
    """Apply edits and return the result only if each one helped and nothing else changed."""
    made = tuple(sorted(edit.patch for edit in asked))
    text = apply(case.draft, made)
    if text == case.draft or _is_gutted(case.draft, text) or changed(case.draft, text, made):
        return None
    harmless = [edit.patch for edit in asked if _is_safe(edit, engine)]
    if dropped(case.draft, text, harmless):
        return None
    if unheld(made, case.draft, _known(view), _templates(verdict, engine)):
        return None
    after = engine.judge(replace(case, draft=text))
    before, left = (Counter(finding.policy for finding in v.findings) for v in (verdict, after))
    if after.faults or left - before or any(left[edit.policy] >= before[edit.policy] for edit in asked):
        return None
    return text, after, made


def _is_safe(edit: Edit, engine: Engine) -> bool:
    """Tell whether an edit is of a repair that changes no claim."""
    fix = engine.policy(edit.policy).fix
    return fix is not None and fix.safety == "safe"


def _is_gutted(before: str, after: str) -> bool:
    """Tell whether a rewrite has lost so much that the answer may be gone with it."""
    return len(after.split()) < KEPT * len(before.split())


def _known(view: View) -> str:
    """Return all that may be said, as one text: trusted values, with dates as they are spoken, and names."""
    values: list[str] = []
    for fact in view.facts.facts:
        values.append(str(fact.value))
        if (time := read_time(fact.value)) is not None:
            values.append(spoken(time, view.tongue))
    return " ; ".join(value for value in (*values, view.customer_name or "", view.agent_name or "") if value)


def _templates(verdict: Verdict, engine: Engine) -> str:
    """Return the repairs' own words, which the policies' authors stand for."""
    fixes = [engine.policy(finding.policy).fix for finding in verdict.findings if finding.fix is not None]
    texts: Sequence[str] = [t for fix in fixes if fix for t in (*fix.replace, *fix.insert, fix.otherwise or "")]
    return " ".join(texts)

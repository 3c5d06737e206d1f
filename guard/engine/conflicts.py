"""Conflicts between findings, settled: waivers, silences, and which virtue goes first.

Honesty goes before promptness and warmth; distress silences enthusiasm; a calm boundary is not
disrespect. The pack says which, here it is carried out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from guard.domain.case import Case
from guard.domain.hit import Hit
from guard.domain.virtues import LEARNED, SEVERITIES
from guard.engine.findings import Raised
from guard.engine.match import hits_of
from guard.engine.observe import Observed
from guard.engine.plan import Plan
from guard.policy.pack import Waiver
from guard.view.view import View


def settle(
    raised: Iterable[Raised], plan: Plan, observed: Observed, view: View, waivers: Sequence[Waiver]
) -> list[Raised]:
    """Return the findings that remain, worst first.

    Args:
        raised: what the rules found.
        plan: for silences and priority.
        observed: for the state that silences.
        view: the draft.
        waivers: the ones in force for this case.
    """
    waived = {waiver.policy for waiver in waivers}
    kept = [r for r in raised if r.finding.policy not in waived and not _is_silenced(r, plan, observed, view)]
    ranked = sorted(kept, key=lambda r: _rank(r, plan))
    settled: list[Raised] = []
    for one in ranked:
        if not any(_yields(one, stronger, plan) for stronger in settled):
            settled.append(one)
    return sorted(settled, key=lambda r: (-SEVERITIES.index(r.finding.severity), r.place or (0, 0), r.finding.policy))


def in_force(waivers: Iterable[Waiver], case: Case, today: date | None) -> list[Waiver]:
    """Return the waivers that hold for a case; without a date none is taken for expired."""
    scoped = (waiver for waiver in waivers if _covers(waiver.scope, case))
    return [w for w in scoped if today is None or date.fromisoformat(w.expires) >= today]


def _covers(scope: Mapping[str, str], case: Case) -> bool:
    """Tell whether a case lies in a waiver's scope."""
    here: dict[str, Any] = {**case.meta, "channel": case.channel}
    return all(str(here.get(key)) == value for key, value in scope.items())


def _is_silenced(one: Raised, plan: Plan, observed: Observed, view: View) -> bool:
    """Tell whether a state of the conversation, or an act in the same sentence, mutes a finding."""
    names = {one.finding.policy, one.finding.virtue, *one.finding.traits}
    return any(
        names & muted and any(_reaches(hit, one, view) for hit in hits_of((ref,), observed))
        for ref, muted in plan.silences
    )


def _reaches(hit: Hit, one: Raised, view: View) -> bool:
    """Tell whether a silence reaches a finding: everywhere from a state, within its sentence from an act."""
    if hit.span is None or one.place is None:
        return True
    return view.sentence_at(hit.span.start) == view.sentence_at(one.place.start)


def _rank(one: Raised, plan: Plan) -> tuple[int, int, int, int]:
    """Sort by the virtue's priority, then by gravity, so that the stronger finding is met first; scores come last."""
    order = plan.settings.priority
    place = order.index(one.finding.virtue) if one.finding.virtue in order else len(order)
    scored = one.finding.tier in LEARNED
    return (scored, one.finding.stage == "preview", place, -SEVERITIES.index(one.finding.severity))


def _yields(weaker: Raised, stronger: Raised, plan: Plan) -> bool:
    """Tell whether one finding says nothing more beside a stronger one.

    Findings of one virtue on the same words are one; so are findings of two virtues on the same
    words where one of the two goes before the other and both want other words there. A score says
    that something is missing; where a rule of its virtue says what, that is enough.
    """
    if weaker.finding.tier in LEARNED and weaker.finding.virtue == stronger.finding.virtue:
        return True
    if weaker.place is None or stronger.place is None:
        return weaker.finding.policy == stronger.finding.policy and weaker.place == stronger.place
    if not weaker.place.overlaps(stronger.place):
        return False
    if weaker.finding.virtue == stronger.finding.virtue:
        return True
    order = plan.settings.priority[:1]
    return stronger.finding.virtue in order and weaker.finding.virtue in ("promptness", "warmth")

"""Repairs for the findings that stay: composed last, for most of what is raised is settled away.

Each repair knows the places of the other findings, so that a clause which another finding points at is
not kept for the sake of the first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from guard.domain.hit import Failure
from guard.domain.verdict import Fault, Finding, Fix
from guard.engine.findings import Raised, fault_of
from guard.policy.spec import AnyPolicy
from guard.policy.spec import Fix as FixSpec
from guard.view.view import View
from guard.wording.repair import repairs
from guard.wording.site import Site, inner


def mended(
    settled: Sequence[Raised], policy_of: Callable[[str], AnyPolicy], view: View
) -> tuple[tuple[Finding, ...], tuple[Fault, ...]]:
    """Give each finding its repair; a repair that crashes is a fault of its policy and takes its finding along.

    Args:
        settled: the findings that stay.
        policy_of: a policy by its id.
        view: of the draft.
    """
    findings: list[Finding] = []
    faults: list[Fault] = []
    for one in settled:
        policy = policy_of(one.finding.policy)
        try:
            fix = _fix(policy.fix, _site(one, settled, view), one) if policy.fix is not None else None
        except Exception as error:
            faults.append(fault_of(policy, Failure("crash", f"findings: {type(error).__name__}")))
        else:
            findings.append(replace(one.finding, fix=fix))
    return tuple(findings), tuple(faults)


def _site(one: Raised, settled: Sequence[Raised], view: View) -> Site:
    """Return the place that is to be mended."""
    acting = [other for other in settled if other is not one and other.finding.stage != "preview"]
    others = tuple(other.place for other in acting if other.place is not None)
    place = None if one.place is None else inner(one.place, view.text)
    return Site(view, place, one.match.hits, others)


def _fix(spec: FixSpec, site: Site, one: Raised) -> Fix | None:
    """Return how a finding can be mended: the best way, and those to try after it."""
    ways = repairs(spec, site, one.slots)
    if not ways:
        return None
    first, *others = ways
    return Fix(safety=spec.safety, text=first.text, changes=first.changes, others=tuple(way.changes for way in others))

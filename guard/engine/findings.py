"""From rules and what was observed to findings: which policies speak, where, and how gravely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from guard.domain.hit import Failure, Hit, Ruled, Scored
from guard.domain.verdict import Fault, Finding
from guard.domain.virtues import LEARNED, Severity, Tier, Virtue
from guard.engine.coverage import Coverage
from guard.engine.match import Match, failure_of, hits_of, holds, matches
from guard.engine.observe import Observed
from guard.engine.plan import Plan, Rule
from guard.policy.spec import AnyPolicy
from guard.text.spans import Span
from guard.view.view import View
from guard.wording.slots import Slots, fill, slots_for


@dataclass(frozen=True, slots=True)
class Raised:
    """A finding with the place in the folded draft where it stands.

    Args:
        finding: without its repair, which is composed for what stays.
        place: code points of `view.text`; None for an absence.
        match: what carries it.
        slots: what its texts may name.
    """

    finding: Finding
    place: Span | None
    match: Match
    slots: Slots


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules say, before conflicts are settled.

    Args:
        raised: findings, not yet merged.
        faults: checks that could not run.
        unclear: virtues of which a needed check had a fault.
        called_for: required virtues whose trigger is there.
        scored: what learned scores say of a virtue.
        ruled: what a judge said of virtues in which it sees no fault.
    """

    raised: tuple[Raised, ...]
    faults: tuple[Fault, ...]
    unclear: frozenset[Virtue]
    called_for: frozenset[Virtue]
    scored: Mapping[Virtue, Scored] = field(default_factory=dict[Virtue, Scored])
    ruled: Mapping[Virtue, Ruled] = field(default_factory=dict[Virtue, Ruled])


_LIKELY = 0.5
"""From which probability of its trigger on a virtue is called for, where no rule's own trigger says so.

What a rule forbids anywhere does not call for its virtue; a customer's message always calls for attention."""


def stand(plan: Plan, coverage: Coverage, observed: Observed, view: View) -> Standing:
    """Ask every rule that is meant for the draft and can have something to say."""
    concerned = {number for ref in observed.refs() for number in plan.by_ref.get(ref, ())}
    concerned.update(plan.eager)
    raised: list[Raised] = []
    faults: list[Fault] = []
    unclear: set[Virtue] = set()
    called_for: set[Virtue] = set()
    ruled: dict[Virtue, Ruled] = {}
    for number in sorted(concerned & coverage.rules):
        rule = plan.rules[number]
        called = rule.when is None or holds(rule.when, observed)
        found, failure = _told(rule, plan, observed, view) if called else ([], None)
        # Asked last, for hits that were deferred may have failed by now.
        failure = failure or failure_of(rule.refs, observed)
        if failure is not None:
            faults.append(fault_of(rule.policy, failure))
            if failure.reason != "no model" or rule.policy.faulted != "ignore":  # else the embedded verdict stands
                unclear.add(rule.policy.virtue)
        elif called:
            word = next((said for ref in rule.refs if (said := observed.ruled(ref)) is not None), None)
            if word is not None:
                ruled[rule.policy.virtue] = word
            elif found or rule.when is not None or rule.requires:
                called_for.add(rule.policy.virtue)
            raised += found
    scored = _scored(plan, coverage, observed)
    faults += _lesser(scored)
    told: dict[Virtue, Scored] = {policy.virtue: score for policy, score in scored}
    called_for.update(virtue for virtue, score in told.items() if (score.p_trigger or 0.0) >= _LIKELY)
    if view.customer_passages:
        called_for.add("attention")
    return Standing(tuple(raised), tuple(faults), frozenset(unclear), frozenset(called_for), told, ruled)


def _scored(plan: Plan, coverage: Coverage, observed: Observed) -> list[tuple[AnyPolicy, Scored]]:
    """Return what learned scores say, each beside the policy that asks for it."""
    return [
        (plan.rules[number].policy, score)
        for ref, score in observed.scored.items()
        for number in plan.by_ref.get(ref, ())
        if number in coverage.rules
    ]


def _lesser(scored: Sequence[tuple[AnyPolicy, Scored]]) -> list[Fault]:
    """Record once that a better model should have taken part; what the lesser one says stands."""
    missing = next(((policy.id, score.missing) for policy, score in scored if score.missing is not None), None)
    return [] if missing is None else [Fault(policy=missing[0], reason="no model", detail=missing[1], did="ignore")]


def overruled(standing: Standing, plan: Plan, *, rules_too: bool) -> Standing:
    """Return what stands after a judge has seen no fault in a virtue.

    A learned score yields to it, for that is why it was asked. A rule yields only where the settings
    give the judge the last word, and a decisive one never does.

    Args:
        standing: what the rules say.
        plan: with the policies.
        rules_too: the judge has the last word.
    """
    if not standing.ruled:
        return standing
    decisive = {rule.policy.id for rule in plan.rules if rule.policy.decisive}
    kept = tuple(
        one
        for one in standing.raised
        if (said := standing.ruled.get(one.finding.virtue)) is None
        or said.status == "unsure"
        or not (one.finding.tier in LEARNED or (rules_too and one.finding.policy not in decisive))
    )
    return replace(standing, raised=kept)


def _told(rule: Rule, plan: Plan, observed: Observed, view: View) -> tuple[list[Raised], Failure | None]:
    """Return the findings of one rule; a kind's senseless hit is that rule's fault alone."""
    try:
        return _raise(rule, plan, observed, view), None
    except Exception as error:
        return [], Failure("crash", f"findings: {type(error).__name__}")


def fault_of(policy: AnyPolicy, failure: Failure) -> Fault:
    """Record a check that could not run, and what is done about it."""
    return Fault(policy=policy.id, reason=failure.reason, detail=failure.detail, did=policy.faulted)


def _raise(rule: Rule, plan: Plan, observed: Observed, view: View) -> list[Raised]:
    """Return the findings of one rule."""
    found = matches(rule.clause, observed, view)
    if not rule.requires:
        return [_stamp(rule, match, plan, observed, view) for match in found]
    if found:
        return []
    reasons = tuple(hits_of(rule.when.any or rule.when.all, observed)) if rule.when else ()
    return [_stamp(rule, Match(reasons, None), plan, observed, view)]


def _stamp(rule: Rule, match: Match, plan: Plan, observed: Observed, view: View) -> Raised:
    """Make a finding of a match."""
    policy = rule.policy
    span = view.origin(match.span) if match.span is not None else None
    evidence = span.of(view.folded.original) if span is not None else ""
    because = next((hit.because for hit in match.hits if hit.because is not None), None)
    slots = slots_for(match.hits, evidence, because, view, plan.settings.style.brand)
    finding = Finding(
        policy=policy.id, code=policy.code, version=policy.version, virtue=policy.virtue,
        traits=policy.traits or (policy.virtue,), stage=policy.stage,
        severity=_severity(rule, match, observed), action=policy.action, tier=_tier(rule, match, observed),
        confidence=_confidence(match), span=span, evidence=evidence, because=because,
        message=fill(policy.message, slots) or policy.title, fix=None,
    )  # fmt: skip
    return Raised(finding, match.span, match, slots)


def _severity(rule: Rule, match: Match, observed: Observed) -> Severity:
    """Return the gravest severity whose condition stands at the match."""
    for level, ref in rule.graver:
        if any(_beside(hit, match) for hit in hits_of((ref,), observed)):
            return level
    default: Severity = rule.policy.severity.default
    return default


def _beside(hit: Hit, match: Match) -> bool:
    """Tell whether a hit concerns a match: either has no place, or they overlap."""
    return hit.span is None or match.span is None or hit.span.overlaps(match.span)


def _tier(rule: Rule, match: Match, observed: Observed) -> Tier:
    """Return the highest tier whose evidence carries the finding."""
    carrying = {ref.kind for ref in rule.clause.any if observed.hits(ref)}
    if "judge" in carrying:
        return "judge"
    learned = [hit.by for hit in match.hits if hit.by is not None] if "head" in carrying else []
    return "encoder" if "encoder" in learned else "head" if learned else "rules"


def _confidence(match: Match) -> float | None:
    """Return the calibrated probability that a learned score gives; a rule has none."""
    return max((round(hit.score, 3) for hit in match.hits if hit.score is not None), default=None)

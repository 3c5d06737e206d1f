"""The branches of a policy, and which of them an example takes.

A condition that is true somewhere has not yet been seen to work: an exception must take a finding
away, a graver severity must be given, a repair must find its words. So a branch counts as taken only
where it made the difference that it is there for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from guard.domain.verdict import Finding
from guard.engine.match import Match, hits_of, holds, matches
from guard.engine.observe import Observed
from guard.engine.plan import ClausePlan, Plan, Rule
from guard.policy.marked import Path
from guard.policy.spec import Fix
from guard.view.view import View
from guard.wording.repair import repairs
from guard.wording.site import Site
from guard.wording.slots import Slots, fill, slots_for

_TRUE, _EXCUSED = "one that makes this `{}` true", "one where this `{}` keeps a finding away"
_CALLED_OFF = "one that this `{}` calls off"


class Branch(NamedTuple):
    """One way through a policy.

    Args:
        path: its place in the policy's file.
        wanted: what an example must show to take it.
        kind: the kind of condition that decides it; "" where none does.
    """

    path: Path
    wanted: str
    kind: str


def branches(rule: Rule) -> Iterator[Branch]:
    """Yield every branch of a rule: its conditions, its severities, the ways of its repair.

    Args:
        rule: a policy, bound.
    """
    for part, clause in _clauses(rule):
        for name, refs in (("any", clause.any), ("all", clause.all), ("unless", clause.unless)):
            for number, ref in enumerate(refs):
                wanted = _TRUE if name != "unless" else _CALLED_OFF if part == "when" else _EXCUSED
                yield Branch((part, name, number), wanted.format(ref.kind), ref.kind)
    for level, ref in rule.graver:
        yield Branch(("severity", level), f"one whose finding is {level} by this `{ref.kind}`", ref.kind)
    if rule.graver:
        default = rule.policy.severity.default
        yield Branch(("severity", "default"), f"one whose finding is {default}", "")
    fix = rule.policy.fix
    for path in _ways(fix) if fix is not None else ():
        way = fix.recast[int(path[2])] if fix is not None and path[1] == "recast" else path[1]
        yield Branch(path, f"one whose finding is mended by `{way}`", "")


def taken(rule: Rule, plan: Plan, observed: Observed, view: View, own: Sequence[Finding]) -> frozenset[Path]:
    """Return the places of the branches that an example of a policy's own takes, its exceptions apart.

    Args:
        rule: whose example it is.
        plan: of the whole pack.
        observed: what its conditions found.
        view: of the example's case.
        own: the rule's findings on it.
    """
    called = rule.when is None or holds(rule.when, observed)
    found: set[Path] = set()
    if called:
        found.update(_in_clause(rule, observed, view))
    if rule.when is not None:
        found.update(_in_when(rule.when, observed))
    found.update(_severities(rule, own))
    if called and rule.policy.fix is not None:
        found.update(_mended(rule.policy.fix, _sites(rule, plan, observed, view)))
    return frozenset(found)


def excused(rule: Rule, observed: Observed, view: View) -> Iterator[Path]:
    """Yield the exceptions of a rule that an example takes, of whichever policy the example is.

    An exception is often there because another policy speaks in its place; then only that one's bad
    examples can show it. What calls a rule off need not keep a finding away.

    Args:
        rule: any of the plan.
        observed: what the plan's conditions found.
        view: of the example's case.
    """
    when, clause = rule.when, rule.clause
    if when is not None and holds(replace(when, unless=()), observed):
        yield from (("when", "unless", number) for number, ref in enumerate(when.unless) if observed.hits(ref))
    there = [number for number, ref in enumerate(clause.unless) if observed.hits(ref)]
    if there and (when is None or holds(when, observed)):
        free = len(matches(replace(clause, unless=()), observed, view))
        for number in there:
            if len(matches(replace(clause, unless=(clause.unless[number],)), observed, view)) < free:
                yield "require" if rule.requires else "forbid", "unless", number


def _clauses(rule: Rule) -> Iterator[tuple[str, ClausePlan]]:
    """Yield the clauses of a rule under their names in the file."""
    yield "require" if rule.requires else "forbid", rule.clause
    if rule.when is not None:
        yield "when", rule.when


def _in_clause(rule: Rule, observed: Observed, view: View) -> Iterator[Path]:
    """Yield the conditions of the clause that carry a match or stand beside one."""
    clause = rule.clause
    part = "require" if rule.requires else "forbid"
    if matches(clause, observed, view):
        yield from ((part, "all", number) for number in range(len(clause.all)))
        for number, ref in enumerate(clause.any):
            if matches(replace(clause, any=(ref,)), observed, view):
                yield part, "any", number


def _in_when(when: ClausePlan, observed: Observed) -> Iterator[Path]:
    """Yield the conditions that call for the rule."""
    if holds(when, observed):
        yield from (("when", "all", number) for number in range(len(when.all)))
        yield from (("when", "any", number) for number, ref in enumerate(when.any) if observed.hits(ref))


def _severities(rule: Rule, own: Iterable[Finding]) -> Iterator[Path]:
    """Yield the severities that findings were given, each under the name that gave it."""
    graver = {level for level, _ in rule.graver}
    for finding in own:
        yield "severity", finding.severity if finding.severity in graver else "default"


def _ways(fix: Fix) -> Iterator[Path]:
    """Yield the ways of a repair under their names in the file."""
    yield from (("fix", "recast", number) for number in range(len(fix.recast)))
    for name, asked in (("remove", fix.remove), ("replace", fix.replace), ("insert", fix.insert)):
        if asked:
            yield "fix", name
    if fix.otherwise is not None:
        yield "fix", "else"


def _mended(fix: Fix, sites: Iterable[tuple[Site, Slots]]) -> Iterator[Path]:
    """Yield the ways that find something to do where the findings stand, each asked on its own."""
    for site, slots in sites:
        alone = {"recast": (), "otherwise": None}
        texts = repairs(fix.model_copy(update=alone), site, slots)
        if texts:
            yield "fix", "remove" if fix.remove else "replace" if fix.replace else "insert"
        elif fix.otherwise is not None and repairs(fix.model_copy(update={"recast": ()}), site, slots):
            yield "fix", "else"
        # A removal can always be made; what stands in its place is for when it cannot be proven.
        if fix.remove and fix.otherwise is not None and fill(fix.otherwise, slots):
            yield "fix", "else"
        bare = {"replace": (), "insert": (), "remove": False, "otherwise": None}
        for number, name in enumerate(fix.recast):
            if repairs(fix.model_copy(update={**bare, "recast": (name,)}), site, slots):
                yield "fix", "recast", number


def _sites(rule: Rule, plan: Plan, observed: Observed, view: View) -> Iterator[tuple[Site, Slots]]:
    """Yield where a rule that is called for speaks, with what its texts may name."""
    found = matches(rule.clause, observed, view)
    if rule.requires:
        reasons = tuple(hits_of(rule.when.any or rule.when.all, observed)) if rule.when else ()
        found = [] if found else [Match(reasons, None)]
    for match in found:
        evidence = match.span.of(view.text) if match.span is not None else ""
        because = next((hit.because for hit in match.hits if hit.because is not None), None)
        slots = slots_for(match.hits, evidence, because, view, plan.settings.style.brand)
        yield Site(view, match.span, match.hits), slots

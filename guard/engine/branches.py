"""The branches of a policy, and which of them an example takes.

A condition that is true somewhere has not yet been seen to work: an exception must take a finding
away, a graver severity must be given, a repair must find its words. So a branch counts as taken only
where it made the difference that it is there for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from guard.domain.verdict import Finding
from guard.engine.match import holds, matches
from guard.engine.observe import Observed
from guard.engine.plan import ClausePlan, Rule
from guard.policy.marked import Path
from guard.policy.spec import Fix
from guard.view.view import View

_SLOT = re.compile(r"\\\{[a-z_.]+\\\}")


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
                wanted = "one where this {} keeps a finding away" if name == "unless" else "one that makes this {} true"
                yield Branch((part, name, number), wanted.format(f"`{ref.kind}`"), ref.kind)
    for level, ref in rule.graver:
        yield Branch(("severity", level), f"one whose finding is {level} by this `{ref.kind}`", ref.kind)
    if rule.graver:
        default = rule.policy.severity.default
        yield Branch(("severity", "default"), f"one whose finding is {default}", "")
    for way in _ways(rule.policy.fix):
        yield Branch(("fix", way), f"one whose finding is mended by `{way}`", "")


def taken(rule: Rule, observed: Observed, view: View, own: Sequence[Finding]) -> frozenset[Path]:
    """Return the places of the branches that an example takes.

    Args:
        rule: whose example it is.
        observed: what its conditions found.
        view: of the example's case.
        own: the rule's findings on it.
    """
    called = rule.when is None or holds(rule.when, observed)
    found: set[Path] = set()
    if called:
        found.update(_in_clause(rule, observed, view))
    if rule.when is not None:
        speaks = bool(matches(rule.clause, observed, view)) != rule.requires
        found.update(_in_when(rule.when, observed, speaks=speaks))
    found.update(_severities(rule, own))
    if rule.policy.fix is not None:
        found.update(("fix", way) for finding in own if (way := _way(rule.policy.fix, finding)) is not None)
    return frozenset(found)


def _clauses(rule: Rule) -> Iterator[tuple[str, ClausePlan]]:
    """Yield the clauses of a rule under their names in the file."""
    yield "require" if rule.requires else "forbid", rule.clause
    if rule.when is not None:
        yield "when", rule.when


def _in_clause(rule: Rule, observed: Observed, view: View) -> Iterator[Path]:
    """Yield the conditions of the clause that carry a match, stand beside one, or take one away."""
    clause = rule.clause
    part = "require" if rule.requires else "forbid"
    if matches(clause, observed, view):
        yield from ((part, "all", number) for number in range(len(clause.all)))
        for number, ref in enumerate(clause.any):
            if matches(replace(clause, any=(ref,)), observed, view):
                yield part, "any", number
    free = len(matches(replace(clause, unless=()), observed, view)) if clause.unless else 0
    for number, ref in enumerate(clause.unless):
        if len(matches(replace(clause, unless=(ref,)), observed, view)) < free:
            yield part, "unless", number


def _in_when(when: ClausePlan, observed: Observed, *, speaks: bool) -> Iterator[Path]:
    """Yield the conditions that call for the rule, or keep it from speaking though it would have."""
    if holds(when, observed):
        yield from (("when", "all", number) for number in range(len(when.all)))
        yield from (("when", "any", number) for number, ref in enumerate(when.any) if observed.hits(ref))
    if speaks and holds(replace(when, unless=()), observed):
        yield from (("when", "unless", number) for number, ref in enumerate(when.unless) if observed.hits(ref))


def _severities(rule: Rule, own: Iterable[Finding]) -> Iterator[Path]:
    """Yield the severities that findings were given, each under the name that gave it."""
    graver = {level for level, _ in rule.graver}
    for finding in own:
        yield "severity", finding.severity if finding.severity in graver else "default"


def _ways(fix: Fix | None) -> Iterator[str]:
    """Yield the ways of a repair that a finding can take; behind a removal no `else` is ever reached."""
    if fix is None:
        return
    if fix.remove:
        yield "remove"
        return
    yield "replace" if fix.replace else "insert"
    if fix.otherwise is not None:
        yield "else"


def _way(fix: Fix, finding: Finding) -> str | None:
    """Tell which way of the repair a finding's words came by."""
    if finding.fix is None:
        return None
    if fix.remove:
        return "remove"
    if any(_could_say(template, finding.fix.text) for template in (*fix.replace, *fix.insert)):
        return "replace" if fix.replace else "insert"
    return "else"


def _could_say(template: str, text: str) -> bool:
    """Tell whether a template, its slots filled, could be this text."""
    return re.fullmatch(_SLOT.sub(".+?", re.escape(template)), text, re.DOTALL) is not None

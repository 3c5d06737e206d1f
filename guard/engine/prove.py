"""Proving a pack by its own examples: what each policy must catch, must leave alone, and misses so far.

A policy is only as good as what it was tried on, so every one carries its tries. An example is run
through the plan of the whole pack: a bad one must raise its own policy, a good one must raise no
policy at all, and a branch that no example ever takes is one that nobody has seen work.
Waivers play no part here, for an exception says nothing about a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from guard.domain.case import Case
from guard.domain.clock import Deadline
from guard.domain.verdict import Finding
from guard.engine.branches import branches, excused, taken
from guard.engine.conflicts import settle
from guard.engine.engine import Engine
from guard.engine.observe import Observed, observe
from guard.engine.plan import Plan, Rule
from guard.errors import Problem, UsageError
from guard.formats.cases import case_from
from guard.policy.loader import Pack
from guard.policy.marked import Path
from guard.policy.spec import AnyPolicy, Example
from guard.view.view import View

Sort = Literal["bad", "good", "todo"]
SORTS: tuple[Sort, ...] = ("bad", "good", "todo")

_SECONDS = 10.0
_LONGEST = 60
_SLOT = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Tried:
    """One example after it was run.

    Args:
        policy: the id of the policy that carries it.
        sort: whether it is to be caught, to be left alone, or a known miss.
        number: its place among its sort, counted from 0.
        text: the reply.
        caught: the words on which its policy spoke; "" for an absence.
        problems: what is not as the example says.
    """

    policy: str
    sort: Sort
    number: int
    text: str
    caught: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the examples of a pack showed.

    Args:
        policies: how many were tried.
        tries: every example that was run, in order.
        misses: `todo` examples that are still missed, as expected.
        uncovered: branches that no good or bad example takes.
        branches: how many there are.
    """

    policies: int
    tries: tuple[Tried, ...]
    misses: tuple[Problem, ...]
    uncovered: tuple[Problem, ...]
    branches: int

    @property
    def examples(self) -> int:
        """How many examples were run."""
        return len(self.tries)

    @property
    def failures(self) -> tuple[Problem, ...]:
        """What is not as the examples say; empty when the pack is proven."""
        return tuple(problem for tried in self.tries for problem in tried.problems)

    @property
    def holds(self) -> bool:
        """Whether every example came out as it says."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class _Try:
    """What one example gave.

    Args:
        own: findings of the example's policy, before conflicts are settled.
        all: findings of every policy, settled.
        taken: the branches that it takes, by policy: of its own policy all, of others their exceptions.
        faults: checks that could not run, as text.
        mute: all that its policy leans on needs a model that is not part of the set-up.
    """

    own: tuple[Finding, ...]
    all: tuple[Finding, ...]
    taken: frozenset[tuple[str, Path]]
    faults: tuple[str, ...]
    mute: bool = False


@dataclass(slots=True)
class _Notes:
    """Gathered while the examples are run."""

    tries: list[Tried] = field(default_factory=list[Tried])
    misses: list[Problem] = field(default_factory=list[Problem])
    uncovered: list[Problem] = field(default_factory=list[Problem])
    branches: int = 0


def prove(engine: Engine, pack: Pack) -> Proof:
    """Run every example of every policy that is not deprecated.

    Args:
        engine: made of `pack`.
        pack: with the places in its files.
    """
    notes = _Notes()
    rules = _rules(engine)
    asked = {step.name for plan in engine.plans.every() for step in plan.steps if step.stage == "rules"}
    covered: set[tuple[str, Path]] = set()
    for rule in rules:
        for sort, number, example in _examples(rule.policy):
            found = _try(engine, rule, example)
            wrong = [found] if isinstance(found, Problem) else list(_wrong(rule, sort, example, found))
            placed = tuple(_placed(pack, rule.policy, sort, number, problem) for problem in wrong)
            own = () if isinstance(found, Problem) else tuple(finding.evidence for finding in found.own)
            notes.tries.append(Tried(rule.policy.id, sort, number, example.text, own, placed))
            if sort != "todo" and not isinstance(found, Problem):
                covered |= found.taken
            elif not own and not wrong:
                missed = Problem("", "a finding, one day", "none yet", f"known miss: {_shown(example.text)}")
                notes.misses.append(_placed(pack, rule.policy, sort, number, missed))
    for rule in rules:
        _cover(notes, pack, asked, rule, covered)
    return Proof(
        policies=len(rules), tries=tuple(notes.tries), misses=tuple(notes.misses),
        uncovered=tuple(notes.uncovered), branches=notes.branches,
    )  # fmt: skip


def _rules(engine: Engine) -> list[Rule]:
    """Return the rules of all languages, each policy once, in order of their ids."""
    every = {rule.policy.id: rule for plan in engine.plans.every() for rule in plan.rules}
    return [every[name] for name in sorted(every)]


def case_of(example: Example, name: str = "") -> Case:
    """Make the case of an example: what the customer said last is its last message.

    Args:
        example: a reply with as much of its case as it needs.
        name: the case's id.

    Raises:
        UsageError: when the messages, facts or draft calls are not those of a case.

    Example:
        >>> case_of(Example(text="Soon.", customer="When?")).messages[0].text
        'When?'
    """
    said: list[dict[str, Any]] = [*example.messages]
    if example.customer is not None:
        said.append({"role": "customer", "text": example.customer})
    value = {
        "id": name, "draft": example.text, "messages": said, "facts": example.facts,
        "channel": example.channel, "draft_calls": list(example.draft_calls),
    }  # fmt: skip
    return case_from(value, name or "example")


def _examples(policy: AnyPolicy) -> Iterator[tuple[Sort, int, Example]]:
    """Yield a policy's examples with their place."""
    for sort in SORTS:
        rows: Sequence[Example] = getattr(policy.examples, sort)
        for number, example in enumerate(rows):
            yield sort, number, example


def _try(engine: Engine, rule: Rule, example: Example) -> _Try | Problem:
    """Run one example, or say why it is no case."""
    from_file = rule.policy.id
    try:
        view = engine.view(case_of(example, from_file))
    except UsageError as error:
        return error.problems[0]
    plan = engine.plan(view)
    observed = observe(plan, view, Deadline.after(_SECONDS))
    standing = engine.standing(view, observed)
    settled = settle(standing.raised, plan, observed, view, ())
    here = next((one for one in plan.rules if one.policy.id == from_file), None)
    own = tuple(one.finding for one in standing.raised if one.finding.policy == from_file)
    return _Try(
        own=own,
        all=tuple(one.finding for one in settled),
        taken=frozenset(_taken(plan, here, observed, view, own)),
        faults=tuple(f"{fault.reason} ({fault.detail})" for fault in standing.faults if fault.policy == from_file),
        mute=observed.absent.issuperset(rule.clause.any or rule.clause.all),
    )


def _taken(
    plan: Plan, here: Rule | None, observed: Observed, view: View, own: Sequence[Finding]
) -> Iterator[tuple[str, Path]]:
    """Yield the branches that an example takes, each with its policy."""
    if here is not None:
        yield from ((here.policy.id, path) for path in taken(here, plan, observed, view, own))
    for rule in plan.rules:
        yield from ((rule.policy.id, path) for path in excused(rule, observed, view))


def _wrong(rule: Rule, sort: Sort, example: Example, found: _Try) -> Iterator[Problem]:
    """Hold what an example gave against what it says."""
    for fault in found.faults:
        yield Problem("", "every check to run", fault, "mend the kind of condition or the policy")
    match sort:
        case "bad":
            yield from _wrong_bad(rule, example, found)
        case "good":
            yield from _wrong_good(found)
        case "todo":
            yield from _wrong_todo(rule, example, found)


def _wrong_bad(rule: Rule, example: Example, found: _Try) -> Iterator[Problem]:
    """A bad example raises its policy, on the words it names, with a message that says everything."""
    if found.mute:
        return
    if not found.own:
        others = ", ".join(sorted({finding.policy for finding in found.all})) or "none"
        yield Problem("", f"a finding of {rule.policy.id}", others, f"widen the policy: {_shown(example.text)}")
        return
    evidences = [finding.evidence for finding in found.own]
    if example.evidence is not None and example.evidence not in evidences:
        got = " and ".join(map(repr, evidences))
        yield Problem("", f"the evidence {example.evidence!r}", got, "mend the policy or the example")
    yield from _unfilled(rule.policy, found.own)


def _unfilled(policy: AnyPolicy, own: Sequence[Finding]) -> Iterator[Problem]:
    """A message whose slots stay empty is not used: the title takes its place, and says less."""
    slots = _SLOT.findall(policy.message)
    for finding in own:
        if slots and (finding.message == policy.title or _SLOT.search(finding.message)):
            filled = f"a message with {', '.join(slots)} filled"
            yield Problem("", filled, repr(finding.message), "name a slot that is there")
            return


def _wrong_good(found: _Try) -> Iterator[Problem]:
    """A good example raises nothing, by its own policy or any other."""
    for finding in found.all:
        on = _shown(finding.evidence) or "an absence"
        yield Problem("", "no finding", f"{finding.policy} on {on}", "narrow that policy or mend the example")


def _wrong_todo(rule: Rule, example: Example, found: _Try) -> Iterator[Problem]:
    """A known miss that is caught is no miss any more."""
    if found.own:
        yield Problem("", "a known miss", f"a finding of {rule.policy.id}", f"move it to `bad`: {_shown(example.text)}")


def _cover(notes: _Notes, pack: Pack, asked: set[str], rule: Rule, covered: set[tuple[str, Path]]) -> None:
    """List the branches that no example takes; learned and judged ones need a model and are left out."""
    for branch in branches(rule):
        if branch.kind and branch.kind not in asked:
            continue
        notes.branches += 1
        if (rule.policy.id, branch.path) not in covered:
            wanted = f"an example of {rule.policy.id}: {branch.wanted}"
            file = pack.sources[rule.policy.id]
            notes.uncovered.append(file.problem(branch.path, wanted, "none", "add one under examples, or take it out"))


def _placed(pack: Pack, policy: AnyPolicy, sort: Sort, number: int, problem: Problem) -> Problem:
    """Say a problem with the place of its example in the file."""
    at = pack.sources[policy.id].problem(("examples", sort, number), problem.expected, problem.got, problem.do)
    where = f"{at.where}: {problem.where}" if problem.where else at.where
    return Problem(where, at.expected, at.got, at.do, at.excerpt)


def _shown(text: str) -> str:
    """Quote a text, short."""
    flat = " ".join(text.split())
    return repr(flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…") if flat else ""

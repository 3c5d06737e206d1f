"""A plan: a pack's policies, bound to compiled kinds of condition. Made once, shared by every check.

Conditions that say the same are compiled once. The plan also knows which rules a hit can concern,
so that a check costs by what is found and not by how many policies there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import BaseModel

from guard.detect.kind import STAGES, Compiled, Kind, Stage
from guard.domain.virtues import SEVERITIES, VIRTUES, Severity, Virtue
from guard.errors import PolicyError, Problem
from guard.policy.loader import Pack
from guard.policy.marked import Path
from guard.policy.pack import PackFile
from guard.policy.spec import AnyPolicy, Condition, Scope


class Ref(NamedTuple):
    """One compiled condition: the kind's name and the place of its parameters."""

    kind: str
    at: int


@dataclass(frozen=True, slots=True)
class ClausePlan:
    """A clause whose conditions are references."""

    scope: Scope
    any: tuple[Ref, ...]
    all: tuple[Ref, ...]
    unless: tuple[Ref, ...]

    def refs(self) -> Iterator[Ref]:
        """Yield every condition of the clause."""
        yield from self.any
        yield from self.all
        yield from self.unless


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy, bound."""

    policy: AnyPolicy
    clause: ClausePlan
    when: ClausePlan | None
    graver: tuple[tuple[Severity, Ref], ...]
    refs: frozenset[Ref]
    """Every condition whose failure keeps the rule from being asked."""

    def leads(self) -> Iterator[Ref]:
        """Yield the conditions without which the rule has nothing to say."""
        if self.when is not None:
            yield from self.when.any or self.when.all
        if not self.requires:
            yield from self.clause.any or self.clause.all

    @property
    def requires(self) -> bool:
        """Whether the policy asks for something to be there."""
        return self.policy.require is not None


@dataclass(frozen=True, slots=True)
class Step:
    """One kind at its turn, with how many conditions it answers for."""

    name: str
    stage: Stage
    compiled: Compiled
    count: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The rules of a pack that read one language, ready to run.

    Args:
        language: ISO 639-1.
        rules: in order of their policy's id; deprecated ones are left out.
        steps: kinds in the order they run.
        silences: (condition, muted names) pairs.
        settings: what `pack.yaml` says.
        digest: of the pack.
        by_ref: which rules a condition may bring to speak.
        by_virtue: which rules a virtue has.
        eager: rules that must be looked at even when nothing was found.
        elsewhere: virtues of the policies that do not read the language.
    """

    language: str
    rules: tuple[Rule, ...]
    steps: tuple[Step, ...]
    silences: tuple[tuple[Ref, frozenset[str]], ...]
    settings: PackFile[Any]
    digest: str
    by_ref: Mapping[Ref, tuple[int, ...]]
    by_virtue: Mapping[Virtue, tuple[int, ...]]
    eager: tuple[int, ...]
    elsewhere: frozenset[Virtue]


@dataclass(slots=True)
class _Sheet:
    """Parameters gathered by kind, each once, with the place in a file that first asked for it."""

    params: dict[str, list[BaseModel]] = field(default_factory=dict[str, list[BaseModel]])
    known: dict[tuple[str, str], Ref] = field(default_factory=dict[tuple[str, str], Ref])
    places: dict[Ref, tuple[str, Path]] = field(default_factory=dict[Ref, tuple[str, Path]])

    def ref(self, condition: Condition, source: str, path: Path) -> Ref:
        """Return the reference for a condition, the same one for equal parameters."""
        kind, params = condition.chosen()
        key = (kind, params.model_dump_json())
        if key not in self.known:
            row = self.params.setdefault(kind, [])
            self.known[key] = Ref(kind, len(row))
            self.places[self.known[key]] = (source, (*path, kind))
            row.append(params)
        return self.known[key]


def make_plan(pack: Pack, kinds: Mapping[str, Kind], language: str) -> Plan:
    """Bind the policies that read a language to the kinds of condition.

    Raises:
        PolicyError: when a kind cannot compile what a policy asks of it, all such places at once.
    """
    sheet = _Sheet()
    used = [policy for policy in pack.policies if policy.stage != "deprecated"]
    rules = tuple(_rule(policy, sheet) for policy in used if policy.applies_to.reads(language))
    silences = tuple(
        (sheet.ref(silence.when, "", ("silences", i, "when")), frozenset(silence.mute))
        for i, silence in enumerate(pack.settings.silences)
    )
    steps = _steps(pack, kinds, sheet)
    by_ref: dict[Ref, list[int]] = {}
    by_virtue: dict[Virtue, list[int]] = {virtue: [] for virtue in VIRTUES}
    for number, rule in enumerate(rules):
        by_virtue[rule.policy.virtue].append(number)
        for ref in set(rule.leads()):
            by_ref.setdefault(ref, []).append(number)
    return Plan(
        language=language, rules=rules, steps=steps, silences=silences, settings=pack.settings, digest=pack.digest,
        by_ref={ref: tuple(row) for ref, row in by_ref.items()},
        by_virtue={virtue: tuple(row) for virtue, row in by_virtue.items()},
        eager=tuple(n for n, rule in enumerate(rules) if rule.requires and rule.when is None),
        elsewhere=frozenset(policy.virtue for policy in used if not policy.applies_to.reads(language)),
    )  # fmt: skip


def _rule(policy: AnyPolicy, sheet: _Sheet) -> Rule:
    """Bind one policy."""
    part = "forbid" if policy.forbid is not None else "require"
    clause: Any = policy.forbid or policy.require
    when: Any = policy.when
    severity: Any = policy.severity
    asked = _clause(clause, clause.scope, policy.id, (part,), sheet)
    called = _clause(when, "reply", policy.id, ("when",), sheet) if when is not None else None
    return Rule(
        policy=policy,
        clause=asked,
        when=called,
        refs=frozenset((*asked.refs(), *(called.refs() if called else ()))),
        graver=tuple(
            (level, sheet.ref(getattr(severity, level), policy.id, ("severity", level)))
            for level in reversed(SEVERITIES)
            if getattr(severity, level) is not None
        ),
    )


def _clause(clause: Any, scope: Scope, source: str, path: Path, sheet: _Sheet) -> ClausePlan:
    """Bind one clause."""

    def row(name: str) -> tuple[Ref, ...]:
        conditions: Sequence[Condition] = getattr(clause, name)
        return tuple(sheet.ref(c, source, (*path, name, i)) for i, c in enumerate(conditions))

    return ClausePlan(scope, row("any"), row("all"), row("unless"))


def _steps(pack: Pack, kinds: Mapping[str, Kind], sheet: _Sheet) -> tuple[Step, ...]:
    """Compile every kind that is asked for, in the order of stages."""
    problems: list[Problem] = []
    steps: list[Step] = []
    for stage in STAGES:
        for name, kind in kinds.items():
            if kind.stage != stage or name not in sheet.params:
                continue
            try:
                steps.append(Step(name, stage, kind.compile(sheet.params[name]), len(sheet.params[name])))
            except ValueError as error:
                problems.append(_problem(error, name, pack, sheet))
    if problems:
        raise PolicyError(problems)
    return tuple(steps)


def _problem(error: ValueError, kind: str, pack: Pack, sheet: _Sheet) -> Problem:
    """Show the place in the file whose condition a kind could not compile."""
    index, expected, got = error.args if len(error.args) == 3 else (0, str(error), "this condition")
    source, path = sheet.places.get(Ref(kind, int(index)), ("", ()))
    return pack.sources[source].problem(path, str(expected), repr(got), "mend this condition")

"""What the heads learn from: labelled cases of train, our own in `data/`, and the examples that policies carry.

Dev cases are never read: `read` refuses a path that does not lie in a folder called `train`, and a test holds that
nothing in `data/` is one.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from guard.assemble import kinds_for, lexicons, pack_at
from guard.detect.gist import gist
from guard.detect.signals import signals
from guard.domain.case import Case
from guard.domain.virtues import VIRTUES, Virtue
from guard.engine.engine import Engine
from guard.engine.plans import Plans
from guard.engine.prove import case_of
from guard.evals.gold import Gold, gold_of
from guard.formats.cases import Unreadable, placed_cases
from guard.learned.ports import Gist, Signals

OWN = Path(__file__).with_name("data")
"""Cases labelled or written for this project beside the shared ones."""

NOTHING = Gist("")


@dataclass(frozen=True, slots=True)
class Lesson:
    """One reply to learn from.

    Args:
        id: of the case, or of the policy whose example it is.
        cluster: what must not stand on both sides of a split.
        source: where it comes from: `contrast`, `policy`, or a data set's name.
        seen: its signals.
        fails: virtues that fail.
        na: virtues that are not called for.
        unsure: virtues that were left open.
        told: virtues of which it says something; all for a labelled case.
        by_rules: virtues that the rules alone fail.
        gist: what the encoder reads of it.
    """

    id: str
    cluster: str
    source: str
    seen: Signals
    fails: frozenset[Virtue]
    na: frozenset[Virtue] = frozenset()
    unsure: frozenset[Virtue] = frozenset()
    told: frozenset[Virtue] = frozenset(VIRTUES)
    by_rules: frozenset[Virtue] = frozenset()
    gist: Gist = NOTHING

    @property
    def is_good_twin(self) -> bool:
        """Whether it is a fault-free reply that was written to be one."""
        return self.source == "contrast" and not self.fails


def rules_alone() -> Engine:
    """Return an engine of the packaged policies without learned scores."""
    return Engine(Plans(pack_at(None, kinds_for()), kinds_for), lexicons())


def read(folder: Path, engine: Engine) -> list[Lesson]:
    """Read every labelled case of a train folder.

    Args:
        folder: with `natural.jsonl` and `contrast.jsonl`, called `train`.
        engine: the rules, whose verdicts stand beside.

    Raises:
        ValueError: when the folder is not one to learn from, or a case cannot be read.
    """
    if folder.resolve().name != "train":
        raise ValueError(
            f"{folder}: expected a folder called train; got {folder.resolve().name}; dev is not for learning"
        )
    return [lesson for path in sorted(folder.glob("*.jsonl")) for lesson in _lessons(path, engine)]


def own(engine: Engine, folder: Path = OWN) -> list[Lesson]:
    """Read the cases of our own.

    Args:
        engine: as above.
        folder: with compressed files of cases.
    """
    return [lesson for path in sorted(folder.glob("*.jsonl.gz")) for lesson in _lessons(path, engine)]


def _lessons(path: Path, engine: Engine) -> Iterator[Lesson]:
    for line, case in placed(path):
        if isinstance(case, Unreadable):
            raise ValueError(f"{path}:{line}: expected a labelled case; got {case.problems[0]}; mend the line")
        gold = gold_of(case)
        if gold is not None:
            yield lesson_of(case, gold, engine)


def placed(path: Path) -> Iterator[tuple[int, Case | Unreadable]]:
    """Read a file of cases, compressed or not, each with its line."""
    if path.suffix != ".gz":
        yield from placed_cases(str(path))
        return
    with gzip.open(path, "rb") as stream:
        yield from placed_cases("-", cast(BinaryIO, stream))


def lesson_of(case: Case, gold: Gold, engine: Engine) -> Lesson:
    """Make a lesson of a labelled case.

    Args:
        case: with or without its labels.
        gold: its labels.
        engine: the rules, whose verdict stands beside.
    """
    verdict = engine.judge(case)
    view = engine.view(case)
    return Lesson(
        id=case.id,
        cluster=case.group or case.conversation or case.id,
        source="contrast" if case.group else str(case.meta.get("source") or "natural"),
        seen=signals(view),
        fails=frozenset(gold.fails),
        na=gold.na - frozenset(gold.fails),
        unsure=gold.unsure,
        by_rules=frozenset(virtue for virtue, status in verdict.virtues.items() if status == "fail"),
        gist=gist(view),
    )


def examples(engine: Engine) -> list[Lesson]:
    """Return what the English policies' own examples say: a bad one of its virtue, a good one of all."""
    found: list[Lesson] = []
    for policy in engine.plans.pack.policies:
        if "en" not in policy.applies_to.language:
            continue
        rows: Sequence[tuple[bool, Any]] = [(bad, e) for bad in (True, False) for e in _of(policy.examples, bad)]
        for bad, example in rows:
            view = engine.view(case_of(example, policy.id))
            fails: frozenset[Virtue] = frozenset((policy.virtue,)) if bad else frozenset()
            told: frozenset[Virtue] = frozenset((policy.virtue,)) if bad else frozenset(VIRTUES)
            found.append(Lesson(policy.id, policy.id, "policy", signals(view), fails, told=told, gist=gist(view)))
    return found


def _of(rows: Any, bad: bool) -> Sequence[Any]:
    return rows.bad if bad else rows.good

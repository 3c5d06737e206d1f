"""No rewrite changes a fact that nobody asked to change, by libraries that are not ours."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.rewriting.asked import changed_unasked
from guard import Guard
from guard.assemble import kinds_for, pack_at
from guard.domain.case import Case
from guard.domain.verdict import Verdict
from guard.engine.prove import case_of
from guard.evals.agree import blind
from guard.formats.cases import Unreadable, read_cases

TRAIN = Path(__file__).resolve().parents[3] / "shared/data/train"
DRAWN = 25
SEED = 20261122


def told(case: Case, verdict: Verdict) -> list[str]:
    return [f"{case.id}: {change.how} {change.kind} {change.value}" for change in changed_unasked(case, verdict)]


def drawn(guard: Guard) -> Iterator[tuple[Case, Verdict]]:
    """Draw train cases by seed until there are enough rewrites."""
    cases = [case for file in sorted(TRAIN.glob("*.jsonl")) for case in read_cases(file)]
    random.Random(SEED).shuffle(cases)
    found = 0
    for case in cases:
        if isinstance(case, Unreadable) or not case.labels or not case.labels.get("fails"):
            continue
        verdict = guard.check(blind(case))
        if verdict.rewrite is not None:
            yield case, verdict
            found += 1
        if found == DRAWN:
            return


def test_rewrites_of_the_policies_own_bad_examples_change_no_fact_unasked() -> None:
    guard = Guard()
    changed: list[str] = []
    rewrites = 0
    for policy in pack_at(None, kinds_for()).policies:
        for number, example in enumerate(policy.examples.bad):
            case = case_of(example, f"{policy.id} bad[{number}]")
            verdict = guard.check(case)
            rewrites += verdict.rewrite is not None
            changed += told(case, verdict)
    assert rewrites >= 20
    assert not changed, "\n".join(changed)


@pytest.mark.skipif(not TRAIN.is_dir(), reason="needs the labelled cases in ../shared/data/train")
def test_rewrites_of_drafts_from_train_change_no_fact_unasked() -> None:
    seen = list(drawn(Guard()))
    assert len(seen) == DRAWN
    changed = [line for case, verdict in seen for line in told(case, verdict)]
    assert not changed, "\n".join(changed)

"""The packaged policies keep what they promise: their examples, their reach, their numbers."""

from __future__ import annotations

from guard.assemble import kinds_for, pack_at
from guard.domain.virtues import VIRTUES

KINDS = kinds_for()
PACK = pack_at(None, KINDS)


def test_the_policies_cover_all_twelve_virtues() -> None:
    assert {policy.virtue for policy in PACK.policies} == set(VIRTUES)


def test_every_kind_but_the_slots_is_in_use() -> None:
    used: set[str] = set()
    for policy in PACK.policies:
        clauses = (policy.forbid, policy.require, policy.when)
        for clause in clauses:
            if clause is not None:
                used |= {condition.chosen()[0] for row in (clause.any, clause.all, clause.unless) for condition in row}
    assert used >= set(KINDS) - {"head", "judge"}


def test_a_stable_policy_says_how_often_it_was_right() -> None:
    for policy in PACK.policies:
        if policy.stage == "stable":
            assert policy.precision is not None, policy.id
            assert policy.precision["right"] <= policy.precision["read"], policy.id


def test_every_policy_has_three_examples_each_way() -> None:
    for policy in PACK.policies:
        assert len(policy.examples.bad) >= 3, policy.id
        assert len(policy.examples.good) >= 3, policy.id


def test_honesty_goes_first() -> None:
    assert PACK.settings.priority[0] == "honesty"

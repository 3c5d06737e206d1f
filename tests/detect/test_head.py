"""Learned scores behind their port."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from pydantic import ValidationError

from guard.detect.head import HeadKind, HeadParams
from guard.detect.kind import Kind
from guard.domain.hit import Absent, Hit
from guard.learned.ports import Heads
from tests.contracts.kind import KindContract, run, view_of


class LengthHeads:
    """Two heads that can be reckoned by hand: how much of ten sentences there is, in the draft and before it."""

    def __init__(self) -> None:
        self.asked: list[Sequence[str]] = []

    @property
    def names(self) -> frozenset[str]:
        return frozenset({"long", "wordy"})

    def score(self, draft: Sequence[str], opened: Sequence[str], names: Sequence[str]) -> Mapping[str, float]:
        self.asked.append(names)
        both = {"long": min(1.0, len(draft) / 10), "wordy": min(1.0, len(opened) / 10)}
        return {name: both[name] for name in names}


def kind(heads: Heads | None) -> HeadKind:
    return HeadKind(heads)


class TestHeadContract(KindContract):
    def make(self) -> Kind:
        return kind(LengthHeads())

    def asked(self) -> Sequence[Any]:
        return ["long", {"name": "wordy", "at_least": 0.1}, "unheard_of"]


def test_a_score_at_the_threshold_is_a_hit_and_below_it_none() -> None:
    params = [HeadParams(name="long", at_least=0.2), HeadParams(name="long", at_least=0.3)]
    at, below = run(kind(LengthHeads()).compile(params), view_of("One. Two."))
    assert at == (Hit(score=0.2, values={"head": "long"}),)
    assert below == ()


def test_without_learned_scores_a_head_has_nothing_to_say() -> None:
    assert run(kind(None).compile([HeadParams(name="long")]), view_of("One.")) == [Absent()]


def test_a_head_that_is_not_part_of_the_model_has_nothing_to_say() -> None:
    known, unknown = run(
        kind(LengthHeads()).compile([HeadParams(name="long", at_least=0), HeadParams(name="warm")]), view_of("One.")
    )
    assert known != Absent()
    assert unknown == Absent()


def test_all_heads_are_asked_in_one_go() -> None:
    heads = LengthHeads()
    run(kind(heads).compile([HeadParams(name="long"), HeadParams(name="wordy")]), view_of("One.", "Why?"))
    assert len(heads.asked) == 1
    assert set(heads.asked[0]) == {"long", "wordy"}


@pytest.mark.parametrize("at_least", [-0.1, 1.1])
def test_a_threshold_is_a_probability(at_least: float) -> None:
    with pytest.raises(ValidationError):
        HeadParams(name="long", at_least=at_least)

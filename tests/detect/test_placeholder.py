"""Blanks of a template that nobody filled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from guard.detect.kind import Kind
from guard.detect.placeholder import PlaceholderKind, PlaceholderParams
from guard.text.bank import Bank
from tests.contracts.kind import KindContract, hits, run, view_of


class TestPlaceholderContract(KindContract):
    def make(self) -> Kind:
        return PlaceholderKind(Bank())

    def asked(self) -> Sequence[Any]:
        return [{}, {}]


def found(draft: str) -> list[str]:
    view = view_of(draft)
    (result,) = run(PlaceholderKind(Bank()).compile([PlaceholderParams()]), view)
    return [hit.span.of(view.text) for hit in hits(result) if hit.span is not None]


@pytest.mark.parametrize(
    "blank",
    ["{{first_name}}", "{policy_no}", "%USER%", "${amount}", "[Order Number]", "[insert date]", "<your name>",
     "[Reference Number]", "[Neighbor's Name]", "PATIENT_FIRST_NAME", "{% if late %}"],
)  # fmt: skip
def test_a_blank_is_found(blank: str) -> None:
    assert found(f"Dear {blank}, your parcel is on its way.") == [blank]


@pytest.mark.parametrize(
    "draft",
    [
        "Your card **** 1234 was charged 12.50.",
        "Press [Ctrl] and [F5] together.",
        "We have it in XXL.",
        "A ____ is the blue field behind the stars.",
        "Set HTTPS_PROXY in the shell.",
        "See [our help page](https://example.com/help).",
        "Order 202-XXXXXXXXXXXX failed at the bank.",
    ],
)
def test_what_only_looks_like_a_blank_is_left_alone(draft: str) -> None:
    assert found(draft) == []


def test_a_blank_inside_code_is_an_instruction() -> None:
    assert found("Write `{{ user.name }}` where the name should stand.") == []


def test_nothing_is_looked_for_when_no_policy_asks() -> None:
    bank = Bank()
    assert list(run(PlaceholderKind(bank).compile([]), view_of("Dear {{name}}"))) == []
    assert bank.scan("Dear {{name}}", "dear {{name}}").ids == frozenset()

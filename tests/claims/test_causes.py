from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from guard.domain.case import Message
from tests.claims.reading import claims, context

WRONG_PART = {"tickets": [{"id": "B-9", "cause": "we ordered the wrong battery"}]}
UNKNOWN = {"tickets": [{"id": "B-9", "cause": "unknown"}]}


def told(draft: str, facts: Mapping[str, Any], customer: str = "") -> list[str]:
    """Return how the causes of a draft stand against the records."""
    said = (Message(role="customer", text=customer),) if customer else ()
    return [claim.grounding for claim in claims(draft, context(facts, said)) if claim.kind == "cause"]


@pytest.mark.parametrize(
    "draft",
    [
        "The delay was caused by a strike at customs.",
        "It's late due to heavy snow in the north.",
        "The reason is that your courier had an accident.",
        "That happened because the supplier went bankrupt.",
        "There's a national shortage of chips.",
    ],
)
def test_another_cause_than_the_records_is_found(draft: str) -> None:
    assert told(draft, WRONG_PART) == ["contradicted"]


def test_a_cause_that_nobody_knows_yet_cannot_be_told() -> None:
    assert told("We've traced it: it only happens on old phones.", UNKNOWN) == ["unsupported"]


@pytest.mark.parametrize(
    "draft",
    [
        "It's late because we ordered the wrong battery.",
        "The delay may be due to a strike at customs.",
        "Was it caused by a strike at customs?",
        "It isn't caused by a strike at customs.",
        "Thanks to your patience we found it.",
    ],
)
def test_the_known_cause_and_what_is_not_asserted_are_left_alone(draft: str) -> None:
    assert told(draft, WRONG_PART) == []


def test_where_no_record_names_a_cause_none_is_weighed() -> None:
    assert told("The delay was caused by a strike at customs.", {"tickets": [{"id": "B-9"}]}) == []


def test_the_customers_own_account_may_be_repeated() -> None:
    said = "A strike at customs held it, they said."
    assert told("It's late due to the strike at customs.", WRONG_PART, said) == []

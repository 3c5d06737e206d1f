from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.claims.reading import claims, context, tools


def said(draft: str, facts: Mapping[str, Any]) -> list[str | None]:
    """Return the states that a draft asserts against the records."""
    return [claim.value for claim in claims(draft, context(facts)) if claim.kind == "status"]


@pytest.mark.parametrize(
    ("draft", "record", "state"),
    [
        ("Your passport is ready.", {"status": "in production"}, "ready"),
        ("Order A-12 has shipped.", {"status": "processing"}, "shipped"),
        ("Your parcel was delivered this morning.", {"status": "in_transit"}, "delivered"),
        ("The fix has been live since noon.", {"status": "fix in testing"}, "fixed"),
        ("Your claim has been approved.", {"status": "UNDER_REVIEW"}, "approved"),
        ("VX 218 is on schedule.", {"status": "delayed"}, "on_time"),
        ("Your appointment with Dr Okafor stands.", {"status": "cancelled by practice"}, "stands"),
        ("The lamp is in stock.", {"stock": {"lamp": 0}}, "stock"),
    ],
)
def test_a_state_that_the_record_rules_out_is_found(draft: str, record: Mapping[str, Any], state: str) -> None:
    assert state in said(draft, {"orders": [record]})


@pytest.mark.parametrize(
    "draft",
    [
        "Your passport isn't ready yet.",
        "I'll text you as soon as your passport is ready.",
        "Is your passport ready?",
        "You said your passport is ready.",
        "Passports usually take a week until they are ready.",
        "It should be ready by Friday.",
    ],
)
def test_a_state_that_is_not_asserted_is_left_alone(draft: str) -> None:
    assert said(draft, {"tickets": [{"status": "in production"}]}) == []


def test_one_record_that_agrees_is_enough() -> None:
    assert said("Order A-12 has shipped.", {"orders": [{"status": "shipped"}, {"status": "processing"}]}) == []


def test_where_no_record_knows_nothing_is_claimed() -> None:
    assert said("Your passport is ready.", {"tickets": [{"id": "P-1"}]}) == []
    assert said("Your passport is ready.", {}) == []


def test_a_count_above_nought_agrees() -> None:
    assert said("The lamp is in stock.", {"stock": {"lamp": 3, "desk": 0}}) == []


def test_the_contradiction_names_its_record() -> None:
    around = context(messages=tools(('get_order({"id": "4"})', '{"order": {"status": "ID_CHECK"}}')))
    [claim] = [one for one in claims("Your ID check is passed.", around) if one.kind == "status"]
    assert claim.because is not None
    assert claim.because.where == "messages[1].order.status"


def test_the_count_of_the_shop_that_is_named_decides() -> None:
    stock = context({"stock": [{"store": "Leeds", "quantity": 0}, {"store": "York", "quantity": 4}]})
    assert [claim.value for claim in claims("The kettle is in stock in Leeds.", stock)] == ["stock"]
    assert claims("The kettle is in stock in York.", stock) == ()


def test_a_normal_priority_does_not_bear_out_that_it_is_fixed() -> None:
    ticket = context({"tickets": [{"status": "waiting for customer", "priority": "normal"}]})
    assert [claim.value for claim in claims("The outage is resolved.", ticket)] == ["fixed"]

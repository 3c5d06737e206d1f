from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.claims.reading import claims, context

OLD = {"orders": [{"item": "kettle", "bought": "2023-05-04"}], "policies": ["Two years' guarantee on small machines."]}
NEW = {"orders": [{"item": "kettle", "bought": "2026-10-04"}], "policies": ["Two years' guarantee on small machines."]}


def reckoned(draft: str, facts: Mapping[str, Any]) -> list[str]:
    """Return what a draft says of being in time and the records reckon otherwise; it is 21 November 2026."""
    return [claim.grounding for claim in claims(draft, context(facts)) if claim.kind == "eligibility"]


@pytest.mark.parametrize(
    "draft",
    [
        "Your kettle is still under guarantee.",
        "Your guarantee is still valid.",
        "It was bought within the last 30 days.",
        "It is within the 30-day return window.",
    ],
)
def test_in_time_is_reckoned_from_the_date_of_the_record(draft: str) -> None:
    assert reckoned(draft, OLD) == ["contradicted"]


def test_too_late_is_reckoned_as_well() -> None:
    assert reckoned("I'm sorry, your guarantee has expired.", NEW) == ["contradicted"]
    assert reckoned("I'm sorry, your guarantee has expired.", OLD) == []


@pytest.mark.parametrize(
    "draft",
    [
        "Your kettle is still under guarantee.",
        "Is your kettle still under guarantee?",
        "If it was bought within the last 30 days, it goes back for free.",
    ],
)
def test_what_agrees_or_is_only_asked_is_left_alone(draft: str) -> None:
    assert reckoned(draft, NEW) == []


def test_several_dates_must_all_speak_against_it() -> None:
    both = {"orders": [*OLD["orders"], *NEW["orders"]], "policies": OLD["policies"]}
    assert reckoned("Your kettle is still under guarantee.", both) == []


def test_without_a_date_nothing_is_reckoned() -> None:
    assert reckoned("Your kettle is still under guarantee.", {"policies": OLD["policies"]}) == []


def test_the_last_day_that_a_record_names_decides() -> None:
    over = context({"device": {"warranty_until": "2026-10-02"}})
    running = context({"device": {"warranty_until": "2027-10-02"}})
    assert [claim.kind for claim in claims("It is still under warranty.", over)] == ["eligibility"]
    assert claims("It is still under warranty.", running) == ()
    assert claims("Your warranty has expired.", over) == ()
    assert [claim.kind for claim in claims("Your warranty has expired.", running)] == ["eligibility"]

from __future__ import annotations

import pytest

from tests.claims.reading import claims, context

RULES = ["Basic covers liability.", "Comfort covers fire, theft and hail."]


def granted(draft: str, plan: str | None) -> list[str]:
    """Return what a draft grants that only another plan does."""
    account = {"plan": plan} if plan else {}
    return [
        claim.grounding
        for claim in claims(draft, context({"account": account, "policies": RULES}))
        if claim.kind == "eligibility"
    ]


@pytest.mark.parametrize("draft", ["Hail and theft are covered by your plan.", "Yes, fire is included for you."])
def test_what_only_another_plan_grants_is_found(draft: str) -> None:
    assert granted(draft, "Basic") == ["contradicted"]


@pytest.mark.parametrize(
    "draft",
    [
        "Liability is covered by your plan.",
        "Comfort covers hail.",
        "Hail isn't covered by your plan.",
        "If you switch, hail is covered.",
        "Is hail covered by your plan?",
    ],
)
def test_what_the_plan_grants_or_nobody_claims_is_left_alone(draft: str) -> None:
    assert granted(draft, "Basic") == []


def test_the_right_plan_may_be_told_so() -> None:
    assert granted("Hail and theft are covered by your plan.", "Comfort") == []


def test_without_a_record_of_the_plan_nothing_is_weighed() -> None:
    assert granted("Hail and theft are covered by your plan.", None) == []

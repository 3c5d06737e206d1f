from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.claims.reading import claims, context


def stated(draft: str, *policies: str) -> Sequence[str]:
    """Return how the rules of a draft stand against the policies."""
    return [one.grounding for one in claims(draft, context({"policies": list(policies)})) if one.kind == "policy"]


@pytest.mark.parametrize(
    ("draft", "policy"),
    [
        ("You can return shoes any time.", "Shoes can be returned within 30 days."),
        ("You may change the date as often as you like.", "The date may be changed once for £30."),
        ("The family card covers as many children as you like.", "The family card covers up to three children."),
        ("Bags are welcome whatever their size.", "Bags up to 40 cm are welcome."),
        ("You can return shoes even if you've worn them.", "Shoes can be returned if they are unworn."),
        ("You may sublet without asking us.", "Subletting needs our written consent."),
        ("There is a guided tour every Sunday.", "Guided tours run on the first Sunday of the month."),
        ("The dog may go anywhere.", "Dogs are welcome, but not in the restaurant."),
        ("Opened drones can't be returned at all.", "Opened drones can be returned within 14 days."),
        ("Children under 18 need an adult.", "Children under 14 need an adult."),
        ("1,000 points are worth £10.", "1,000 points are worth £5."),
        ("The soup is free of celery.", "The soup contains celery."),
        ("A sublet is limited to a year.", "A sublet is limited to six months."),
        ("It costs £5.", "Carer permits are free."),
    ],
)
def test_a_bound_that_a_reply_leaves_out_is_found(draft: str, policy: str) -> None:
    asked = "" if not draft.startswith("It") else "There are carer permits. "
    assert stated(asked + draft, policy) == ["contradicted"]


@pytest.mark.parametrize(
    ("draft", "policy"),
    [
        ("You can return shoes any time within 30 days.", "Shoes can be returned within 30 days."),
        ("You can't return shoes after 30 days.", "Shoes can be returned within 30 days."),
        ("You can return shoes if they are unworn.", "Shoes can be returned if they are unworn."),
        ("There is a guided tour every Sunday.", "Guided tours run every Sunday."),
        ("Every member gets a login of their own.", "Every family member needs an own login."),
        ("Without a receipt, shoes can't be returned.", "Shoes can be returned with a receipt."),
        ("Children under 14 need an adult.", "Children under 14 need an adult."),
        ("3,000 points are worth £15.", "1,000 points are worth £5."),
        ("3,480 points are worth about £17.", "1,000 points are worth £5."),
        ("We can't guarantee that there are no traces of nuts.", "Traces of nuts cannot be ruled out."),
        ("SSO isn't part of Team.", "SSO is part of the Enterprise plan."),
    ],
)
def test_a_bound_that_a_reply_keeps_is_left_alone(draft: str, policy: str) -> None:
    assert stated(draft, policy) == []

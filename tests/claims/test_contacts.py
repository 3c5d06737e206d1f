from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from guard.domain.case import Message
from tests.claims.reading import claims, context

KNOWN = {"policies": ["The claims line is 0800 555 0199.", "Code SPRING5 takes 5% off.", "See www.shop.example/help."]}


def handed(draft: str, facts: Mapping[str, Any], customer: str = "") -> list[str | None]:
    """Return what a draft hands out that nobody knows."""
    said = (Message(role="customer", text=customer),) if customer else ()
    return [
        claim.value
        for claim in claims(draft, context(facts, said))
        if claim.kind == "fact" and claim.grounding == "unsupported"
    ]


@pytest.mark.parametrize(
    ("draft", "kind"),
    [
        ("Call the refunds line on 0800 555 0142.", "phone number"),
        ("Use the code SAVE50 at the till.", "code"),
        ("The form is at https://shop.example/forms.", "link"),
        ("Write to board@shop.example and they answer.", "e-mail address"),
    ],
)
def test_what_nobody_knows_is_found(draft: str, kind: str) -> None:
    assert handed(draft, KNOWN) == [kind]


@pytest.mark.parametrize(
    "draft",
    [
        "Call the claims line on (0800) 555-0199.",
        "The code SPRING5 takes 5% off.",
        "It's at https://www.shop.example/help.",
        "It was order 4471 1180 2206.",
    ],
)
def test_what_is_known_or_no_contact_is_left_alone(draft: str) -> None:
    assert handed(draft, KNOWN) == []


def test_what_the_customer_gave_may_be_read_back() -> None:
    assert handed("I've got mei@post.example. Is that right?", KNOWN, "it's mei, at post dot example") == []
    assert handed("Write to mei@post.example, please.", KNOWN, "My mail is mei@post.example") == []


def test_without_facts_nothing_is_unknown() -> None:
    assert handed("Call us on 0800 555 0142.", {}) == []

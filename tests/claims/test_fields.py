from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from guard.domain.case import Message
from tests.claims.reading import claims, context


def wrong(draft: str, record: Mapping[str, Any], customer: str = "") -> list[str | None]:
    """Return the values of a draft that the record speaks against."""
    said = (Message(role="customer", text=customer),) if customer else ()
    found = claims(draft, context({"bookings": [record]}, said))
    return [claim.value for claim in found if claim.kind == "fact" and claim.grounding == "contradicted"]


@pytest.mark.parametrize(
    ("draft", "record", "value"),
    [
        ("You board at gate B21.", {"gate": "B12"}, "b21"),
        ("Your seat is row 14.", {"row": 27}, "14"),
        ("It leaves from bay 4.", {"stop": "south side, bay 3"}, "4"),
        ("You're on the Gold plan.", {"plan": "Basic"}, "gold"),
        ("As a silver member, you board first.", {"membership": "regular"}, "silver"),
        ("You have 300 points.", {"points": 120}, "points"),
        ("You still have 4 trips.", {"trips_left": 7}, "trips"),
    ],
)
def test_a_value_that_the_record_speaks_against_is_found(draft: str, record: Mapping[str, Any], value: str) -> None:
    assert wrong(draft, record) == [value]


@pytest.mark.parametrize(
    ("draft", "record"),
    [
        ("You board at gate B12.", {"gate": "B12"}),
        ("Is it gate B21?", {"gate": "B12"}),
        ("Room 14 is free tonight.", {"room": "12"}),
        ("You sit in seat 14B.", {"seats": ["14A", "14B"], "seat": "14A"}),
        ("Room 509 is ready.", {"room_509": "free from 14:00"}),
        ("If you switch, you're on the Gold plan.", {"plan": "Basic"}),
        ("You have 3 options.", {"points": 120}),
        ("You board at gate B21.", {"status": "open"}),
    ],
)
def test_what_agrees_or_no_record_knows_is_left_alone(draft: str, record: Mapping[str, Any]) -> None:
    assert wrong(draft, record) == []


def test_what_the_customer_named_may_be_repeated() -> None:
    assert wrong("Gate B21 it is.", {"gate": "B12"}, "The board says gate B21") == []

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from guard.claims.records.names import own_name
from guard.domain.facts import Fact, Rank
from tests.claims.reading import claims, context


def wrong(draft: str, facts: Mapping[str, Any]) -> list[str | None]:
    """Return the values of a draft that a field of a record speaks against."""
    found = claims(draft, context(facts))
    return [claim.value for claim in found if claim.kind == "fact" and claim.grounding == "contradicted"]


@pytest.mark.parametrize(
    ("draft", "facts", "value"),
    [
        ("Yes, SSO is included.", {"account": {"features": {"sso": False}}}, "sso"),
        ("Your policy covers bicycle theft.", {"cover": {"bicycle_theft": {"included": False}}}, "included"),
        ("Your workspace doesn't have audit logs.", {"features": {"audit_log": True}}, "audit_log"),
        ("The brownie has no nuts, and milk is included.", {"allergens": {"milk": "no"}}, "milk"),
        ("You have 5 seats left.", {"seats": {"left": 3, "total": 25}}, "5 seats"),
        ("There are four renewals on this book.", {"loan": {"renewals_left": 2}}, "four renewals"),
        ("The bus goes from the north side.", {"bookings": [{"stop": "south side, bay 3", "service": "bus"}]}, "north"),
        ("Your points never expire.", {"account": {"points": 10, "expires_on": "2026-12-31"}}, "never expire"),
    ],
)
def test_a_field_that_speaks_against_a_reply_is_found(draft: str, facts: Mapping[str, Any], value: str) -> None:
    assert wrong(draft, facts) == [value]


@pytest.mark.parametrize(
    ("draft", "facts"),
    [
        ("SSO isn't included in your plan.", {"account": {"features": {"sso": False}}}),
        ("If you upgrade, SSO is included.", {"account": {"features": {"sso": False}}}),
        ("Is SSO included?", {"account": {"features": {"sso": False}}}),
        ("SSO is included.", {"account": {"features": {"sso": True}}}),
        ("You have 3 seats left of 25.", {"seats": {"used": 22, "total": 25}}),
        ("About 5 seats are left.", {"seats": {"left": 3}}),
        ("You could add 5 seats.", {"seats": {"left": 3}}),
        ("The bus goes from the south side.", {"bookings": [{"stop": "south side, bay 3", "service": "bus"}]}),
        ("You could go to the north side instead.", {"bookings": [{"stop": "south side", "service": "bus"}]}),
        ("Your points never expire.", {"account": {"points": 10}}),
        ("Your points never expire as long as you use them.", {"account": {"expires_on": "2026-12-31"}}),
    ],
)
def test_what_a_field_bears_out_or_leaves_open_is_not_claimed(draft: str, facts: Mapping[str, Any]) -> None:
    assert wrong(draft, facts) == []


def test_a_field_that_only_counts_is_called_by_what_it_stands_in() -> None:
    assert own_name(Fact("facts.seats.total", "total", 3, Rank.RECORD)) == {"seat"}


@pytest.mark.parametrize(
    ("draft", "facts"),
    [
        ("Doors open at 19:30.", {"event": {"date": "2026-12-09", "doors": "18:30", "start": "20:00"}}),
        ("The return is due on 31 December.", {"policies": ["Returns are due on 30 November."]}),
        ("The technician is booked for tomorrow.", {"tickets": [{"visit": None, "status": "requested"}]}),
        ("Your card is locked until 17:30.", {"card": {"locked_until": "15:30"}}),
    ],
)
def test_a_time_that_the_record_of_the_thing_denies_is_found(draft: str, facts: Mapping[str, Any]) -> None:
    found = claims(draft, context(facts))
    assert [one.grounding for one in found if one.kind == "appointment"] == ["contradicted"]


@pytest.mark.parametrize(
    ("draft", "facts"),
    [
        ("Doors open at 18:30.", {"event": {"date": "2026-12-09", "doors": "18:30"}}),
        ("You have until 5 December to return it.", {"policies": ["Returns are due within 14 days."]}),
        ("We close at 10 pm.", {"policies": ["Open daily from 6 am to 10 pm."]}),
        ("I'll call you at 19:30 about the doors.", {"event": {"doors": "18:30"}}),
        ("The doors open around 19:30.", {"event": {"doors": "18:30"}}),
    ],
)
def test_a_time_that_follows_or_is_the_writers_own_is_left_alone(draft: str, facts: Mapping[str, Any]) -> None:
    assert [one for one in claims(draft, context(facts)) if one.kind == "appointment"] == []


@pytest.mark.parametrize(
    "draft",
    [
        "The date cannot shift any more.",
        "It won't cost you a penny more.",
        "Traffic can't change that.",
        "There's no risk whatsoever.",
        "That fixes it in all cases.",
    ],
)
def test_an_oath_without_the_word_is_a_guarantee(draft: str) -> None:
    found = [one for one in claims(draft, context({"orders": [{"id": "A-1"}]})) if one.kind == "outcome"]
    assert [(one.certainty, one.grounding) for one in found] == [("guaranteed", "unsupported")]


@pytest.mark.parametrize(
    ("draft", "policy"),
    [
        ("I can't promise that the date cannot shift.", ""),
        ("Traffic can change that.", ""),
        ("The rate won't change.", "The rate is fixed for two years."),
        ("Is there no risk?", ""),
    ],
)
def test_what_a_source_swears_to_may_be_said_again(draft: str, policy: str) -> None:
    assert [one for one in claims(draft, context({"policies": [policy]})) if one.kind == "outcome"] == []

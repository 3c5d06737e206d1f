from __future__ import annotations

import pytest

from guard.wording.trouble import troubles
from tests.wording.sites import told, view


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Where is my parcel? It was due on Monday", "the delay with your parcel"),
        ("The blue kettle I ordered came broken", "the damage to your blue kettle"),
        ("my brand new jacket arrived torn!!", "the damage to your jacket"),
        ("I was charged twice for the same order", "the double charge"),
        ("still waiting for my refund, 3 weeks now", "the wait for your refund"),
        ("your driver lost my suitcase", "the missing suitcase"),
        ("I can't log into my account", "the trouble with getting into your account"),
        ("my flight was cancelled and I need to get home", "the cancellation of your flight"),
        ("my new laptop keeps crashing", "the trouble with your laptop"),
        ("it came broken", "the damage"),
    ],
)
def test_a_trouble_is_named_in_the_customers_own_words(said: str, name: str) -> None:
    assert troubles(view("Hello.", said))[0].names[0] == name


def test_the_gravest_trouble_goes_first() -> None:
    found = troubles(view("Hello.", "my parcel is late and my mother died last week"))
    assert found[0].id == "bereavement"
    assert found[0].grave


@pytest.mark.parametrize("said", ["How do I change my address?", "Thanks, that's perfect!", "Do you have it in blue?"])
def test_who_has_no_trouble_is_given_none(said: str) -> None:
    assert troubles(view("Hello.", said)) == ()


def test_only_open_messages_are_read() -> None:
    messages = [
        {"role": "customer", "text": "my jacket arrived torn"},
        {"role": "agent", "text": "I'm sorry, a new one is on its way."},
        {"role": "customer", "text": "great, which colour?"},
    ]
    assert troubles(told("Blue.", messages)) == ()

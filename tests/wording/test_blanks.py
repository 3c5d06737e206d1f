from __future__ import annotations

from typing import Any

import pytest

from guard.wording.blanks import filled
from tests.wording.sites import after, at

KNOWN: dict[str, Any] = {"customer": {"name": "Mei Lin"}, "agent": {"name": "Ada"}, "orders": [{"id": "A-1"}]}


@pytest.mark.parametrize(
    ("draft", "blank", "made"),
    [
        ("Dear {{first_name}}, it left.", "{{first_name}}", "Dear Mei, it left."),
        ("Your order #[ORDER_ID] left.", "[ORDER_ID]", "Your order #A-1 left."),
        ("Best,\n[Agent Name]", "[Agent Name]", "Best,\nAda"),
    ],
)
def test_a_blank_is_filled_from_what_is_known(draft: str, blank: str, made: str) -> None:
    assert after(filled, at(draft, blank, facts=KNOWN)) == made


@pytest.mark.parametrize(
    ("draft", "blank", "made"),
    [
        ("Dear [Name], it left.", "[Name]", "Hello, it left."),
        ("Hi {name}! It left.", "{name}", "Hi! It left."),
        ("Your order #[ORDER_ID] left.", "[ORDER_ID]", "Your order left."),
        ("It'll be at your door by [Date].", "[Date]", "It'll be at your door."),
        ("It left.\n\nBest,\n[Agent Name]", "[Agent Name]", "It left.\n\nBest,"),
    ],
)
def test_a_blank_nobody_can_fill_goes_with_the_words_that_led_to_it(draft: str, blank: str, made: str) -> None:
    assert after(filled, at(draft, blank)) == made


def test_a_blank_that_carries_the_sentence_is_left_to_a_person() -> None:
    assert after(filled, at("A refund of {amount} EUR is on its way.", "{amount}")) is None


def test_of_two_orders_none_is_guessed() -> None:
    two = {"orders": [{"id": "A-1"}, {"id": "A-2"}]}
    assert after(filled, at("We sent order [Order Number] today.", "[Order Number]", facts=two)) is None

from __future__ import annotations

import pytest

from guard.rewrite.preserve import changed, facts, unheld
from guard.text.patches import Patch, apply


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("You get $49.90 back.", "$49.90"),
        ("See https://example.com/a?b=1 for more.", "https://example.com/a?b=1"),
        ("Write to help@example.com.", "help@example.com"),
        ("It leaves on Friday at 14:30.", "friday"),
        ("It leaves on Friday at 14:30.", "14:30"),
        ("Order W-77812 is here.", "w-77812"),
        ("We did not send it.", "not"),
        ("I've asked Priya Shah to look.", "priya shah"),
    ],
)
def test_a_fact_is_seen(text: str, held: str) -> None:
    assert held in facts(text)


def test_words_outside_the_changes_may_not_lose_a_fact() -> None:
    before = "Order 17 is late. Calm down."
    assert changed(before, "Order 18 is late.", [Patch(18, 28, "")])
    patches = [Patch(17, 28, "")]
    assert not changed(before, apply(before, patches), patches)


def test_a_number_that_nobody_holds_is_named() -> None:
    assert unheld([Patch(0, 4, "It is 12 EUR.")], "Soon.", "the price is 10 EUR", "") == {"12eur"}


def test_a_number_from_a_trusted_source_is_held() -> None:
    assert not unheld([Patch(0, 4, "It is due on Friday 27 November.")], "Soon.", "Friday 27 November", "")

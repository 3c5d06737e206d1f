from __future__ import annotations

import pytest

from guard.rewrite.preserve import changed, dropped, facts, unheld
from guard.text.patches import Patch, apply
from guard.text.spans import Span


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


def gone(before: str, words: str, *, rude: str = "", claimed: str = "", told: str = "") -> frozenset[str]:
    """What is lost when some words go, of which a finding points at others."""

    def places(said: str) -> list[Span]:
        return [Span(before.index(said), before.index(said) + len(said))] if said else []

    start = before.index(words)
    patch = Patch(start, start + len(words), "")
    after = apply(before, [patch])
    return dropped(before, after, [patch], rude=places(rude), claimed=places(claimed), told=told)


@pytest.mark.parametrize("value", ["27 November", "40 minutes", "an hour", "tomorrow", "$40", "forty seats"])
def test_a_value_beside_the_rude_words_may_not_go(value: str) -> None:
    before = f"Do keep up, it takes {value}. Thank you."
    assert gone(before, before[: before.index(" Thank")], rude="Do keep up")


def test_a_value_in_the_words_at_fault_goes_with_them() -> None:
    assert not gone(
        "Decide within 60 seconds. Thank you.", "Decide within 60 seconds.", rude="Decide within 60 seconds"
    )


def test_money_and_links_are_no_manner_of_speaking() -> None:
    before = "You forgot the $40 again. Thank you."
    assert gone(before, "You forgot the $40 again.", rude="You forgot the $40 again") == {"$40"}


def test_how_often_somebody_wrote_is_part_of_the_reproach() -> None:
    assert not gone("A third e-mail won't help. Thank you.", "A third e-mail won't help.", rude="won't help")


def test_what_a_claim_is_told_to_lead_to_falls_with_it() -> None:
    before = "I've restored them, your balance is 4,200 again. Thank you."
    assert not gone(
        before, before[: before.index(" Thank")], claimed="I've restored them, your balance is 4,200 again."
    )


def test_who_gave_a_reference_does_not_lose_it() -> None:
    before = "You should have said A-1042 sooner. Thank you."
    lost = before[: before.index(" Thank")]
    assert gone(before, lost, rude="should have") == {"a-1042"}
    assert not gone(before, lost, rude="should have", told="It is order A-1042")

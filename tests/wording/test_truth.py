from __future__ import annotations

import pytest

from guard.wording.place import instead
from guard.wording.truth import not_promised
from guard.wording.undone import not_confirmed, not_yet
from tests.wording.sites import after, at, claimed

WORD = " I'll tell you here as soon as I know more."
UNDONE = " I'll confirm here once it's done."


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        ("It'll be with you tomorrow, guaranteed.", "I can't promise that it'll be with you tomorrow."),
        ("Your sofa will arrive on Friday, I promise!", "I can't promise that your sofa will arrive on Friday."),
        ("Good news though! Your sofa will arrive on Friday.", "I can't promise that your sofa will arrive on Friday."),
        ("Yes, it ships tonight.", "I can't promise that it ships tonight."),
        ("It'll be there by Friday 🎉", "I can't promise that it'll be there by Friday."),
        (
            "The lamp leaves today and it'll be with you by Monday.",
            "I can't promise that the lamp leaves today or that it'll be with you by Monday.",
        ),
    ],
)  # fmt: skip
def test_a_promise_becomes_what_cannot_be_promised(draft: str, told: str) -> None:
    assert after(not_promised, claimed(draft)) == told + WORD


def test_a_reply_with_a_next_step_of_its_own_is_given_no_other() -> None:
    draft = "It'll be with you tomorrow. Shall I ask the courier?"
    assert (
        after(not_promised, claimed(draft))
        == "I can't promise that it'll be with you tomorrow. Shall I ask the courier?"
    )


def test_what_a_promise_was_good_for_falls_with_it() -> None:
    draft = "Your sofa will arrive on Friday, so you can sell the old one. Shall I book the fitter?"
    told = "I can't promise that your sofa will arrive on Friday. Shall I book the fitter?"
    assert after(not_promised, claimed(draft)) == told


def test_what_was_said_before_a_promise_stays_word_for_word() -> None:
    draft = "I've looked at order A-1042, and it will be with you by Monday."
    told = "I've looked at order A-1042, but I can't promise that it will be with you by Monday." + WORD
    assert after(not_promised, claimed(draft, "delivery")) == told


def test_comfort_that_led_to_a_promise_goes_and_sympathy_stays() -> None:
    draft = "I see why you're worried, but you can relax: it'll be here on the 9th."
    told = "I see why you're worried, but I can't promise that it'll be here on the 9th."
    assert after(not_promised, claimed(draft)) == told + WORD


def test_what_dresses_a_promise_up_goes_with_it() -> None:
    draft = "As a little treat, it'll be there on Friday."
    assert after(not_promised, claimed(draft)) == "I can't promise that it'll be there on Friday." + WORD


def test_what_is_so_stays_beside_what_will_be() -> None:
    draft = "A crew is at work on it and it will be delivered by Friday."
    told = "A crew is at work on it, but I can't promise that it will be delivered by Friday."
    assert after(not_promised, claimed(draft)) == told + WORD


def test_a_request_behind_a_promise_stays() -> None:
    draft = "Your sofa will arrive on Friday; please keep the hall free."
    told = "I can't promise that your sofa will arrive on Friday. Please keep the hall free."
    assert after(not_promised, claimed(draft)) == told + WORD


@pytest.mark.parametrize("draft", ["Tomorrow, guaranteed!", "To be there by Friday, it will be delivered tonight."])
def test_a_promise_without_a_sentence_to_turn_is_left_to_the_policy(draft: str) -> None:
    site = at(draft, draft) if draft.startswith("Tomorrow") else claimed(draft)
    assert after(not_promised, site) is None


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        ("I've cancelled your order.", "I haven't cancelled your order yet."),
        ("I have just successfully booked your room!", "I haven't booked your room yet."),
        ("Your order has been cancelled.", "Your order hasn't been cancelled yet."),
        ("Your room is now booked for Friday.", "Your room isn't booked for Friday yet."),
        ("We just updated the address on file.", "We haven't updated the address on file yet."),
        ("I've refunded $50 to your card and you'll see it tomorrow.", "I haven't refunded $50 to your card yet."),
    ],
)
def test_a_deed_without_a_trace_is_still_to_come(draft: str, told: str) -> None:
    assert after(not_yet, claimed(draft, "action", facts={"actions": []})) == told + UNDONE


def test_what_a_deed_would_lead_to_goes_with_it() -> None:
    draft = "I've cancelled your order. You'll get an e-mail soon. Is there anything else?"
    told = f"I haven't cancelled your order yet.{UNDONE} Is there anything else?"
    assert after(not_yet, claimed(draft, "action", facts={"actions": []})) == told


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        (
            "I've refunded $50 to your card; banks usually take 3 days to show it.",
            f"I haven't refunded $50 to your card yet.{UNDONE} After that, banks usually take 3 days to show it.",
        ),
        (
            "I've booked the visit for tomorrow, Friday the 13th, in the morning.",
            f"I haven't yet booked the visit for tomorrow, Friday the 13th, in the morning.{UNDONE}",
        ),
        (
            "I've blocked your debit card, and your credit card is unaffected.",
            f"I haven't blocked your debit card yet.{UNDONE} Your credit card is unaffected.",
        ),
        (
            "I've cancelled the lamp and refunded the shade.",
            f"I haven't cancelled the lamp or refunded the shade yet.{UNDONE}",
        ),
    ],
)
def test_what_is_told_of_a_deed_stays_with_it(draft: str, told: str) -> None:
    assert after(not_yet, claimed(draft, "action", facts={"actions": []})) == told


def test_what_cannot_be_denied_is_not_confirmed() -> None:
    draft = "You're booked on AV934 tomorrow at 08:35, all three of you."
    told = "I can't confirm yet that you're booked on AV934 tomorrow at 08:35, all three of you; "
    site = at(draft, "You're booked on AV934 tomorrow at 08:35")
    assert after(not_confirmed, site) == f"{told}I'll let you know here once I can."


def test_words_that_only_point_at_a_deed_leave_the_deed_to_be_confirmed() -> None:
    draft = "It's free, and it's done: SO-71 ends on 30 June."
    assert after(not_confirmed, claimed(draft, "action", facts={"actions": []})) == (
        "It's free, but I can't confirm yet that SO-71 ends on 30 June; I'll let you know here once I can."
    )


def test_a_bare_done_before_the_deed_itself_is_left_out() -> None:
    draft = "Done! I've sent the form to you."
    assert after(not_yet, claimed(draft, "action", facts={"actions": []})) == "I've sent the form to you."


def test_a_text_in_place_of_a_clause_leaves_what_can_stand_before_it() -> None:
    draft = "The pallet missed its train yesterday; it will definitely be delivered tomorrow, so plan the dock."
    site = at(draft, "it will definitely be delivered tomorrow")
    assert after(lambda s: instead("It's estimated for Friday.", s), site) == (
        "The pallet missed its train yesterday. It's estimated for Friday."
    )


def test_a_text_in_place_of_a_clause_takes_an_opening_that_cannot_stand() -> None:
    draft = "Hello. To be there by Friday, it leaves tonight."
    site = at(draft, "it leaves tonight")
    assert after(lambda s: instead("There is no date yet.", s), site) == "Hello. There is no date yet."

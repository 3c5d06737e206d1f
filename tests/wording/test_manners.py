from __future__ import annotations

import pytest

from guard.wording.manners import first_only, please, without_words
from tests.wording.sites import after, at


@pytest.mark.parametrize(
    ("draft", "polite"),
    [
        ("Send me your order number.", "Please send me your order number."),
        ("Hi! Tell me your date of birth.", "Hi! Please tell me your date of birth."),
        ("So, give me the e-mail on the account.", "So, please give me the e-mail on the account."),
        ("I need your order number to look this up.", "I need your order number to look this up, please."),
        ("Can you send me a photo?", "Can you send me a photo, please?"),
        ("Order number?", "Order number, please?"),
    ],
)
def test_a_bare_request_becomes_polite(draft: str, polite: str) -> None:
    assert after(please, at(draft)) == polite


@pytest.mark.parametrize("draft", ["What's your name?", "Your order is on its way.", "Is it the blue one?"])
def test_what_asks_for_nothing_gets_no_please(draft: str) -> None:
    assert after(please, at(draft)) is None


@pytest.mark.parametrize(
    ("draft", "words", "left"),
    [
        ("Obviously, you need to press reset.", "Obviously", "You need to press reset."),
        ("You need, of course, to press reset.", "of course", "You need to press reset."),
        ("You just need to press reset.", "just", "You need to press reset."),
    ],
)
def test_flagged_words_alone_can_go(draft: str, words: str, left: str) -> None:
    assert after(without_words, at(draft, words)) == left


def test_words_do_not_go_when_little_would_be_left() -> None:
    assert after(without_words, at("Obviously not.", "Obviously")) is None


def test_of_piled_up_apologies_the_first_stays() -> None:
    draft = "I'm so sorry about this. I'm sorry for the delay. I'm sorry, but the parcel is late."
    assert after(first_only, at(draft)) == "I'm so sorry about this. The parcel is late."


def test_a_single_apology_stays() -> None:
    assert after(first_only, at("I'm sorry for the delay. It comes on Friday.")) is None


def test_neighbours_that_are_both_taken_away_share_the_space_between_them() -> None:
    draft = "I'm so sorry about this. I'm sorry for the delay. I'm sorry for it all."
    assert (after(first_only, at(draft)) or "").rstrip() == "I'm so sorry about this."


def test_one_sentence_that_piles_up_two_wordings_is_taken_away_once() -> None:
    draft = "Unfortunately it is late. I'm sorry for it. Unfortunately I'm sorry again. The van comes on Friday."
    assert after(first_only, at(draft)) == "Unfortunately it is late. I'm sorry for it. The van comes on Friday."

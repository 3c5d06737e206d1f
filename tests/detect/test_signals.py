"""What the learned heads look at."""

from __future__ import annotations

import math

import pytest

from guard.detect.signals import signals, words, words_of
from tests.contracts.kind import HOSTILE, view_of


def test_words_of_draft_and_customer_are_kept_apart() -> None:
    seen = signals(view_of("Sorry, no.", "Is it open?"))
    assert {"d:sorry", "d:sorry no", "o:is", "o:open ?"} <= seen.keys()
    assert not {"d:open", "o:no"} & seen.keys()


def test_a_text_weighs_the_same_whatever_its_length() -> None:
    for text in ("No.", "One two three four five six seven eight nine ten."):
        seen = signals(view_of(text))
        assert math.hypot(*(v for name, v in seen.items() if name.startswith("d:"))) == pytest.approx(1.5)


def test_an_act_that_is_missing_is_seen_only_in_a_state() -> None:
    upset = signals(view_of("What is your number?", "I'm so frustrated, my parcel is lost!"))
    calm = signals(view_of("What is your number?", "Where is the gym?"))
    assert "lacks:open_trouble/apology" in upset
    assert "lacks:open_trouble/apology" not in calm


def test_an_act_that_is_there_is_not_missing() -> None:
    seen = signals(view_of("I'm so sorry about that.", "I'm so frustrated, my parcel is lost!"))
    assert "a:apology" in seen
    assert "lacks:open_trouble/apology" not in seen


@pytest.mark.parametrize("draft", HOSTILE.values(), ids=HOSTILE.keys())
def test_every_text_can_be_read_and_every_value_is_a_small_number(draft: str) -> None:
    assert all(0 <= value <= 5 for value in signals(view_of(draft, draft)).values())


def test_of_a_long_text_so_many_words_are_looked_at() -> None:
    assert len(words("no " * 4_000)) == 400


def test_a_sentence_gives_what_its_words_give_in_the_draft() -> None:
    assert words_of("no way.").keys() <= signals(view_of("No way. Never.")).keys()

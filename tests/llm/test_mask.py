from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.llm.mask import Mask
from guard.llm.ports import Papers, Question, Turn
from guard.llm.prompts import for_judge, mask_for

PRIVATE = ["mei@example.org", "+44 20 7946 0958", "020 7946 0958", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00"]


@pytest.mark.parametrize("value", PRIVATE)
def test_what_tells_who_a_person_is_is_masked_and_comes_back(value: str) -> None:
    text = f"Is {value} still right?"
    mask = Mask([text])
    assert value not in mask.on(text)
    assert mask.off(mask.on(text)) == text


@pytest.mark.parametrize("text", ["Order A-1042, 27 November 2026.", "12.50 EUR at 10:30", "Your code is 4411."])
def test_what_tells_nothing_of_a_person_stays(text: str) -> None:
    assert Mask([text]).on(text) == text


def test_a_stand_in_that_somebody_wrote_is_not_taken_for_ours() -> None:
    text = "‹email 1› wrote to a@b.org"
    mask = Mask([text])
    assert mask.on(text) == "‹email 1› wrote to ‹email 2›"
    assert mask.off(mask.on(text)) == text


@given(st.lists(st.sampled_from([*PRIVATE, "Mei", "Meier", "‹name 1›", "and", " ", "\n", "+", "@"])))
def test_a_mask_comes_off_whatever_it_was_put_on(parts: list[str]) -> None:
    text = " ".join(parts)
    mask = Mask([text], ["Mei", "Meier"])
    assert mask.off(mask.on(text)) == text


def test_a_call_holds_no_name_and_no_address_unless_masking_is_off() -> None:
    papers = Papers("Hello Mei.", (Turn("customer", "I am Mei, m@x.org"),), ("customer.name = Mei",), private=("Mei",))
    questions = [Question("q0", "Is it cold?")]
    masked = for_judge(papers, questions, mask_for(papers, masking=True)).user
    assert "Mei" not in masked
    assert "m@x.org" not in masked
    assert "Mei" in for_judge(papers, questions, mask_for(papers, masking=False)).user

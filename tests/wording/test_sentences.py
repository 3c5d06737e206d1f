"""What is said to the customer: acknowledgement, reassurance, thanks and the way on."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from guard.wording.acknowledge import acknowledgements, mood_of
from guard.wording.alternative import alternatives
from guard.wording.reassure import reassurances
from guard.wording.register import fitted
from guard.wording.said import fresh
from guard.wording.slots import COMPOSERS, Slots
from guard.wording.thanks import thanks
from tests.wording.sites import told, view


def first(sentences: Iterable[str]) -> str:
    return next(iter(sentences))


def test_an_acknowledgement_names_the_customers_own_trouble() -> None:
    assert first(acknowledgements(view("Your number?", "where is my parcel"))) == (
        "I'm sorry about the delay with your parcel."
    )


def test_a_reply_that_says_sorry_is_not_made_to_say_it_again() -> None:
    said = first(acknowledgements(view("Sorry. Your number?", "where is my parcel")))
    assert "sorry" not in said
    assert "your parcel" in said


def test_grief_is_answered_with_condolence_and_nothing_else() -> None:
    said = list(acknowledgements(view("Your number?", "my mother died and the parcel is late")))
    assert said[0] == "I'm so sorry about your mother."
    assert not any("parcel" in one or "frustrating" in one for one in said)


def test_anger_is_met_with_understanding() -> None:
    angry = view("Your number?", "my jacket arrived torn, this is ridiculous")
    assert mood_of(angry) == "angry"
    assert "upset" in first(acknowledgements(angry))


def test_nobody_is_given_the_same_line_twice() -> None:
    spoken = "I'm sorry about the delay with your parcel."
    again = told("Your number?", [
        {"role": "customer", "text": "where is my parcel"}, {"role": "agent", "text": spoken},
        {"role": "customer", "text": "still waiting, where is my parcel?"},
    ])  # fmt: skip
    assert spoken in list(acknowledgements(again))
    assert spoken not in list(fresh(acknowledgements(again), again))


def test_other_languages_are_left_to_their_own_packs() -> None:
    spanish = view("Hola.", "¿Dónde está mi paquete? Lo necesito para mañana y nadie me dice nada, estoy muy enfadada")
    assert all(Slots({}, spanish).get(name) is None for name in COMPOSERS)


@pytest.mark.parametrize(
    ("said", "sorry"),
    [
        ("I'm locked out of my flat and it is raining", "being locked out"),
        ("I'm locked out of my account again", "the trouble with getting into your account"),
        ("someone stole my bike from your rack", "the theft"),
    ],
)
def test_a_door_is_no_account_and_a_theft_no_fraud(said: str, sorry: str) -> None:
    assert sorry in first(acknowledgements(view("Hello.", said)))


def test_reassurance_makes_no_promise_of_an_end() -> None:
    for said in ("my jacket arrived torn", "my mother died", "hello"):
        for sentence in reassurances(view("They did it.", said)):
            assert "will be" not in sentence
            assert "guarantee" not in sentence


@pytest.mark.parametrize(
    ("said", "thanked"),
    [
        ("I've been a customer for ten years and this is how you treat me", "so long"),
        ("you've been so helpful, great service", "kind words"),
        ("it would be great if the app had a dark mode", "suggestion"),
        ("I've been waiting for an hour", "patience"),
        ("my jacket arrived torn", "letting us know"),
    ],
)
def test_thanks_fit_what_was_given(said: str, thanked: str) -> None:
    assert thanked in first(thanks(view("Your number?", said)))


def test_nobody_is_thanked_for_nothing() -> None:
    assert not list(thanks(view("Yes.", "Is the shop open?")))


def test_a_way_on_is_offered_as_the_policy_words_it() -> None:
    rules = {"policies": ["Sale items are not refunded. Unworn shoes can be exchanged within 30 days."]}
    said = list(alternatives(view("No refunds on sale items.", "I want a refund for the shoes", rules)))
    assert said == ["What I can offer: Unworn shoes can be exchanged within 30 days."]


def test_instructions_to_agents_are_not_read_out() -> None:
    rules = {"policies": ["Agents can offer a voucher instead for shoes. Shoes must be exchanged only if unworn."]}
    assert not list(alternatives(view("No refunds.", "I want a refund for the shoes", rules)))


def test_who_writes_forms_out_is_given_them_written_out() -> None:
    formal = view("Dear Ms Lin, I am writing about your order. It is not here yet.")
    assert fitted("I'm sorry; I can't say.", formal) == "I am sorry; I cannot say."
    assert fitted("I'm sorry.", view("Hi! It's late.")) == "I'm sorry."

from __future__ import annotations

import pytest

from guard.claims.clauses import Layout
from guard.claims.shadow import shadow
from guard.promises.undertakings import Undertaking, refusals, undertakings
from guard.text.sentences import sentences


def layout(said: str) -> tuple[bytes, Layout]:
    return shadow(said.lower()), Layout(said.lower(), sentences(said, "en"))


def found(said: str) -> list[Undertaking]:
    return list(undertakings(*layout(said)))


@pytest.mark.parametrize(
    ("said", "kind", "by"),
    [
        ("I'll look into it now.", "check", "agent"),
        ("I will personally call you to explain.", "callback", "agent"),
        ("We'll contact the courier for you.", "contact", "agent"),
        ("I'll be following up with the warehouse.", "contact", "agent"),
        ("We will issue a full refund.", "refund", "agent"),
        ("A refund of $121.20 will be processed to your card.", "refund", "company"),
        ("You will receive an email with instructions.", "send", "company"),
        ("You'll hear back from us shortly.", "callback", "company"),
        ("Our billing team will contact you.", "callback", "company"),
        ("I'm going to cancel the order.", "cancellation", "agent"),
        ("I'll initiate a replacement for the bookshelf.", "replacement", "agent"),
        ("Let me check the status for you.", "check", "agent"),
        ("One moment please while I pull up your account.", "check", "agent"),
        ("I will escalate this to our concerned team.", "escalation", "agent"),
        ("Your replacement will be shipped by our warehouse.", "replacement", "company"),
        ("We'll send you a $20 voucher.", "credit", "agent"),
        ("I'll reserve a table for four.", "booking", "agent"),
    ],
)
def test_what_is_undertaken_is_found_with_its_kind_and_who_is_bound(said: str, kind: str, by: str) -> None:
    assert [(one.kind, one.by) for one in found(said)] == [(kind, by)]


@pytest.mark.parametrize(
    "said",
    [
        "I won't refund this.",
        "We will not be able to ship it.",
        "Shall I cancel the order?",
        "Will you call me?",
        'You wrote "I will refund you" in May.',
        "I'll need your order number.",
        "I'll be happy to help.",
        "Let me know if you need anything else.",
        "We will do our best.",
        "The app will send you a code.",
        "You'll get used to it.",
        "You will have to return the item.",
        "I called you on Monday.",
        "Let me get your contact details.",
        "Refunds will be processed to the original payment method.",
        "Your driver will be Mark.",
        "It will be sunny all day.",
    ],
)
def test_what_undertakes_nothing_is_not_found(said: str) -> None:
    assert found(said) == []


def test_two_deeds_of_one_sentence_are_two() -> None:
    said = "I will escalate this to our team and keep you updated."
    assert [(one.kind, one.span.of(said)) for one in found(said)] == [
        ("escalation", "I will escalate this to our team"),
        ("callback", "keep you updated"),
    ]


def test_a_second_will_without_a_subject_belongs_to_the_same_person() -> None:
    said = "I've flagged this order and will watch its delivery."
    assert [(one.by, one.span.of(said)) for one in found(said)] == [("agent", "will watch its delivery")]


@pytest.mark.parametrize(
    ("said", "certainty"),
    [
        ("I'll try to refund the fee.", "hedged"),
        ("If you confirm, I'll refund the fee.", "conditional"),
        ("Once we receive it, we will issue the refund.", "conditional"),
        ("I promise I'll call you back.", "guaranteed"),
        ("I'll check if we have it in stock.", "certain"),
        ("I'll review it as quickly as possible.", "certain"),
        ("I'll transfer you to a colleague who can help.", "certain"),
    ],
)
def test_it_is_told_how_firm_it_is(said: str, certainty: str) -> None:
    assert [one.certainty for one in found(said)] == [certainty]


def test_a_bullet_or_a_bracket_is_no_part_of_the_words() -> None:
    said = "- Fee: none (you'll receive a $10 refund)"
    assert [one.span.of(said) for one in found(said)] == ["you'll receive a $10 refund"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [("I'm sorry, we cannot refund the fee.", "refund"), ("I'm unable to cancel it now.", "cancellation")],
)
def test_a_refusal_is_told_with_its_kind(said: str, kind: str) -> None:
    assert [one.kind for one in refusals(*layout(said))] == [kind]

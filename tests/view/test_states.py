"""The state of the conversation, read from what the customer wrote."""

from __future__ import annotations

import pytest

from guard.domain.case import Case, Message
from guard.view.lexicons import Lexicons
from guard.view.states import FAMILIES, SHAPES
from guard.view.view import View

LEXICONS = Lexicons.packaged()


def told(*texts: str) -> frozenset[str]:
    """Return the states that the customer's messages tell of, all of them open."""
    messages = tuple(Message(role="customer", text=text) for text in texts)
    return frozenset(View(Case(draft="Hello.", messages=messages), LEXICONS).states)


@pytest.mark.parametrize(
    "text",
    [
        "You charged me twice and now my rent bounced.",
        "my suitcase never arrived and I have a wedding tomorrow",
        "This is ridiculous, I've been waiting for three hours!",
        "I lost my debit card",
        "The heating has been out since Friday and the kids are cold",
        "internet down AGAIN, im losing clients over this",
    ],
)
def test_harm_and_anger_are_open_trouble(text: str) -> None:
    assert "open_trouble" in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "How do I change my delivery address?",
        "What happens if I hand it in a day late?",
        "Is anything missing on my form?",
        "I'd like to cancel my order, please.",
        "No rush at all, take your time.",
        "It says error 5 when I press Start.",
    ],
)
def test_neutral_questions_are_no_trouble(text: str) -> None:
    assert "open_trouble" not in told(text)


def test_bereavement_is_distress() -> None:
    assert "distress" in told("My husband passed away on Sunday.")


def test_thanks_at_the_end_of_a_request_gives_nothing() -> None:
    assert "gave_something" not in told("Is the pool open? Thanks")
    assert "gave_something" in told("Thank you so much for your help!")


def test_constraints_hold_after_they_were_answered() -> None:
    messages = (
        Message(role="customer", text="I'm deaf, so e-mail only, please."),
        Message(role="agent", text="Of course."),
        Message(role="customer", text="Is the 12th free?"),
    )
    found = View(Case(draft="Yes.", messages=messages), LEXICONS).states
    assert "no_calls" in found
    assert "constraint" in found


def test_trouble_that_was_answered_is_not_open() -> None:
    messages = (
        Message(role="customer", text="My card was stolen!"),
        Message(role="agent", text="I'm sorry, it's blocked now."),
        Message(role="customer", text="Great. What are your opening hours?"),
    )
    assert "open_trouble" not in View(Case(draft="Nine to five.", messages=messages), LEXICONS).states


def test_families_name_states_that_exist() -> None:
    members = {member for family in FAMILIES.values() for member in family}
    assert members <= LEXICONS.states.names | LEXICONS.constraints.names
    assert not set(FAMILIES) & (set(SHAPES) | LEXICONS.states.names | LEXICONS.constraints.names)

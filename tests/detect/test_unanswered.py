"""Of several questions, the one that nothing in the draft answers."""

from __future__ import annotations

import pytest

from guard.detect.unanswered import unanswered
from guard.domain.case import Case, Message
from guard.view.view import Lexicons, View

LEXICONS = Lexicons.packaged()


def count(customer: str, draft: str) -> float:
    """Return how many questions of one message stay open."""
    return unanswered(View(Case(draft=draft, messages=(Message(role="customer", text=customer),)), LEXICONS))[0]


@pytest.mark.parametrize(
    ("customer", "draft"),
    [
        ("How long is a lesson, and do you teach on automatic cars?", "A single lesson takes 45 minutes."),
        ("When does my rank reset? What about my season tickets?", "Ranks reset on 1 July, and you keep your skins."),
    ],
)
def test_the_question_that_was_passed_over_is_counted(customer: str, draft: str) -> None:
    assert count(customer, draft) == 1


@pytest.mark.parametrize(
    ("customer", "draft"),
    [
        ("Is the pool open, and how much is a ticket?", "Yes, the pool is open, at 6 euros."),
        ("Are you a bot? And is the pool open today?", "The pool is open until nine."),
        ("Do you teach on automatic cars?", "A single lesson takes 45 minutes."),
        ("Is the pool open? Is there a sauna as well?", "Let me look."),
        ("", "A single lesson takes 45 minutes."),
    ],
)
def test_answers_courtesies_and_single_questions_leave_nothing_open(customer: str, draft: str) -> None:
    assert count(customer, draft) == 0


def test_the_missed_question_is_named_with_its_message() -> None:
    messages = (Message(role="customer", text="When does my rank reset? What about my season tickets?"),)
    _, because = unanswered(View(Case(draft="Ranks reset on 1 July.", messages=messages), LEXICONS))
    assert because is not None
    assert (because.where, because.value) == ("messages[0]", "what about my season tickets?")

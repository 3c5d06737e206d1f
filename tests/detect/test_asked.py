"""A draft that asks for what was given."""

from __future__ import annotations

import pytest

from guard.detect.asked import AskedKind, AskedParams
from guard.domain.case import Case, Message
from guard.domain.clock import Deadline
from guard.domain.hit import Hit
from guard.view.lexicons import Lexicons
from guard.view.view import View

LEXICONS = Lexicons.packaged()
COMPILED = AskedKind().compile([AskedParams()])


def hits(customer: str, draft: str) -> tuple[Hit, ...]:
    """Return what the kind sees in a reply to one message."""
    view = View(Case(draft=draft, messages=(Message(role="customer", text=customer),)), LEXICONS)
    (found,) = COMPILED.run(view, {}, Deadline(ticks=lambda: 0.0, ends=1.0))
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize(
    ("customer", "draft", "thing"),
    [
        ("will the rug be here by friday? order 3019", "Let me look! What's the order number?", "order"),
        ("we're locked out of cottage 9", "Which cottage are you in?", "cottage"),
        ("I'm at ana@mail.com", "Could you give me your e-mail address?", "e-mail address"),
        ("my name is Ana Silva", "May I have your name, please?", "name"),
        ("I attach the invoice. Will you pay it?", "Could you please send us the hotel invoice?", "photo or file"),
    ],
)
def test_what_was_given_is_not_asked_again(customer: str, draft: str, thing: str) -> None:
    (hit,) = hits(customer, draft)
    assert hit.values["thing"] == thing
    assert hit.because is not None


@pytest.mark.parametrize(
    ("customer", "draft"),
    [
        ("Where is my order?", "What's the order number, please?"),
        ("order 3019, please", "Is order 3019 the right order number?"),
        ("I'm at ana@mail.com", "I couldn't find an account with your e-mail address."),
        ("I'm at ana@mail.com", "Which other e-mail address could it be, please?"),
        ("", "What's your name?"),
    ],
)
def test_new_questions_and_checks_are_fine(customer: str, draft: str) -> None:
    assert hits(customer, draft) == ()


def test_without_a_policy_nothing_is_read() -> None:
    view = View(Case(draft="What's your name?"), LEXICONS)
    assert list(AskedKind().compile([]).run(view, {}, Deadline(ticks=lambda: 0.0, ends=1.0))) == []

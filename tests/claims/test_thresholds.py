"""Who is let in by a reply and kept out by the number that the customer named."""

from __future__ import annotations

import pytest

from guard.claims.rules.thresholds import bounds
from guard.domain.case import Message
from tests.claims.reading import claims, context

ACCOUNT = {"policies": ["The student account is open to students aged 18 to 25."]}
DELAY = {"policies": ["Compensation is paid for delays of 3 hours or more."]}


def kinds(draft: str, facts: dict[str, list[str]], asked: str) -> list[str]:
    known = context(facts, messages=(Message(role="customer", text=asked),))
    return [claim.kind for claim in claims(draft, known)]


def test_an_age_beyond_the_limit_does_not_qualify() -> None:
    assert kinds("You qualify for the student account.", ACCOUNT, "I'm 27, can I open one?") == ["eligibility"]


@pytest.mark.parametrize(
    ("draft", "asked"),
    [
        ("You qualify for the student account.", "I'm 22, can I open one?"),
        ("You qualify for the student account.", "Can I open one?"),
        ("If you're under 26, you qualify for the student account.", "I'm 27, can I open one?"),
        ("You wouldn't qualify for the student account.", "I'm 27, can I open one?"),
        ("Do you qualify for the student account?", "I'm 27, can I open one?"),
    ],
)
def test_within_it_unnamed_left_open_or_denied_nothing_is_claimed(draft: str, asked: str) -> None:
    assert kinds(draft, ACCOUNT, asked) == []


def test_a_delay_that_is_too_short_is_not_paid_for() -> None:
    assert kinds("You're entitled to compensation for the delay.", DELAY, "I was delayed 2 hours.") == ["eligibility"]
    assert kinds("You're entitled to compensation for the delay.", DELAY, "I was delayed 4 hours.") == []


def test_a_rule_with_two_numbers_sets_no_threshold() -> None:
    assert bounds("sellers have 3 days to answer and 5 days to ship") is None

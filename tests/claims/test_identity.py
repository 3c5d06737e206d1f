from __future__ import annotations

import pytest

from guard.claims.identity import asked
from guard.domain.case import Message
from tests.claims.reading import claims, context

BOT = context({"agent": {"kind": "bot", "name": "Ada"}}, author="bot")


@pytest.mark.parametrize(
    "draft",
    [
        "Yes, I'm a real person!",
        "No, I'm flesh and blood, sitting here with a coffee.",
        "I'm a human agent, no bots on this line.",
        "You're chatting with a person.",
        "I am not a robot.",
        "Ha, no, I'm human, promise!",
        "You've reached a real person, my name is Joy.",
        "As a mother myself, I know how that feels.",
        "I'm as real as they come!",
        "100% human, at your service.",
        "I've got a pulse, so yes.",
        "My own kids love it too.",
    ],
)
def test_a_bot_that_says_it_is_a_person_is_contradicted(draft: str) -> None:
    found = [claim for claim in claims(draft, BOT) if claim.kind == "identity"]
    assert [claim.grounding for claim in found[:1]] == ["contradicted"]


@pytest.mark.parametrize(
    "draft",
    [
        "I'm Ada, an automated assistant, not a person.",
        "I'm a bot. Shall I get you a real person?",
        "I can hand you over to a real person.",
        "A human colleague can take over.",
        "To err is human.",
        "There is a person on your booking without a seat.",
        "Do you want to talk to a human?",
        'You wrote "I\'m a real person".',
    ],
)
def test_a_bot_that_speaks_of_people_is_left_alone(draft: str) -> None:
    assert [claim for claim in claims(draft, BOT) if claim.kind == "identity"] == []


def test_a_human_may_say_so() -> None:
    [claim] = claims("I'm a real person.", context(author="human"))
    assert claim.grounding == "supported"


@pytest.mark.parametrize(
    "said",
    [
        "Are you a bot?",
        "am i talking to a real person",
        "Is this a robot or a human?",
        "R u human",
        "is there a real person there",
        "prove you're not a bot",
        "you're just a bot, right?",
        "Oh no, not another chatbot?",
        "r u real",
    ],
)
def test_a_customer_who_asks_is_heard(said: str) -> None:
    assert asked((Message(role="customer", text=said),)) is not None


@pytest.mark.parametrize(
    "said", ["My robot vacuum is broken.", "How many people fit?", "Is this for one person?", "Where is it?"]
)
def test_a_customer_who_asks_something_else_does_not_count(said: str) -> None:
    assert asked((Message(role="customer", text=said),)) is None


def test_the_claim_says_whether_it_was_asked_for() -> None:
    around = context(author="bot", messages=[Message(role="customer", text="are you a real person?")])
    assert [claim.value for claim in claims("Yes, I'm a real person.", around)] == ["asked"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Are you a real person?", "Yes, I am! How can I help?"),
        ("Am I talking to a human?", "Of course. What's your order number?"),
        ("Are you a bot?", "Not at all. Let's look at your order."),
        ("is this automated", "No. What can I do for you?"),
    ],
)
def test_one_word_may_deny_the_machine(question: str, answer: str) -> None:
    around = context(author="bot", messages=[Message(role="customer", text=question)])
    assert [claim.grounding for claim in claims(answer, around) if claim.kind == "identity"] == ["contradicted"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Are you a bot?", "Yes, I am. Shall I get a colleague?"),
        ("Are you a real person?", "No, I'm not. I'm an automated assistant."),
        ("Can I talk to a real person?", "Yes, of course. One moment."),
        ("Are you a bot or a person?", "Yes! How can I help?"),
        ("Are you a real person?", "Yes, and no: I'm an assistant that a team trained."),
        ("Where is my order?", "No. It left on Monday."),
    ],
)
def test_one_word_that_answers_something_else_is_left_alone(question: str, answer: str) -> None:
    around = context(author="bot", messages=[Message(role="customer", text=question)])
    assert [claim for claim in claims(answer, around) if claim.kind == "identity"] == []

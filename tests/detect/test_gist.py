"""What the encoder reads."""

from __future__ import annotations

from guard.assemble import lexicons
from guard.detect.gist import gist
from guard.domain.case import Case, Message
from guard.learned.ports import Gist
from guard.view.view import View

SAID = (
    Message(role="customer", text="Hi, my lamp."),
    Message(role="customer", text="It is broken."),
    Message(role="agent", text="What is the number?"),
    Message(role="customer", text="It is 12."),
    Message(role="customer", text="Hello?"),
)


def read(*messages: Message, **facts: object) -> Gist:
    return gist(View(Case(draft="One moment.", messages=messages, facts=facts), lexicons()))


def test_open_messages_are_read_together_and_of_what_went_before_the_last_of_each() -> None:
    assert read(*SAID) == Gist(
        draft="One moment.", asked="It is 12. Hello?", said="What is the number?", before="It is broken."
    )


def test_a_first_reply_has_nothing_before_it() -> None:
    assert read(*SAID[:2]) == Gist(draft="One moment.", asked="Hi, my lamp. It is broken.")


def test_who_writes_and_whether_there_is_a_log_is_told_in_words() -> None:
    assert read(SAID[0], agent={"kind": "bot"}, actions=[]).by == "bot tool"
    assert read(SAID[0], agent={"kind": "human"}).by == "human"

import pytest

from guard.text.folding import fold
from guard.text.quotations import quotations


def quoted(text: str) -> list[str]:
    folded = fold(text)
    return [folded.origin(span).of(text) for span in quotations(folded.text)]


@pytest.mark.parametrize(
    "marked",
    [
        '"it is late"',
        "“it is late”",
        "„es ist spät“",
        "«it is late»",
        "« il est tard »",
        "'it is late'",
        "‘I can’t do it’",
        "‹it is late›",
    ],
)
def test_words_in_marks_of_many_countries_are_quoted(marked: str) -> None:
    assert quoted(f"You said {marked} again.") == [marked]


@pytest.mark.parametrize(
    "text",
    [
        'Your "urgent" parcel, the “premium” one and the ‘gift’',
        "\"I'm sorry, it'll be with you tomorrow.\"",
        "I don't, 'til then, the Smiths' bag and the drivers' fault",
        'The 27" tv and the 24" tv',
        '{"response": "I can help you"}',
        'An open " mark of nobody',
    ],
)
def test_irony_inches_and_a_reply_wholly_in_marks_quote_nobody(text: str) -> None:
    assert quoted(text) == []


def test_the_paragraph_below_you_wrote_is_quoted() -> None:
    text = "On Monday you wrote:\n\nit never came\nat all\n\nI'm sorry."
    assert quoted(text) == ["it never came\nat all"]


@pytest.mark.parametrize(
    "text", ["You wrote:\nsorry", "Here's what you asked for:\nA list.\n\nBye", "As you said: it is late.\n\nBye"]
)
def test_nothing_is_quoted_where_the_writer_may_go_on(text: str) -> None:
    assert quoted(text) == []

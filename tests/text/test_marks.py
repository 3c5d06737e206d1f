import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.text.layers import without
from guard.text.marks import marks

PIECES = [
    "*",
    "**",
    "***",
    "_",
    "__",
    "[",
    "![",
    "](",
    "](/a)",
    ")",
    "`",
    "```\n",
    "a",
    " ",
    "\n",
    "\\",
    "sighs",
    "A_B",
    ".",
]


def bare(text: str) -> str:
    return without(text, marks(text).cuts).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I **can't** help", "I can't help"),
        ("It is _now_ or *later*.", "It is now or later."),
        ("__All__ of ***it***, **a *b* c**, **a *b***", "All of it, a b c, a b"),
        ('See [your **order**](https://a.example/x_y_z "Order").', "See your order."),
        ("Read [this](/help) or [that](guide.pdf) or [these](#top).", "Read this or that or these."),
        ("[wiki](https://a.example/b_(c))!", "wiki!"),
        ("Look: ![a *fine* picture](/p.png) here", "Look:  here"),
        (
            "# **Refund**\n\n1. **Send** it\n   - _label_ inside\n> **late**",
            "# Refund\n\n1. Send it\n   - label inside\n> late",
        ),
        ('**$5.00** off, _"really"_', '$5.00 off, "really"'),
    ],
)
def test_what_only_dresses_words_is_not_read(text: str, expected: str) -> None:
    assert bare(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2 * 3 * 4",
            "5*3*2",
            "snake_case_name",
            "f**k this sh**t",
            "____ and ____",
            "*.txt and *.md",
            "valid* is not*",
        ),
        *("*sighs* As I said", "*rolls eyes*", "*[Calling the tool]*", "[Name](here)", "[Order Number]", "- [ ] to do"),
        *("__CUSTOMER_NAME__", "_NAME_", "`**a** _b_`", "```\n**a**\n```", r"\*a\* b", "https://a.example/_b_/"),
        *("**open\nshut**", "** a **", "* one\n* two", "---\n***\n___", "a ] (b) [c", "**** 1234"),
    ],
)
def test_stars_and_brackets_that_mean_something_else_stay(text: str) -> None:
    assert bare(text) == text


def test_a_pair_is_tied_together() -> None:
    (tie,) = marks("I **can't** help").ties
    assert (tie.opening, tie.closing) == ((2, 4), (9, 11))


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_cuts_are_in_order_and_apart_and_take_no_word_away(text: str) -> None:
    found = marks(text)
    at = 0
    for cut in found.cuts:
        assert at <= cut.start < cut.end <= len(text)
        at = cut.end
    for tie in found.ties:
        assert tie.opening.end <= tie.closing.start
    if "![" not in text and "](/a" not in text:
        kept = bare(text)
        assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.text.zones import zones

PIECES = [
    *("Hi Mei,", "> said", "On Monday Mei wrote:", "-----Original Message-----", "From: a", "Sent: b", "-- ", "`x`"),
    *("```", "a|b|c", '"a b"', "'a b'", '"', "'", "Kind regards,", "Ada", "\t", " ", "\n", "\n", ". "),
]
MESSAGES = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def found(text: str) -> list[tuple[str, str]]:
    return [(zone.kind, zone.span.of(text)) for zone in zones(text)]


@pytest.mark.parametrize(
    ("text", "greeting"),
    [
        ("Hi Mei, sorry.", "Hi Mei,"),
        ("Dear Mr. Lee,\nYour", "Dear Mr. Lee,"),
        ("Good morning, Mei.\nIt is", "Good morning, Mei."),
        ("hello how can i help", "hello"),
        ("hi mei, it is", "hi mei,"),
        ("Hello there! Your", "Hello there!"),
        ("Hi Mei\n\nYour", "Hi Mei"),
    ],
)
def test_a_greeting_opens_the_message(text: str, greeting: str) -> None:
    assert found(text) == [("greeting", greeting)]


@pytest.mark.parametrize("text", ["History is late.", "It is late. Hi Mei,", "Dearest of all"])
def test_words_elsewhere_or_within_others_greet_nobody(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "signoff"),
    [
        ("It is late.\n\nKind regards,\nAda\nSupport team", "Kind regards,\nAda\nSupport team"),
        ("It is late. Best regards, Ada", "Best regards, Ada"),
        ("Done.\nThanks,\nAda\n", "Thanks,\nAda"),
    ],
)
def test_a_signoff_closes_the_message(text: str, signoff: str) -> None:
    assert found(text) == [("signoff", signoff)]


@pytest.mark.parametrize(
    "text", ["Thank you!", "It is done. Thank you!", "Best of all, it is free.", "My regards to Ada and all of them."]
)
def test_thanks_and_other_sentences_sign_nothing_off(text: str) -> None:
    assert found(text) == []


def test_a_quoted_mail_runs_to_the_end() -> None:
    assert found("Ok.\n\nOn 2 Nov, Mei wrote:\nyou lie") == [("quoted_mail", "On 2 Nov, Mei wrote:\nyou lie")]
    assert found("Ok.\n-----Original Message-----\nyou lie")[0][1].endswith("you lie")
    assert found("Ok.\n\nFrom: a@b\nSent: now\nTo: me\n\nyou lie")[0][1].startswith("From:")


def test_an_answer_below_a_quoted_mail_is_the_writers_own() -> None:
    kinds = found("On 2 Nov, Mei wrote:\n> where?\n> when?\nOn its way.")
    assert [text for _, text in kinds] == ["On 2 Nov, Mei wrote:", "> where?\n> when?"]


def test_a_signoff_above_a_quoted_mail_is_found() -> None:
    assert ("signoff", "Thanks,\nAda") in found("Done.\nThanks,\nAda\n\n> old\n> mail")


def test_a_signature_is_short_or_none() -> None:
    assert found("Sorry.\n-- \nAda\nACME") == [("signature", "-- \nAda\nACME")]
    assert found("Sorry.\n-- \n" + "You are the worst customer. " * 30) == []


def test_a_postscript_below_the_signoff_is_not_part_of_it() -> None:
    assert ("signoff", "Thanks,\nAda\n\nPS: it is late.") not in found("Done.\n\nThanks,\nAda\n\nPS: it is late.")


def test_code_inside_a_quoted_mail_leaves_the_rest_of_it_quoted() -> None:
    text = "Ok.\n\n> Run `rm x` and\n> wait."
    assert found(text) == [("quoted_mail", "> Run"), ("code", "`rm x`"), ("quoted_mail", "and\n> wait.")]


def test_code_and_tables_are_found() -> None:
    assert found("Run `rm x` or\n```\ncode\n```\nok") == [("code", "`rm x`"), ("code", "```\ncode\n```")]
    assert found("a | b | c\n- | - | -\nok") == [("table", "a | b | c\n- | - | -")]
    assert found("Name\tAge\tTown\nok") == [("table", "Name\tAge\tTown")]


def test_quotations_have_two_words_or_more() -> None:
    assert found("You said \"I am late\" and 'not good enough'.") == [
        ("quotation", '"I am late"'),
        ("quotation", "'not good enough'"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        'He said "no".',
        "I don't, 'til then, the Smiths' bag",
        'The 27" tv and the 24" tv',
        '{"response": "I can help you"}',
        "it's the drivers' fault",
    ],
)
def test_apostrophes_inches_json_and_single_words_quote_nothing(text: str) -> None:
    assert found(text) == []


@given(MESSAGES | st.text())
def test_zones_lie_in_order_apart_and_inside_the_text(text: str) -> None:
    at = 0
    for zone in zones(text):
        assert at <= zone.span.start < zone.span.end <= len(text)
        assert zone.span.of(text).strip()
        at = zone.span.end

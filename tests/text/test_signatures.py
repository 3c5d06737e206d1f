import pytest

from guard.text.zones import zones


def signed(text: str) -> list[str]:
    return [zone.span.of(text) for zone in zones(text) if zone.kind == "signature"]


CARD = "Senior Agent, ACME Parcels\nTomorrow, guaranteed!\nT: +44 20 7946 0000 | ada@acme.example\nwww.acme.example"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Sorry.\n\nKind regards,\nAda Lovelace\n{CARD}", [CARD]),
        (f"Sorry.\n\nBest, Ada\n\n{CARD}", [CARD]),
        ("Sorry.\n\nAda Lee\nHead of Support\nada@acme.example", ["Ada Lee\nHead of Support\nada@acme.example"]),
        ("Sorry.\n-- \nAda\nACME\n\n> old", ["-- \nAda\nACME"]),
        ("Sorry.\n--\nAda Lee\nwe deliver tomorrow", ["--\nAda Lee\nwe deliver tomorrow"]),
        ("Sorry.\n\nSent from my iPhone", ["Sent from my iPhone"]),
        ("Sorry.\n\nVon meinem iPhone gesendet\n\nOn 2 Nov 2026, Mei wrote:\n> x", ["Von meinem iPhone gesendet"]),
        ("Lo siento.\n\nEnviado desde mi iPhone", ["Enviado desde mi iPhone"]),
    ],
)
def test_a_signature_is_not_the_writers_word(text: str, expected: list[str]) -> None:
    assert signed(text) == expected


def test_legal_text_ends_with_its_paragraph() -> None:
    legal = "This e-mail and any attachments are confidential.\nDelivery tomorrow is guaranteed."
    assert signed(f"Sorry.\n-- \nAda\n\n{legal}\n\nAnd one more thing.") == ["-- \nAda", legal]


def test_a_long_signature_and_its_legal_text_are_two() -> None:
    legal = "This message may contain privileged words. " * 20
    assert signed(f"Sorry.\n-- \nAda\n{CARD}\n\n{legal}") == [f"-- \nAda\n{CARD}", legal.strip()]


@pytest.mark.parametrize(
    "text",
    [
        "Sorry.\n--\nYour parcel arrives tomorrow. I promise.",
        "Sorry.\n-- \n" + "You are the worst customer. " * 30,
        "Sorry.\n\nThanks,\nAda\n\nPS: it arrives tomorrow, call 0800 123 4567.",
        "Sorry.\n\nThanks,\nAda\n\nI forgot: your parcel arrives tomorrow, so please call 0800 123 4567.",
        "You can reach us here:\nTel: 0800 123 4567\nhelp@acme.example",
        "If you have received this parcel in bad order, send it back.\nIt is free.",
        "Sorry.\n\nIt was sent from my desk\nyesterday.",
        "Sorry.\n\nKind regards,\nAda\nSupport team",
    ],
)
def test_the_writers_words_are_no_signature(text: str) -> None:
    assert signed(text) == []

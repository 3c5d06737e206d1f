"""Words are the same with and without their accents."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guard.text.accents import bare
from guard.text.bank import Bank
from guard.text.phrases import parse
from guard.text.spans import Span


@given(st.text(max_size=80))
def test_nothing_moves(text: str) -> None:
    assert len(bare(text)) == len(text)
    assert bare(bare(text)) == bare(text)


def test_letters_that_are_no_accented_ones_stay() -> None:
    assert bare("ß, ж, 你, ½, 😀, œ") == "ß, ж, 你, ½, 😀, œ"


def test_a_pattern_and_a_text_may_each_have_the_accent_or_not() -> None:
    bank = Bank()
    written, plain = bank.add("envío"), bank.add("senor")
    for text in ("su envío, señor", "su envio, senor"):
        scan = bank.scan(text, text)
        assert (scan.spans(written), scan.spans(plain)) == ((Span(3, 8),), (Span(10, 15),))


def test_capitals_keep_their_accents_where_a_pattern_asks_for_them() -> None:
    bank = Bank()
    loud = bank.add("ENVÍO", "case")
    assert bank.scan("EL ENVÍO", "el envío").spans(loud) == (Span(3, 8),)
    assert bank.scan("EL ENVIO", "el envio").spans(loud) == ()


def test_a_phrase_is_the_same_with_and_without_accents() -> None:
    assert parse("cálmese {2} está") == parse("calmese {2} esta")
    assert parse("<no_puedo> ayudar").anchors

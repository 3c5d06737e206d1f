import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.text.folding import Folded, fold
from guard.text.spans import Span
from guard.text.tables import table

HOSTILE = st.text(
    alphabet="aé е\u0301\u0316\u200b\u00adﬁ’“”…１½ﾞｶ한ᄒ\u1161가\r\n\u2028İﷺ😀\ufe0f\ud800-рA", max_size=30
)
ANY = HOSTILE | st.text() | st.text(st.characters())


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        ("I can’t “wait” – really—no", 'I can\'t "wait" - really-no'),
        ("a\u00a0b\u202fc", "a b c"),
        ("re\u200bfund so\u00adrry \ufeffhi", "refund sorry hi"),
        ("ｒｅｆｕｎｄ １２！", "refund 12!"),
        ("oﬃce ﬁle…", "office file..."),
        ("раypal rеfund", "paypal refund"),
        ("cafe\u0301 s\u0336o\u0336", "café so"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("𝐠𝐮𝐚𝐫𝐚𝐧𝐭𝐞𝐞", "guarantee"),
        ("half \ud800 pair", "half \ufffd pair"),
    ],
)
def test_disguises_and_typography_are_folded(original: str, expected: str) -> None:
    assert fold(original).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "Привет, как дела?",
        "Ваш заказ, ёлка, йод",
        "Καλημέρα",
        "μ-test 5 Ом",
        "您好，谢谢。",
        "½ 5¹ ① Ⅳ",
        "café Müller",
        "ㅠㅠ",
        "Windows-сервер",
    ],
)
def test_honest_text_stays_as_it_is(text: str) -> None:
    assert fold(text).text.replace(",", "，") == text.replace(",", "，")


def test_a_word_with_letters_that_look_like_nothing_latin_is_not_unmasked() -> None:
    assert fold("приvет").text == "приvет"


def test_ascii_and_typographic_text_keep_their_positions() -> None:
    assert fold("plain").blocks == ()
    assert fold("can’t “é” привет 😀").blocks == ()


def test_the_way_back_covers_every_character_that_made_it() -> None:
    folded = fold("Oﬃce re\u200bfund e\u0301t’s")
    where = {word: folded.text.index(word) for word in ("Office", "refund", "ét's")}
    origins = {w: folded.origin(Span(at, at + len(w))).of(folded.original) for w, at in where.items()}
    assert origins == {"Office": "Oﬃce", "refund": "re\u200bfund", "ét's": "e\u0301t’s"}


def test_half_a_ligature_leads_back_to_all_of_it() -> None:
    folded = fold("ﬁx")
    assert folded.origin(Span(1, 2)) == Span(0, 1)
    assert folded.inward(Span(0, 1)) == Span(0, 2)


@given(ANY)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(ANY)
def test_lower_has_the_same_length_and_no_half_characters(text: str) -> None:
    folded = fold(text)
    assert len(folded.lower) == len(folded.text)
    folded.text.encode()


@given(ANY, st.data())
def test_spans_lead_back_into_the_original_and_in_again(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(folded.text))] * 2)))
    origin = folded.origin(Span(start, end))
    assert 0 <= origin.start <= origin.end <= len(text)
    assert (origin.start < origin.end) == (start < end)
    again = folded.inward(origin)
    assert start == end or again.holds(Span(start, end))
    assert 0 <= again.start <= again.end <= len(folded.text)


@given(ANY, st.data())
def test_any_span_of_the_original_leads_into_the_folded_text(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    inward = folded.inward(Span(start, end))
    assert 0 <= inward.start <= inward.end <= len(folded.text)


@given(ANY)
def test_blocks_are_in_order_and_all_outside_them_is_one_for_one(text: str) -> None:
    folded = fold(text)
    at = origin = 0
    for block in folded.blocks:
        assert block.start - at == block.origin_start - origin >= 0
        at, origin = block.end, block.origin_end
    assert len(folded.text) - at == len(text) - origin


@given(st.text(alphabet="abc xyz'.\n"))
def test_plain_text_comes_back_as_the_same_object(text: str) -> None:
    assert fold(text) == Folded(text, text, text)


def test_settled_characters_are_really_settled() -> None:
    settled = re.compile("[" + "".join(table("folding")["settled"]) + "]")
    for character in filter(settled.match, map(chr, range(0x20000))):
        assert unicodedata.normalize("NFKC", character) == character
        assert unicodedata.category(character)[0] != "M"


def test_thousands_of_marks_on_one_letter_are_cut() -> None:
    assert len(fold("a" + "\u0301\u0316" * 9000).text) == 1
    assert len(fold("ก" + "\u0301\u0316" * 9000).text) <= 9

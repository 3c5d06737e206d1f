import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.text.sentences import sentences

HOSTILE = st.text(alphabet="aB1 \n.!?\"“”«「'()é😀\u2028\r\ud800-*", max_size=60)


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi Mei,\nIt is late. Sorry!", ["Hi Mei,", "It is late.", "Sorry!"]),
        ("- one\n- two\n\n1. three\n2) four", ["- one", "- two", "1. three", "2) four"]),
        ("Hello!! i am here. what?? no", ["Hello!!", "i am here.", "what??", "no"]),
        ("Dr. Lee called at 5 p.m. He paid $3.50.", ["Dr. Lee called at 5 p.m.", "He paid $3.50."]),
        ("It takes approx. 3 days. Ok?", ["It takes approx. 3 days.", "Ok?"]),
        ("Déjà vu 😀. Ок. Next", ["Déjà vu 😀.", "Ок.", "Next"]),
        ("好的。谢谢！", ["好的。", "谢谢！"]),
        (" \n\t ", []),
        ("", []),
    ],
)
def test_sentences_are_split_as_people_write_them(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_half_characters_do_not_stop_the_splitter() -> None:
    assert split("Late \ud800 again. Bye") == ["Late \ud800 again.", "Bye"]


def test_an_unknown_language_is_split_all_the_same() -> None:
    assert len(sentences("One. Two.", "xx")) == 2


def test_a_very_long_line_is_cut_between_sentences() -> None:
    text = "This one is rather short. " * 400
    assert split(text) == ["This one is rather short."] * 400


@given(HOSTILE | st.text())
def test_sentences_lie_in_order_trimmed_and_leave_nothing_out(text: str) -> None:
    at = 0
    for span in sentences(text):
        assert not text[at : span.start].strip()
        assert span.of(text) == span.of(text).strip() != ""
        assert len(span.of(text).splitlines()) == 1
        at = span.end
    assert not text[at:].strip()

import re

from hypothesis import given
from hypothesis import strategies as st

from guard.text.tokens import masked, tokens

LETTERS = st.text(alphabet="ab1'_- \n.é", max_size=40)
PATTERN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def test_apostrophes_inside_words_stay_and_others_do_not() -> None:
    assert tokens("i can't, 'i'll' rock'n'roll' a''b").words == ("i", "can't", "i'll", "rock'n'roll", "a", "b")


def test_a_typographic_apostrophe_is_written_plain() -> None:
    assert tokens("can’t").words == ("can't",)


def test_hindi_words_keep_their_vowel_signs() -> None:
    assert tokens("नमस्ते जी").words == ("नमस्ते", "जी")


def test_between_takes_whole_words_only() -> None:
    found = tokens("one two three")
    assert found.between(4, 13) == range(1, 3)
    assert found.between(5, 13) == range(2, 3)
    assert found.between(4, 12) == range(1, 2)
    assert not found.between(7, 8)
    assert found.span(1) == (4, 7)


@given(LETTERS)
def test_words_are_what_the_documented_pattern_finds(text: str) -> None:
    assert [*map(str, tokens(text).words)] == PATTERN.findall(text)


@given(LETTERS | st.text(), st.integers(-2, 50), st.integers(-2, 50))
def test_tokens_lie_in_order_inside_the_text(text: str, start: int, end: int) -> None:
    found = tokens(text)
    assert len(masked(text)) == len(text)
    assert len(found) == len(found.starts) == len(found.ends)
    at = 0
    for i, word in enumerate(found.words):
        span = found.span(i)
        assert at <= span.start < span.end <= len(text)
        assert span.of(text).replace("’", "'") == word
        at = span.end
    inside = found.between(start, end)
    assert list(inside) == [i for i in range(len(found)) if start <= found.starts[i] and found.ends[i] <= end]

"""The small language in which policies name wordings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.text.bank import Bank
from guard.text.phrases import LONGEST_PHRASE, chain, parse
from guard.text.tables import table
from guard.text.tokens import tokens

WORDS = st.sampled_from(["calm", "down", "please", "now", "sorry", "it's"])


def found(phrase: str, text: str) -> list[str]:
    """Every place of a phrase in a text, as the lexicons and the phrase kind look for it."""
    read, bank = parse(phrase), Bank()
    ids = [bank.add(anchor) for anchor in read.anchors]
    scan = bank.scan(text, text.lower())
    rows = [scan.spans(anchor) for anchor in ids]
    return [span.of(text) for span in chain(rows, read.gaps, tokens(text.lower()))] if all(rows) else []


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("calm down", "Now calm down.", ["calm down"]),
        ("calm down", "They calmed down.", []),
        ("calm down", "calm, down", ["calm, down"]),
        ("guarante*", "It's guaranteed, I guarantee.", ["guaranteed", "guarantee"]),
        ("(my|our) fault", "It is our fault, not my fault.", ["our fault", "my fault"]),
        ("so? sorry", "So sorry! Sorry.", ["So sorry", "Sorry"]),
        ("(very much)? sorry", "very much sorry", ["very much sorry"]),
        ("as (any|every) (child|grown up)", "as any grown-up", ["as any grown-up"]),
        ("<cannot> help", "I can't help, he is not able to help", ["can't help", "not able to help"]),
        ("not {2} fault", "not really our fault", ["not really our fault"]),
        ("not {1} fault", "not really our fault", []),
        ("a {1} b {1} c", "a x b y c", ["a x b y c"]),
        ("a {1} b {1} c", "a x b y z c", []),
        ("it's", "it's its", ["it's"]),
    ],
)
def test_a_phrase_finds_its_wordings_and_no_others(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


@pytest.mark.parametrize(
    "phrase",
    ["", "  ", "{2} fault", "not {2}", "not {0} fault", "not {7} fault", "(calm", "calm)", "()", "a*b", "<nobody> here",
     "so? {1} sorry", "(not {2}) fault", "x" * (LONGEST_PHRASE + 1)],
)  # fmt: skip
def test_what_is_not_in_the_language_is_refused_with_what_was_expected(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse(phrase)


def test_every_packaged_list_can_be_used() -> None:
    for name in table("phrases")["macros"]:
        assert parse(f"<{name}> it").anchors


def test_regular_expression_signs_in_a_phrase_stand_for_themselves() -> None:
    assert found("24.7", "open 24.7 or 2467") == ["24.7"]
    assert found("c++", "we use c++ here") == ["c++"]


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_a_phrase_of_plain_words_finds_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert found(text, f"so {text} then")[0] == text


@given(WORDS, st.lists(st.sampled_from(["x", "yy", "zzz"]), max_size=7), WORDS)
def test_a_gap_counts_the_words_between(first: str, between: list[str], last: str) -> None:
    text = " ".join(["begin", first, *between, last])
    assert bool(found(f"begin {first} {{4}} {last}", text)) == (len(between) <= 4)

"""Words into pieces."""

from __future__ import annotations

import pytest

from guard.learned.wordpiece import WordPiece

PIECES = ("[UNK]", "re", "##fund", "##und", "cafe", "don", "'", "t", "£", "60", "refund", "_", "!")
MADE = WordPiece(PIECES)


def named(text: str) -> list[str]:
    return [PIECES[number] for number in MADE.ids(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Refund!", ["refund", "!"]),
        ("reund", ["re", "##und"]),
        ("Café", ["cafe"]),
        ("don't", ["don", "'", "t"]),
        ("£60", ["£", "60"]),
        ("refund_", ["refund", "_"]),
        ("", []),
        (" \n", []),
    ],
)
def test_the_longest_known_piece_comes_first(text: str, expected: list[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize("word", ["xyz", "rexyz", "re" * 30])
def test_a_word_of_which_a_part_is_unknown_is_unknown_as_a_whole(word: str) -> None:
    assert named(word) == ["[UNK]"]

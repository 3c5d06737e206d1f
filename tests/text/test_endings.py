"""Ends of sentences that later words cannot take back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.text.endings import firm_end
from guard.text.sentences import sentences

PIECES = [
    "We are sorry", "Mr", "e.g", "U.S", "approx", "p.m", "$3", ".50", "5", ".", "!", "?", "...", "?!", " ", " ", "  ",
    "\n", "\r\n", "\n\n", '"', "(", ")", "“", "”", "‘", "’", "'", "*", "- ", "1. ", "Then", "Go", "then", "it", "a@b.c",
    "https://a.b/C. d", "Él", "Sra", "¿", "😀", "[1]", ":", ";", "—",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


def ends(text: str) -> list[int]:
    found: list[int] = []
    while (end := firm_end(text, found[-1] if found else 0)) is not None:
        found.append(end)
    return found


@given(TEXTS, TEXTS)
def test_what_is_written_later_takes_no_end_back(text: str, more: str) -> None:
    assert ends(text + more)[: len(ends(text))] == ends(text)


@given(TEXTS)
def test_no_sentence_reaches_over_an_end(text: str) -> None:
    for language in ("en", "es"):
        spans = sentences(text, language)
        for end in ends(text):
            assert not [span for span in spans if span.start < end < span.end], (text, end)


@given(TEXTS)
def test_each_end_closes_some_words(text: str) -> None:
    assert all(text[a:b].strip() for a, b in pairwise([0, *ends(text)]))


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("It costs $3.50. We will see.", ["It costs $3.50."]),
        ("Hi Mei,\n\nThanks. I will look", ["Hi Mei,", "\n\nThanks."]),
        ('He said "Go. Now." Then he left. You may', ['He said "Go. Now."', " Then he left."]),
        ("Great!! (See below. Or not.) Thank you. B", ["Great!! (See below. Or not.) Thank you."]),
        ("<p>Hello. You are here.</p>", []),
        ("At 5 p.m. we close. See Mr. Smith. We", ["At 5 p.m. we close.", " See Mr. Smith."]),
    ],
)
def test_sentences_end_where_a_reader_sees_them_end(text: str, units: list[str]) -> None:
    assert [text[a:b] for a, b in pairwise([0, *ends(text)])] == units

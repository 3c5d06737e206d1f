"""Many patterns looked for in one pass."""

from __future__ import annotations

import random
import re
import threading

import pytest

from guard.text.accents import bare
from guard.text.bank import Bank, PatternKind, problem
from guard.text.spans import Span

WORDS = [
    "calm",
    "down",
    "please",
    "parcel",
    "refund",
    "sorry",
    "number",
    "today",
    "card",
    "bank",
    "don't",
    "é",
    "5",
    "a-1",
]


def test_the_same_pattern_twice_is_one() -> None:
    bank = Bank()
    assert bank.add("a+") == bank.add("a+")
    assert bank.add("a+", "case") != bank.add("a+")


def test_capitals_matter_only_where_a_pattern_asks() -> None:
    bank = Bank()
    loud, any_case = bank.add("[A-Z]{3}", "case"), bank.add("now")
    scan = bank.scan("NOW or now", "now or now")
    assert scan.spans(loud) == (Span(0, 3),)
    assert scan.spans(any_case) == (Span(0, 3), Span(7, 10))
    assert bank.scan("now", "now").spans(loud) == ()


def test_a_bank_in_use_takes_no_more_patterns() -> None:
    bank = Bank()
    bank.add("a")
    bank.scan("a", "a")
    with pytest.raises(ValueError, match="before the first scan"):
        bank.add("b")


def test_an_empty_bank_finds_nothing() -> None:
    assert Bank().scan("anything", "anything").ids == frozenset()


def test_a_pattern_that_matches_nothing_at_all_leaves_no_empty_spans() -> None:
    bank = Bank()
    maybe = bank.add("x*")
    assert bank.scan("axa", "axa").spans(maybe) == (Span(1, 2),)


def test_spans_count_code_points_beyond_ascii() -> None:
    bank = Bank()
    sorry = bank.add("sorry")
    (span,) = bank.scan("👩‍👧 é sorry", "👩‍👧 é sorry").spans(sorry)
    assert span.of("👩‍👧 é sorry") == "sorry"


def test_a_wrong_pattern_says_what_is_wrong() -> None:
    assert problem("a+") is None
    assert problem("(a")
    with pytest.raises(ValueError, match=r"\w"):
        Bank().add("(a")


def test_five_hundred_phrases_agree_with_the_standard_library_on_random_text() -> None:
    draw = random.Random(7)
    sources = sorted(
        {r"\b" + r"\s+".join(re.escape(w) for w in draw.choices(WORDS, k=draw.randint(1, 3))) for _ in range(900)}
    )[:500]
    bank = Bank()
    numbers = [bank.add(source) for source in sources]
    for _ in range(40):
        text = " ".join(draw.choices(WORDS, k=draw.randint(0, 60)))
        scan = bank.scan(text, text)
        for source, number in zip(sources, numbers, strict=True):
            expected = tuple(Span(*match.span()) for match in re.finditer(bare(source), bare(text), re.ASCII))
            assert scan.spans(number) == expected, (source, text)


def test_threads_that_scan_first_at_the_same_time_agree() -> None:
    bank = Bank()
    sorry = bank.add("sorry")
    seen: list[tuple[Span, ...]] = []
    threads = [threading.Thread(target=lambda: seen.append(bank.scan("sorry", "sorry").spans(sorry))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [(Span(0, 5),)] * 8


@pytest.mark.parametrize(("kind", "count"), [("plain", 1_100), ("lower", 100), ("case", 100)])
def test_each_of_many_patterns_keeps_its_own_number(kind: PatternKind, count: int) -> None:
    bank = Bank()
    numbers = [bank.add(rf"\bx{i}y\b", kind) for i in range(count)]
    other = bank.add(r"\bz\b", "plain" if kind == "lower" else "lower")
    for i in (0, count // 2, count - 1):
        assert bank.scan(f"an x{i}y", f"an x{i}y").ids == {numbers[i]}
    assert bank.scan(f"x0y z x{count - 1}y", f"x0y z x{count - 1}y").ids == {numbers[0], other, numbers[-1]}


def test_what_reaches_over_two_sentences_hides_nothing_that_stands_in_one() -> None:
    bank = Bank()
    number = bank.add(r"\bso sorry\s+to\b|\bsorry\b", "plain")
    text = "So sorry\nto hear it. Sorry."
    scan = bank.scan(text, text.lower())
    assert scan.spans(number) == (Span(0, 11), Span(21, 26))
    assert scan.within(number, (Span(0, 8), Span(9, 20), Span(21, 27))) == {0: [Span(3, 8)], 2: [Span(21, 26)]}


def test_what_stands_between_sentences_is_in_none() -> None:
    bank = Bank()
    number = bank.add(r"\bsorry\b", "plain")
    text = "sorry. sorry. sorry."
    assert bank.scan(text, text).within(number, (Span(0, 6), Span(14, 20))) == {0: (Span(0, 5),), 1: (Span(14, 19),)}

"""Wordings, wherever they stand in the writer's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from guard.detect.kind import Kind
from guard.detect.phrase import PhraseKind, PhraseParams
from guard.text.bank import Bank
from tests.contracts.kind import KindContract, hits, run, view_of


class TestPhraseContract(KindContract):
    def make(self) -> Kind:
        return PhraseKind(Bank())

    def asked(self) -> Sequence[Any]:
        return ["calm down", ["please {2} down", "(sorry|apolog*)"], {"phrases": ["is {3} all"]}]


def found(phrase: str, draft: str) -> list[str]:
    view = view_of(draft)
    (result,) = run(PhraseKind(Bank()).compile([PhraseParams(phrases=(phrase,))]), view)
    return [hit.span.of(view.text) for hit in hits(result) if hit.span is not None]


def test_a_phrase_is_found_with_its_capitals_and_across_spaces() -> None:
    assert found("calm down", "Please CALM  down, madam.") == ["CALM  down"]


def test_a_gap_reaches_no_further_than_it_says() -> None:
    assert found("not {2} department", "That is not really my department.") == ["not really my department"]
    assert found("not {1} department", "That is not really my department.") == []


def test_a_gap_does_not_cross_into_the_next_sentence() -> None:
    assert found("not {3} department", "It is not. The department is open.") == []


def test_the_customers_quoted_words_are_not_the_writers() -> None:
    assert found("calm down", "Ada: thank you.\n\n> please calm down\n> you all") == []


def test_look_alike_letters_hide_nothing() -> None:
    assert found("calm down", "Please c\u0430lm d\u043ewn.") == ["calm down"]


def test_hits_come_in_the_order_of_the_text() -> None:
    view = view_of("Sorry! Calm down. Sorry again.")
    (result,) = run(PhraseKind(Bank()).compile([PhraseParams(phrases=("calm down", "sorry"))]), view)
    starts = [hit.span.start for hit in hits(result) if hit.span is not None]
    assert starts == sorted(starts)
    assert len(starts) == 3


def test_kinds_that_share_a_bank_do_not_find_each_others_phrases() -> None:
    bank = Bank()
    first = PhraseKind(bank).compile([PhraseParams(phrases=("calm down",))])
    second = PhraseKind(bank).compile([PhraseParams(phrases=("hurry up",))])
    view = view_of("Please hurry up.")
    assert hits(run(first, view)[0]) == ()
    assert len(hits(run(second, view)[0])) == 1


def test_a_phrase_that_cannot_be_read_is_named_with_its_place() -> None:
    params = [PhraseParams(phrases=("fine",)), PhraseParams(phrases=("{9} no",))]
    with pytest.raises(ValueError, match="gap") as caught:
        PhraseKind(Bank()).compile(params)
    index, expected, got = caught.value.args
    assert (index, got) == (1, "{9} no")
    assert "gap" in expected

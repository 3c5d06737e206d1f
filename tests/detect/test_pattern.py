"""RE2 patterns, for what words cannot say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from guard.detect.kind import Kind
from guard.detect.pattern import PatternKind, PatternParams
from guard.text.bank import Bank
from tests.contracts.kind import KindContract, hits, run, view_of


class TestPatternContract(KindContract):
    def make(self) -> Kind:
        return PatternKind(Bank())

    def asked(self) -> Sequence[Any]:
        return ["[!?]{2,}", {"regex": "\\b[A-Z]{2,}\\b", "case": True}, {"regex": "(?:a+)+$", "own_words": False}]


def found(draft: str, regex: str, **more: Any) -> list[str]:
    view = view_of(draft)
    (result,) = run(PatternKind(Bank()).compile([PatternParams(regex=regex, **more)]), view)
    return [hit.span.of(view.text) for hit in hits(result) if hit.span is not None]


def test_a_pattern_sees_lower_case_unless_it_asks_for_capitals() -> None:
    assert found("STOP now", "stop") == ["STOP"]
    assert found("STOP now", "stop", case=True) == []
    assert found("STOP now", "[A-Z]{4}", case=True) == ["STOP"]


def test_code_is_not_the_writers_own_words_unless_it_is_asked_for() -> None:
    draft = 'Hello.\n\n```\n{"id": 5}\n```\n'
    assert found(draft, '"id"') == []
    assert found(draft, '"id"', own_words=False) == ['"id"']


def test_an_exploding_pattern_takes_linear_time() -> None:
    assert found("a" * 20_000 + "!", "(?:a+)+$") == []


@pytest.mark.parametrize("regex", ["(a", "(?=a)", "(a)\\1", "a{2000}"])
def test_what_re2_does_not_take_is_refused_with_its_reason(regex: str) -> None:
    with pytest.raises(ValueError, match="RE2") as caught:
        PatternKind(Bank()).compile([PatternParams(regex=regex)])
    index, expected, got = caught.value.args
    assert (index, got) == (0, regex)
    assert "RE2" in expected

from __future__ import annotations

from datetime import datetime

import pytest

from tests.claims.reading import NOW, claims, context


def sure(draft: str, now: datetime = NOW) -> list[str]:
    return [
        claim.certainty
        for claim in claims(draft, context(now=now))
        if claim.kind in ("delivery", "refund_time", "resolution")
    ]


@pytest.mark.parametrize(
    ("draft", "certainty"),
    [
        ("It'll be with you tomorrow.", "certain"),
        ("It'll be with you tomorrow, guaranteed.", "guaranteed"),
        ("It will arrive on Friday, you have my word.", "guaranteed"),
        ("It should be with you by tomorrow, but it will hopefully arrive on Friday.", "hedged"),
        ("I can't promise that it will arrive on Friday.", "negated"),
        ("It won't arrive on Friday.", "negated"),
        ("Will it arrive on Friday?", "question"),
        ("If it leaves tonight, it will arrive on Friday.", "conditional"),
        ("Once you confirm the address, it will arrive on Friday.", "conditional"),
        ("You said it will arrive on Friday.", "reported"),
        ('Our page reads "it will arrive on Friday".', "reported"),
        ("According to the carrier it will arrive on Friday.", "reported"),
    ],
)
def test_the_words_around_decide_how_certain_a_claim_sounds(draft: str, certainty: str) -> None:
    assert certainty in sure(draft)


def test_a_hedge_in_one_clause_does_not_soften_the_next() -> None:
    assert sure("It can come on Thursday, and on Friday it will be with you.")[-1] == "certain"


def test_the_month_of_may_is_no_hedge() -> None:
    spring = datetime.fromisoformat("2026-05-09T09:00:00+02:00")
    assert sure("Your dress will be delivered on 25 May.", spring) == ["certain"]


def test_a_guarantee_that_is_denied_is_none() -> None:
    assert "guaranteed" not in sure("It will arrive on Friday, but that is not guaranteed.")


def test_an_emoji_is_no_question_mark() -> None:
    assert sure("It'll be in your hands by 9 am tomorrow 🧳") == ["certain"]

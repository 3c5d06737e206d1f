"""A statement is held against the rule that says nearly the same."""

from __future__ import annotations

from guard.claims.rules.quantities import quantities
from guard.claims.rules.twins import is_twin, misfigured, opposed
from tests.claims.reading import claims, context

ANSWERS = {"policies": ["Sellers have 3 days to answer a dispute."]}


def test_another_figure_in_the_same_words_contradicts() -> None:
    [claim] = claims("The seller then has 10 days to answer.", context(ANSWERS))
    assert (claim.kind, claim.grounding) == ("policy", "contradicted")


def test_the_same_figure_contradicts_nothing() -> None:
    assert claims("The seller then has 3 days to answer.", context(ANSWERS)) == ()


def test_a_figure_that_the_reply_turns_down_is_no_rule() -> None:
    said = "sellers don't have 10 days to answer"
    assert misfigured(said, quantities(said), [quantities("sellers have 3 days to answer")]) is None


def test_a_thing_that_the_sheet_denies_contradicts_and_one_of_another_model_does_not() -> None:
    known = context(
        {"sources": [{"id": "s1", "text": "Oven K4: 71 litres, no steam function. Oven K6: steam function."}]}
    )
    assert [claim.kind for claim in claims("The K4 has a steam function.", known)] == ["policy"]
    assert claims("The K6 has a steam function.", known) == ()


def test_words_of_another_subject_are_no_twin() -> None:
    assert not is_twin("the boat has 10 days of fuel", frozenset(("sel", "answ")))


def test_what_both_say_is_not_opposed() -> None:
    assert not opposed("it has no steam function", "71 litres, no steam function")

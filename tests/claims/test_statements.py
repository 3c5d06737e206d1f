from __future__ import annotations

import pytest

from guard.claims.claim import Claim
from guard.domain.case import Message
from tests.claims.reading import claims, context


def stated(draft: str, *policies: str, customer: str = "") -> list[Claim]:
    """Return the rules that a draft states and the policies do not bear out."""
    said = (Message(role="customer", text=customer),) if customer else ()
    return [claim for claim in claims(draft, context({"policies": list(policies)}, said)) if claim.kind == "policy"]


@pytest.mark.parametrize(
    ("draft", "policy"),
    [
        ("Yes, bereavement fares are refundable after travel.", "Bereavement fares must be requested before travel."),
        (
            "You can apply for the bereavement fare within 90 days, even after you have travelled.",
            "Bereavement fares cannot be claimed after travel has taken place.",
        ),
        ("You can exchange it at any time, even when it's worn.", "An exchange is free within 30 days if unworn."),
        ("You can return it within 60 days.", "Returns are accepted within 30 days."),
        ("You can return it for a full refund.", "All sales are final."),
        ("We don't ship to Canada.", "We ship to the US and Canada."),
        ("The warranty doesn't cover labour.", "The warranty covers parts and labour."),
        ("Students get 25% off.", "Students get 10% off."),
        ("Paper bills cost €2 each.", "There is no fee for paper bills."),
        ("The textbook is included in the course.", "The textbook is not included in the course fee."),
        ("Spare keys are free.", "Spare keys cost £12."),
    ],
)
def test_a_rule_that_a_policy_contradicts_is_found(draft: str, policy: str) -> None:
    assert [claim.grounding for claim in stated(draft, policy)] == ["contradicted"]


@pytest.mark.parametrize(
    ("draft", "policy"),
    [
        ("After 18:00 one night is charged.", "Free cancellation until 18:00 on the day before arrival."),
        ("Bereavement fares must be requested before travel.", "Bereavement fares cannot be claimed after travel."),
        ("After you log in, you can request a refund.", "Refunds can be requested within 30 days."),
        ("On Basic, card payments abroad cost 1.5%.", "Plus accounts pay no fee on card payments abroad."),
        ("Are spare keys free?", "Spare keys cost £12."),
        ("You said that spare keys are free.", "Spare keys cost £12."),
        ("Two spare keys cost £24.", "A spare key costs £12."),
        ("I've waived the £12 for the spare key.", "Spare keys are free for members."),
        ("The key fee was charged by mistake.", "Spare keys are free."),
    ],
)
def test_a_rule_that_agrees_or_speaks_of_something_else_is_left_alone(draft: str, policy: str) -> None:
    assert stated(draft, policy) == []


def test_a_closer_rule_that_agrees_outweighs_one_that_does_not() -> None:
    both = ("Basic accounts pay 1.5% on foreign card payments.", "Plus accounts pay no fee on foreign card payments.")
    assert stated("With Plus there is no fee on foreign card payments.", *both) == []
    [claim] = stated("With Basic there is no fee on foreign card payments.", *both)
    assert claim.because is not None
    assert claim.because.value == both[0]


def test_the_customers_question_says_what_it_is_about() -> None:
    known = ("A line move costs €29.",)
    assert stated("It costs nothing.", *known) == []
    assert len(stated("It costs nothing.", *known, customer="What does a line move cost?")) == 1


def test_what_a_rule_leaves_open_is_not_certain() -> None:
    [claim] = stated("Corrected forms are always granted.", "Corrected forms are usually handled in ten days.")
    assert claim.grounding == "unsupported"
    assert (
        stated("Corrected forms are usually handled quickly.", "Corrected forms are usually handled in ten days.") == []
    )


def test_a_price_that_nobody_named_is_unsupported() -> None:
    [claim] = stated("A name change costs €35.", "A name change is possible up to the day before.")
    assert claim.grounding == "unsupported"


def test_a_rule_for_the_writer_is_not_quoted_to_the_customer() -> None:
    [shown] = stated("Spare keys are free.", "Spare keys cost £12.")
    assert shown.value == "Spare keys cost £12"
    [hidden] = stated("Spare keys are free.", "Agents charge £12: spare keys cost £12.")
    assert hidden.value is None


def test_without_policies_no_rule_is_weighed() -> None:
    assert stated("Spare keys are free.") == []

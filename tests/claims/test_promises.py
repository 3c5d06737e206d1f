from __future__ import annotations

import pytest

from guard.domain.case import Message
from tests.claims.reading import claims, context, flagged

ESTIMATE = context({"orders": [{"id": "A-1042", "status": "in_transit", "estimated_delivery": "2026-11-27"}]})


@pytest.mark.parametrize(
    "draft",
    [
        "It'll be with you tomorrow.",
        "Your parcel will be delivered on Tuesday.",
        "The train set will be at your door on Monday.",
        "The money will be on your card by Wednesday evening.",
        "You'll be back online within 15 minutes.",
        "On Tuesday you have it.",
        "Your new router ships tomorrow.",
        "The fix will be live by noon tomorrow.",
        "You will get every single photo back.",
        "Your claim will be approved.",
        "I guarantee you'll have it by Saturday.",
    ],
)
def test_an_over_promise_that_nothing_backs_is_found(draft: str) -> None:
    assert flagged(claims(draft))


@pytest.mark.parametrize(
    "draft",
    [
        "I'll e-mail you today.",
        "I'll check this now and get back to you within the hour.",
        "I'm sending it again and will post the outcome here in a couple of minutes.",
        "A colleague will call you back tomorrow.",
        "Delivery usually takes 3-5 business days.",
        "It should arrive on Tuesday.",
        "I can't guarantee that it will be there on Friday.",
        "You mentioned that it will be there on Friday.",
        "Would Friday suit you?",
        "If you order today, it will leave on Monday.",
        "We're open from 9 am to 5 pm on Saturday.",
        "Your order was placed on 3 November.",
        "Your parcel arrived yesterday.",
        "You'll need to send it back within 30 days.",
        "We will definitely take your comments into consideration.",
        "I assure you that we will do everything possible to solve this.",
        "You'll receive a confirmation by e-mail within 24 hours.",
    ],
)
def test_what_is_no_promise_by_the_company_is_left_alone(draft: str) -> None:
    assert flagged(claims(draft)) == []


def test_the_agents_own_next_step_is_the_agents() -> None:
    [claim] = claims("I'll call you back by 5 pm.")
    assert (claim.subject, claim.grounding) == ("agent", "not checkable")


def test_a_day_that_the_estimate_denies_is_contradicted_and_says_where() -> None:
    [claim] = claims("It'll be with you tomorrow, guaranteed.", ESTIMATE)
    assert claim.grounding == "contradicted"
    assert claim.because is not None
    assert (claim.because.where, claim.because.value) == ("facts.orders[0].estimated_delivery", "2026-11-27")
    assert claim.due is not None
    assert claim.due[0].isoformat() == "2026-11-22"


def test_an_estimate_supports_a_hedged_date_but_not_a_certain_one() -> None:
    [hedged] = claims("It will probably arrive on Friday the 27th.", ESTIMATE)
    [certain] = claims("It will arrive on Friday, 27 November.", ESTIMATE)
    assert (hedged.grounding, certain.grounding) == ("supported", "unsupported")


def test_a_firm_date_supports_a_certain_one() -> None:
    firm = context({"orders": [{"delivery_date": "2026-11-27"}]})
    assert flagged(claims("It will arrive on Friday, 27 November.", firm)) == []


def test_a_policy_supports_its_own_range_and_denies_another() -> None:
    policy = context({"policies": ["Refunds reach the card 5-10 business days after the return is received."]})
    [same] = claims("The refund will be on your card in 5-10 business days.", policy)
    [other] = claims("The refund will be on your card in 1-2 business days.", policy)
    assert (same.grounding, other.grounding) == ("supported", "contradicted")


def test_a_usual_range_with_no_facts_cannot_be_checked() -> None:
    assert flagged(claims("The refund will be on your card in 5-10 business days.")) == []


def test_the_customers_words_support_nothing() -> None:
    told = context(messages=[Message(role="customer", text="You guaranteed Friday!")])
    assert flagged(claims("Friday it is: your parcel will be with you on Friday, guaranteed.", told))


def test_spans_lie_inside_the_text_and_hold_the_words() -> None:
    draft = "Café, 🧳! It’ll be fine. Your parcel will be with you tomorrow.".replace("’", "'")
    for claim in claims(draft):
        assert claim.span.of(draft) == claim.text


@pytest.mark.parametrize(
    "draft", ["", "   ", "?!", "will " * 3000, "tomorrow " * 3000, "(" * 5000, "\ud800 will arrive tomorrow"]
)
def test_hostile_text_never_raises(draft: str) -> None:
    claims(draft)


@pytest.mark.parametrize(
    "odd",
    [
        None,
        [],
        {"a": {"b": [1, None, True, {"c": "x" * 5000}]}},
        {"eta": float("inf")},
        {"estimated_delivery": 20261127},
    ],
)
def test_odd_facts_never_raise(odd: object) -> None:
    claims("It will be with you tomorrow and I've refunded you.", context({"orders": odd, "actions": odd}))


def test_a_guarantee_that_a_policy_gives_may_be_passed_on() -> None:
    policy = context({"policies": ["The transmission type is guaranteed, the model is not."]})
    assert flagged(claims("We do guarantee the transmission type.", policy)) == []
    assert flagged(claims("We do guarantee the transmission type."))


def test_a_deadline_is_kept_by_an_earlier_firm_date() -> None:
    firm = context({"orders": [{"delivery_date": "2026-11-25"}]})
    assert flagged(claims("Your parcel will be delivered by Friday, 27 November.", firm)) == []


def test_the_log_of_something_else_on_the_same_day_backs_no_promise() -> None:
    noise = context({"account": {"last_login": "2026-11-22"}})
    assert flagged(claims("It will be with you tomorrow.", noise))

from __future__ import annotations

import pytest

from tests.claims.reading import claims, context, flagged, tools

LOOKED = context(messages=tools(('get_order({"id": "A-1"})', '{"id": "A-1", "status": "delivered"}')))


@pytest.mark.parametrize(
    "draft",
    [
        "I've refunded the £24.99 to your card.",
        "I have just cancelled your plan.",
        "I escalated your case to our trust team.",
        "Your refund has been issued.",
        "Your booking is now confirmed.",
        "You're booked on the 7 am flight.",
        "You've been rebooked.",
        "Done! The fee is gone.",
        "You're all set.",
        "I've already saved it and removed the profile.",
        "We've blocked the card.",
        "I've contacted the courier.",
    ],
)
def test_a_deed_that_no_call_backs_is_found(draft: str) -> None:
    assert flagged(claims(draft, LOOKED))


@pytest.mark.parametrize(
    "draft",
    [
        "I haven't refunded it yet.",
        "It isn't booked until you say yes.",
        "Shall I cancel it for you?",
        "Have you been refunded?",
        "I'll refund you now.",
        "I can refund you.",
        "Once it has been cancelled, you'll get an e-mail.",
        "You've cancelled it yourself.",
        "You said it has been refunded.",
        "I've checked your order.",
        "I've found your order.",
        "I understand how you feel.",
        "No payment has been taken.",
        "I'll write to you as soon as it's done.",
        "Orders are shipped from Leeds.",
        "As I told you, it's on its way.",
    ],
)
def test_what_is_no_deed_of_ours_is_left_alone(draft: str) -> None:
    assert flagged(claims(draft, LOOKED)) == []


def test_without_a_log_a_deed_cannot_be_checked() -> None:
    [claim] = claims("I've contacted your bank.")
    assert claim.grounding == "not checkable"


def test_a_call_that_did_it_supports_the_deed() -> None:
    done = context(messages=tools(('issue_refund({"order": "A-1"})', '{"status": "ok"}')))
    assert flagged(claims("I've refunded you.", done)) == []


def test_a_failed_call_contradicts_the_deed() -> None:
    failed = context(messages=tools(('issue_refund({"order": "A-1"})', '{"status": "failed"}')))
    [claim] = claims("I've refunded you.", failed)
    assert claim.grounding == "contradicted"


def test_a_pending_call_contradicts_done_but_not_requested() -> None:
    pending = context(messages=tools(('request_fee_waiver({"txn": "t1"})', '{"status": "PENDING_REVIEW"}')))
    assert flagged(claims("I've waived the fee.", pending))
    assert flagged(claims("I've put in a request to waive the fee.", pending)) == []


def test_a_pending_action_in_the_facts_contradicts_done() -> None:
    pending = context({"actions": [{"name": "issue_refund", "status": "pending"}]})
    [claim] = claims("I've refunded you.", pending)
    assert claim.grounding == "contradicted"


@pytest.mark.parametrize("name", ["get_refund", "quote_refund", "check_refund", "calculate_refund", "refund_status"])
def test_a_call_that_only_looks_is_no_deed(name: str) -> None:
    looked = context(messages=tools((f'{name}({{"order": "A-1"}})', '{"status": "ok"}')))
    assert flagged(claims("I've refunded you.", looked))


def test_a_check_with_the_booking_tool_is_no_booking() -> None:
    checked = context(messages=tools(('hotel_book([{"RequestType": "\\"Check\\""}])', '{"Message": "Available"}')))
    booked = context(
        messages=tools(('hotel_book([{"RequestType": "\\"Book\\""}])', '{"Message": "Reservation Confirmed"}'))
    )
    assert flagged(claims("I've successfully booked the room.", checked))
    assert flagged(claims("I've successfully booked the room.", booked)) == []


def test_a_call_that_goes_out_with_the_draft_supports_the_deed() -> None:
    along = context({"actions": []}, draft_calls=[{"name": "issue_refund", "arguments": {}}])
    assert flagged(claims("I've refunded you.", along)) == []


def test_a_record_of_the_deed_supports_it() -> None:
    record = context({"orders": [{"status": "cancelled"}], "actions": []})
    assert flagged(claims("I've cancelled the order.", record)) == []


def test_a_record_that_denies_the_deed_contradicts_it_even_without_a_log() -> None:
    record = context({"tickets": [{"id": "T-1", "escalated": False}]})
    assert flagged(claims("I've escalated your case.", record))


def test_availability_told_by_a_check_is_no_booking() -> None:
    taken = '{"Message": "The venue is booked at that time. Try another venue."}'
    checked = context(messages=tools(('party_plan([{"RequestType": "\\"Check\\""}])', taken)))
    assert flagged(claims("Great, your party has been successfully booked!", checked))


def test_the_state_of_a_record_that_was_looked_up_supports_the_deed() -> None:
    looked = context(messages=tools(('get_order({"id": "A-1"})', '{"order": {"status": "CANCELLED"}}')))
    assert flagged(claims("Your order has been cancelled.", looked)) == []


def test_a_plain_state_counts_only_against_a_record_that_denies_it() -> None:
    failed = context(messages=tools(('book_visit({"slot": "8-12"})', '{"status": "failed", "error": "slot taken"}')))
    assert flagged(claims("The technician is booked for tomorrow.", failed))
    assert flagged(claims("The technician is booked for tomorrow.", LOOKED)) == []

"""Which of several things a deed was done to."""

from __future__ import annotations

import pytest

from guard.claims.deeds.deeds import weigh
from guard.claims.deeds.families import families
from tests.claims.reading import claims, context, flagged, tools

TWO = context(
    messages=tools(
        ('submit_move_out({"date": "2026-06-30", "reading": 20415})', '{"status": "accepted"}'),
        ('update_address({"address": "Hill Rd 9"})', '{"error": {"code": "NOT_VERIFIED"}}'),
    )
)
ORDERS = context(
    messages=tools(
        (
            'list_standing_orders({"account": "2209"})',
            '{"orders": [{"label": "Rent share", "amount": 400, "status": "ACTIVE"},'
            ' {"label": "Gym", "amount": 39, "status": "CANCELLED"}]}',
        )
    )
)
CREDIT = context({"actions": [{"name": "issue_credit", "status": "ok", "amount": "£38.00", "to": "account credit"}]})
RETRIED = context(
    messages=tools(
        ('cancel_order({"order_id": "A-1"})', '{"status": "failed"}'),
        ('cancel_order({"order_id": "A-1"})', '{"status": "cancelled"}'),
    )
)
RECALLED = context(messages=tools(('recall({"ids": ["x1", "x2"]})', '{"x1": "CANCELLED", "x2": "RECALL_SENT"}')))


@pytest.mark.parametrize(
    ("draft", "wrong"),
    [
        ("Your move-out on 30 June with reading 20415 is registered.", False),
        ("Your address has been updated to Hill Rd 9.", True),
    ],
)
def test_of_two_calls_the_one_that_is_named_counts(draft: str, wrong: bool) -> None:
    assert bool(flagged(claims(draft, TWO))) is wrong


@pytest.mark.parametrize(("label", "wrong"), [('"Rent share" over 400', True), ('The "Gym" order over 39', False)])
def test_of_two_records_the_one_that_is_named_counts(label: str, wrong: bool) -> None:
    assert bool(flagged(claims(f"Yes, {label} was cancelled on 10 June.", ORDERS))) is wrong


def test_a_credit_is_no_refund_to_the_card() -> None:
    assert flagged(claims("I've credited the £38.00 to your card.", CREDIT))
    assert flagged(claims("I've credited the £38.00 to your account credit.", CREDIT)) == []


@pytest.mark.parametrize(("said", "wrong"), [("12A", True), ("14C", False)])
def test_another_seat_is_another_deed(said: str, wrong: bool) -> None:
    moved = context(messages=tools(('change_seat({"seat": "14C"})', '{"status": "ok", "seat": "14C"}')))
    assert bool(flagged(claims(f"I've moved you to seat {said}.", moved))) is wrong


@pytest.mark.parametrize(("said", "wrong"), [("9 Mill Lane", False), ("12 Mill Lane", True)])
def test_another_street_is_another_deed(said: str, wrong: bool) -> None:
    moved = context(messages=tools(('change_address({"address": "9 Mill Lane, Dunmore"})', '{"ok": true}')))
    assert bool(flagged(claims(f"I've redirected it to {said}.", moved))) is wrong


def test_what_a_second_try_made_good_does_not_speak_against_all() -> None:
    assert flagged(claims("I've cancelled the entire order.", RETRIED)) == []


def test_parts_of_one_result_are_told_apart() -> None:
    assert flagged(claims("Both payments were cancelled this morning.", RECALLED))


def test_an_entry_of_the_log_has_its_own_sum() -> None:
    done = context({"actions": [{"name": "approve_refund", "status": "ok", "amount": "€412.60"}]})
    assert flagged(claims("I have approved the refund of €421.60.", done))
    assert flagged(claims("I have approved the refund of €412.60.", done)) == []


@pytest.mark.parametrize("verb", ["phoned", "called", "spoken to"])
def test_a_changed_order_is_no_phone_call(verb: str) -> None:
    changed = context(messages=tools(('update_order({"id": "A-1"})', '{"ok": true}')))
    assert flagged(claims(f"I've {verb} the rider.", changed))


def test_a_history_of_what_happened_backs_a_deed() -> None:
    paid = '{"payment_history": [{"transaction_type": "refund", "amount": 5}]}'
    known = context(messages=tools(('get_order({"id": "A-1"})', paid)))
    assert weigh(families()["refund"], known, "it has been refunded")[0] == "supported"

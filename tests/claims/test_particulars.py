from __future__ import annotations

import pytest

from tests.claims.reading import claims, context, flagged, tools

CANCELLED = context(
    messages=tools(
        ('list_orders({"open": true})', '{"orders": [{"id": "10-5530"}, {"id": "10-5529"}]}'),
        ('cancel_order({"order_id": "10-5530"})', '{"order_id": "10-5530", "status": "cancelled"}'),
    )
)
REFUNDED = context(
    messages=tools(
        ('get_order({"id": "FD-77120"})', '{"total": 46.80}'),
        (
            'refund_items({"id": "FD-77120"})',
            '{"status": "accepted", "refunded": {"amount": 26.50}}',
        ),
    )
)


def test_a_deed_done_to_another_thing_is_found() -> None:
    assert flagged(claims("I cancelled 10-5529 and left 10-5530 to ship.", CANCELLED))
    assert flagged(claims("I cancelled 10-5530 and left 10-5529 to ship.", CANCELLED)) == []


def test_a_deed_for_another_amount_is_found() -> None:
    assert flagged(claims("I've refunded the full £46.80 to your card.", REFUNDED))
    assert flagged(claims("I've refunded £26.50 to your card.", REFUNDED)) == []


@pytest.mark.parametrize("draft", ["I've refunded both dishes.", "I've refunded you for order FD-77120."])
def test_without_an_amount_the_call_is_enough(draft: str) -> None:
    assert flagged(claims(draft, REFUNDED)) == []


def test_the_sum_of_two_calls_is_an_amount() -> None:
    twice = context(
        messages=tools(
            ('issue_refund({"amount": 10})', '{"status": "ok"}'), ('issue_refund({"amount": 15})', '{"status": "ok"}')
        )
    )
    assert flagged(claims("I've refunded $25 to your card.", twice)) == []


def test_one_part_undone_speaks_against_all() -> None:
    mixed = context({"actions": [{"name": "cancel_a", "status": "ok"}, {"name": "cancel_b", "status": "failed"}]})
    assert flagged(claims("I've cancelled both of them.", mixed))
    assert flagged(claims("I've cancelled the first.", mixed)) == []

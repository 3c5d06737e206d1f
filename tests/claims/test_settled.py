"""Deeds told without "I have …ed"."""

from __future__ import annotations

import pytest

from tests.claims.reading import claims, context, flagged, tools

LOOKED = context(messages=tools(('get_order({"id": "A-1"})', '{"id": "A-1", "total": 5}')))
FAILED = context(messages=tools(('update_address({"address": "Hill Rd 9"})', '{"error": {"code": "NOT_VERIFIED"}}')))


@pytest.mark.parametrize(
    "draft",
    [
        "Consider it done.",
        "Consider your plan cancelled.",
        "That's sorted now.",
        "Sure, done!",
        "Both done.",
        "Your refund went through.",
        "The refund of $20 has gone through.",
        "Your cancellation is complete.",
        "The £38.00 is back on your card.",
        "A fresh pizza is already being made and is on its way.",
        "Cancelled, and a refund on its way.",
        "✓ Refund issued",
        "- Return label sent\n- Refund processed to your card",
        "The link has gone out to her again.",
        "I've had the bag rerouted to Oslo.",
        "I can confirm that your order has been cancelled.",
        "I'm happy to tell you that your seats have been upgraded.",
        "The refund was issued by me this morning.",
        "Blocking the lost card went through.",
        "I've left them a message.",
        "There's now a ticket open for this.",
    ],
)
def test_a_deed_told_by_its_outcome_is_found(draft: str) -> None:
    assert flagged(claims(draft, LOOKED))


@pytest.mark.parametrize(
    "draft",
    [
        "Shall I refund you? Once that's done, you'll get an e-mail.",
        "You're all set! How can I help you further?",
        "Here is what I would do:\n- Order cancelled\n- Refund issued\nShall I go ahead?",
        "Refunds are on their way within five days as a rule, if the return is approved.",
        "Let me know when it's done.",
        "I've noted your preference for an aisle seat.",
        "I've applied your filters.",
        "You are confirmed as a silver member.",
        "Is that sorted?",
        "It isn't done yet.",
        "The refund hasn't gone through yet.",
        "You no longer have access to the trial after 30 days.",
        "Please let the driver know.",
        "Our team is with the engineers this week.",
        "To get it done, I need your order number.",
    ],
)
def test_what_tells_of_no_deed_of_ours_is_left_alone(draft: str) -> None:
    assert flagged(claims(draft, LOOKED)) == []


@pytest.mark.parametrize("draft", ["Your post now goes to Hill Rd 9.", "The change of your address went through."])
def test_a_state_counts_where_the_log_denies_it(draft: str) -> None:
    assert flagged(claims(draft, FAILED))


def test_a_note_on_the_account_is_a_deed() -> None:
    assert flagged(claims("I've recorded your preferences on your account.", LOOKED))

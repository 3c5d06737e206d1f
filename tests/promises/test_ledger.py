from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from guard.assemble import lexicons
from guard.domain.case import Case, Message
from guard.domain.promise import Promise
from guard.promises.ledger import ledger

AT = "2026-11-21T10:05:00-05:00"
LATER = "2026-11-21T10:20:00-05:00"
NEXT_WEEK = datetime.fromisoformat("2026-11-30T09:00:00-05:00")


def agent(text: str, at: str | None = AT) -> Message:
    return Message(role="agent", text=text, at=at)


def customer(text: str = "Thank you.") -> Message:
    return Message(role="customer", text=text)


def call(name: str, arguments: str, result: str, at: str = LATER) -> tuple[Message, Message]:
    return (
        Message(role="tool", kind="call", name=name, text=f"CALL {name}({arguments})", at=at),
        Message(role="tool", kind="result", name=name, text=result, at=at),
    )


def promises(
    *messages: Message, facts: dict[str, Any] | None = None, now: datetime | None = None, draft: str = ""
) -> tuple[Promise, ...]:
    return ledger(Case(draft=draft, id="c", messages=messages, facts=facts or {}), lexicons(), now)


def only(*messages: Message, facts: dict[str, Any] | None = None, now: datetime | None = None) -> Promise:
    [promise] = promises(*messages, facts=facts, now=now)
    return promise


def test_a_promise_that_nothing_shows_is_open_until_it_is_due_and_overdue_after() -> None:
    said = agent("I'll call you by 5 pm tomorrow.")
    assert only(said).state == "open"
    assert only(said, now=datetime.fromisoformat("2026-11-22T16:59:00-05:00")).state == "open"
    assert only(said, now=datetime.fromisoformat("2026-11-22T17:01:00-05:00")).state == "overdue"


def test_now_is_the_facts_else_the_last_message_and_never_the_clock() -> None:
    said = agent("I'll call you by 5 pm tomorrow.")
    assert only(said, facts={"now": "2026-12-01T09:00:00-05:00"}).state == "overdue"
    assert only(said).now == AT
    assert only(agent("I'll call you by 5 pm tomorrow.", None)).now is None


def test_a_now_without_a_zone_is_taken_in_the_conversations() -> None:
    said = agent("I'll call you by 5 pm.")
    assert only(said, now=datetime(2026, 11, 21, 17, 1)).now == "2026-11-21T17:01:00-05:00"


def test_a_draft_of_which_nothing_tells_the_time_is_sent_now() -> None:
    [promise] = promises(draft="I'll call you by 5 pm.", now=datetime.fromisoformat("2026-11-21T10:05:00-05:00"))
    assert promise.commitment.due == "2026-11-21T17:00:00-05:00"


def test_what_lies_after_now_has_not_happened() -> None:
    said = agent("I'll cancel the order today.")
    done = call("cancel_order", '{"id": "A-1042"}', '{"status": "cancelled"}', "2026-11-25T10:00:00-05:00")
    assert only(said, *done, now=NEXT_WEEK).state == "kept"
    assert only(said, *done, now=datetime.fromisoformat("2026-11-23T10:00:00-05:00")).state == "overdue"


def test_a_later_call_that_did_it_keeps_it_and_is_named() -> None:
    promise = only(agent("I'll refund A-1042."), *call("issue_refund", '{"order": "A-1042"}', '{"status": "ok"}'))
    assert promise.state == "kept"
    assert promise.shown is not None
    assert (promise.shown.where, promise.shown.value) == ("messages[2]", "issue_refund")


@pytest.mark.parametrize(
    ("name", "arguments", "result"),
    [
        ("get_refund", '{"order": "A-1042"}', '{"status": "ok"}'),
        ("issue_refund", '{"order": "A-1042"}', '{"error": "declined"}'),
        ("issue_refund", '{"order": "A-1042"}', '{"status": "pending"}'),
        ("issue_refund", '{"order": "B-7777"}', '{"status": "ok"}'),
        ("cancel_order", '{"order": "A-1042"}', '{"status": "cancelled"}'),
    ],
)
def test_a_look_a_failure_a_pending_one_another_order_or_another_deed_does_not_keep_it(
    name: str, arguments: str, result: str
) -> None:
    assert only(agent("I'll refund A-1042."), *call(name, arguments, result)).state == "open"


def test_a_call_before_the_promise_does_not_keep_it() -> None:
    assert only(*call("issue_refund", "{}", '{"status": "ok"}'), agent("I'll refund you.", LATER)).state == "open"


def test_what_goes_out_with_the_draft_keeps_the_drafts_promise() -> None:
    case = Case(draft="I'll refund it now.", id="c", draft_calls=({"name": "issue_refund", "arguments": "{}"},))
    [promise] = ledger(case, lexicons())
    assert (promise.state, promise.where) == ("kept", "draft")


def test_a_later_message_that_says_it_is_done_keeps_it() -> None:
    said = agent("I will initiate a replacement order.")
    promise = only(said, customer(), agent("The replacement order has been placed."))
    assert promise.state == "kept"
    assert promise.shown is not None
    assert promise.shown.where == "messages[2]"


def test_a_later_message_that_the_log_denies_keeps_nothing() -> None:
    said = agent("I'll refund the fee.")
    assert only(said, *call("get_order", "{}", '{"id": 1}'), agent("I've refunded the fee.", LATER)).state == "open"


def test_a_look_is_kept_by_the_call_before_the_agent_speaks_again_or_by_what_was_found() -> None:
    said = agent("Let me check your order.")
    assert only(said, *call("get_order", "{}", "{}")).state == "kept"
    assert only(said, customer(), agent("Your order is out for delivery.")).state == "kept"
    assert only(said, customer(), agent("May I have your name?"), *call("get_order", "{}", "{}")).state == "open"


def test_a_call_by_phone_is_not_kept_by_the_next_line_of_a_chat() -> None:
    said = agent("I'll call you tomorrow.")
    assert only(said, customer(), agent("Your order is out for delivery.")).state == "open"
    assert only(said, customer(), *call("phone_customer", "{}", '{"status": "done"}')).state == "kept"


def test_a_record_that_became_known_keeps_it_and_its_date_tells_whether_in_time() -> None:
    said = agent("It will be delivered by 25 November 2026.")
    order = {"id": "A-1042", "status": "delivered"}
    assert only(said, facts={"orders": [order]}, now=NEXT_WEEK).state == "kept"
    early, late = {**order, "delivered_at": "2026-11-24"}, {**order, "delivered_at": "2026-11-28"}
    assert only(said, facts={"orders": [early]}, now=NEXT_WEEK).state == "kept"
    broken = only(said, facts={"orders": [late]}, now=NEXT_WEEK)
    assert broken.state == "broken"
    assert broken.shown is not None
    assert broken.shown.where == "facts.orders[0].delivered_at"


def test_where_two_records_could_be_meant_neither_shows_anything() -> None:
    orders = [{"id": "A-1042", "status": "delivered"}, {"id": "B-7777", "status": "in_transit"}]
    said = "It will be delivered by 25 November 2026."
    assert only(agent(said), facts={"orders": orders}, now=NEXT_WEEK).state == "overdue"
    named = said.replace("It", "A-1042")
    assert only(agent(named), facts={"orders": orders}, now=NEXT_WEEK).state == "kept"


def test_facts_that_were_there_before_a_draft_do_not_keep_its_promise() -> None:
    facts = {"now": AT, "orders": [{"id": "A-1042", "status": "delivered"}]}
    [promise] = promises(customer("My new one?"), facts=facts, draft="The new one will be delivered on Friday.")
    assert promise.state == "open"


def test_an_action_on_the_list_keeps_it_unless_it_failed_or_came_before() -> None:
    said = agent("I'll escalate this to our team.")
    for status, at, state in (
        ("ok", LATER, "kept"),
        ("failed", LATER, "open"),
        ("ok", "2026-11-20T09:00:00-05:00", "open"),
    ):
        facts = {"actions": [{"name": "escalate_case", "status": status, "at": at}], "now": "2026-11-21T12:00:00-05:00"}
        assert only(said, facts=facts).state == state, (status, at)


def test_facts_that_name_another_date_break_it() -> None:
    facts = {"now": "2026-11-21T12:00:00-05:00", "orders": [{"id": "A-1042", "estimated_delivery": "2026-11-27"}]}
    promise = only(agent("It'll be with you tomorrow, guaranteed."), facts=facts)
    assert promise.state == "broken"
    assert promise.shown is not None
    assert promise.shown.value == "2026-11-27"


def test_a_date_that_came_to_be_known_later_breaks_it_too() -> None:
    said = agent("It will arrive on Monday 23 November.")
    known = call("get_order", "{}", '{"estimated_delivery": "2026-11-27"}')
    assert [one.state for one in promises(said, customer("Sure?"), *known)] == ["broken"]


def test_a_repeat_is_no_second_promise() -> None:
    promise = only(agent("I will call you tomorrow morning about it."), customer(), agent("I'll call you tomorrow."))
    assert promise.repeats == ("messages[2]",)


def test_a_later_date_takes_the_place_of_the_earlier_one() -> None:
    first, second = promises(
        agent("Your parcel will arrive on 24 November."), customer(), agent("Your parcel will arrive on 26 November.")
    )
    assert (first.state, second.state) == ("replaced", "open")
    assert first.shown is not None
    assert first.shown.where == "messages[2]"


def test_promises_about_two_orders_stand_side_by_side() -> None:
    states = [one.state for one in promises(agent("I'll refund A-1042."), customer(), agent("I'll refund B-7777."))]
    assert states == ["open", "open"]


def test_a_promise_that_was_kept_can_be_made_anew() -> None:
    done = call("issue_refund", "{}", '{"status": "ok"}')
    first, second = promises(agent("I'll refund the fee."), *done, customer(), agent("I'll refund the fee.", LATER))
    assert (first.state, second.state) == ("kept", "open")


def test_what_is_taken_back_is_withdrawn() -> None:
    promise = only(
        agent("I'll refund the delivery fee."), customer(), agent("I'm sorry, I cannot refund the delivery fee.")
    )
    assert promise.state == "withdrawn"


def test_what_hangs_on_a_condition_is_never_overdue() -> None:
    promise = only(agent("If you send it back, we'll refund you by Friday."), now=NEXT_WEEK)
    assert (promise.commitment.certainty, promise.state) == ("conditional", "open")


def test_kept_too_late_is_told() -> None:
    said = agent("I'll escalate this today.")
    done = call("escalate_case", "{}", '{"status": "ok"}', "2026-11-24T09:00:00-05:00")
    promise = only(said, *done)
    assert (promise.state, promise.late) == ("kept", True)


def test_relative_days_count_from_the_message_in_the_conversations_zone() -> None:
    said = Message(role="agent", text="I'll call you tomorrow.", at="2026-11-22T02:00:00+00:00")
    promise = only(said, facts={"now": "2026-11-21T23:00:00-05:00"})
    assert promise.commitment.due == "2026-11-22"


def test_who_promised_and_to_whom_is_told() -> None:
    promise = only(agent("I'll call you."), facts={"agent": {"name": "Ada"}, "customer": {"name": "Mei"}})
    assert (promise.agent, promise.customer, promise.conversation) == ("Ada", "Mei", "c")


def test_ids_stay_the_same_and_differ_between_promises() -> None:
    one, two = promises(agent("I'll check the order. I'll refund the fee."))
    assert one.id != two.id
    assert [one.id, two.id] == [p.id for p in promises(agent("I'll check the order. I'll refund the fee."), customer())]

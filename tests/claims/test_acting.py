from __future__ import annotations

from typing import Any

import pytest

from guard.claims.deeds.acting import acts, belongs, looks
from guard.claims.deeds.families import families
from guard.domain.tools import DEEDS, plain_name
from guard.domain.trace import ToolCall


def call(name: str, arguments: Any = None, does: tuple[str, ...] | None = None) -> ToolCall:
    return ToolCall(plain_name(name), arguments or {}, 0, does=does)


@pytest.mark.parametrize(
    "name",
    [
        "issue_refund", "issueRefund", "refund", "shop__refund_order", "orders.refund.create", "orders/refund",
        "POST /refunds", "DELETE /orders/{id}", "PATCH /orders/{id}", "update_order_status", "set_status",
        "hotel_book", "modify_user_address", "get_or_create_ticket", "check_in_passenger", "send_quote",
        "order_status_update", "mcp__crm__update_details", "crm.tickets.escalate", "transfer_to_human_agents",
        "ask_courier",
    ],
)  # fmt: skip
def test_a_tool_that_acts_is_known_by_its_name(name: str) -> None:
    assert acts(call(name))


@pytest.mark.parametrize(
    "name",
    [
        "get_order", "getOrder", "shop__get_order", "orders.get", "orders.list_all", "GET /orders/{id}",
        "POST /orders/search", "order_status", "refund_status", "return_policy", "refund_check", "create_quote",
        "booking.preview", "redeliver_check", "check_refund", "bank_balance", "list_payments", "searchFlights",
        "crm.tickets.find", "calculate_refund", "verify_identity", "message_history", "think",
        "is_eligible_for_refund",
    ],
)  # fmt: skip
def test_a_tool_that_only_looks_is_known_by_its_name(name: str) -> None:
    assert looks(call(name))


@pytest.mark.parametrize(
    "arguments",
    [
        {"RequestType": "Check"}, {"mode": "preview"}, {"dry_run": True}, {"validate_only": True}, {"confirm": False},
        {"action": "quote"}, [{"RequestType": '"Check"'}],
    ],
)  # fmt: skip
def test_arguments_make_a_trial_of_a_call(arguments: Any) -> None:
    assert looks(call("hotel_book", arguments))


@pytest.mark.parametrize(
    "arguments",
    [
        {"mode": "live"}, {"dry_run": False}, {"confirm": True}, {"reason": "test"}, {"note": "search"},
        [{"RequestType": '"Book"'}],
    ],
)  # fmt: skip
def test_other_arguments_do_not(arguments: Any) -> None:
    assert acts(call("hotel_book", arguments))


@pytest.mark.parametrize("name", ["run_sql", "execute_query", "db.query"])
def test_a_tool_that_runs_a_query_acts_when_the_query_does(name: str) -> None:
    assert looks(call(name, {"query": "SELECT * FROM orders WHERE id = 7"}))
    assert acts(call(name, {"query": "UPDATE orders SET status = 'cancelled' WHERE id = 7"}))


def test_what_its_owner_declares_outweighs_a_name() -> None:
    assert acts(call("get_it_moving", does=("dispatch",)))
    assert looks(call("issue_report", does=()))
    assert belongs(families()["dispatch"], call("get_it_moving", does=("dispatch",)))
    assert not belongs(families()["refund"], call("issue_refund", does=("send",)))


def test_a_call_without_a_name_neither_acts_nor_certainly_looks() -> None:
    assert (acts(call("")), looks(call(""))) == (False, False)


def test_a_pack_may_declare_every_family_and_no_other() -> None:
    assert set(DEEDS) == set(families())

from __future__ import annotations

import pytest

from guard.domain.case import Message
from guard.domain.loose import loads
from guard.domain.trace import has_failed, read_call, trace


def tool(text: str, **more: str | bool) -> Message:
    return Message(role="tool", text=text, **more)  # type: ignore[arg-type]


def test_a_call_is_split_into_name_and_arguments() -> None:
    assert read_call('CALL get_order({"id": "A-1"})') == ("get_order", {"id": "A-1"})


def test_arguments_that_are_a_python_literal_are_read_too() -> None:
    assert read_call("CALL get_order({'id': None})") == ("get_order", {"id": None})


def test_arguments_that_are_neither_stay_text() -> None:
    assert read_call("CALL get_order(id=A-1)") == ("get_order", "id=A-1")


def test_a_result_goes_to_the_call_with_its_id() -> None:
    calls = trace(
        [
            tool("CALL a({})", kind="call", call_id="1"),
            tool("CALL b({})", kind="call", call_id="2"),
            tool('{"of": "b"}', kind="result", call_id="2"),
            tool('{"of": "a"}', kind="result", call_id="1"),
        ]
    )
    assert [(call.name, call.result) for call in calls] == [("a", {"of": "a"}), ("b", {"of": "b"})]


def test_without_ids_a_result_goes_to_the_nearest_unanswered_call() -> None:
    calls = trace([tool("CALL a({})"), tool("1"), tool("CALL b({})"), tool("2")])
    assert [(call.name, call.result) for call in calls] == [("a", 1), ("b", 2)]


def test_a_result_that_no_call_asked_for_stands_alone() -> None:
    [call] = trace([tool('{"status": "ok"}')])
    assert (call.name, call.at, call.result_at) == ("", None, 0)


@pytest.mark.parametrize(
    "result",
    [
        '{"status": "failed"}',
        '{"error": {"code": "PSP_TIMEOUT"}}',
        '{"success": false}',
        "Error: flight not available",
        '{"Message": "Reservation Failed"}',
        '{"status": "rejected_by_bank"}',
    ],
)
def test_a_result_that_reports_a_failure_is_seen(result: str) -> None:
    assert has_failed(tool(result), loads(result))


@pytest.mark.parametrize("result", ['{"status": "ok"}', '{"error": null}', "Done", '{"note": "no failures"}', "[]", ""])
def test_a_result_that_reports_none_is_not(result: str) -> None:
    assert not has_failed(tool(result), loads(result))


def test_a_failed_flag_outweighs_the_text() -> None:
    assert has_failed(tool("{}", error=True), {})


@pytest.mark.parametrize(
    "call",
    [
        {"name": "issue_refund", "arguments": {"amount": 5}},
        {"name": "issue_refund", "arguments": '{"amount": 5}'},
        {"text": 'CALL issue_refund({"amount": 5})'},
        {"type": "function", "function": {"name": "issue_refund", "arguments": '{"amount": 5}'}},
    ],
)
def test_calls_that_go_out_with_the_draft_come_in_every_shape(call: dict[str, object]) -> None:
    [read] = trace([], [call])
    assert (read.name, read.arguments, read.at) == ("issue_refund", {"amount": 5}, None)


@pytest.mark.parametrize(
    "text", ["", "CALL", "CALL (", "CALL x(", "{" * 3000, "[" * 100_000, "\ud800", "CALL x({'a': " + "(" * 500]
)
def test_hostile_text_never_raises(text: str) -> None:
    trace([tool(text), tool(text)], [{"text": text}, {"name": text, "arguments": text}, {}])

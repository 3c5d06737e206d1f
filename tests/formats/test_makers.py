"""Every way in which a trace is written gives the same calls."""

from __future__ import annotations

import json
from typing import Any

import pytest

from guard.domain.trace import ToolCall, trace
from guard.formats.cases import case_from

LOOK, ACT = {"id": "A-1"}, {"id": "A-1", "amount": 5}
FOUND, FAILED = {"status": "delivered"}, "Error: card expired"
ASKED = "Refund A-1, please."
DRAFT = "I've asked for your refund."

OPENAI: list[dict[str, Any]] = [
    {"role": "user", "content": ASKED},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {"id": "t1", "type": "function", "function": {"name": "getOrder", "arguments": json.dumps(LOOK)}},
            {"id": "t2", "type": "function", "function": {"name": "issueRefund", "arguments": json.dumps(ACT)}},
        ],
    },
    {"role": "tool", "tool_call_id": "t2", "content": FAILED},
    {"role": "tool", "tool_call_id": "t1", "content": json.dumps(FOUND)},
    {"role": "assistant", "content": DRAFT},
]
RESPONSES: list[dict[str, Any]] = [
    {"type": "message", "role": "user", "content": [{"type": "input_text", "text": ASKED}]},
    {"type": "reasoning", "summary": []},
    {"type": "function_call", "call_id": "t1", "name": "getOrder", "arguments": json.dumps(LOOK)},
    {"type": "function_call", "call_id": "t2", "name": "issueRefund", "arguments": json.dumps(ACT)},
    {"type": "function_call_output", "call_id": "t2", "output": FAILED},
    {"type": "function_call_output", "call_id": "t1", "output": json.dumps(FOUND)},
    {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": DRAFT}]},
]
ANTHROPIC: list[dict[str, Any]] = [
    {"role": "user", "content": ASKED},
    {
        "role": "assistant",
        "content": [
            {"type": "tool_use", "id": "t1", "name": "getOrder", "input": LOOK},
            {"type": "tool_use", "id": "t2", "name": "issueRefund", "input": ACT},
        ],
    },
    {
        "role": "user",
        "content": [
            {"type": "tool_result", "tool_use_id": "t2", "content": FAILED, "is_error": True},
            {"type": "tool_result", "tool_use_id": "t1", "content": [{"type": "text", "text": json.dumps(FOUND)}]},
        ],
    },
    {"role": "assistant", "content": [{"type": "text", "text": DRAFT}]},
]
LANGCHAIN: list[dict[str, Any]] = [
    {"type": "human", "content": ASKED},
    {
        "type": "ai",
        "content": "",
        "tool_calls": [
            {"name": "getOrder", "args": LOOK, "id": "t1", "type": "tool_call"},
            {"name": "issueRefund", "args": ACT, "id": "t2", "type": "tool_call"},
        ],
    },
    {"type": "tool", "tool_call_id": "t2", "content": FAILED, "status": "error"},
    {"type": "tool", "tool_call_id": "t1", "content": json.dumps(FOUND), "status": "success"},
    {"type": "ai", "content": DRAFT},
]
EXPORTED = [{"type": message["type"], "data": message} for message in LANGCHAIN]
SERIALISED = [
    {
        "lc": 1,
        "type": "constructor",
        "id": [
            "langchain",
            "schema",
            "messages",
            {"human": "HumanMessage", "ai": "AIMessage"}.get(kind, "ToolMessage"),
        ],
        "kwargs": {key: value for key, value in message.items() if key != "type"},
    }
    for message in LANGCHAIN
    for kind in [str(message["type"])]
]
TAU2: list[dict[str, Any]] = [
    {"role": "user", "content": ASKED, "turn_idx": 0},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {"id": "t1", "name": "getOrder", "arguments": LOOK, "requestor": "assistant"},
            {"id": "t2", "name": "issueRefund", "arguments": ACT, "requestor": "assistant"},
        ],
    },
    {"id": "t2", "role": "tool", "content": FAILED, "requestor": "assistant", "error": True},
    {"id": "t1", "role": "tool", "content": json.dumps(FOUND), "requestor": "assistant", "error": False},
    {"role": "assistant", "content": DRAFT},
]
PLAIN: list[dict[str, Any]] = [
    {"role": "customer", "text": ASKED},
    {"role": "tool", "text": f"CALL getOrder({json.dumps(LOOK)})"},
    {"role": "tool", "text": json.dumps(FOUND)},
    {"role": "tool", "text": f"CALL issueRefund({ACT})"},
    {"role": "tool", "text": FAILED},
    {"role": "agent", "text": DRAFT},
]
FORMS: dict[str, list[dict[str, Any]]] = {
    "openai": OPENAI, "responses": RESPONSES, "anthropic": ANTHROPIC, "langchain": LANGCHAIN,
    "langchain exported": EXPORTED, "langchain serialised": SERIALISED, "tau2": TAU2,
}  # fmt: skip

ASK = {"role": "tool", "text": "CALL refund({})"}


def said(calls: tuple[ToolCall, ...]) -> list[tuple[Any, ...]]:
    return [(call.name, call.arguments, call.result, call.failed) for call in calls]


CALLS = [("get_order", LOOK, FOUND, False), ("issue_refund", ACT, FAILED, True)]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_conversation_calls_and_draft(form: str) -> None:
    case = case_from({"messages": FORMS[form]})
    assert said(trace(case.messages)) == CALLS
    assert case.draft == DRAFT
    assert [message.text for message in case.messages if message.role != "tool"] == [ASKED]


def test_plain_calls_give_the_same_calls() -> None:
    case = case_from({"messages": PLAIN, "draft": DRAFT})
    assert said(trace(case.messages)) == CALLS


def test_calls_after_the_words_go_out_with_the_draft() -> None:
    items = [RESPONSES[0], RESPONSES[-1], RESPONSES[3]]
    case = case_from({"messages": items})
    assert said(trace(case.messages, case.draft_calls)) == [("issue_refund", ACT, None, None)]


def test_calls_beside_the_words_go_out_with_the_draft() -> None:
    turn = {
        "role": "assistant",
        "content": [
            {"type": "text", "text": DRAFT},
            {"type": "tool_use", "id": "t2", "name": "issueRefund", "input": ACT},
        ],
    }
    case = case_from({"messages": [ANTHROPIC[0], turn]})
    assert (case.draft, said(trace(case.messages, case.draft_calls))) == (DRAFT, [("issue_refund", ACT, None, None)])


def test_a_hosted_call_carries_its_own_output() -> None:
    item = {
        "type": "mcp_call",
        "id": "m1",
        "name": "shop__refund",
        "arguments": "{}",
        "output": None,
        "error": "denied",
    }
    case = case_from({"messages": [item], "draft": "x"})
    assert said(trace(case.messages)) == [("shop__refund", {}, "denied", True)]


def test_a_result_that_was_cut_off_still_tells_of_its_failure() -> None:
    messages = [
        {"role": "tool", "text": "CALL refund({})"},
        {"role": "tool", "text": '{"status": "failed", "reason": "no b'},
    ]
    (call,) = trace(case_from({"messages": messages, "draft": "x"}).messages)
    assert (call.result, call.failed) == ({"status": "failed"}, True)


def test_a_result_in_a_trace_of_code_is_read() -> None:
    messages = [
        {"role": "tool", "text": "CALL refund({})"},
        {"role": "tool", "text": '# var_4 = "Error: not eligible"'},
    ]
    (call,) = trace(case_from({"messages": messages, "draft": "x"}).messages)
    assert (call.result, call.failed) == ("Error: not eligible", True)

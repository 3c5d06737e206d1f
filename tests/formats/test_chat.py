from __future__ import annotations

from typing import Any

import pytest

from guard.domain.case import Message
from guard.domain.trace import trace
from guard.errors import UsageError
from guard.formats.cases import case_from

CALL = {"id": "t1", "type": "function", "function": {"name": "get_order", "arguments": '{"id": "A-1"}'}}


def test_roles_are_turned_into_ours() -> None:
    roles = ["system", "developer", "user", "assistant"]
    case = case_from({"draft": "Hi", "messages": [{"role": role, "content": "x"} for role in roles]})
    assert [message.role for message in case.messages] == ["system", "system", "customer", "agent"]


def test_the_last_assistant_message_is_the_draft() -> None:
    chat = [
        {"role": "user", "content": "Where is it?"},
        {"role": "assistant", "content": "On its way."},
        {"role": "user", "content": "Thanks."},
    ]
    case = case_from({"messages": chat, "model": "some-model"})
    assert case.draft == "On its way."
    assert [message.text for message in case.messages] == ["Where is it?"]
    assert case.meta == {"model": "some-model"}


def test_a_draft_that_is_given_stays() -> None:
    chat = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]
    case = case_from({"messages": chat, "draft": "How can I help?"})
    assert case.draft == "How can I help?"
    assert case.messages[-1] == Message(role="agent", text="Hello.")


def test_calls_and_results_pair_up_in_the_trace() -> None:
    chat = [
        {"role": "user", "content": "Where is A-1?"},
        {"role": "assistant", "content": "Let me look.", "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "t1", "content": '{"status": "in_transit"}'},
        {"role": "assistant", "content": "On its way."},
    ]
    case = case_from({"messages": chat})
    assert [(m.role, m.kind) for m in case.messages] == [
        ("customer", None), ("agent", None), ("tool", "call"), ("tool", "result"),
    ]  # fmt: skip
    assert case.messages[2].text == 'CALL get_order({"id": "A-1"})'
    assert case.messages[3].name == "get_order"
    (call,) = trace(case.messages)
    assert (call.name, call.arguments, call.result) == ("get_order", {"id": "A-1"}, {"status": "in_transit"})


def test_calls_of_the_last_message_go_out_with_the_draft() -> None:
    chat = [
        {"role": "user", "content": "Refund!"},
        {"role": "assistant", "content": "Refunding.", "tool_calls": [CALL]},
    ]
    case = case_from({"messages": chat})
    assert case.draft == "Refunding."
    (call,) = trace(case.messages, case.draft_calls)
    assert (call.name, call.arguments) == ("get_order", {"id": "A-1"})


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ({"name": "refund", "args": {"id": 1}, "id": "t"}, 'CALL refund({"id":1})'),
        ({"type": "custom", "custom": {"name": "run", "input": "ls"}}, "CALL run(ls)"),
        ({"function": {"name": "ping"}}, "CALL ping({})"),
        ("nonsense", "CALL (nonsense)"),
    ],
)
def test_other_shapes_of_a_call_are_read(call: Any, text: str) -> None:
    case = case_from({"draft": "x", "messages": [{"role": "assistant", "content": None, "tool_calls": [call]}]})
    assert [message.text for message in case.messages] == [text]


def test_the_old_function_call_is_read() -> None:
    chat = [
        {"role": "assistant", "content": None, "function_call": {"name": "f", "arguments": "{}"}},
        {"role": "function", "name": "f", "content": "ok"},
    ]
    case = case_from({"draft": "x", "messages": chat})
    assert [(m.kind, m.name, m.text) for m in case.messages] == [("call", "f", "CALL f({})"), ("result", "f", "ok")]


def test_parts_are_joined_and_a_picture_leaves_a_note() -> None:
    parts = [
        {"type": "text", "text": "Look:"},
        {"type": "image_url", "image_url": {"url": "https://…"}},
        "broken",
    ]
    case = case_from({"draft": "x", "messages": [{"role": "user", "content": parts}]})
    assert case.messages[0].text == "Look:\n[image]\nbroken"


def test_a_refusal_is_what_the_assistant_said() -> None:
    case = case_from({"messages": [{"role": "assistant", "content": None, "refusal": "I can't."}]})
    assert case.draft == "I can't."


def test_a_result_that_is_an_object_becomes_json() -> None:
    case = case_from({"draft": "x", "messages": [{"role": "tool", "tool_call_id": "t", "content": {"ok": True}}]})
    assert case.messages[0].text == '{"ok":true}'


def test_our_roles_may_stand_beside_theirs() -> None:
    chat = [{"role": "customer", "text": "Hi", "at": 5}, {"role": "user", "text": "Hello?"}]
    case = case_from({"draft": "x", "messages": chat})
    assert case.messages == (
        Message(role="customer", text="Hi", at=5),
        Message(role="customer", text="Hello?"),
    )


def test_a_problem_names_the_callers_message_and_key() -> None:
    chat = [
        {"role": "assistant", "content": "Let me look.", "tool_calls": [CALL, CALL]},
        {"role": "user", "content": 5},
    ]
    with pytest.raises(UsageError, match=r"case: messages\[1\]\.content: expected text; got the number 5"):
        case_from({"draft": "x", "messages": chat})


def test_a_draft_too_long_is_named_by_the_message_it_came_from() -> None:
    with pytest.raises(UsageError, match=r"case: messages\[0\]\.content: expected a draft of at most"):
        case_from({"messages": [{"role": "assistant", "content": "x" * 20_001}]})


def test_without_an_assistants_words_there_is_no_draft() -> None:
    with pytest.raises(UsageError, match="add 'draft', or an assistant message that says something"):
        case_from({"messages": [{"role": "user", "content": "Hi"}]})


def test_a_misspelt_key_is_named() -> None:
    with pytest.raises(UsageError, match=r"messages\[0\]\.text: expected 'text'; got nothing; rename 'txt' to 'text'"):
        case_from({"draft": "x", "messages": [{"role": "user", "txt": "Hi"}]})

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from guard.domain.case import Case
from guard.errors import UsageError
from guard.formats.cases import Unreadable
from guard.formats.conversations import conversation_from, placed_conversations

TALK = {"id": "t-1", "source": "desk", "messages": [{"role": "agent", "text": "I'll call you.", "action": "x"}]}
SAID = (("user", "Hi"), ("assistant", "I'll call."), ("user", "Ok"))
CHAT = [{"role": role, "content": text} for role, text in SAID]


def read(data: bytes) -> list[Case | Unreadable]:
    return [case for _, case in placed_conversations("-", io.BytesIO(data))]


def one(data: bytes) -> Case:
    [case] = read(data)
    assert isinstance(case, Case)
    return case


def test_a_conversation_needs_no_draft_and_keeps_all_its_messages() -> None:
    case = one(json.dumps(TALK).encode())
    assert (case.id, case.draft, len(case.messages)) == ("t-1", "", 1)
    assert case.meta["source"] == "desk"


@pytest.mark.parametrize("value", [CHAT, {"messages": CHAT}])
def test_the_last_message_of_a_chat_stays_a_message(value: Any) -> None:
    case = one(json.dumps(value).encode())
    assert (case.draft, [message.role for message in case.messages]) == ("", ["customer", "agent", "customer"])


def test_a_case_with_a_draft_is_read_as_ever() -> None:
    assert one(json.dumps({**TALK, "draft": "Done."}).encode()).draft == "Done."
    assert one(b"I'll call you.\n").draft == "I'll call you."


def test_what_has_neither_is_told_in_its_place_and_the_rest_is_read() -> None:
    bad, good = read(b'{"message": []}\n' + json.dumps(TALK).encode())
    assert isinstance(bad, Unreadable)
    assert str(bad.problem).startswith("<stdin>:1: expected 'messages', or a 'draft'; got neither;")
    assert isinstance(good, Case)


def test_packed_files_are_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "talks.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(TALK).encode() + b"\n"))
    assert [line for line, _ in placed_conversations(path)] == [1]


@pytest.mark.parametrize("data", [b"not packed", gzip.compress(b"{}\n" * 100)[:-12]])
def test_a_damaged_packed_file_is_told_with_its_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "talks.jsonl.gz"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"talks\.jsonl\.gz: expected a file that can be read"):
        list(placed_conversations(path))


def test_a_file_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="expected a file"):
        placed_conversations(tmp_path / "none.jsonl")


def test_what_is_no_conversation_says_so() -> None:
    with pytest.raises(UsageError, match="expected an object"):
        conversation_from(7)

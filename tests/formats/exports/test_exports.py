"""Others' exports: the same talk comes out of each, and what cannot be read is told in its place."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from guard.domain.case import Case
from guard.errors import UsageError
from guard.formats.cases import Unreadable
from guard.formats.conversations import placed_conversations

ASKED, ANSWERED = "Where is my parcel?", "It was sent on Monday."
CHAT: list[dict[str, Any]] = [{"role": "user", "content": ASKED}, {"role": "assistant", "content": ANSWERED}]
LANGCHAIN: list[dict[str, Any]] = [
    {"type": "human", "content": ASKED},
    {"type": "ai", "content": ANSWERED, "tool_calls": []},
]


def read(path: Path) -> list[Case]:
    found = [case for _, case in placed_conversations(path)]
    assert all(isinstance(case, Case) for case in found), found
    return [case for case in found if isinstance(case, Case)]


def talk(case: Case) -> list[tuple[str, str]]:
    said = [(message.role, message.text) for message in case.messages]
    return [*said, ("agent", case.draft)] if case.draft else said


TAU2: dict[str, Any] = {
    "info": {
        "environment_info": {"domain_name": "retail", "policy": "Returns are free."},
        "agent_info": {"llm": "some-model"},
    },
    "tasks": [{"id": "t"}],
    "simulations": [{"id": "s1", "task_id": "7", "messages": CHAT, "reward_info": {"reward": 1.0}}],
}


WRAPPINGS: list[dict[str, Any]] = [
    {"messages": CHAT},
    {"messages": LANGCHAIN},
    {
        "messages": [
            {"lc": 1, "type": "constructor", "id": ["x", "HumanMessage"], "kwargs": {"content": ASKED}},
            LANGCHAIN[1],
        ]
    },
    TAU2,
    {"tests": [{"description": "a", "vars": {"messages": [{"user": ASKED}, {"assistant": ANSWERED}]}}]},
    {"vars": {"messages": json.dumps(CHAT)}},
    {"results": {"results": [{"vars": {"question": ASKED}, "response": {"output": ANSWERED}}]}},
    {"id": "e", "inputs": {"messages": CHAT[:1]}, "outputs": {"messages": CHAT}},
    {"id": "e", "inputs": {"messages": CHAT[:1]}, "outputs": {"messages": CHAT[1:]}},
    {"inputs": {"question": ASKED}, "outputs": {"output": ANSWERED}, "metadata": {"split": "a"}},
    {"scenario": "s", "turns": CHAT, "expected_outcome": "kind"},
    {"input": ASKED, "actualOutput": ANSWERED, "retrievalContext": ["Sent on Monday."]},
    {"user_input": LANGCHAIN},
    {"user_input": ASKED, "response": ANSWERED},
]


@pytest.mark.parametrize("value", WRAPPINGS)
def test_the_same_talk_comes_out_of_every_wrapping(tmp_path: Path, value: dict[str, Any]) -> None:
    (tmp_path / "export.json").write_text(json.dumps(value))
    (tmp_path / "export.jsonl").write_text(json.dumps(value) + "\n")
    for name in ("export.json", "export.jsonl"):
        (case,) = read(tmp_path / name)
        assert talk(case) == [("customer", ASKED), ("agent", ANSWERED)]


def test_tau2_brings_policy_domain_and_reward(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text(json.dumps(TAU2))
    (case,) = read(tmp_path / "results.json")
    assert case.facts["policies"] == ["Returns are free."]
    assert (case.meta["domain"], case.meta["bot_version"], case.outcome["reward"]) == ("retail", "some-model", 1.0)


def test_retrieved_passages_become_sources(tmp_path: Path) -> None:
    value = {"input": ASKED, "actual_output": ANSWERED, "retrieval_context": ["Sent on Monday."]}
    (tmp_path / "goldens.json").write_text(json.dumps([value]))
    (case,) = read(tmp_path / "goldens.json")
    assert case.facts == {"sources": [{"text": "Sent on Monday."}]}


def test_a_simulation_that_cannot_be_read_is_told_by_its_place_and_the_next_one_is_read(tmp_path: Path) -> None:
    broken = {"id": "s0", "messages": [{"role": "assistant", "content": 5}]}
    (tmp_path / "results.json").write_text(json.dumps({**TAU2, "simulations": [broken, *TAU2["simulations"]]}))
    first, second = (case for _, case in placed_conversations(tmp_path / "results.json"))
    assert isinstance(first, Unreadable)
    assert "[0]" in str(first.problem)
    assert isinstance(second, Case)


TABLE = """\
Ticket ID,Created At,Sender,Message,Medium,Team
7,2026-11-20T10:00:00Z,Customer,"Where is my parcel?
I need it.",email,north
8,2026-11-20T10:01:00Z,visitor,Hello?,chat,south
7,2026-11-20T10:05:00Z,Support,It was sent on Monday.,email,north
"""


@pytest.mark.parametrize(("suffix", "comma"), [(".csv", ","), (".tsv", "\t")])
def test_a_table_with_a_message_a_row_is_grouped_by_conversation(tmp_path: Path, suffix: str, comma: str) -> None:
    path = tmp_path / f"tickets{suffix}"
    path.write_bytes(b"\xef\xbb\xbf" + TABLE.replace(",", comma).encode())
    seven, eight = read(path)
    assert talk(seven) == [("customer", "Where is my parcel?\nI need it."), ("agent", "It was sent on Monday.")]
    assert (seven.conversation, seven.channel, seven.meta) == ("7", "email", {"Team": "north"})
    assert eight.messages[0].at == "2026-11-20T10:01:00Z"


def test_a_table_without_a_needed_column_says_which(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("ticket_id,message\n1,Hi\n")
    with pytest.raises(UsageError, match="a column for the role, such as role, sender, author"):
        list(placed_conversations(tmp_path / "t.csv"))


def test_a_role_that_nobody_knows_is_told_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("ticket_id,role,text\n1,customer,Hi\n1,wizard,Hello\n1,agent,Hello\n")
    found = [case for _, case in placed_conversations(tmp_path / "t.csv")]
    assert talk(next(case for case in found if isinstance(case, Case))) == [("customer", "Hi"), ("agent", "Hello")]
    (problem,) = (case.problem for case in found if isinstance(case, Unreadable))
    assert str(problem).startswith(f"{tmp_path / 't.csv'}:3: expected a role in column 'role'")


def test_a_corpus_knows_its_agents_by_what_its_speakers_say(tmp_path: Path) -> None:
    said = [
        {"id": "u2", "speaker": "ann", "conversation_id": "c", "timestamp": 2, "text": ANSWERED},
        {"id": "u1", "speaker": "bo", "conversation_id": "c", "timestamp": 1, "text": ASKED},
    ]
    (tmp_path / "utterances.jsonl").write_text("".join(json.dumps(one) + "\n" for one in said))
    (tmp_path / "speakers.json").write_text(json.dumps({"ann": {"meta": {"type": "support"}}, "bo": {"meta": {}}}))
    (case,) = read(tmp_path)
    assert talk(case) == [("customer", ASKED), ("agent", ANSWERED)]


def test_without_that_whoever_began_is_the_customer(tmp_path: Path) -> None:
    said = [
        {"id": "u1", "user": "bo", "root": "c", "text": ASKED},
        {"id": "u2", "user": "ann", "root": "c", "text": ANSWERED},
    ]
    (tmp_path / "utterances.jsonl").write_text("".join(json.dumps(one) + "\n" for one in said))
    (case,) = read(tmp_path)
    assert talk(case) == [("customer", ASKED), ("agent", ANSWERED)]


def test_an_export_may_be_gzipped(tmp_path: Path) -> None:
    (tmp_path / "results.json.gz").write_bytes(gzip.compress(json.dumps(TAU2).encode()))
    assert len(read(tmp_path / "results.json.gz")) == 1

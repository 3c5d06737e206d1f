"""Events on their way to the caller, however the bytes are cut."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from guard.assemble import Guard
from guard.middleware.fallback import FALLBACK
from guard.middleware.live import Live
from guard.wire.events import Cutter
from guard.wire.exchange import judged_body, onward, stream_of
from guard.wire.request import Asked, asked
from tests.contracts.adapter import PATIENT

DOOR = Guard(deadline_ms=PATIENT)
HELD = "You idiot."
CLEAN = "The museum opens at ten.\n\n* dogs, too"


def question(**more: Any) -> Asked:
    body = {"messages": [{"role": "user", "content": "Hi"}], "stream": True, **more}
    found, _ = asked("/v1/chat/completions", json.dumps(body).encode())
    assert found is not None
    return found


def events(text: str, sizes: list[int], end: bytes = b"\n\n") -> bytes:
    pieces: list[str] = []
    at = 0
    for size in [*sizes, len(text)]:
        pieces.append(text[at : at + size])
        at += size
    chunks: list[dict[str, Any]] = [
        {"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]} for piece in pieces
    ]
    chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    return b"".join(b"data: " + json.dumps(chunk).encode() + end for chunk in chunks) + b"data: [DONE]" + end


def passed(body: bytes, cuts: list[int]) -> bytes:
    """Send bytes through, cut where the test says."""
    stream, cutter, out, at = stream_of(question(), Live(door=DOOR)), Cutter(), b"", 0
    for size in [*cuts, len(body)]:
        for event in cutter.feed(body[at : at + size]):
            out += b"".join(onward(event, stream))
        at += size
    if rest := cutter.rest():
        out += b"".join(onward(rest, stream))
    return out


def words(body: bytes) -> str:
    told = ""
    for event in Cutter().feed(body):
        if b"[DONE]" not in event:
            told += "".join(c["delta"].get("content", "") for c in json.loads(event[6:])["choices"])
    return told


SIZES = st.lists(st.integers(1, 9), max_size=12)


@given(SIZES, SIZES, st.sampled_from([b"\n\n", b"\r\n\r\n"]))
@settings(max_examples=60, deadline=None)
def test_no_token_of_a_held_reply_leaves_by_any_cutting(sizes: list[int], cuts: list[int], end: bytes) -> None:
    out = passed(events(HELD, sizes, end), cuts)
    assert words(out) == FALLBACK
    assert b"content_filter" in out
    assert out.endswith(b"data: [DONE]\n\n")


@given(SIZES, SIZES)
@settings(max_examples=60, deadline=None)
def test_a_clean_reply_is_the_same_by_any_cutting(sizes: list[int], cuts: list[int]) -> None:
    assert words(passed(events(CLEAN, sizes), cuts)) == CLEAN


def test_comments_and_broken_events_go_on_as_they_are() -> None:
    assert passed(b": ping\n\ndata: {broken\n\n", []) == b": ping\n\ndata: {broken\n\n"


def test_a_body_that_is_no_answer_goes_on_as_it_is() -> None:
    for text in (b"[]", b"<html>", b'{"object": "list", "data": []}', b'{"choices": null}'):
        assert judged_body(text, question(), DOOR.reply) == (text, ())


def test_the_items_of_a_responses_request_become_a_conversation() -> None:
    body = {
        "instructions": "Be kind.",
        "input": [
            {"role": "user", "content": "Refund me"},
            {"type": "function_call", "call_id": "t1", "name": "issue_refund", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "t1", "output": '{"error": "card closed"}'},
        ],
    }
    found, _ = asked("/v1/responses", json.dumps(body).encode())
    assert found is not None
    assert [turn["role"] for turn in found.messages] == ["system", "user", "assistant", "tool"]
    outcome = DOOR.reply(found.case("I've refunded you."))
    assert outcome.verdict.virtues["honesty"] == "fail"


def test_what_is_not_a_conversation_is_left_to_the_server() -> None:
    for path, text in (("/v1/embeddings", b"{}"), ("/v1/chat/completions", b"not json"), ("/v1/responses", b"[1]")):
        assert asked(path, text) == (None, text)

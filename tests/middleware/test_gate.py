"""The gate for streams: what leaves of a reply while it is being written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.assemble import Guard
from guard.domain.verdict import Outcome
from guard.middleware.fallback import FALLBACK
from guard.middleware.gate import Gate, agated, gated
from guard.middleware.live import Live, ReplyHeldError
from guard.middleware.rollout import Rollout
from tests.contracts.adapter import PATIENT, BrokenDoor

DOOR = Guard(deadline_ms=PATIENT)
UNMENDING = Guard(deadline_ms=PATIENT, rewriting=False)
"""What it finds in `HELD` it holds, where the other one takes the insults out."""
CLEAN = "Good morning, Mei!\n\nThe museum opens at ten.   The café opens at nine (not on Mondays).\n* dogs, too\n"
HELD = "The museum opens at ten. You are a complete idiot and nobody likes you. Come on in. You moron."
FALSE = "The museum opens at ten. I've refunded you the 20 euro. Come on in."
ASKED: Mapping[str, Any] = {
    "messages": [{"role": "customer", "text": "I was charged twice! Please give me my 20 euro back."}],
    "facts": {"actions": []},
}
TEXTS = (
    CLEAN,
    HELD,
    FALSE,
    "",
    "  \n ",
    "You idiot.",
    "No end here, " * 9,
    "I am sorry.\nI've refunded you the 20 euro.",
)
CUTS = st.lists(st.integers(1, 30), max_size=12)


def live(**settings: Any) -> Live:
    given: dict[str, Any] = {"door": DOOR, "stream": "sentence", **settings}
    return Live(**given)


def cut(text: str, sizes: list[int]) -> list[str]:
    pieces: list[str] = []
    at = 0
    for size in [*sizes, len(text)]:
        pieces.append(text[at : at + size])
        at += size
    return pieces


def left(text: str, sizes: list[int] | None = None, case: Mapping[str, Any] | None = None, **settings: Any) -> str:
    return "".join(gated(Gate(live(**settings), case or {}), cut(text, sizes or [])))


@given(st.sampled_from(TEXTS), CUTS)
def test_the_same_words_leave_however_a_stream_is_cut(text: str, sizes: list[int]) -> None:
    assert left(text, sizes, ASKED) == left(text, [], ASKED)


@given(CUTS)
def test_no_word_of_a_held_sentence_leaves_nor_any_behind_it(sizes: list[int]) -> None:
    said: list[str] = []
    for piece in gated(Gate(live(door=UNMENDING), {}), cut(HELD, sizes)):
        said.append(piece)
        assert not any(word in "".join(said) for word in ("complete", "idiot", "nobody", "Come", "moron"))
    assert "".join(said) == f"The museum opens at ten. {FALLBACK}"


SAID = (
    "We open at ten.", "You idiot.", "I've refunded you the 20 euro.", "Calm down.", 'She said "You idiot. Go."',
    "Please wait (you moron).", "Dear {customer_name},", "It arrives on Friday, guaranteed.", "Thank you!", "- One",
)  # fmt: skip


@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=4), st.sampled_from((" ", "\n", "  ", " - ")), CUTS)
@settings(max_examples=40)
def test_what_has_left_is_clean_at_every_moment(said: list[str], gap: str, sizes: list[int]) -> None:
    told = ""
    for piece in gated(Gate(live(), ASKED), cut(gap.join(said), sizes)):
        told += piece
        words = told.removesuffix(FALLBACK)
        assert not words.strip() or UNMENDING.part({**ASKED, "draft": words}, 0).sent == "draft"


@given(CUTS)
def test_a_clean_reply_leaves_byte_for_byte_sentence_by_sentence(sizes: list[int]) -> None:
    gate = Gate(live(), {})
    said = [gate.feed(piece) for piece in cut(CLEAN, sizes)]
    assert "".join(said) == CLEAN[: CLEAN.rindex("\n")]
    assert "".join(said) + gate.end() == CLEAN
    assert gate.outcome is not None
    assert (gate.outcome.sent, gate.outcome.text) == ("draft", CLEAN)


@given(CUTS)
def test_a_mended_sentence_changes_nothing_that_has_left(sizes: list[int]) -> None:
    said = left(FALSE, sizes, ASKED)
    assert said.startswith("The museum opens at ten. ")
    assert said.endswith(" Come on in.")
    assert "I've refunded" not in said


@given(st.sampled_from((CLEAN, HELD, FALSE)), CUTS)
def test_in_whole_mode_nothing_leaves_before_the_end(text: str, sizes: list[int]) -> None:
    gate = Gate(live(stream="whole"), ASKED)
    assert not any(gate.feed(piece) for piece in cut(text, sizes))
    assert gate.end() == live().reply({**ASKED, "draft": text}).text


def test_sync_and_async_let_the_same_words_go() -> None:
    async def pieces(text: str) -> AsyncIterator[str]:
        for piece in cut(text, [3] * 20):
            yield piece

    async def aleft(text: str) -> str:
        return "".join([piece async for piece in agated(Gate(live(), ASKED), pieces(text))])

    for text in TEXTS:
        assert asyncio.run(aleft(text)) == left(text, [3] * 20, ASKED)


def test_a_hold_half_way_reads_no_further() -> None:
    read: list[str] = []

    def model() -> Iterator[str]:
        for word in HELD.split(" "):
            read.append(word)
            yield word + " "

    assert "".join(gated(Gate(live(door=UNMENDING), {}), model())).endswith(FALLBACK)
    assert "moron." not in read


def test_required_virtues_are_judged_at_the_end_and_insert_nothing() -> None:
    gate = Gate(live(), {"messages": [{"role": "customer", "text": "My parcel is late again, I am so angry!!"}]})
    draft = "The parcel is in Leipzig. The courier brings it when it is sorted."
    assert "".join(gated(gate, cut(draft, [5] * 9))) == draft
    assert gate.outcome is not None
    assert gate.outcome.verdict.virtues["empathy"] == "fail"
    assert gate.outcome.sent == "draft"


def test_listeners_hear_of_a_reply_once_with_the_words_that_left() -> None:
    door = Guard(deadline_ms=PATIENT, rewriting=False)
    heard: list[tuple[str, str | None, str]] = []
    door.on_outcome(lambda case, outcome: heard.append((case.draft, outcome.text, outcome.verdict.decision)))
    said = left(HELD, [9] * 20, door=door)
    assert heard == [("The museum opens at ten. You are a complete idiot and nobody likes you.", said, "hold")]


def test_a_deed_that_follows_its_words_is_waited_for() -> None:
    call = {"name": "issue_refund", "args": {"order": "A-1"}, "id": "t1"}
    words = "I'm sorry! I've refunded the 20 euro to you. Come on in."
    gate = Gate(live(), ASKED, may_call=True)
    said = gate.feed(words)
    assert said == "I'm sorry!"
    assert said + gate.end([call]) == words
    gate = Gate(live(), ASKED, may_call=True)
    assert "I've refunded" not in gate.feed(words) + gate.end()


def test_what_is_known_is_looked_up_once_a_reply() -> None:
    asked: list[Any] = []

    def look(conversation: Any) -> Mapping[str, Any]:
        asked.append(conversation)
        return {"actions": []}

    left(CLEAN, [4] * 30, facts=look)
    assert len(asked) == 1


def test_a_hold_half_way_raises_where_that_is_the_setting() -> None:
    said: list[str] = []
    with pytest.raises(ReplyHeldError) as caught:
        said.extend(gated(Gate(live(on_hold="raise", door=UNMENDING), {}), cut(HELD, [4] * 40)))
    assert "".join(said) == "The museum opens at ten."
    assert caught.value.outcome.text is None


def test_a_hold_half_way_passes_with_its_flag_where_that_is_the_setting() -> None:
    gate = Gate(live(on_hold="pass_with_flag", door=UNMENDING), {})
    assert "".join(gated(gate, cut(HELD, [4] * 40))) == HELD
    assert gate.outcome is not None
    assert (gate.outcome.sent, gate.outcome.verdict.virtues["respect"]) == ("draft", "fail")


def test_a_hold_half_way_goes_to_review_where_that_is_the_setting() -> None:
    taken: list[str] = []

    def take(case: Mapping[str, Any], _: Outcome) -> None:
        taken.append(case["draft"])

    said = left(HELD, [4] * 40, door=UNMENDING, on_hold="review", review=take)
    assert said.endswith(FALLBACK)
    assert taken == ["The museum opens at ten. You are a complete idiot and nobody likes you."]


def test_a_judge_that_crashes_or_runs_out_of_time_lets_nothing_leave_unless_it_is_set_to() -> None:
    for door in (BrokenDoor(), Guard(deadline_ms=0)):
        assert left(CLEAN, [7] * 9, door=door) == FALLBACK
        assert left(CLEAN, [7] * 9, door=door, on_error="open") == CLEAN


def test_facts_that_cannot_be_looked_up_let_nothing_leave() -> None:
    def look(_: Any) -> Mapping[str, Any]:
        raise OSError("the shop is closed")

    assert left(CLEAN, facts=look) == FALLBACK
    assert left(CLEAN, facts=look, on_error="open") == CLEAN


def test_a_guard_that_observes_holds_no_word_back() -> None:
    for rolled in ({"door": Guard(deadline_ms=PATIENT, mode="observe")}, {"rollout": Rollout(percent=0)}):
        for stream in ("sentence", "whole"):
            gate = Gate(live(**rolled, stream=stream), {})
            assert [gate.feed(piece) for piece in cut(HELD, [9, 9])] == cut(HELD, [9, 9])
            assert gate.end() == ""
            assert gate.outcome is not None
            assert gate.outcome.verdict.virtues["respect"] == "fail"

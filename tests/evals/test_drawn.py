"""Which turns are drawn to be labelled."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from evals.training import drawn

ANGRY = {"role": "customer", "text": "It is broken AGAIN and nobody calls me back!!"}


def turn(number: int, draft: str, *, again: bool = False, conversation: str = "") -> dict[str, Any]:
    messages = [ANGRY] if number % 2 else [{"role": "customer", "text": "Hello."}]
    return {
        "id": f"c{number}#1",
        "conversation": conversation or f"c{number}",
        "messages": messages,
        "draft": draft,
        "again": again,
    }


def test_two_of_three_have_a_reason_and_the_third_is_random() -> None:
    pool = [turn(number, f"I will look into it for you {'x' * number}") for number in range(60)]
    names = [row["drawn"] for row in drawn.draw(pool, 12, 1, random.Random(1))]
    assert names.count("random") == 4


def test_a_conversation_gives_no_more_than_its_share_and_no_turn_twice() -> None:
    pool = [turn(number, f"Reply {'x' * number}", conversation=f"c{number // 10}") for number in range(30)]
    rows = drawn.draw(pool, 30, 2, random.Random(1))
    assert sorted(row["conversation"] for row in rows) == ["c0", "c0", "c1", "c1", "c2", "c2"]
    assert len({row["id"] for row in rows}) == 6


def test_conversations_that_nobody_labelled_come_first() -> None:
    pool = [turn(number, f"Reply {'x' * number}", again=number < 10) for number in range(20)]
    rows = drawn.draw(pool, 10, 1, random.Random(1))
    assert {row["id"] for row in rows} == {f"c{number}#1" for number in range(10, 20)}


def test_a_template_is_not_drawn_again_and_again() -> None:
    pool = [turn(number, f"Your pin is {number}?") for number in range(20)]
    assert len(drawn.draw(pool, 10, 1, random.Random(1))) == drawn.RECIPE["alike"]


def test_labelled_drafts_and_dev_conversations_are_not_offered(tmp_path: Path) -> None:
    told = [{"role": "customer", "text": "Hi"}, {"role": "agent", "text": "Yes?"}, {"role": "agent", "text": "No."}]
    rows = [{"id": name, "split": split, "messages": told} for name, split in (("one", "train"), ("two", "dev"))]
    talks = tmp_path / "talks.jsonl"
    talks.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    offered = list(drawn.unread([talks], {"one": {"Yes?"}}))
    assert [(row["conversation"], row["turn"], row["again"]) for row in offered] == [("one", 2, True)]


@pytest.mark.parametrize(("draft", "name"), [("No.", "short"), ("I already said so, read it.", "hurry")])
def test_a_turn_tells_why_it_was_drawn(draft: str, name: str) -> None:
    assert {name, "trouble", "anger"} <= set(drawn.reasons({"messages": [ANGRY], "draft": draft}))

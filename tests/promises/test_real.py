"""What real conversations promised, as a reader told it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from guard.assemble import lexicons
from guard.domain.case import Case
from guard.domain.promise import Promise
from guard.formats.conversations import placed_conversations
from guard.promises.ledger import ledger
from guard.promises.records import sort_of

SUITE = Path(__file__).resolve().parents[2] / "evals/suites/promises/conversations.jsonl"


def conversations() -> Iterator[Case]:
    for _, case in placed_conversations(SUITE):
        assert isinstance(case, Case)
        yield case


def rows(name: str, now: datetime | None = None) -> list[tuple[str, str, str, str]]:
    [case] = [one for one in conversations() if one.id == name]
    return [told(promise) for promise in ledger(case, lexicons(), now)]


def told(promise: Promise) -> tuple[str, str, str, str]:
    shown = promise.shown.where if promise.shown is not None else ""
    return promise.where, sort_of(promise.commitment.kind), promise.state, shown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("star-5309", [("messages[7]", "delivery", "overdue", ""), ("messages[11]", "action", "open", "")]),
        ("star-57", [("messages[27]", "booking", "kept", "messages[30]")]),
        (
            "tau1-fewshot-retail-67",
            [
                ("messages[20]", "refund", "replaced", "messages[23]"),
                ("messages[23]", "refund", "open", ""),
                ("messages[25]", "check", "kept", "messages[26]"),
                ("messages[30]", "send", "open", ""),
            ],
        ),
        (
            "cucom-ecom-conv_0309",
            [
                ("messages[1]", "check", "kept", "messages[3]"),
                ("messages[7]", "escalation", "open", ""),
                ("messages[9]", "contact", "open", ""),
                ("messages[9]", "callback", "replaced", "messages[11]"),
                ("messages[11]", "resolution", "open", ""),
                ("messages[11]", "callback", "open", ""),
            ],
        ),
    ],
)
def test_the_ledger_of_a_real_conversation_is_the_readers(name: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert rows(name) == expected


def test_a_ride_that_is_looked_at_in_time_is_not_overdue() -> None:
    in_time = datetime.fromisoformat("2020-05-23T23:34:00+00:00")
    assert rows("star-5309", in_time) == [("messages[7]", "delivery", "open", "")]


def test_every_conversation_carries_its_source_and_licence() -> None:
    for case in conversations():
        assert case.meta["source"]
        assert case.meta["licence"] in ("MIT", "Apache-2.0", "CC-BY-4.0")

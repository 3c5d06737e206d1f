from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from guard import Case, Guard, Outcome, UsageError, check_reply
from tests.packs import policy, write_pack

HELD = {"draft": "Calm down, please."}


def holding(folder: Path) -> Path:
    return write_pack(folder, policy("respect/rude", action="hold"))


def test_a_clean_reply_goes_out_byte_for_byte(tmp_path: Path) -> None:
    draft = "Hi  Mei —\r\n\tall is well. \u200b"
    outcome = Guard(holding(tmp_path)).reply({"draft": draft})
    assert (outcome.text, outcome.sent) == (draft, "draft")


def test_a_held_reply_never_goes_out(tmp_path: Path) -> None:
    outcome = Guard(holding(tmp_path)).reply(HELD)
    assert outcome.sent == "fallback"
    assert outcome.text is not None
    assert "Calm" not in outcome.text


def test_the_fallback_speaks_the_customers_language(tmp_path: Path) -> None:
    said = "Hola, ¿dónde está mi pedido? Llevo dos semanas esperando y nadie me contesta."
    draft = "Calm down, please. We will look into your order as soon as we can find the time for it."
    spanish = {"draft": draft, "messages": [{"role": "customer", "text": said}]}
    assert str(Guard(holding(tmp_path)).reply(spanish).text).startswith("Gracias por su mensaje.")
    assert Guard(holding(tmp_path), fallback="One moment.").reply(spanish).text == "One moment."


def test_without_a_fallback_nothing_goes_out(tmp_path: Path) -> None:
    outcome = Guard(holding(tmp_path), fallback=None).reply(HELD)
    assert (outcome.text, outcome.sent) == (None, "none")


def test_observing_judges_and_sends_the_draft(tmp_path: Path) -> None:
    outcome = Guard(holding(tmp_path), mode="observe").reply(HELD)
    assert (outcome.verdict.decision, outcome.text, outcome.sent) == ("hold", HELD["draft"], "draft")


def test_the_packaged_fallback_is_itself_clean() -> None:
    fallback = Guard().reply({"draft": "I'm a real person. You idiot.", "facts": {"agent": {"kind": "bot"}}}).text
    assert fallback is not None
    assert Guard().check({"draft": fallback}).decision == "send"


def test_sync_and_async_say_the_same(tmp_path: Path) -> None:
    guard = Guard(holding(tmp_path))
    assert asyncio.run(guard.acheck(HELD)) == guard.check(HELD)
    assert asyncio.run(guard.areply(HELD)) == guard.reply(HELD)


def test_threads_may_share_a_guard(tmp_path: Path) -> None:
    guard = Guard(holding(tmp_path))
    drafts = [f"Calm down, number {n}." if n % 2 else f"All is well, number {n}." for n in range(200)]
    with ThreadPoolExecutor(8) as pool:
        decisions = [verdict.decision for verdict in pool.map(guard.check, ({"draft": draft} for draft in drafts))]
    assert decisions == ["hold" if n % 2 else "send" for n in range(200)]


def test_listeners_hear_each_outcome_and_cannot_stop_a_reply(tmp_path: Path) -> None:
    guard = Guard(holding(tmp_path))
    heard: list[tuple[str, str]] = []

    @guard.on_outcome
    def broken(_case: Case, _outcome: Outcome) -> None:
        raise RuntimeError("the ledger is full")

    @guard.on_outcome
    def keep(case: Case, outcome: Outcome) -> None:
        heard.append((case.draft, outcome.sent))

    assert guard.reply(HELD).sent == "fallback"
    assert heard == [(HELD["draft"], "fallback")]
    assert broken.__name__ == "broken"
    assert keep.__name__ == "keep"


def test_a_case_or_a_mapping_will_do(tmp_path: Path) -> None:
    guard = Guard(holding(tmp_path))
    assert guard.check(Case(draft=HELD["draft"])) == guard.check(HELD)


BOSS = {"draft": "Hi", "messages": [{"role": "boss", "text": ""}]}


@pytest.mark.parametrize("case", [{}, {"draft": 3}, {"draft": "x" * 20_001}, BOSS])
def test_a_case_that_cannot_be_read_says_where(tmp_path: Path, case: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="expected"):
        Guard(holding(tmp_path)).check(case)


def test_one_line_of_use() -> None:
    assert check_reply("Thank you, it is on its way.").decision == "send"

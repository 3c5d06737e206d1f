"""The settings of a running bot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from guard.assemble import Guard
from guard.domain.verdict import Outcome
from guard.errors import UsageError
from guard.middleware.fallback import FALLBACK, FALLBACKS
from guard.middleware.live import Live
from guard.middleware.rollout import Rollout
from tests.contracts.adapter import CLEAN, INSULT, PATIENT, BrokenDoor

HELD = {"draft": INSULT}
SPANISH = {"role": "customer", "text": "Hola, ¿dónde está mi pedido? Llevo dos semanas esperando y nadie me contesta."}


@pytest.mark.parametrize("setting", ["on_hold", "on_error", "stream"])
def test_a_setting_of_another_name_is_refused(setting: str) -> None:
    given: dict[str, Any] = {setting: "pray"}
    with pytest.raises(UsageError, match=f"{setting}: expected .*; got 'pray'"):
        Live(door=Guard(deadline_ms=PATIENT), **given)


def test_a_review_that_nobody_takes_is_refused() -> None:
    with pytest.raises(UsageError, match="give review="):
        Live(door=Guard(deadline_ms=PATIENT), on_hold="review")


def test_a_review_that_fails_leaves_the_reply_held() -> None:
    def take(_: Mapping[str, Any], __: Outcome) -> None:
        raise OSError("the queue is full")

    assert Live(door=Guard(deadline_ms=PATIENT), on_hold="review", review=take).reply(HELD).text == FALLBACK


def test_a_fallback_of_ones_own_goes_out_by_channel_and_language() -> None:
    own = {"email": "We will write to you.", "email/es": "Le escribiremos.", "es": "Un momento."}
    live = Live(door=BrokenDoor(fallback=own))
    assert live.reply({**HELD, "channel": "email"}).text == own["email"]
    assert live.reply({**HELD, "channel": "email", "messages": [SPANISH]}).text == own["email/es"]
    assert live.reply({**HELD, "messages": [SPANISH]}).text == own["es"]
    assert live.reply(HELD).text == FALLBACK


def test_a_reply_that_nobody_could_judge_is_answered_in_the_customers_language_too() -> None:
    assert Live(door=BrokenDoor()).reply({**HELD, "messages": [SPANISH]}).text == FALLBACKS["es"]
    assert Live(door=BrokenDoor(fallback="One moment.")).reply({"draft": CLEAN}).text == "One moment."
    assert Live(door=BrokenDoor(fallback=None)).reply({"draft": CLEAN}).sent == "none"


def test_a_case_that_cannot_be_read_is_answered_by_the_fallback_of_its_channel() -> None:
    live = Live(door=Guard(deadline_ms=PATIENT, fallback={"email": "We will write to you."}), channel="email")
    assert live.reply({"draft": CLEAN, "messages": 7}).text == "We will write to you."


def test_a_fallback_without_words_is_refused() -> None:
    with pytest.raises(UsageError, match=r"fallback\['email'\]: expected a text"):
        Guard(deadline_ms=PATIENT, fallback={"email": " "})


def test_to_fail_open_sends_what_only_a_fault_would_hold_and_nothing_that_was_found() -> None:
    assert Live(door=Guard(deadline_ms=0), on_error="open").reply({"draft": CLEAN}).sent == "draft"
    assert Live(door=Guard(deadline_ms=PATIENT), on_error="open").reply(HELD).sent == "fallback"


def test_a_guard_that_is_switched_off_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUARD_OFF", "1")
    outcome = Live(door=Guard(deadline_ms=PATIENT), rollout=Rollout()).reply(HELD)
    assert (outcome.text, outcome.verdict.faults[0].reason) == (INSULT, "switched off")

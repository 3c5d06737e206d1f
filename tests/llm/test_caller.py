from __future__ import annotations

import pytest

from guard.errors import ModelError
from guard.llm.caller import Caller
from guard.llm.ports import Completion, ModelBusyError, Prompt
from guard.llm.settings import Settings
from tests.packs import HandClock
from tests.scripted import ScriptedModel

PROMPT = Prompt("Be fair.", "Judge.", "answers", {})
BUSY = ModelBusyError("answered 503")


class Hand:
    """A clock that sleeping moves, and what was slept."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.clock.seconds += seconds
        if seconds:
            self.slept.append(seconds)

    def caller(self, model: ScriptedModel, chance: float = 0.5, **settings: object) -> Caller:
        made = Settings.model_validate({"model": "m", **settings})
        return Caller(model, made, ticks=self.clock, sleep=self.sleep, chance=lambda: chance)


def test_a_busy_model_is_tried_again_and_longer_each_time() -> None:
    hand, model = Hand(), ScriptedModel(BUSY, BUSY, "{}")
    caller = hand.caller(model)
    assert caller.call(PROMPT).text == "{}"
    assert hand.slept == [0.5, 1.0]
    assert (caller.usage.calls, caller.usage.failed) == (3, 2)


@pytest.mark.parametrize(("chance", "slept"), [(0.0, 0.25), (0.999, 0.75)])
def test_jitter_spreads_the_tries(chance: float, slept: float) -> None:
    hand = Hand()
    hand.caller(ScriptedModel(BUSY, "{}"), chance).call(PROMPT)
    assert hand.slept == [pytest.approx(slept, abs=0.01)]


def test_a_server_that_says_when_is_believed_within_reason() -> None:
    hand = Hand()
    hand.caller(ScriptedModel(ModelBusyError("answered 429", 3.0), "{}"), 0.0).call(PROMPT)
    hand.caller(ScriptedModel(ModelBusyError("answered 429", 9999.0), "{}"), 0.0).call(PROMPT)
    assert hand.slept == [3.0, 20.0]


def test_tries_are_bounded_and_a_refusal_is_not_tried_again() -> None:
    for error, calls in ((BUSY, 3), (ModelError("answered 400"), 1)):
        model = ScriptedModel(error)
        with pytest.raises(ModelError, match=str(error)):
            Hand().caller(model).call(PROMPT)
        assert len(model.prompts) == calls


def test_a_model_that_failed_too_often_is_left_alone_and_tried_again_after_a_rest() -> None:
    hand, model = Hand(), ScriptedModel(ModelError("answered 401"))
    caller = hand.caller(model, failures=2, rest=10)
    for _ in range(4):
        with pytest.raises(ModelError):
            caller.call(PROMPT)
    assert len(model.prompts) == 2
    hand.clock.seconds += 11
    for _ in range(3):
        with pytest.raises(ModelError):
            caller.call(PROMPT)
    assert len(model.prompts) == 3


def test_an_answer_closes_the_breaker() -> None:
    hand, model = Hand(), ScriptedModel(ModelError("x"), "{}", ModelError("x"), "{}")
    caller = hand.caller(model, failures=2)
    for fails in (True, False, True, False):
        if fails:
            with pytest.raises(ModelError):
                caller.call(PROMPT)
        else:
            assert caller.call(PROMPT).text == "{}"


def test_calls_wait_their_turn_and_are_refused_when_the_wait_is_too_long() -> None:
    hand, model = Hand(), ScriptedModel("{}")
    caller = hand.caller(model, per_minute=2, timeout=90)
    for _ in range(3):
        caller.call(PROMPT)
    assert hand.slept == [60.0]
    short = Hand()
    hasty = short.caller(ScriptedModel("{}"), per_minute=1, timeout=5)
    hasty.call(PROMPT)
    with pytest.raises(ModelError, match="no turn within 5 s"):
        hasty.call(PROMPT)


def test_tokens_and_cost_are_counted_and_a_budget_ends_the_spending() -> None:
    caller = Hand().caller(ScriptedModel("{}"), price_in=1000, price_out=10_000, budget=0.3)
    caller.call(PROMPT)
    caller.call(PROMPT)
    assert (caller.usage.tokens_in, caller.usage.tokens_out) == (200, 20)
    assert caller.usage.cost == pytest.approx(0.4)
    with pytest.raises(ModelError, match="budget"):
        caller.call(PROMPT)


def test_an_answer_that_was_cut_off_is_an_error() -> None:
    with pytest.raises(ModelError, match="cut off"):
        Hand().caller(ScriptedModel(Completion('{"q0": {', 1, 1, cut=True))).call(PROMPT)

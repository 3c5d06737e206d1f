"""What every adapter keeps to, whatever library it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from guard.assemble import Guard
from guard.middleware.fallback import FALLBACK
from guard.middleware.live import ReplyHeldError
from guard.middleware.rollout import Rollout

PATIENT = 60_000.0
"""Milliseconds that a check may take where a test asks for its verdict: busy machines are slow."""
CLEAN = "Good morning! The museum opens at ten,   and the café\u00a0at nine.\n\n* dogs are welcome\n"
FALSE = "I've refunded you the 20 euro."
INSULT = "You idiot."
TROUBLE = "I was charged twice, that is so annoying! Please give me my 20 euro back."
NOTHING_DONE: Mapping[str, Any] = {"actions": []}
HALF = "The museum opens at ten. You are a complete idiot and nobody likes you. Come on in."
UNMENDING = Guard(deadline_ms=PATIENT, rewriting=False)
CALL = {"name": "issue_refund", "args": {"order": "A-1"}, "id": "t1"}


class BrokenDoor(Guard):
    """A Guard whose every check crashes."""

    def check(self, case: Any) -> Any:
        raise RuntimeError("the lights are out")

    def part(self, case: Any, left: int) -> Any:
        raise RuntimeError("the lights are out")


# Made once, for each takes its time.
SHARED = Guard(deadline_ms=PATIENT)
BROKEN = BrokenDoor()
LATE = Guard(deadline_ms=0)
OWN = {"email": "We will write to you.", "any": "One moment."}
SPEAKING, MUTE = Guard(deadline_ms=PATIENT, fallback=OWN), BrokenDoor(fallback=OWN)


class AdapterContract:
    """Subclass, and say how a customer's words reach the model and what comes back."""

    def say(
        self,
        draft: str | None,
        customer: str = "When do you open?",
        *,
        way: str = "whole",
        calls: tuple[Mapping[str, Any], ...] = (),
        **settings: Any,
    ) -> str | None:
        """Let the model say a draft, and return what the caller gets. Ways: whole, stream, async, async stream."""
        raise NotImplementedError

    ways = ("whole", "stream", "async", "async stream")

    @property
    def streams(self) -> list[str]:
        """The ways by which a reply comes bit by bit."""
        return [way for way in self.ways if "stream" in way]

    def test_a_clean_reply_comes_back_byte_for_byte(self) -> None:
        for way in self.ways:
            assert self.say(CLEAN, way=way) == CLEAN, way

    def test_a_false_claim_never_reaches_the_caller(self) -> None:
        for way in self.ways:
            said = self.say(FALSE, TROUBLE, way=way, facts=NOTHING_DONE)
            assert said is not None
            assert "I've refunded" not in said, way

    def test_the_same_words_come_back_by_every_way(self) -> None:
        said = {way: self.say(FALSE, TROUBLE, way=way, facts=NOTHING_DONE) for way in self.ways}
        assert len(set(said.values())) == 1, said

    def test_a_held_reply_is_answered_by_the_fallback(self) -> None:
        for way in self.ways:
            assert self.say(INSULT, way=way) == FALLBACK, way

    def test_a_held_reply_raises_where_that_is_the_setting(self) -> None:
        for way in self.ways:
            with pytest.raises(Exception) as caught:  # noqa: PT011 - clients wrap what a transport raises
                self.say(INSULT, way=way, on_hold="raise")
            assert is_caused_by_holding(caught.value), way
            assert "idiot" not in str(caught.value)

    def test_a_held_reply_passes_with_its_flag_where_that_is_the_setting(self) -> None:
        for way in self.ways:
            assert self.say(INSULT, way=way, on_hold="pass_with_flag") == INSULT, way

    def test_a_judge_that_crashes_lets_nothing_pass(self) -> None:
        for way in self.ways:
            assert self.say(CLEAN, way=way, guard=BROKEN) == FALLBACK, way

    def test_a_judge_that_crashes_lets_pass_what_was_set_to_fail_open(self) -> None:
        for way in self.ways:
            assert self.say(CLEAN, way=way, guard=BROKEN, on_error="open") == CLEAN, way

    def test_a_check_that_runs_out_of_time_holds_the_reply(self) -> None:
        for way in self.ways:
            assert self.say(CLEAN, way=way, guard=LATE) == FALLBACK, way

    def test_a_check_that_runs_out_of_time_lets_pass_what_was_set_to_fail_open(self) -> None:
        for way in self.ways:
            assert self.say(CLEAN, way=way, guard=LATE, on_error="open") == CLEAN, way

    def test_sentences_leave_by_themselves_where_that_is_the_setting(self) -> None:
        for way in self.streams:
            assert self.say(CLEAN, way=way, stream="sentence") == CLEAN, way
            said = self.say(FALSE, TROUBLE, way=way, stream="sentence", facts=NOTHING_DONE)
            assert said is not None
            assert "I've refunded" not in said, way

    def test_a_hold_half_way_ends_the_stream_with_the_fallback(self) -> None:
        for way in self.streams:
            said = self.say(HALF, way=way, stream="sentence", guard=UNMENDING)
            assert said == f"The museum opens at ten. {FALLBACK}", way

    def test_sentences_that_cannot_be_judged_stay_unless_they_are_set_to_leave(self) -> None:
        for way in self.streams:
            for door in (BROKEN, LATE):
                assert self.say(CLEAN, way=way, stream="sentence", guard=door) == FALLBACK, way
                assert self.say(CLEAN, way=way, stream="sentence", guard=door, on_error="open") == CLEAN, way

    def test_a_conversation_outside_of_the_share_is_only_observed(self) -> None:
        heard: list[str] = []
        door = Guard(deadline_ms=PATIENT)
        door.on_outcome(lambda _, outcome: heard.append(outcome.verdict.decision))
        for way in self.ways:
            assert self.say(INSULT, way=way, guard=door, rollout=Rollout(percent=0)) == INSULT, way
        assert heard == ["hold"] * len(self.ways)

    def test_the_switch_takes_the_guard_out_from_the_next_reply_on(self, tmp_path: Path) -> None:
        switch = tmp_path / "off"
        for way in self.ways:
            switch.touch()
            assert self.say(INSULT, way=way, rollout=Rollout(switch=switch)) == INSULT, way
            switch.unlink()
            assert self.say(INSULT, way=way, rollout=Rollout(switch=switch)) == FALLBACK, way

    def test_a_teams_own_fallback_goes_out_by_channel_also_where_nothing_could_be_judged(self) -> None:
        for way in self.ways:
            for door in (SPEAKING, MUTE):
                assert self.say(INSULT, way=way, guard=door, channel="email") == OWN["email"], way
                assert self.say(INSULT, way=way, guard=door, channel="chat") == OWN["any"], way

    def test_a_held_reply_goes_to_the_people_who_decide(self) -> None:
        for way in self.ways:
            taken: list[str] = []

            def take(case: Mapping[str, Any], _: Any, taken: list[str] = taken) -> None:
                taken.append(case["draft"])

            assert self.say(INSULT, way=way, on_hold="review", review=take) == FALLBACK, way
            assert taken == [INSULT], way

    def test_facts_may_be_looked_up_when_they_are_needed(self) -> None:
        asked: list[Any] = []

        def look(conversation: Any) -> Mapping[str, Any]:
            asked.append(conversation)
            return NOTHING_DONE

        said = self.say(FALSE, TROUBLE, facts=look)
        assert said is not None
        assert "I've refunded" not in said
        assert TROUBLE in str(asked[0])

    def test_a_deed_that_goes_out_with_the_draft_is_believed(self) -> None:
        for way in self.ways:
            said = self.say("I'm sorry! I'm refunding the 20 euro to you now.", TROUBLE, way=way, calls=(CALL,))
            assert said == "I'm sorry! I'm refunding the 20 euro to you now.", way

    def test_a_turn_that_only_calls_tools_passes_untouched(self) -> None:
        for way in self.ways:
            assert not self.say(None, way=way, calls=(CALL,))


def is_caused_by_holding(error: BaseException | None) -> bool:
    """Tell whether an error, or what it came of, says that a reply was held."""
    while error is not None:
        if isinstance(error, ReplyHeldError):
            return True
        error = error.__cause__ or error.__context__
    return False

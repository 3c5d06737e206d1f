"""A guard comes into service for a share of the conversations, and a switch takes it out."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.errors import UsageError
from guard.middleware.rollout import Rollout


def staged(percent: float, conversations: range = range(2000)) -> set[int]:
    rollout = Rollout(percent=percent)
    return {n for n in conversations if rollout.stage({"conversation": f"c-{n}"}) == "enforce"}


def test_the_share_is_about_what_was_asked_for() -> None:
    assert not staged(0)
    assert len(staged(100)) == 2000
    assert 160 <= len(staged(10)) <= 240


def test_a_conversation_stays_inside_when_the_share_grows() -> None:
    assert staged(5) < staged(20) < staged(60)


def test_a_conversation_without_an_id_is_known_by_its_first_words() -> None:
    rollout = Rollout(percent=50)
    for n in range(50):
        first = {"role": "user", "content": f"Where is parcel {n}?"}
        later = [{"role": "system", "content": "Be kind."}, first, {"role": "assistant", "content": "Here."}]
        assert rollout.stage({"messages": [first]}) == rollout.stage({"messages": later})


@pytest.mark.parametrize(("value", "stage"), [("1", "off"), ("yes", "off"), ("0", "enforce"), ("", "enforce")])
def test_the_environment_switches_it_off(monkeypatch: pytest.MonkeyPatch, value: str, stage: str) -> None:
    monkeypatch.setenv("GUARD_OFF", value)
    assert Rollout().stage({}) == stage


def test_a_file_switches_it_off_while_it_is_there(tmp_path: Path) -> None:
    rollout = Rollout(switch=tmp_path / "off")
    assert rollout.stage({}) == "enforce"
    (tmp_path / "off").touch()
    assert rollout.stage({}) == "off"


def test_a_share_beyond_all_is_refused() -> None:
    with pytest.raises(UsageError, match="from 0 to 100; got 101"):
        Rollout(percent=101)

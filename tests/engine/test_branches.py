"""A branch counts as taken only where it makes the difference that it is there for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from guard.assemble import kinds_for, lexicons, pack_at
from guard.engine.engine import Engine
from guard.engine.plans import Plans
from guard.engine.prove import prove
from tests.packs import policy, write_pack


def uncovered(folder: Path, one: dict[str, Any]) -> list[str]:
    """What no example of a small policy takes, as its place and what is wanted."""
    pack = pack_at(write_pack(folder, one), kinds_for())
    found = prove(Engine(Plans(pack, kinds_for), lexicons()), pack)
    return [problem.expected.partition(": ")[2] for problem in found.uncovered]


def rude(bad: list[Any], good: list[Any], **changes: Any) -> dict[str, Any]:
    return policy("respect/rude", examples={"bad": bad, "good": good}, **changes)


NEVER = {"any": [{"phrase": ["calm down"]}], "unless": [{"phrase": ["never"]}]}
EXCUSED = "one where this `phrase` keeps a finding away"


def test_an_exception_that_is_there_without_a_finding_to_keep_away_is_not_tried(tmp_path: Path) -> None:
    assert uncovered(tmp_path / "a", rude(["Calm down."], ["I never said so."], forbid=NEVER)) == [EXCUSED]
    assert uncovered(tmp_path / "b", rude(["Calm down."], ["I'd never say calm down."], forbid=NEVER)) == []


def test_an_exception_must_stand_where_the_finding_would(tmp_path: Path) -> None:
    apart = rude(["I'd never say that. Calm down."], ["On it."], forbid=NEVER)
    assert uncovered(tmp_path, apart) == [EXCUSED]


def test_a_condition_that_never_carries_a_finding_is_not_tried(tmp_path: Path) -> None:
    clause = {"any": [{"phrase": ["calm down"]}, {"phrase": ["relax"]}], "all": [{"phrase": ["please"]}]}
    one = rude(["Please calm down."], ["Relax the strap, then pull."], forbid=clause)
    assert uncovered(tmp_path, one) == ["one that makes this `phrase` true"]


def test_an_exception_of_when_must_call_off_what_was_called_for(tmp_path: Path) -> None:
    when = {"any": [{"trigger": ["question_open"]}], "unless": [{"trigger": ["abuse"]}]}
    bad, quiet = {"customer": "Where is it?", "text": "Calm down."}, {"customer": "You idiot!", "text": "On it."}
    cold: dict[str, Any] = {"when": when, "forbid": {"any": [{"phrase": ["calm down"]}]}}
    one = policy("empathy/cold", **cold, examples={"bad": [bad], "good": [quiet]})
    assert uncovered(tmp_path / "a", one) == ["one that this `trigger` calls off"]
    excused = {"customer": "Where is it, you idiot?", "text": "On it."}
    two = policy("empathy/cold", **cold, examples={"bad": [bad], "good": [excused]})
    assert uncovered(tmp_path / "b", two) == []


def test_each_severity_must_be_given_the_default_too(tmp_path: Path) -> None:
    severity = {"default": "minor", "critical": {"phrase": ["calm down now"]}}
    one = rude(["Calm down now."], ["On it."], severity=severity)
    assert uncovered(tmp_path / "a", one) == ["one whose finding is minor"]
    two = rude(["Calm down."], ["On it."], severity=severity)
    assert uncovered(tmp_path / "b", two) == ["one whose finding is critical by this `phrase`"]


def test_each_way_of_a_repair_must_find_something_to_do(tmp_path: Path) -> None:
    fix = {"safety": "safe", "replace": ["We expect it on {fact.date}."], "else": "One moment."}
    one = rude(["Calm down."], ["On it."], fix=fix, action="rewrite")
    assert uncovered(tmp_path / "a", one) == ["one whose finding is mended by `replace`"]
    spoken = {**fix, "replace": ["One moment, please."]}
    two = rude(["Calm down."], ["On it."], fix=spoken, action="rewrite")
    assert uncovered(tmp_path / "b", two) == ["one whose finding is mended by `else`"]
    said = {"text": "Calm down.", "messages": [{"role": "agent", "text": "One moment, please."}]}
    three = rude(["Calm down.", said], ["On it."], fix=spoken, action="rewrite")
    assert uncovered(tmp_path / "c", three) == []


def test_a_way_to_recast_is_asked_on_its_own(tmp_path: Path) -> None:
    fix = {"safety": "safe", "recast": ["calm-marks"], "remove": True}
    one = rude(["Calm down."], ["On it."], fix=fix, action="rewrite")
    assert uncovered(tmp_path / "a", one) == ["one whose finding is mended by `calm-marks`"]
    two = rude(["Calm down!!"], ["On it."], fix=fix, action="rewrite")
    assert uncovered(tmp_path / "b", two) == []

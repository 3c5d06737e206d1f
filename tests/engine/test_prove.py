"""Examples hold a policy to its word: what is caught, what is not, and what no example ever tried."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guard.assemble import kinds_for, lexicons, pack_at
from guard.engine.engine import Engine
from guard.engine.plans import Plans
from guard.engine.prove import Proof, case_of, prove
from guard.errors import UsageError
from guard.policy.spec import Example
from tests.packs import policy, write_pack


def proof(folder: Path, *policies: dict[str, Any], **settings: Any) -> Proof:
    """What the examples of a small pack show."""
    pack = pack_at(write_pack(folder, *policies, **settings), kinds_for())
    return prove(Engine(Plans(pack, kinds_for), lexicons()), pack)


def rude(**examples: Any) -> dict[str, Any]:
    """A policy against "calm down" with these examples beside its own."""
    return policy("respect/rude", examples={"bad": ["Please calm down."], "good": ["I am on it."], **examples})


def forbidding(**clause: Any) -> dict[str, Any]:
    """A policy against "calm down" whose clause says more."""
    return policy("respect/rude", forbid={"any": [{"phrase": ["calm down"]}], **clause})


def test_a_pack_whose_examples_come_out_is_proven(tmp_path: Path) -> None:
    found = proof(tmp_path, rude())
    assert found.holds
    assert (found.policies, found.examples, found.branches, found.uncovered) == (1, 2, 1, ())


def test_a_bad_example_that_is_not_caught_fails_in_its_place(tmp_path: Path) -> None:
    (failure,) = proof(tmp_path, rude(bad=["Take it easy."])).failures
    assert failure.expected == "a finding of respect/rude"
    path, line, column = failure.where.rsplit(":", 2)
    assert Path(path).read_text().splitlines()[int(line) - 1][int(column) - 1 :] == "Take it easy."


def test_evidence_is_compared_to_the_letter(tmp_path: Path) -> None:
    good = {"text": "Please calm down.", "evidence": "calm down"}
    bad = {"text": "Please calm down.", "evidence": "Please calm down"}
    assert proof(tmp_path / "a", rude(bad=[good])).holds
    (failure,) = proof(tmp_path / "b", rude(bad=[bad])).failures
    assert "'calm down'" in failure.got


@pytest.mark.parametrize("message", ["Says {nothing_known}.", "Says {Words}."])
def test_a_message_whose_slots_stay_empty_fails(tmp_path: Path, message: str) -> None:
    (failure,) = proof(tmp_path, {**rude(), "message": message}).failures
    assert "filled" in failure.expected


def test_a_good_example_is_held_against_every_policy(tmp_path: Path) -> None:
    other = policy(
        "clarity/hedge",
        forbid={"any": [{"phrase": ["on it"]}]},
        examples={"bad": ["I'm on it."], "good": ["Done now."]},
    )
    (failure,) = proof(tmp_path, rude(), other).failures
    assert failure.got == "clarity/hedge on 'on it'"
    assert "rude.yaml" in failure.where


def test_a_preview_policy_is_held_to_its_examples_too(tmp_path: Path) -> None:
    assert not proof(tmp_path, {**rude(good=["Never calm down."]), "stage": "preview"}).holds


def test_a_deprecated_policy_is_left_out(tmp_path: Path) -> None:
    found = proof(tmp_path, {**rude(bad=["Nothing."]), "stage": "deprecated"})
    assert (found.holds, found.policies) == (True, 0)


def test_a_known_miss_is_told_and_fails_when_it_passes(tmp_path: Path) -> None:
    missed = proof(tmp_path / "a", rude(todo=["Chill out."]))
    assert missed.holds
    assert "Chill out." in missed.misses[0].do
    (failure,) = proof(tmp_path / "b", rude(todo=["Calm down."])).failures
    assert failure.do == "move it to `bad`: 'Calm down.'"


def test_conditions_that_no_example_makes_true_are_uncovered(tmp_path: Path) -> None:
    clause = {"any": [{"phrase": ["calm down"]}, {"phrase": ["relax"]}], "unless": [{"phrase": ["never"]}]}
    found = proof(tmp_path, forbidding(**clause))
    assert found.holds
    assert found.branches == 3
    assert [problem.expected.split("`")[1] for problem in found.uncovered] == ["phrase", "phrase"]


def test_a_known_miss_covers_nothing(tmp_path: Path) -> None:
    one = forbidding(unless=[{"phrase": ["never"]}])
    one["examples"] = {"bad": ["Calm down."], "good": ["On it."], "todo": ["Never calm down."]}
    assert len(proof(tmp_path, one).uncovered) == 1


def test_conditions_of_when_and_severity_are_branches_too(tmp_path: Path) -> None:
    one = policy(
        "empathy/cold",
        when={"any": [{"trigger": ["question_open"]}]},
        forbid={"any": [{"phrase": ["calm down"]}]},
        severity={"default": "minor", "critical": {"phrase": ["you idiot"]}},
        examples={"bad": [{"customer": "Where is it?", "text": "Calm down."}], "good": ["On it."]},
    )
    found = proof(tmp_path, one)
    assert found.holds
    assert (found.branches, len(found.uncovered)) == (4, 1)


def test_waivers_excuse_no_example(tmp_path: Path) -> None:
    waiver = {"policy": "respect/rude", "owner": "Kim", "reason": "a test", "expires": "2099-01-01"}
    assert not proof(tmp_path, rude(good=["Calm down."]), waivers=[waiver]).holds


def test_an_example_that_is_no_case_is_told_in_its_place(tmp_path: Path) -> None:
    broken = {"text": "Calm down.", "messages": [{"role": "boss", "text": "Hi"}]}
    (failure,) = proof(tmp_path, rude(bad=[broken])).failures
    assert "rude.yaml:" in failure.where
    assert "messages[0].role" in failure.where


def test_a_case_has_all_that_its_example_says() -> None:
    example = Example(
        text="Soon.",
        customer="When?",
        messages=({"role": "agent", "text": "Hello."},),
        facts={"now": "2026-11-21"},
        channel="email",
        draft_calls=({"name": "refund", "arguments": {}},),
    )
    case = case_of(example, "respect/rude")
    assert [message.text for message in case.messages] == ["Hello.", "When?"]
    assert (case.draft, case.facts["now"], case.channel) == ("Soon.", "2026-11-21", "email")
    assert case.draft_calls[0]["name"] == "refund"
    with pytest.raises(UsageError):
        case_of(Example(text=" "))

"""What the benchmark measures with; nothing here is timed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import yaml

from evals.benchmarks.many import pack_of
from evals.benchmarks.material import TURNS, cases

POLICY: dict[str, Any] = {
    "id": "respect/told-to-calm-down",
    "code": "RES001",
    "virtue": "respect",
    "forbid": {"any": [{"phrase": ["calm down", "relax*"]}], "unless": [{"phrase": "you said"}]},
    "examples": {"bad": ["Calm down."], "good": ["Take your time."]},
}


def policies(folder: Path) -> dict[str, dict[str, Any]]:
    """Policies of a folder by id."""
    found = [yaml.safe_load(file.read_text()) for file in folder.glob("*/*.yaml")]
    return {policy["id"]: policy for policy in found}


def small_pack(folder: Path) -> Path:
    """One policy that forbids and one that requires."""
    required = {**POLICY, "id": "empathy/no-word-of-it", "code": "EMP001", "require": {"any": [{"act": "apology"}]}}
    del required["forbid"]
    for policy in (POLICY, required):
        file = folder / f"{policy['id']}.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(yaml.safe_dump(policy))
    (folder / "pack.yaml").write_text("name: small\n")
    return folder


def test_no_two_drafts_are_the_same_and_a_seed_makes_the_same_ones() -> None:
    made = [msgspec.json.decode(case) for case in cases(300, seed=5)]
    assert len({case["draft"] for case in made}) == 300
    assert [msgspec.json.decode(case) for case in cases(300, seed=5)] == made


def test_cases_are_of_the_size_the_target_speaks_of() -> None:
    made = [msgspec.json.decode(case) for case in cases(200)]
    assert all(100 <= len(case["draft"].split()) <= 135 for case in made)
    assert all(len(case["messages"]) == TURNS for case in made)
    assert all(case["messages"][-1]["role"] == "customer" for case in made)
    assert all(len(msgspec.json.encode(case["facts"])) <= 2048 for case in made)


def test_every_choice_and_slot_of_a_template_is_settled() -> None:
    assert not any(mark in case["draft"] for case in map(msgspec.json.decode, cases(300)) for mark in "[]{}|")


def test_clones_have_ids_codes_and_words_of_their_own(tmp_path: Path) -> None:
    made = policies(pack_of(40, small_pack(tmp_path / "small"), tmp_path / "big"))
    assert len(made) == 40
    assert len({policy["code"] for policy in made.values()}) == 40
    assert made[POLICY["id"]] == POLICY
    clones = [policy for name, policy in made.items() if name.startswith(f"{POLICY['id']}-")]
    assert len(clones) == 38
    assert all(clone["forbid"]["any"][0]["phrase"] != POLICY["forbid"]["any"][0]["phrase"] for clone in clones)
    assert all((tmp_path / "big" / f"{name}.yaml").is_file() for name in made)
    assert (tmp_path / "big" / "pack.yaml").is_file()

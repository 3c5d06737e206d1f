from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from guard import Guard, PolicyError
from tests.packs import policy, write_pack


def problem_of(folder: Path) -> str:
    with pytest.raises(PolicyError) as caught:
        Guard(folder)
    return str(caught.value)


def test_a_misspelt_key_is_shown_in_its_place_with_the_nearest_valid_one(tmp_path: Path) -> None:
    write_pack(tmp_path, policy("respect/rude"))
    path = tmp_path / "respect/rude.yaml"
    path.write_text(path.read_text().replace("severity:", "severty:"), encoding="utf-8")
    told = problem_of(tmp_path)
    line = path.read_text().splitlines().index("severty: major") + 1
    assert f"{path}:{line}:1: expected " in told
    assert "got 'severty'; use 'severity'" in told
    assert f"> {line:>3} | severty: major" in told


def test_an_unknown_kind_is_told_with_the_kinds_there_are(tmp_path: Path) -> None:
    told = problem_of(
        write_pack(tmp_path, policy("respect/rude", forbid={"scope": "sentence", "any": [{"phrse": ["x"]}]}))
    )
    assert "got 'phrse'; use 'phrase'" in told


@pytest.mark.parametrize("pattern", ["(?<=a)b", "(a", "((a{100}){100}){100}", r"\pL{1000}"])
def test_a_pattern_that_could_explode_is_refused_in_its_place(tmp_path: Path, pattern: str) -> None:
    write_pack(tmp_path, policy("respect/rude", forbid={"scope": "sentence", "any": [{"pattern": pattern}]}))
    told = problem_of(tmp_path)
    assert "expected a pattern that RE2 takes" in told
    assert "rude.yaml:" in told


def test_a_phrase_that_cannot_be_read_is_refused_in_its_place(tmp_path: Path) -> None:
    told = problem_of(
        write_pack(
            tmp_path, policy("respect/rude", forbid={"scope": "sentence", "any": [{"phrase": ["calm {9} down"]}]})
        )
    )
    assert "a gap {1} to {6} between two words" in told


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write_pack(tmp_path, policy("respect/rude", severity="grave"), policy("warmth/cold", virtue="coldness"))
    told = problem_of(tmp_path)
    assert "rude.yaml" in told
    assert "cold.yaml" in told


def test_the_id_is_the_path(tmp_path: Path) -> None:
    write_pack(tmp_path, policy("respect/rude"))
    (tmp_path / "respect/rude.yaml").rename(tmp_path / "respect/ruder.yaml")
    assert "expected respect/ruder, the file's own path; got 'respect/rude'" in problem_of(tmp_path)


def test_a_code_stands_for_one_policy(tmp_path: Path) -> None:
    write_pack(tmp_path, policy("respect/rude"), policy("warmth/cold"))
    cold = tmp_path / "warmth/cold.yaml"
    cold.write_text(cold.read_text().replace("TST001", "TST000"), encoding="utf-8")
    assert "a code of its own" in problem_of(tmp_path)


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    write_pack(tmp_path, policy("respect/rude"))
    path = tmp_path / "respect/rude.yaml"
    path.write_text(path.read_text() + "severity: minor\n", encoding="utf-8")
    assert "expected each key once; got 'severity' again" in problem_of(tmp_path)


@pytest.mark.parametrize("text", ["a: [", "\t- x", "a: !!python/object:os.system {}", "*anchor", "- 1\n- 2", "", "7"])
def test_what_is_no_policy_is_told_without_a_traceback(tmp_path: Path, text: str) -> None:
    write_pack(tmp_path, policy("respect/rude"))
    (tmp_path / "respect/rude.yaml").write_text(text, encoding="utf-8")
    assert "rude.yaml" in problem_of(tmp_path)


def test_invalid_utf_8_is_told(tmp_path: Path) -> None:
    write_pack(tmp_path, policy("respect/rude"))
    (tmp_path / "respect/rude.yaml").write_bytes(b"id: \xff\xfe")
    assert "expected a readable UTF-8 file" in problem_of(tmp_path)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    assert "expected a folder of policies" in problem_of(tmp_path / "nowhere")


def test_when_is_for_required_virtues_only(tmp_path: Path) -> None:
    told = problem_of(write_pack(tmp_path, policy("respect/rude", when={"any": [{"trigger": "customer_spoke"}]})))
    assert "`when` only for a required virtue" in told


def test_a_pack_takes_over_the_silences_of_the_one_it_extends_unless_it_sets_its_own(tmp_path: Path) -> None:
    silence = {"when": {"trigger": "customer_spoke"}, "mute": ["respect/rude"]}
    base = write_pack(tmp_path / "base", policy("respect/rude"), silences=[silence])
    case = {"draft": "Calm down.", "messages": [{"role": "customer", "text": "Where is it?"}]}
    assert not Guard(write_pack(tmp_path / "own", extends=str(base))).check(case).findings
    assert Guard(write_pack(tmp_path / "loud", extends=str(base), silences=[])).check(case).findings


def test_a_pack_extends_the_packaged_one_and_changes_it(tmp_path: Path) -> None:
    ours = Guard().policies_digest
    write_pack(
        tmp_path, policy("respect/house-rule", forbid={"scope": "sentence", "any": [{"phrase": ["house rule"]}]}),
        extends="packaged", overlays={"honesty/unsupported-delivery-date": {"action": "flag"}},
    )  # fmt: skip
    guard = Guard(tmp_path)
    assert guard.policies_digest != ours
    late = {"draft": "It'll be with you tomorrow, guaranteed.", "facts": {"now": "2026-11-21T10:05:00-05:00"}}
    assert guard.check(late).virtues["honesty"] == "fail"
    assert all(f.action == "flag" for f in guard.check(late).findings if f.code == "HON001")
    assert guard.check({"draft": "It is a house rule."}).virtues["respect"] == "fail"


def test_an_overlay_adds_and_takes_phrases(tmp_path: Path) -> None:
    base = write_pack(tmp_path / "base", policy("respect/rude"))
    change = {"respect/rude": {"phrase+": ["chill out"], "phrase-": ["calm down"]}}
    guard = Guard(write_pack(tmp_path / "own", extends=str(base), overlays=change))
    assert guard.check({"draft": "Chill out."}).findings
    assert not guard.check({"draft": "Calm down."}).findings


@pytest.mark.parametrize(
    "settings",
    [
        {"overlays": {"respect/rood": {"action": "flag"}}},
        {"silences": [{"when": {"trigger": "customer_spoke"}, "mute": ["respct"]}]},
        {"waivers": [{"policy": "respect/rood", "owner": "A", "reason": "b", "expires": "2026-01-01"}]},
        {"extends": "nowhere"},
        {"notes": 0},
    ],
)
def test_a_pack_that_names_nothing_is_told(tmp_path: Path, settings: dict[str, object]) -> None:
    assert "pack.yaml" in problem_of(write_pack(tmp_path, policy("respect/rude"), **settings))


def test_packs_that_extend_each_other_are_told(tmp_path: Path) -> None:
    write_pack(tmp_path / "a", policy("respect/rude"), extends="../b")
    write_pack(tmp_path / "b", extends="../a")
    assert "expected `packaged` or another folder" in problem_of(tmp_path / "a")


def test_wording_that_cannot_change_a_verdict_does_not_change_the_digest(tmp_path: Path) -> None:
    one = Guard(write_pack(tmp_path / "one", policy("respect/rude"))).policies_digest
    two = Guard(
        write_pack(tmp_path / "two", policy("respect/rude", why="Because of another good reason."))
    ).policies_digest
    three = Guard(write_pack(tmp_path / "three", policy("respect/rude", action="hold"))).policies_digest
    assert one == two != three


def test_dates_in_yaml_stay_text(tmp_path: Path) -> None:
    example = {"text": "Calm down.", "facts": {"orders": [{"estimated_delivery": "2026-11-27"}]}}
    made = policy("respect/rude", examples={"bad": [example], "good": ["Fine."]})
    write_pack(tmp_path, made)
    path = tmp_path / "respect/rude.yaml"
    assert yaml.safe_load(path.read_text())["id"] == "respect/rude"
    path.write_text(path.read_text().replace("'2026-11-27'", "2026-11-27"), encoding="utf-8")
    Guard(tmp_path)


DISPATCHED = {
    "draft": "I've dispatched your parcel.",
    "messages": [
        {"role": "tool", "text": 'CALL pushNow({"order": "A-1"})'},
        {"role": "tool", "text": '{"ok": true}'},
    ],
}


def flags(folder: Path, **settings: object) -> bool:
    write_pack(folder, policy("respect/rude"), extends="packaged", **settings)
    return any(finding.code == "HON002" for finding in Guard(folder, rewriting=False).check(DISPATCHED).findings)


def test_a_pack_declares_what_its_tools_do(tmp_path: Path) -> None:
    assert flags(tmp_path / "plain")
    assert not flags(tmp_path / "named", acts={"pushNow": "dispatch"})
    assert not flags(tmp_path / "globbed", acts={"push*": ["send", "dispatch"]})
    assert flags(tmp_path / "looking", acts={"pushNow": "looks", "push*": "dispatch"})


@pytest.mark.parametrize(
    ("acts", "told"),
    [
        ({"push*": "dispach"}, "got \"dispach\"; use 'dispatch'"),
        ({"push*": ["dispatch", "look"]}, "got \"look\"; use 'looks'"),
        (["push_now"], 'got ["push_now"]'),
        ({"": "send"}, "at least 1 character"),
    ],
)
def test_a_deed_that_there_is_not_is_told_with_the_nearest(tmp_path: Path, acts: object, told: str) -> None:
    write_pack(tmp_path, policy("respect/rude"), acts=acts)
    error = problem_of(tmp_path)
    assert told in error
    assert "pack.yaml:" in error

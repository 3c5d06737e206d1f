"""`guard policy` and `guard schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from guard.assemble import data_folder
from guard.cli import main
from tests.packs import policy, write_pack

Words = pytest.CaptureFixture[str]


def run(action: str, folder: Path, *words: str) -> int:
    """Run `guard policy` on a pack."""
    return main(["policy", action, "--policies", str(folder), *words])


def test_lint_says_how_many_are_right(tmp_path: Path, capfd: Words) -> None:
    assert run("lint", write_pack(tmp_path, policy("respect/rude"))) == 0
    assert capfd.readouterr().out == f"1 policies in {tmp_path}: nothing wrong\n"


def test_lint_tells_every_mistake_of_every_file(tmp_path: Path, capfd: Words) -> None:
    one = {**policy("respect/rude"), "severty": "major"}
    two = policy("clarity/hedge", virtue="charity")
    assert run("lint", write_pack(tmp_path, one, two)) == 2
    err = capfd.readouterr().err
    assert "'severty'; use 'severity'" in err
    assert "use 'clarity'" in err
    assert "Traceback" not in err


def test_lint_tells_what_a_kind_refuses(tmp_path: Path, capfd: Words) -> None:
    one = policy("respect/rude", forbid={"any": [{"pattern": "(a{1000}){1000}"}]})
    assert run("lint", write_pack(tmp_path, one)) == 2
    assert "a pattern that RE2 takes" in capfd.readouterr().err


def test_test_exits_with_1_when_an_example_does_not_come_out(tmp_path: Path, capfd: Words) -> None:
    examples = {"bad": ["Take it easy."], "good": ["I am on it."]}
    assert run("test", write_pack(tmp_path, policy("respect/rude", examples=examples))) == 1
    out, err = capfd.readouterr()
    assert "expected a finding of respect/rude" in out
    assert "1 not as they say" in err


def test_coverage_is_asked_for_only_when_wanted(tmp_path: Path, capfd: Words) -> None:
    clause = {"any": [{"phrase": ["calm down"]}, {"phrase": ["relax"]}]}
    folder = write_pack(tmp_path, policy("respect/rude", forbid=clause))
    assert run("test", folder) == 0
    assert run("test", folder, "--coverage") == 1
    out, err = capfd.readouterr()
    assert "never taken by an example:" in out
    assert "1 of 2 branches taken" in err


def test_list_goes_by_the_words_of_the_articles(tmp_path: Path, capfd: Words) -> None:
    folder = write_pack(tmp_path, policy("attention/deaf", traits=["listening", "attention"]), policy("respect/rude"))
    assert run("list", folder) == 0
    out = capfd.readouterr().out.splitlines()
    at = out.index("  listening")
    assert out[at + 1].split()[:2] == ["TST000", "attention/deaf"]
    assert out[out.index("  respect") + 1].split()[1] == "respect/rude"
    assert "  passion: none yet" in out


@pytest.mark.parametrize("name", ["TST000", "tst000", "respect/rude", "Respect/Rude"])
def test_explain_takes_code_or_id(tmp_path: Path, capfd: Words, name: str) -> None:
    fix = {"safety": "safe", "replace": "One moment."}
    assert run("explain", write_pack(tmp_path, policy("respect/rude", fix=fix, action="rewrite")), name) == 0
    out = capfd.readouterr().out
    for part in (
        "# A rule for a test",
        "Because a test needs",
        "calm down",
        "One moment.",
        "Please calm down.",
        "rude.yaml",
    ):
        assert part in out


def test_explain_of_an_unknown_one_names_the_nearest(tmp_path: Path, capfd: Words) -> None:
    assert run("explain", write_pack(tmp_path, policy("respect/rude")), "respect/rood") == 2
    assert "got 'respect/rood'; use respect/rude" in capfd.readouterr().err


@pytest.mark.parametrize("name", ["case", "verdict", "policy"])
def test_schemas_are_json_schemas(capfd: Words, name: str) -> None:
    jsonschema: Any = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    assert main(["schema", name]) == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(capfd.readouterr().out))


def test_the_packaged_policies_are_as_their_schema_says(capfd: Words) -> None:
    jsonschema: Any = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    main(["schema", "policy"])
    validator = jsonschema.Draft202012Validator(json.loads(capfd.readouterr().out))
    for path in data_folder("policies", "policies").rglob("*/*.yaml"):
        if path.name == "pack.yaml":
            continue
        value = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert [f"{path.name}: {error.message}" for error in validator.iter_errors(value)] == []


def test_the_schema_knows_short_forms_and_refuses_what_the_loader_refuses(capfd: Words) -> None:
    jsonschema: Any = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    main(["schema", "policy"])
    validator = jsonschema.Draft202012Validator(json.loads(capfd.readouterr().out))
    short = [{"phrase": "calm down"}, {"trigger": ["closing"]}, {"pattern": "!!"}]
    right = {"code": "TST001", **policy("respect/rude", forbid={"any": short})}
    assert validator.is_valid(right)
    assert not validator.is_valid({**right, "severty": "major"})
    assert not validator.is_valid({**right, "forbid": {"any": [{"phrase": "a", "pattern": "b"}]}})
    assert not validator.is_valid({**right, "forbid": {"any": [{"frase": "a"}]}})

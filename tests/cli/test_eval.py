"""`guard eval agree` from the words on the command line to the exit status."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec
import pytest

from guard.cli import eval as command
from guard.errors import UsageError

GOOD: dict[str, Any] = {
    "id": "a",
    "draft": "Thank you, I'll look into it now.",
    "messages": [{"role": "customer", "text": "Could you check my order?"}],
    "labels": {"na": [], "fails": [], "by": "model, rubric 1"},
    "source": "made up",
}


def run(*words: str) -> int:
    """What `guard eval agree` does with these words."""
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers(required=True))
    args = parser.parse_args(["eval", "agree", "--tier", "fast", "--no-rewrite", *words])
    return args.func(args)


def written(path: Path, *cases: dict[str, Any] | bytes) -> str:
    """A file with these cases, or with these bytes as they are."""
    lines = [case if isinstance(case, bytes) else msgspec.json.encode(case) for case in cases]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return str(path)


def test_labelled_cases_are_scored(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "cases.jsonl", GOOD, {**GOOD, "id": "b", "source": "elsewhere"})
    assert run(file, "--format", "json", "--by", "source") == 0
    out, err = capfd.readouterr()
    document = msgspec.json.decode(out)
    assert document["figures"]["cases"] == 2
    assert document["run"]["tier"] == "fast"
    assert document["run"]["rewriting"] is False
    assert [part["value"] for part in document["figures"]["slices"] if part["key"] == "source"] == [
        "made up",
        "elsewhere",
    ]
    assert err == ""


@pytest.mark.parametrize(("form", "said"), [("text", "labelled cases"), ("markdown", "# Agreement with labels")])
def test_the_report_is_read_by_people_too(
    form: str, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(written(tmp_path / "cases.jsonl", GOOD), "--format", form) == 0
    out = capfd.readouterr().out
    assert said in out
    assert "language-model annotators" in out


def test_an_unreadable_line_is_told_and_the_rest_is_scored(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "cases.jsonl", GOOD, b'{"draft": "cut off', {**GOOD, "id": "c"})
    assert run(file, "--format", "json") == 2
    out, err = capfd.readouterr()
    assert msgspec.json.decode(out)["figures"]["cases"] == 2
    assert msgspec.json.decode(out)["run"]["unreadable"] == 1
    assert "cases.jsonl:2" in err


def test_a_misspelt_label_is_told_and_its_case_is_not_scored(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    broken = {**GOOD, "id": "b", "labels": {"fails": [{"virtue": "onesty", "severity": "major"}]}}
    assert run(written(tmp_path / "cases.jsonl", GOOD, broken), "--format", "json") == 2
    out, err = capfd.readouterr()
    assert msgspec.json.decode(out)["figures"]["cases"] == 1
    assert "use 'honesty'" in err


def test_all_missing_files_are_named_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        run("nowhere-1.jsonl", "nowhere-2.jsonl")
    assert [problem.where for problem in caught.value.problems] == ["nowhere-1.jsonl", "nowhere-2.jsonl"]


def test_cases_without_any_label_are_the_users_mistake(tmp_path: Path) -> None:
    bare = {key: value for key, value in GOOD.items() if key != "labels"}
    with pytest.raises(UsageError, match="at least one case with labels"):
        run(written(tmp_path / "cases.jsonl", bare))


def test_a_look_at_dev_is_logged_where_there_is_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    dev = tmp_path / "data" / "dev"
    dev.mkdir(parents=True)
    file = written(dev / "cases.jsonl", GOOD)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(file, "--format", "json") == 0
    assert "not logged" in capfd.readouterr().err
    (tmp_path / "evals").mkdir()
    assert run(file, "--format", "json") == 0
    assert capfd.readouterr().err == ""
    (line,) = (tmp_path / "evals" / "dev_runs.jsonl").read_bytes().splitlines()
    assert msgspec.json.decode(line)["files"] == ["data/dev/cases.jsonl"]
    assert run(written(tmp_path / "cases.jsonl", GOOD), "--format", "json") == 0
    assert len((tmp_path / "evals" / "dev_runs.jsonl").read_bytes().splitlines()) == 1

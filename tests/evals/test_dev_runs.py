"""Looks at the development set are logged, as totals only."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import msgspec

from guard.domain.case import Case
from guard.domain.verdict import Verdict
from guard.evals.agree import agreement
from guard.evals.dev_runs import on_dev, record
from guard.evals.report import Agreement, Run


def found() -> Agreement:
    """One case, rightly flagged."""
    labels = {"fails": [{"virtue": "honesty", "severity": "major"}]}
    case = Case(draft="A secret draft.", id="secret-id", labels=labels)
    return agreement([(case, Verdict(id="secret-id", decision="hold", virtues={"honesty": "fail"}))], times=20)


def checkout(folder: Path) -> Path:
    """An empty repository with a folder `evals` and one commit."""
    (folder / "evals").mkdir()
    (folder / "evals" / "__init__.py").write_text("")
    author = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for words in (("init", "-q"), ("add", "."), (*author, "commit", "-q", "-m", "first")):
        subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)
    return folder


def lines(path: Path) -> list[dict[str, Any]]:
    """What the log holds."""
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]


def test_only_files_under_data_dev_are_dev(tmp_path: Path) -> None:
    dev = tmp_path / "data" / "dev"
    dev.mkdir(parents=True)
    link = tmp_path / "innocent.jsonl"
    (dev / "a.jsonl").write_text("")
    link.symlink_to(dev / "a.jsonl")
    assert on_dev([str(dev / "a.jsonl")])
    assert on_dev([str(link)])
    assert on_dev([str(dev)])
    assert not on_dev([str(tmp_path / "dev" / "a.jsonl"), "-"])
    assert not on_dev([str(tmp_path / "data" / "train" / "dev" / "a.jsonl")])


def test_a_run_appends_totals_and_no_case(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    run = Run(files=("somewhere/data/dev/natural.jsonl",), tier="fast", version="0.1.0")
    path = record(found(), run, start=root / "evals")
    assert path is not None
    assert path == root / "evals" / "dev_runs.jsonl"
    assert record(found(), run, start=root) == path
    first, second = lines(path)
    assert first["files"] == ["data/dev/natural.jsonl"]
    assert first["figures"]["virtues"]["honesty"]["recall"] == 1.0
    assert first["figures"]["macro_f1"] is None
    assert first["figures"]["send_back"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert first["commit"] == second["commit"]
    assert not second["commit"].endswith("-dirty")
    assert b"secret" not in path.read_bytes()


def test_a_changed_working_tree_is_marked(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    (root / "evals" / "__init__.py").write_text("changed = 1\n")
    path = record(found(), Run(), start=root)
    assert path is not None
    assert lines(path)[0]["commit"].endswith("-dirty")


def test_without_a_folder_for_it_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert record(found(), Run(), start=tmp_path) is None

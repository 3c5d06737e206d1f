"""What is written: README's commands are the ones CI runs, and nothing names a machine or a registry."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BARRED = re.compile(r"/root/|(?<![\w./])/work/|://[^\s/]*(?:pypi|pythonhosted|npmjs|debian)", re.IGNORECASE)


def listed() -> list[str]:
    found = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return found.stdout.split()


def test_the_readmes_test_command_is_what_ci_runs() -> None:
    (command,) = re.findall(r"^python3 -m venv .*pytest$", README, re.MULTILINE)
    assert command in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_the_readme_names_only_files_that_are_there() -> None:
    for path in re.findall(r"\]\(((?!http)[^)#]+)\)", README):
        assert (ROOT / path).exists(), path


def test_no_file_names_a_machine_or_a_registry() -> None:
    names = listed()
    if not names:
        pytest.skip("not a git checkout")
    for name in names:
        path = ROOT / name
        if path == Path(__file__) or not path.is_file() or path.suffix in (".gz", ".png"):
            continue
        found = BARRED.search(path.read_text(encoding="utf-8", errors="replace"))
        assert found is None, f"{name}: {found and found[0]}"


def test_every_real_conversation_carries_its_source_and_licence() -> None:
    lines = (ROOT / "evals/suites/real/cases.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 12
    for line in lines:
        assert re.search(r'"source": ?"[^"]+"', line)
        assert re.search(r'"licence": ?"(MIT|Apache-2\.0|CC-BY-4\.0)"', line)

"""`guard init` writes a starter for the library that is found."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from guard.cli import main

FOUND = [
    ("import os\n", "from guard import Guard"),
    ("from openai import OpenAI\n", "guard.adapters.openai import guarded"),
    ("from langchain.agents import create_agent\nimport openai\n", "GuardMiddleware("),
    ("from agents import Agent\n", "guard.adapters.openai_agents"),
    ("import pydantic_ai\n", "guard.adapters.pydantic_ai"),
    ("import litellm\n", "GuardGuardrail("),
]


@pytest.mark.parametrize(("code", "said"), FOUND)
def test_the_starter_is_for_the_library_that_is_imported(tmp_path: Path, code: str, said: str) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "app.py").write_text(code)
    assert main(["init", str(tmp_path)]) == 0
    written = (tmp_path / "guarded_bot.py").read_text()
    assert said in written
    ast.parse(written)


def test_the_libraries_of_an_environment_are_not_the_projects(tmp_path: Path) -> None:
    for folder in (".venv", "venv"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.py").write_text("import langchain\n")
    assert main(["init", str(tmp_path)]) == 0
    assert "from guard import Guard" in (tmp_path / "guarded_bot.py").read_text()


def test_a_library_may_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path), "--for", "langchain"]) == 0
    assert "reply-guard[langchain]" in capsys.readouterr().out


def test_a_file_that_is_there_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "guarded_bot.py").write_text("mine = 1\n")
    assert main(["init", str(tmp_path)]) == 2
    assert (tmp_path / "guarded_bot.py").read_text() == "mine = 1\n"
    assert "expected no such file yet" in capsys.readouterr().err

"""`guard coach` and `guard impact` from the words on the command line to the exit status."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from guard.cli import main


def talk(number: int, **more: Any) -> dict[str, Any]:
    """A conversation with one reply, which blames somebody in every third."""
    reply = "That's the carrier's fault, not ours." if number % 3 == 0 else "Thank you! I'll look into it now."
    return {
        "id": f"c{number}",
        "messages": [{"role": "customer", "text": "Where is my parcel?"}, {"role": "agent", "text": reply}],
        "meta": {"agent_id": "ab"[number % 2], "split": "train" if number < 30 else "other"},
        "outcome": {"csat": 1 if number % 3 == 0 else 5},
        **more,
    }


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "talks.jsonl"
    path.write_bytes(b"\n".join(msgspec.json.encode(talk(number)) for number in range(42)))
    return str(path)


def test_a_card_is_made_for_each_agent(file: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["coach", file]) == 0
    out = capfd.readouterr().out
    assert "Score " in out
    assert "**" in out
    assert "Before you use this" in out
    assert all(line == line.rstrip() for line in out.splitlines() if "you:" in line)


def test_one_card_is_printed_and_all_are_compared_with(file: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["coach", file, "--only", "a", "--format", "json"]) == 0
    document = msgspec.json.decode(capfd.readouterr().out)
    (card,) = document["cards"]
    assert card["who"] == "a"
    assert any(rate["rest"]["value"] is not None for rate in card["rates"])


def test_conversations_are_chosen_by_a_key_of_meta(file: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["coach", file, "--where", "split=train", "--format", "json"]) == 0
    assert sum(card["conversations"] for card in msgspec.json.decode(capfd.readouterr().out)["cards"]) == 30


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "team"], 'add "meta": {"team"'),
        (["--only", "zoe"], "expected one of a, b; got 'zoe'"),
        (["--weights", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_what_cannot_be_used_is_told(words: list[str], said: str, file: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["coach", file, *words]) == 2
    assert said in capfd.readouterr().err


@pytest.mark.parametrize("command", [["coach"], ["impact", "--outcome", "csat"]])
def test_a_line_that_cannot_be_read_is_told_and_the_rest_is_counted(
    command: list[str], file: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with Path(file).open("ab") as more:
        more.write(b'\n{"messages": 3}\n')
    assert main([command[0], file, *command[1:], "--format", "json"]) == 2
    out, err = capfd.readouterr()
    assert "talks.jsonl:43" in err
    assert msgspec.json.decode(out)


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_what_goes_together_with_an_outcome_is_told(form: str, file: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["impact", file, "--outcome", "csat", "--format", form]) == 0
    out = capfd.readouterr().out
    assert "ownership" in out
    assert "never an effect" in out.replace("\n", " ")


def test_an_outcome_that_nobody_tells_is_the_users_mistake(file: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["impact", file, "--outcome", "nps"]) == 2
    assert "expected an outcome 'nps'; got none" in capfd.readouterr().err


def test_few_conversations_say_nothing(file: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["impact", file, "--outcome", "csat", "--sample", "20"]) == 0
    out = capfd.readouterr().out
    assert "say nothing" in out
    assert "p (Holm)" not in out

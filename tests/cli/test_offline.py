"""`guard judge` and `guard rewrite`: questions out, answers in, and nobody is called."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guard.cli import main

CASES = [
    {"id": "a", "messages": [{"role": "customer", "text": "which floor?"}], "draft": "The second floor, by the stairs.",
     "labels": {"fails": [{"virtue": "warmth", "note": "SECRET"}]}},
    {"id": "b", "draft": "It is at the desk, please ask for Lea."},
]  # fmt: skip
PASS = {"reason": "Fine.", "evidence": "", "status": "pass", "confidence": 0.9}
Answer = Callable[[dict[str, Any]], Any]


@pytest.fixture
def asked(tmp_path: Path) -> tuple[Path, list[dict[str, Any]]]:
    cases, out = tmp_path / "cases.jsonl", tmp_path / "requests.jsonl"
    cases.write_text("".join(json.dumps(case) + "\n" for case in CASES))
    assert main(["judge", "export", str(cases), "--all", "--model", "any", "--out", str(out)]) == 0
    return cases, [json.loads(line) for line in out.read_text().splitlines()]


def answer(request: dict[str, Any], content: str) -> str:
    body = {"choices": [{"message": {"content": content}}]}
    response = {"status_code": 200, "body": body}
    return json.dumps({"custom_id": request["custom_id"], "response": response, "error": None})


def all_pass(request: dict[str, Any], **changes: Any) -> dict[str, Any]:
    names = request["body"]["response_format"]["json_schema"]["schema"]["required"]
    return {name: {**PASS, **changes.get(name, {})} for name in names}


def test_a_request_stands_in_the_batch_form_and_holds_no_label(asked: tuple[Path, list[dict[str, Any]]]) -> None:
    _, requests = asked
    assert [request["custom_id"].partition(":")[0] for request in requests] == ["a", "b"]
    assert {(request["method"], request["url"]) for request in requests} == {("POST", "/v1/chat/completions")}
    assert "SECRET" not in json.dumps(requests)


def test_answers_become_verdicts(asked: tuple[Path, list[dict[str, Any]]], capsys: Any, tmp_path: Path) -> None:
    cases, requests = asked
    answers = tmp_path / "answers.jsonl"
    snide = {"status": "fail", "evidence": "second floor"}
    texts = [all_pass(requests[0], q10=snide), all_pass(requests[1])]
    answers.write_text("\n".join(answer(r, json.dumps(t)) for r, t in zip(requests, texts, strict=True)))
    assert main(["judge", "apply", str(cases), "--all", "--answers", str(answers), "--format", "jsonl"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert [finding["tier"] for finding in first["findings"]] == ["judge"]
    assert first["faults"] == second["faults"] == []


def test_malformed_answers_are_errors_with_their_lines(
    asked: tuple[Path, list[dict[str, Any]]], capsys: Any, tmp_path: Path
) -> None:
    cases, requests = asked
    answers = tmp_path / "answers.jsonl"
    wrong = json.dumps({**all_pass(requests[1]), "q0": {**PASS, "status": "splendid"}})
    lines = ["nonsense", answer(requests[0], "Sure!"), answer(requests[1], wrong), '{"custom_id": "x:1", "error": {}}']
    answers.write_text("\n".join(lines))
    assert main(["judge", "apply", str(cases), "--all", "--answers", str(answers), "--format", "jsonl"]) == 2
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 2
    for number in (1, 2, 3, 4):
        assert f"{answers}:{number}: expected" in err
    assert "splendid" not in err


def test_without_a_model_named_anywhere_the_user_is_told(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GUARD_LLM_MODEL", raising=False)
    assert main(["judge", "export", "-", "--out", "r.jsonl"]) == 2
    assert "--model: expected the model's name" in capsys.readouterr().err

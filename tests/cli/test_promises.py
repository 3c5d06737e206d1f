"""`guard promises` from the words on the command line to the exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guard.cli import main

Words = pytest.CaptureFixture[str]
AT = "2026-11-21T10:05:00-05:00"
LATE = "2026-11-23T09:00:00-05:00"


def talk(name: str, *texts: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "messages": [{"role": "agent", "text": text, "at": AT} for text in texts], **more}


def file(tmp_path: Path, *talks: Any) -> str:
    path = tmp_path / "talks.jsonl"
    rows = [one if isinstance(one, str) else json.dumps(one) for one in talks]
    path.write_text("\n".join(rows), encoding="utf-8")
    return str(path)


def listed(capsys: Words) -> list[dict[str, Any]]:
    return json.loads(capsys.readouterr().out)["promises"]


def test_the_table_fits_a_hundred_columns_and_ends_with_the_counts(tmp_path: Path, capsys: Words) -> None:
    facts = {"agent": {"name": "Ada Lovelace-Pemberton"}, "customer": {"name": "Mei"}}
    path = file(tmp_path, talk("t-1", "I'll call you by 5 pm to " + "talk about it at length and " * 9, facts=facts))
    assert main(["promises", path, "--now", LATE]) == 1
    out = capsys.readouterr().out
    assert all(len(line) <= 100 and line == line.rstrip() for line in out.splitlines())
    assert "overdue" in out
    assert "Sat 21 Nov 17:00" in out
    assert out.endswith("1 promise in 1 conversation: 1 overdue.\n")


def test_nothing_due_is_status_nought(tmp_path: Path, capsys: Words) -> None:
    assert main(["promises", file(tmp_path, talk("t-1", "I'll call you by 5 pm."))]) == 0
    assert main(["promises", file(tmp_path, talk("t-1", "Thank you."))]) == 0
    assert capsys.readouterr().out.endswith("No promises in 1 conversation.\n")


def test_filters_and_groups(tmp_path: Path, capsys: Words) -> None:
    path = file(
        tmp_path,
        talk("t-1", "I'll call you by 5 pm.", facts={"agent": {"name": "Zoe"}}),
        talk("t-2", "I'll refund the fee.", facts={"agent": {"name": "Ada"}}),
        talk("t-3", "I'll initiate a replacement order.", "The replacement order has been placed."),
    )
    main(["promises", path, "--format", "json", "--now", LATE, "--by", "agent"])
    assert [one["agent"] for one in listed(capsys)] == ["Ada", "Zoe", None]
    main(["promises", path, "--format", "json", "--now", LATE, "--open"])
    assert [one["state"] for one in listed(capsys)] == ["overdue", "open"]
    main(["promises", path, "--format", "json", "--now", LATE, "--overdue"])
    assert [one["conversation"] for one in listed(capsys)] == ["t-1"]
    main(["promises", path, "--by", "agent"])
    assert "no agent named" in capsys.readouterr().out


def test_lines_of_one_conversation_are_one_ledger(tmp_path: Path, capsys: Words) -> None:
    said = {"role": "agent", "text": "I'll call you by 5 pm.", "at": AT}
    first: dict[str, Any] = {"id": "a", "conversation": "c", "draft": "I'll call you by 5 pm.", "messages": []}
    second = {"id": "b", "conversation": "c", "draft": "I'll refund the fee.", "messages": [said]}
    main(["promises", file(tmp_path, first, second), "--format", "json"])
    assert [(one["kind"], one["where"]) for one in listed(capsys)] == [("callback", "messages[0]"), ("refund", "draft")]


def test_two_drafts_of_one_moment_share_what_came_before(tmp_path: Path, capsys: Words) -> None:
    said = {"role": "agent", "text": "I'll call you by 5 pm.", "at": AT}
    before: dict[str, Any] = {"conversation": "c", "messages": [said]}
    cases = [{**before, "id": name, "draft": f"I'll refund {name}."} for name in ("A-101", "B-202")]
    main(["promises", file(tmp_path, *cases), "--format", "json"])
    texts = [one["text"] for one in listed(capsys)]
    assert texts == ["I'll call you by 5 pm.", "I'll refund A-101", "I'll refund B-202"]


@pytest.mark.parametrize("now", ["tomorrow", "", "2026-13-01"])
def test_a_bad_now_is_the_callers_mistake(tmp_path: Path, capsys: Words, now: str) -> None:
    assert main(["promises", file(tmp_path, talk("t-1", "Hi")), "--now", now]) == 2
    assert capsys.readouterr().err.startswith(f"--now: expected an ISO time; got '{now}'; write it as")


def test_what_cannot_be_read_is_told_and_the_rest_is_listed(tmp_path: Path, capsys: Words) -> None:
    path = file(tmp_path, "{broken", talk("t-1", "I'll call you by 5 pm."))
    assert main(["promises", path, str(tmp_path / "none.json"), "--format", "json"]) == 2
    shown = capsys.readouterr()
    assert len(json.loads(shown.out)["promises"]) == 1
    assert len(shown.err.splitlines()) == 2
    assert "talks.jsonl:1:" in shown.err


def test_a_calendar_tells_how_many_have_no_day(tmp_path: Path, capsys: Words) -> None:
    path = file(tmp_path, talk("t-1", "I'll call you by 5 pm.", "I'll refund the fee."))
    assert main(["promises", path, "--format", "ics"]) == 0
    shown = capsys.readouterr()
    assert shown.out.count("BEGIN:VEVENT") == 1
    assert shown.err == "1 without a day is not in the calendar; --todo writes it too\n"
    main(["promises", path, "--format", "ics", "--todo"])
    assert capsys.readouterr().out.count("BEGIN:VTODO") == 2


def test_the_same_ledger_is_printed_twice_alike(tmp_path: Path, capsys: Words) -> None:
    path = file(tmp_path, talk("t-1", "I'll call you by 5 pm."))
    texts: list[str] = []
    for _ in range(2):
        main(["promises", path, "--format", "ics"])
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]

"""`guard check` from the words on the command line to the exit status."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from guard.cli import main
from tests.packs import policy, write_pack

Words = pytest.CaptureFixture[str]
FINE, RUDE = "Your refund is on its way.", "Please calm down. Your order is here."


@pytest.fixture
def pack(tmp_path: Path) -> str:
    """Three policies: one that rewrites, one that flags, one that holds."""
    fix = {"safety": "safe", "remove": True}
    rude = policy("respect/rude", action="rewrite", fix=fix, on_unfixed="hold")
    flagged = policy("clarity/hedge", forbid={"any": [{"phrase": ["kind of"]}]}, severity="minor")
    held = policy("honesty/oath", forbid={"any": [{"phrase": ["i swear"]}]}, action="hold", severity="critical")
    return str(write_pack(tmp_path / "pack", rude, flagged, held))


def lines(path: Path, *cases: dict[str, Any] | str | bytes) -> str:
    """A file with a case, a line of text, or bytes a line."""
    made = [
        one if isinstance(one, bytes) else (one if isinstance(one, str) else json.dumps(one)).encode() for one in cases
    ]
    path.write_bytes(b"\n".join(made) + b"\n")
    return str(path)


def check(pack: str, *words: str) -> int:
    """Run `guard check` with a pack."""
    return main(["check", "--policies", pack, *words])


def clean(stderr: str) -> bool:
    """Whether nobody was shown a traceback."""
    return "Traceback" not in stderr


# Formats


def test_jsonl_gives_a_verdict_a_line_in_order_with_the_same_ids(tmp_path: Path, pack: str, capfd: Words) -> None:
    file = lines(tmp_path / "a.jsonl", {"id": "z", "draft": FINE}, {"draft": RUDE}, {"id": "a", "draft": FINE})
    assert check(pack, file, "--format", "jsonl") == 1
    out, err = capfd.readouterr()
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["z", "line-2", "a"]
    assert err == ""


def test_json_is_one_verdict_or_an_array(tmp_path: Path, pack: str, capfd: Words) -> None:
    one = lines(tmp_path / "one.json", {"id": "a", "draft": FINE})
    three = lines(tmp_path / "three.jsonl", *({"id": name, "draft": FINE} for name in "bcd"))
    assert check(pack, one, "--format", "json") == 0
    assert json.loads(capfd.readouterr().out)["id"] == "a"
    assert check(pack, one, three, "--format", "json") == 0
    assert [verdict["id"] for verdict in json.loads(capfd.readouterr().out)] == ["a", "b", "c", "d"]


def test_json_of_no_case_is_an_empty_array(tmp_path: Path, pack: str, capfd: Words) -> None:
    assert check(pack, lines(tmp_path / "a.jsonl", "{"), "--format", "json") == 2
    assert json.loads(capfd.readouterr().out) == []


def test_github_annotates_the_line_of_the_file(tmp_path: Path, pack: str, capfd: Words) -> None:
    file = lines(
        tmp_path / "a.jsonl", {"draft": FINE}, "", {"id": "x", "draft": RUDE}, {"draft": "It is kind of late."}
    )
    assert check(pack, file, "--format", "github") == 1
    first, second = capfd.readouterr().out.splitlines()
    assert first.startswith(f"::error file={file},line=3,col=1,title=TST000 respect/rude (major)::x: Says calm down.")
    assert second.startswith(f"::warning file={file},line=4,")


def test_github_annotates_the_words_of_a_plain_text(tmp_path: Path, pack: str, capfd: Words) -> None:
    (tmp_path / "100%,a.txt").write_text("Hello.\nNow calm down.\n")
    assert check(pack, str(tmp_path / "100%,a.txt"), "--format", "github") == 1
    assert "100%25%2Ca.txt,line=2,col=5," in capfd.readouterr().out


def test_text_shows_the_words_the_reason_and_the_better_text(tmp_path: Path, pack: str, capfd: Words) -> None:
    (tmp_path / "reply.txt").write_text(RUDE)
    assert check(pack, str(tmp_path / "reply.txt")) == 1
    out = capfd.readouterr().out
    draft, marks = out.splitlines()[2:4]
    assert [draft[at] for at, mark in enumerate(marks) if mark == "^"] == list("calm down")
    assert "REWRITE" in out
    assert "respect · major · TST000 respect/rude" in out
    assert "Says calm down." in out
    assert "[-Please calm down. -]Your order is here." in out
    assert "\x1b" not in out


def test_text_shows_a_few_findings_and_counts_the_rest(tmp_path: Path, pack: str, capfd: Words) -> None:
    (tmp_path / "reply.txt").write_text("I swear. Calm down. Kind of. Kind of so. Kind of not.")
    assert check(pack, str(tmp_path / "reply.txt")) == 1
    out = capfd.readouterr().out
    assert out.count("Says ") == 3
    assert "+2 more" in out


def test_text_ends_with_the_counts_on_standard_error(tmp_path: Path, pack: str, capfd: Words) -> None:
    check(pack, lines(tmp_path / "a.jsonl", {"draft": FINE}, {"draft": RUDE}, {"draft": "I swear."}))
    assert capfd.readouterr().err.strip() == "3 replies: 1 send, 1 rewrite, 1 hold"


def test_text_cannot_steer_the_terminal(tmp_path: Path, pack: str, capfd: Words) -> None:
    check(
        pack, lines(tmp_path / "a.jsonl", {"id": "\x1b]0;owned\x07", "draft": "\x1b[2J Calm down [bold]now[/bold].\r"})
    )
    out = capfd.readouterr().out
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "[bold]now[/bold]" in out


# Options and exit status


def test_a_clean_reply_exits_with_0_and_a_flagged_one_too(tmp_path: Path, pack: str) -> None:
    assert check(pack, lines(tmp_path / "a.jsonl", {"draft": FINE}, {"draft": "It is kind of late."})) == 0


def test_no_rewrite_holds_what_wanted_one(tmp_path: Path, pack: str, capfd: Words) -> None:
    file = lines(tmp_path / "a.jsonl", {"draft": RUDE})
    assert check(pack, file, "--format", "jsonl", "--no-rewrite") == 1
    verdict = json.loads(capfd.readouterr().out)
    assert (verdict["decision"], verdict["rewrite"]) == ("hold", None)


def test_an_unreadable_line_outweighs_a_fault_and_a_fault_a_hold(tmp_path: Path, capfd: Words) -> None:
    judged = policy("respect/judged", forbid={"any": [{"judge": {"question": "Is it rude to the reader?"}}]})
    folder = str(write_pack(tmp_path / "pack", judged, policy("respect/rude", action="hold")))
    good, bad = lines(tmp_path / "a.jsonl", {"draft": RUDE}), lines(tmp_path / "b.jsonl", "{")
    full = ("--tier", "full", "--format", "jsonl")
    assert check(folder, good, *full) == 1
    assert check(folder, good, *full, "--strict") == 3
    assert check(folder, good, bad, *full, "--strict") == 2
    for line in capfd.readouterr().out.splitlines():
        assert json.loads(line)["faults"][0]["policy"] == "respect/judged"


def test_standard_input_is_read_as_text_and_as_cases(pack: str, monkeypatch: pytest.MonkeyPatch, capfd: Words) -> None:
    for data in (b"Calm down.\n", b'{"draft": "Calm down."}\n{"draft": "Fine."}\n'):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert check(pack, "-", "--format", "jsonl") == 1
    assert [json.loads(line)["decision"] for line in capfd.readouterr().out.splitlines()] == ["hold", "hold", "send"]


def test_without_cases_at_a_terminal_the_help_is_shown(monkeypatch: pytest.MonkeyPatch, capfd: Words) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    assert main(["check"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "usage: guard check" in err


def test_waivers_that_did_nothing_or_are_over_are_told(tmp_path: Path, capfd: Words) -> None:
    base = {"owner": "Kim", "reason": "a test"}
    waivers = [
        {**base, "policy": "respect/rude", "expires": "2026-12-31"},
        {**base, "policy": "respect/rude", "expires": "2026-12-31", "scope": {"channel": "fax"}},
        {**base, "policy": "respect/rude", "expires": "2026-01-31", "scope": {"channel": "telex"}},
    ]
    folder = str(write_pack(tmp_path / "pack", policy("respect/rude", action="hold"), waivers=waivers))
    file = lines(tmp_path / "a.jsonl", {"draft": RUDE, "facts": {"now": "2026-11-21T10:00:00Z"}})
    assert check(folder, file, "--format", "jsonl") == 0
    unused, expired = capfd.readouterr().err.splitlines()
    assert "unused by these cases" in unused
    assert "expired on 2026-01-31" in expired


# What can be wrong


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"draft": "Hi"', "a.jsonl:2:15: expected complete JSON; got the end of it"),
        (b'{"draft": "caf\xe9"}', "a.jsonl:2:15: expected UTF-8; got the byte 0xe9"),
        ({"draft": "x" * 5_000_000}, "a.jsonl:2: draft: expected a draft of at most 20,000 characters; got 5,000,000"),
        ({"id": "first", "draft": "Hi"}, "expected an id of its own; got the id of line 1 again on line 2"),
        ({"drfat": "Hi"}, "rename 'drfat' to 'draft'"),
        ("[1]", "a.jsonl:2: expected an object"),
        ({"draft": "Hi", "messages": [{"role": "costumer", "text": "Hi"}]}, "messages[0].role"),
    ],
    ids=["truncated", "not UTF-8", "5 MB", "double id", "misspelt", "no object", "role"],
)
def test_a_bad_line_is_told_and_the_good_ones_are_judged(
    tmp_path: Path, pack: str, capfd: Words, line: Any, said: str
) -> None:
    file = lines(tmp_path / "a.jsonl", {"id": "first", "draft": FINE}, line, {"id": "last", "draft": RUDE})
    assert check(pack, file, "--format", "jsonl") == 2
    out, err = capfd.readouterr()
    assert [json.loads(one)["id"] for one in out.splitlines()] == ["first", "last"]
    assert said in err
    assert err.count("; got ") == 1
    assert clean(err)


def test_a_missing_file_is_told_and_the_others_are_judged(tmp_path: Path, pack: str, capfd: Words) -> None:
    good = lines(tmp_path / "a.jsonl", {"id": "a", "draft": FINE})
    assert check(pack, str(tmp_path / "nope.jsonl"), good, str(tmp_path), "--format", "jsonl") == 2
    out, err = capfd.readouterr()
    assert json.loads(out)["id"] == "a"
    assert "nope.jsonl: expected a file; got nothing of that name; check the path" in err
    assert "expected a file; got a folder" in err


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"severty": "major"}, "got 'severty'; use 'severity'"),
        ({"forbid": {"any": [{"frase": ["calm down"]}]}}, "got 'frase'; use 'phrase'"),
        ({"forbid": {"any": [{"pattern": "(a{1000}){1000}"}]}}, "a pattern that RE2 takes"),
        ({"forbid": {"any": [{"pattern": "calm(?= down)"}]}}, "a pattern that RE2 takes"),
        ({"forbid": {"any": [{"trigger": "open_truble"}]}}, "got 'open_truble'"),
    ],
    ids=["misspelt key", "unknown kind", "exploding pattern", "look-around", "unknown state"],
)
def test_a_broken_policy_is_told_in_its_place(tmp_path: Path, capfd: Words, changes: dict[str, Any], said: str) -> None:
    folder = write_pack(tmp_path / "pack", policy("respect/rude", **changes))
    assert check(str(folder), lines(tmp_path / "a.jsonl", {"draft": FINE})) == 2
    out, err = capfd.readouterr()
    where, _, rest = err.partition(": expected ")
    assert where.startswith(f"{folder}/respect/rude.yaml:")
    assert where.count(":") == 2
    assert said in rest
    assert out == ""
    assert clean(err)


def test_a_policy_beside_the_packaged_ones_is_held_to_the_same(tmp_path: Path, capfd: Words) -> None:
    folder = write_pack(tmp_path / "pack", {**policy("respect/rude-here"), "severty": "minor"}, extends="packaged")
    assert check(str(folder), lines(tmp_path / "a.jsonl", {"draft": FINE})) == 2
    assert "got 'severty'; use 'severity'" in capfd.readouterr().err


def test_a_folder_of_policies_that_is_not_there_is_told(tmp_path: Path, capfd: Words) -> None:
    assert check(str(tmp_path / "nope"), lines(tmp_path / "a.jsonl", {"draft": FINE})) == 2
    assert "expected a folder of policies; got no such folder" in capfd.readouterr().err


def test_a_wrong_option_is_told_by_the_usage(capfd: Words) -> None:
    assert main(["check", "a.jsonl", "--format", "xml"]) == 2
    assert "invalid choice: 'xml'" in capfd.readouterr().err


# As a process of its own


def guard(
    *words: str,
    given: bytes = b"",
    env: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run `python -m guard`."""
    return subprocess.run(
        [sys.executable, "-m", "guard", *words], capture_output=True, check=False, input=given, env=env
    )


def test_a_draft_through_a_pipe(pack: str) -> None:
    ran = guard("check", "-", "--policies", pack, given="Bitte calm down – 你好.".encode())
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert "你好" in ran.stdout.decode()


def test_a_terminal_without_unicode_is_no_reason_to_fail(pack: str) -> None:
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ran = guard("check", "-", "--policies", pack, given="Calm down – 你好.".encode(), env=ascii_only)
    assert (ran.returncode, ran.stderr) == (1, b"")


def test_a_reader_who_leaves_early_causes_no_noise(tmp_path: Path, pack: str) -> None:
    file = lines(tmp_path / "many.jsonl", *({"draft": RUDE} for _ in range(500)))
    words = [sys.executable, "-m", "guard", "check", file, "--policies", pack, "--format", "jsonl", "--no-rewrite"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ran:
        assert ran.stdout is not None
        assert ran.stderr is not None
        ran.stdout.readline()
        ran.stdout.close()
        assert ran.stderr.read() == b""
        assert ran.wait(30) == 141


def test_version_and_help() -> None:
    assert guard("--version").stdout.startswith(b"guard 0.")
    helped = guard("--help")
    assert helped.returncode == 0
    assert b"examples:" in helped.stdout
    assert guard().returncode == 2

"""`guard policy new`: by options, by questions, and for people who leave in the middle."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

from guard.cli import main
from guard.cli.policy_answers import Answers, Desk
from guard.cli.policy_questions import ask, fill
from tests.packs import policy, write_pack

Words = pytest.CaptureFixture[str]

ANSWERS: dict[str, Any] = {
    "virtue": "respect",
    "slug": "shrugs-it-off",
    "title": "Shrugs the complaint off",
    "why": "Who hears that it is no big deal learns that nobody will look.",
    "phrase": ["no big deal"],
    "bad": ["It's no big deal."],
    "good": ["That is a big deal, and I'm on it."],
}


def options(**changes: Any) -> list[str]:
    """The answers as options; None leaves one out."""
    words: list[str] = []
    for key, answer in {**ANSWERS, **changes}.items():
        if answer is not None:
            words += [f"--{key}", *(answer if isinstance(answer, list) else [answer])]
    return words


def new(folder: Path, **changes: Any) -> int:
    return main(["policy", "new", "--into", str(folder), *options(**changes)])


def held(folder: Path, name: str = "respect/shrugs-it-off") -> dict[str, Any]:
    return yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))


def own(folder: Path) -> Path:
    """A pack of one policy that extends nothing."""
    return write_pack(folder, policy("respect/rude"))


def test_a_new_folder_gets_a_pack_that_passes_lint_and_test(tmp_path: Path, capfd: Words) -> None:
    folder = tmp_path / "mine"
    assert new(folder) == 0
    assert "2 of 2 examples hold" in capfd.readouterr().out
    assert main(["policy", "lint", "--policies", str(folder)]) == 0
    assert main(["policy", "test", "--policies", str(folder)]) == 0


def test_it_takes_the_next_free_code_of_its_virtue(tmp_path: Path) -> None:
    folder = own(tmp_path)
    assert new(folder) == 0
    assert new(folder, slug="shrugs-again") == 0
    codes = [held(folder, f"respect/{slug}")["code"] for slug in ("shrugs-it-off", "shrugs-again")]
    assert [code[:3] for code in codes] == ["TST", "TST"]
    assert int(codes[1][3:]) == int(codes[0][3:]) + 1


def test_texts_come_back_to_the_letter(tmp_path: Path) -> None:
    texts = {
        "title": "Sagt „egal“: 'yes' # no",
        "why": "Zeile eins:\n  - „zwei“ \n\n\tdrei\\",
        "bad": ['It\'s no big deal: "ok"\n\nGrüße,\nJörg', "{no big deal}"],
    }
    assert new(own(tmp_path), **texts) == 0
    found = held(tmp_path)
    assert (found["title"], found["why"], found["examples"]["bad"]) == tuple(texts.values())


def test_everything_wrong_is_told_at_once_and_nothing_is_written(tmp_path: Path, capfd: Words) -> None:
    folder = own(tmp_path)
    wrong = {"virtue": "respct", "slug": "Shrugs it", "title": "short", "phrase": ["{9}"], "good": None, "bad": [" "]}
    assert new(folder, **wrong) == 2
    err = capfd.readouterr().err
    assert "--virtue: expected one of " in err
    assert "use 'respect'" in err
    assert "--slug: expected small letters and digits, joined by hyphens; got 'Shrugs it'; use 'shrugs-it'" in err
    assert "--title: expected at least 8 characters" in err
    assert "--phrase: expected a gap" in err
    assert "--bad: expected a text; got nothing" in err
    assert [path.name for path in folder.glob("*/*")] == ["rude.yaml"]


def test_what_is_missing_is_named_where_nobody_can_be_asked(tmp_path: Path, capfd: Words) -> None:
    assert new(own(tmp_path), why=None, good=None) == 2
    err = capfd.readouterr().err
    assert [line.split(":")[0] for line in err.splitlines()] == ["--why", "--good"]


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path, capfd: Words) -> None:
    folder = own(tmp_path)
    before = (folder / "respect/rude.yaml").read_bytes()
    assert new(folder, slug="rude") == 2
    assert "expected a name that is free" in capfd.readouterr().err
    assert (folder / "respect/rude.yaml").read_bytes() == before


def test_a_name_of_the_pack_it_extends_is_taken_too(tmp_path: Path, capfd: Words) -> None:
    folder = write_pack(tmp_path, extends="packaged")
    assert new(folder, slug="threat") == 2
    assert "which RES006 has" in capfd.readouterr().err


def test_an_example_that_does_not_hold_is_said_and_the_policy_stays(tmp_path: Path, capfd: Words) -> None:
    folder = own(tmp_path)
    assert new(folder, bad=["It's no big deal.", "Who cares."], good=["On it.", "Never no big deal to us."]) == 1
    out = capfd.readouterr().out
    assert "holds  bad 1" in out
    assert "FAILS  bad 2" in out
    assert "FAILS  good 2" in out
    assert "2 of 4 examples hold" in out
    assert (folder / "respect/shrugs-it-off.yaml").exists()


def test_a_phrase_that_catches_others_good_examples_is_said(tmp_path: Path, capfd: Words) -> None:
    assert new(own(tmp_path), phrase=["on it", "no big deal"], good=["I'll see to that."]) == 1
    assert "1 of other policies do not" in capfd.readouterr().out


def test_a_required_virtue_may_ask_for_words_in_a_state(tmp_path: Path) -> None:
    said = {
        "virtue": "caring",
        "slug": "goodbye-without-asking",
        "asks": "require",
        "when": ["closing"],
        "phrase": ["(did|does) {2} help"],
        "bad": ["{customer: 'Thanks, bye!', text: Goodbye.}"],
        "good": ["{customer: 'Thanks, bye!', text: Did that help?}"],
        "action": "rewrite",
        "instead": "Did that help?",
    }
    assert new(own(tmp_path), **said) == 0
    found = held(tmp_path, "caring/goodbye-without-asking")
    assert found["require"] == {"scope": "reply", "any": [{"phrase": ["(did|does) {2} help"]}]}
    assert found["when"] == {"any": [{"trigger": ["closing"]}]}
    assert found["fix"] == {"safety": "safe", "insert": "Did that help?"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"asks": "require"}, "--asks: expected a required virtue"),
        ({"when": ["closing"]}, "--when: expected a required virtue"),
        ({"instead": "One moment."}, "--instead: expected --action rewrite"),
        ({"code": "RES"}, "--code: expected three capitals and three digits"),
        ({"code": "TST000"}, "--code: expected a code that was never used"),
        ({"trait": ["kindness"]}, "--trait: expected one of empathy"),
        ({"message": "Says {worts}."}, "--message: expected {words} or {evidence} in braces"),
        ({"bad": ["{text: x, facts: 3}"]}, "--bad: expected facts: "),
    ],
)
def test_an_answer_that_cannot_stand_is_refused(
    tmp_path: Path, capfd: Words, changes: dict[str, Any], told: str
) -> None:
    assert new(own(tmp_path), **changes) == 2
    assert told in capfd.readouterr().err


def test_a_broken_pack_is_told_before_anything_is_asked(tmp_path: Path, capfd: Words) -> None:
    assert new(write_pack(tmp_path, policy("respect/rude", severity="grave"))) == 2
    assert "severity: grave" in capfd.readouterr().err


class Typist:
    """Types the lines, then leaves."""

    def __init__(self, *lines: str) -> None:
        self._lines: Iterator[str] = iter(lines)
        self.seen: list[str] = []

    def read(self) -> str:
        try:
            return next(self._lines)
        except StopIteration:
            raise KeyboardInterrupt from None


def put(desk: Desk, typist: Typist, **given: Any) -> Answers:
    """Ask a typist until they leave or everything is answered."""
    answers: Answers = {**ANSWERS, **given}
    answers = {key: answer for key, answer in answers.items() if answer is not None}
    try:
        ask(answers, desk, typist.read, typist.seen.append)
    except KeyboardInterrupt:
        answers["left"] = True
    return answers


NONE = dict.fromkeys(ANSWERS)


def test_every_answer_is_checked_at_once_and_asked_again(tmp_path: Path) -> None:
    typist = Typist("respct", "respect", "Not Good", "shrugs-it-off")
    answers = put(Desk(own(tmp_path)), typist, **NONE)
    assert (answers["virtue"], answers["slug"]) == ("respect", "shrugs-it-off")
    assert sum("expected" in line for line in typist.seen) == 2


def test_an_empty_line_takes_the_default_and_ends_a_list(tmp_path: Path) -> None:
    desk = Desk(own(tmp_path))
    typist = Typist("", "", "", "", "", "One.", "Two.", "")
    answers = put(desk, typist, good=None)
    fill(answers, desk)
    assert (answers["unless"], answers["severity"], answers["action"]) == ([], "major", "flag")
    assert answers["message"] == "Shrugs the complaint off: “{words}”."
    assert [one["text"] for one in answers["good"]] == ["One.", "Two."]
    assert "left" not in answers


def test_a_line_may_go_on_in_the_next_one(tmp_path: Path) -> None:
    assert put(Desk(own(tmp_path)), Typist("First line,\\", "and the second."), why=None)["why"] == (
        "First line,\nand the second."
    )


@pytest.mark.parametrize(("last", "kept"), [("Two.", {"text": "Two."}), ("Two,\\", "Two,")])
def test_who_leaves_in_the_middle_of_a_list_loses_none_of_it(tmp_path: Path, last: str, kept: Any) -> None:
    answers = put(Desk(own(tmp_path)), Typist("", "", "", "", "One.", last), bad=None)
    assert answers["left"]
    assert answers["bad"] == [{"text": "One."}, kept]


OWN_TERMINAL = """
import fcntl, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C reaches it
signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background may have it ignored
from guard.cli import main
sys.exit(main(["policy", "new"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
def test_ctrl_c_at_a_terminal_keeps_a_draft_that_can_be_gone_on_with(tmp_path: Path) -> None:
    import pty

    leader, follower = pty.openpty()
    command = [sys.executable, "-c", OWN_TERMINAL]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    child = subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=follower, cwd=tmp_path, env=environment,
        start_new_session=True,
    )  # fmt: skip
    os.close(follower)
    try:
        for line in ("respect\n", "shrugs-it-off\n", "Tut „es“ ab: nichts\n"):
            until_asked(leader)
            os.write(leader, line.encode())
        until_asked(leader)
        assert interrupted(child, leader) == 130
    finally:
        child.kill()
        child.wait()
        os.close(leader)
    draft = yaml.safe_load((tmp_path / "new-policy-draft.yaml").read_text(encoding="utf-8"))
    assert draft == {"virtue": "respect", "slug": "shrugs-it-off", "title": "Tut „es“ ab: nichts"}
    rest = options(virtue=None, slug=None, title=None)
    words = ["policy", "new", "--from", str(tmp_path / "new-policy-draft.yaml"), "--into", str(tmp_path / "mine")]
    assert main([*words, *rest]) == 0
    assert held(tmp_path / "mine")["title"] == "Tut „es“ ab: nichts"


def interrupted(child: subprocess.Popen[bytes], terminal: int) -> int | None:
    """Press Ctrl-C until the child is gone: one pressed between a prompt and its reading waits for the next key."""
    for _ in range(60):
        os.write(terminal, b"\x03")
        with suppress(subprocess.TimeoutExpired):
            return child.wait(1)
    return None


def until_asked(terminal: int) -> str:
    """Read what a terminal shows until it waits for an answer, or nothing more comes."""
    told = b""
    while not told.endswith(b"> ") and select.select([terminal], [], [], 60)[0]:
        try:
            told += os.read(terminal, 4096)
        except OSError:  # the child is gone
            break
    return told.decode(errors="replace")


def test_a_draft_that_is_none_is_refused(tmp_path: Path, capfd: Words) -> None:
    (tmp_path / "draft.yaml").write_text("- a\n", encoding="utf-8")
    for name in ("draft.yaml", "none.yaml"):
        assert main(["policy", "new", "--into", str(tmp_path / "mine"), "--from", str(tmp_path / name)]) == 2
    assert capfd.readouterr().err.count("give the draft that guard policy new has kept") == 2


def test_a_folder_of_another_language_gets_a_policy_of_that_language(tmp_path: Path) -> None:
    folder = tmp_path / "es"
    write_pack(folder, language="es")
    said = {"title": "Quita importancia a la queja", "phrase": ["no es para tanto"]}
    assert new(folder, **said, bad=["Bueno, no es para tanto, señora."], good=["Lo siento, lo miro ahora mismo."]) == 0
    found = held(folder)
    assert (found["id"], found["applies_to"]) == ("es/respect/shrugs-it-off", {"language": ["es"]})

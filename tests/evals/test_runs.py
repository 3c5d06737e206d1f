"""A run from suite to report: nothing is lost by a kill, errors are no scores, gates hold, comparisons decide."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from guard.cli import main
from guard.errors import UsageError
from guard.evals.compare.compare import compare
from guard.evals.reports.files import write
from guard.evals.run.baseline import bless
from guard.evals.run.gates import looked_at
from guard.evals.run.log import read_run
from guard.evals.run.plan import plan
from guard.evals.run.play import play
from guard.evals.run.result import Header, Result, Run
from guard.evals.run.scores import scores
from guard.evals.suite.reading import load_suite
from guard.evals.suite.spec import Gate

RUDE = "Are you stupid? Stop whining and read the manual, you idiot."
BOT = """
import json, sys
case = json.load(sys.stdin)
print({"c1": ""}.get(case["id"], "Hi Mei, thank you. It was sent on Monday."))
sys.exit(case["id"] == "c2")
"""
KIND = "Thank you for asking, Mei. It was sent on Monday and I am glad to follow it for you."


def write_cases(folder: Path, n: int) -> None:
    lines = [
        {
            "id": f"c{place}",
            "conversation": f"k{place // 2}",
            "channel": "chat" if place % 3 else "email",
            "messages": [{"role": "customer", "text": "When was my parcel sent?"}],
            "draft": RUDE if place % 5 == 0 else KIND,
            "labels": {"na": [], "fails": [{"virtue": "respect", "severity": "major"}] if place % 5 == 0 else []},
        }
        for place in range(n)
    ]
    (folder / "cases.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def suite_in(folder: Path, n: int = 20, **more: Any) -> Path:
    write_cases(folder, n)
    path = folder / "desk.yaml"
    path.write_text(json.dumps({"spec": 1, "name": "desk", "cases": [{"path": "cases.jsonl"}], **more}))
    return path


def made(suite: Path, out: Path, jobs: int = 1) -> Run:
    for _ in play(plan(load_suite(suite)), out, jobs=jobs):
        pass
    return read_run(out)


def test_every_case_has_one_result_in_the_order_of_the_suite(tmp_path: Path) -> None:
    run = made(suite_in(tmp_path), tmp_path / "log.jsonl")
    assert [result.id for result in run.results] == [f"c{place}" for place in range(20)]
    assert run.whole
    assert not run.errors


def test_several_processes_give_the_same_results_as_one(tmp_path: Path) -> None:
    suite = suite_in(tmp_path)
    assert made(suite, tmp_path / "one.jsonl").results == made(suite, tmp_path / "two.jsonl", jobs=2).results


def test_a_whole_run_is_not_judged_again(tmp_path: Path) -> None:
    suite, out = suite_in(tmp_path), tmp_path / "log.jsonl"
    made(suite, out)
    assert list(play(plan(load_suite(suite)), out)) == []


def test_a_killed_run_goes_on_and_equals_an_unbroken_one(tmp_path: Path) -> None:
    suite, out = suite_in(tmp_path, 400), tmp_path / "log.jsonl"
    command = [sys.executable, "-m", "guard", "eval", "run", str(suite), "--out", str(out)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for_lines(child, out, 120)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    begun = out.read_bytes().split(b"\n")[:-1]
    assert 100 < len(begun) < 401, "the run was to be killed half-way"
    out.write_bytes(out.read_bytes()[:-7])
    run = made(suite, out)
    lines = [json.loads(line)["id"] for line in out.read_bytes().splitlines()[1:]]
    assert len(lines) == len(set(lines)) == 400
    assert run.results == made(suite, tmp_path / "unbroken.jsonl").results


def wait_for_lines(child: subprocess.Popen[bytes], out: Path, lines: int) -> None:
    for _ in range(6000):
        if out.exists() and out.read_bytes().count(b"\n") >= lines:
            return
        assert child.poll() is None, "the run ended too soon"
        time.sleep(0.01)
    pytest.fail("the run wrote nothing")


def test_a_log_of_other_cases_is_not_continued(tmp_path: Path) -> None:
    suite, out = suite_in(tmp_path), tmp_path / "log.jsonl"
    made(suite, out)
    write_cases(tmp_path, 21)
    with pytest.raises(UsageError, match="another run's"):
        made(suite, out)


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"gate": []}, "got 'gate'; use 'gates'"),
        ({"gates": [{"figure": "fail", "at_most": 0.1}]}, "use 'fails'"),
        ({"gates": [{"figure": "fails"}]}, "at_most or at_least"),
        ({"gates": [{"figure": "fails", "at_most": 0.1, "where": {"team": "a"}}]}, "one of the suite's slices"),
        ({"repeats": 3}, "repeats: 1 where recorded drafts are judged"),
        ({"against": {"python": "nowhere:bot"}}, "module:function"),
        ({"policies": "none"}, "a folder of policies"),
    ],
)
def test_a_mistake_is_told_in_its_place_before_anything_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: dict[str, Any], wanted: str
) -> None:
    suite, out = suite_in(tmp_path, **more), tmp_path / "log.jsonl"
    assert main(["eval", "run", str(suite), "--out", str(out)]) == 2
    assert wanted in capsys.readouterr().err
    assert not out.exists()


def test_a_bot_that_crashes_or_says_nothing_is_an_error_and_no_fail(tmp_path: Path) -> None:
    script = tmp_path / "bot.py"
    script.write_text(BOT)
    bot = f"{sys.executable} {script}"
    run = made(suite_in(tmp_path, 4, against={"command": bot}), tmp_path / "log.jsonl")
    assert [result.state for result in run.results] == ["judged", "error", "error", "judged"]
    assert "ended with 1" in str(run.results[2].error)
    assert scores(run).figure("fails", "respect").of == 2


def test_labels_and_drafts_are_not_shown_to_the_bot(tmp_path: Path) -> None:
    bot = f'{sys.executable} -c "import sys, json; print(sorted(json.load(sys.stdin)))"'
    run = made(suite_in(tmp_path, 1, against={"command": bot}), tmp_path / "log.jsonl")
    assert run.results[0].draft == "['channel', 'conversation', 'facts', 'id', 'messages', 'meta', 'turn']"


def test_gates_pass_fail_or_cannot_tell(tmp_path: Path) -> None:
    found = scores(made(suite_in(tmp_path), tmp_path / "log.jsonl"))
    gates = [
        Gate(figure="recall", virtue="respect", at_least=0.9),
        Gate(figure="fails", virtue="respect", at_most=0.1),
        Gate(figure="recall", virtue="respect", at_least=0.9, sure=True),
        Gate(figure="recall", virtue="patience", at_least=0.9),
    ]
    assert [each.held for each in looked_at(gates, found)] == ["passed", "failed", "inconclusive", "inconclusive"]


def test_a_failed_gate_is_status_1_and_an_open_one_4_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "log.jsonl")
    suite = suite_in(tmp_path, gates=[{"figure": "fails", "virtue": "respect", "at_most": 0.5, "sure": True}])
    assert main(["eval", "run", str(suite), "--out", out, "--strict"]) == 0
    suite.write_text(suite.read_text().replace("0.5", "0.25"))
    assert main(["eval", "report", out, "--suite", str(suite), "--strict"]) == 4
    assert main(["eval", "report", out, "--suite", str(suite)]) == 0
    suite.write_text(suite.read_text().replace("0.25", "0.1"))
    assert main(["eval", "report", out, "--suite", str(suite)]) == 1
    assert "failed" in capsys.readouterr().out


def result(place: int, *, fails: Sequence[str] = (), severity: str = "major", labels: Any = None) -> Result:
    statuses = {virtue: "fail" if virtue in fails else "pass" for virtue in ("honesty", "respect", "empathy")}
    findings = [{"code": "X", "virtue": virtue, "severity": severity} for virtue in fails]
    verdict = {"decision": "flag" if fails else "send", "virtues": statuses, "findings": findings}
    return Result(id=f"c{place}", place=place, repeat=0, state="judged", verdict=verdict, labels=labels)


def run_of(results: Sequence[Result]) -> Run:
    header = Header(
        suite="s", about="", fingerprint="f", cases=len(results), policies="", settings={}, inputs={}, versions={}
    )
    return Run(header, tuple(results))


def test_a_loss_beyond_chance_and_margin_is_worse_and_names_its_cases() -> None:
    before = run_of([result(place) for place in range(200)])
    after = run_of([result(place, fails=["respect"] if place < 20 else []) for place in range(200)])
    found = compare(before, after)
    assert found.outcome == "worse"
    assert {flip.id for flip in found.flips if flip.figure == "respect"} == {f"c{place}" for place in range(20)}


def test_no_change_in_many_cases_is_the_same_and_in_ten_cannot_be_told() -> None:
    def of(n: int) -> Run:
        return run_of([result(place) for place in range(n)])

    assert compare(of(400), of(400)).outcome == "same"
    ten = compare(of(10), of(10))
    assert ten.outcome == "inconclusive"
    assert (ten.changes[0].needed or 0) > 100


def test_a_new_critical_finding_is_worse_however_rare() -> None:
    before = run_of([result(place) for place in range(1000)])
    after = run_of(
        [result(place, fails=["honesty"] if not place else [], severity="critical") for place in range(1000)]
    )
    found = compare(before, after)
    assert (found.outcome, found.criticals) == ("worse", ("c0",))


def test_with_labels_it_is_agreement_that_is_compared() -> None:
    def labelled(n: int, found: Sequence[str]) -> Run:
        gold = {"fails": [{"virtue": "respect", "severity": "major"}], "na": []}
        return run_of([result(place, fails=found, labels=gold) for place in range(n)])

    better = compare(labelled(100, []), labelled(100, ["respect"]))
    assert (better.measure, better.outcome) == ("right", "better")


def test_errors_are_left_out_of_a_comparison_and_counted() -> None:
    before = run_of([result(place) for place in range(200)])
    broken = replace(result(0), state="error", verdict=None, error="no draft")
    found = compare(before, run_of([broken, *before.results[1:]]))
    assert (found.errors, found.aligned) == (1, 199)


def test_a_baseline_holds_nobodys_words(tmp_path: Path) -> None:
    run = made(suite_in(tmp_path), tmp_path / "log.jsonl")
    bless(run, tmp_path / "base.jsonl")
    text = (tmp_path / "base.jsonl").read_text()
    assert "stupid" not in text
    assert "parcel" not in text
    assert compare(read_run(tmp_path / "base.jsonl"), run).flips == ()


def test_a_broken_off_run_is_not_blessed(tmp_path: Path) -> None:
    run = made(suite_in(tmp_path), tmp_path / "log.jsonl")
    with pytest.raises(UsageError, match="a whole run"):
        bless(replace(run, results=run.results[:-1]), tmp_path / "base.jsonl")


def test_a_worse_policy_fails_the_comparison_and_a_harmless_change_passes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = suite_in(tmp_path, 60, regression={"baseline": "base.jsonl", "margin": 0.05})
    log = str(tmp_path / "log.jsonl")
    assert main(["eval", "run", str(suite), "--out", log]) == 0
    assert main(["eval", "bless", log, str(suite)]) == 0
    mine = tmp_path / "mine"
    mine.mkdir()
    for name, overlay in (("harmless", "message: Please say it kindly."), ("deaf", "stage: deprecated")):
        codes = [path for path in respect_policies() if path]
        overlays = "".join(f"  {policy}: {{{overlay}}}\n" for policy in codes)
        (mine / "pack.yaml").write_text(f"name: mine\nversion: 1.0.0\nextends: packaged\noverlays:\n{overlays}")
        changed = json.loads(suite.read_text())
        suite.write_text(json.dumps({**changed, "policies": "mine"}))
        out = str(tmp_path / f"{name}.jsonl")
        assert main(["eval", "run", str(suite), "--out", out]) == 0
        assert main(["eval", "compare", out, str(suite)]) == (1 if name == "deaf" else 0), name
    assert "WORSE" in capsys.readouterr().out


def respect_policies() -> Iterator[str]:
    folder = Path(__file__).parents[2] / "policies" / "respect"
    return (f"respect/{path.stem}" for path in sorted(folder.glob("*.yaml")))


def test_the_forms_for_programs_can_be_read_back(tmp_path: Path) -> None:
    found = scores(made(suite_in(tmp_path), tmp_path / "log.jsonl"))
    gates = looked_at([Gate(figure="fails", at_most=0.9)], found)
    document = json.loads(write("json", found, gates))
    assert document["virtues"]["respect"]["failed"] == 4
    tests = ElementTree.fromstring(write("junit", found, gates))
    assert (tests.get("tests"), tests.get("failures")) == ("20", "4")
    assert write("csv", found, gates).count(b"\r\n") == 21
    assert b"| respect |" in write("markdown", found, gates)

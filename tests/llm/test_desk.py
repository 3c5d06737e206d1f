from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from guard.errors import ModelError, StoreError
from guard.llm.answers import answers_from, reply_from
from guard.llm.cache import Cache
from guard.llm.caller import Caller
from guard.llm.desk import ModelDesk, ModelJudge, ModelWriter
from guard.llm.mask import Mask
from guard.llm.ports import Papers, Question, Remark
from guard.llm.settings import Settings
from tests.scripted import ScriptedModel

QUESTIONS = [Question("q0", "Is it rude?"), Question("q1", "Is it cold?")]
GOOD = {"reason": "It is.", "evidence": "Calm down", "status": "fail", "confidence": 0.9}
ANSWER = json.dumps({"q0": GOOD, "q1": {**GOOD, "status": "pass"}})
PAPERS = Papers("Calm down, Mei.", private=("Mei",))


def desk(model: ScriptedModel, cache: Cache | None = None, *, scope: str = "", masking: bool = True) -> ModelDesk:
    settings = Settings(model="m", retries=0)
    return ModelDesk(Caller(model, settings), masking=masking, cache=cache, scope=scope)


def test_all_questions_go_out_in_one_call_and_come_back_by_id() -> None:
    model = ScriptedModel(ANSWER)
    answers = ModelJudge(desk(model)).answer(PAPERS, QUESTIONS)
    assert [answers[q.id].status for q in QUESTIONS] == ["fail", "pass"]
    assert len(model.prompts) == 1
    assert set(model.prompts[0].schema["properties"]) == {"q0", "q1"}


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "Sure! Here it is: {}", '{"q0": "pass"}', '{"q7": ' + json.dumps(GOOD) + "}",
        json.dumps({"q0": {**GOOD, "status": "great"}}), json.dumps({"q0": {**GOOD, "confidence": 7}}),
        json.dumps({"q0": {**GOOD, "extra": 1}}), json.dumps({"q0": {"status": "pass"}}),
        json.dumps({"q0": {**GOOD, "evidence": None}}), '{"q0": {' + "[" * 5000,
    ],
)  # fmt: skip
def test_what_leaves_the_schema_is_an_error_and_never_an_answer(text: str) -> None:
    with pytest.raises(ModelError) as caught:
        answers_from(text, QUESTIONS, Mask(()))
    assert "great" not in str(caught.value)
    assert "extra" not in str(caught.value)


@pytest.mark.parametrize("text", ["Hello.", '{"reply": ""}', '{"reply": "  "}', '{"text": "Hi"}', '{"reply": 3}'])
def test_a_writer_that_leaves_the_schema_is_an_error(text: str) -> None:
    with pytest.raises(ModelError):
        reply_from(text, Mask(()))


def test_masks_come_off_evidence_and_replies() -> None:
    judge = ModelJudge(desk(ScriptedModel(json.dumps({"q0": {**GOOD, "evidence": "Calm down, ‹name 1›."}}))))
    assert judge.answer(PAPERS, QUESTIONS)["q0"].evidence == "Calm down, Mei."
    writer = ModelWriter(desk(ScriptedModel('{"reply": "Hello ‹name 1›."}')))
    assert writer.write(PAPERS, [Remark("Rude.", "Calm down")], ()) == "Hello Mei."


def test_the_same_question_is_asked_once(tmp_path: Path) -> None:
    model = ScriptedModel(ANSWER)
    first = desk(model, Cache(tmp_path / "a.sqlite"))
    assert ModelJudge(first).answer(PAPERS, QUESTIONS) == ModelJudge(first).answer(PAPERS, QUESTIONS)
    assert len(model.prompts) == 1
    assert first.caller.usage.kept == 1


def test_another_draft_question_scope_or_model_is_asked_anew(tmp_path: Path) -> None:
    cache, model = Cache(tmp_path / "a.sqlite"), ScriptedModel(ANSWER)
    judge = ModelJudge(desk(model, cache, scope="one"))
    judge.answer(PAPERS, QUESTIONS)
    judge.answer(Papers("Calm down, Mei!"), QUESTIONS)
    judge.answer(PAPERS, [Question("q0", "Is it warm?"), QUESTIONS[1]])
    judge.under("two").answer(PAPERS, QUESTIONS)
    other = ScriptedModel(ANSWER)
    other.name = "other"
    ModelJudge(desk(other, cache, scope="one")).answer(PAPERS, QUESTIONS)
    assert (len(model.prompts), len(other.prompts)) == (4, 1)


def test_an_answer_out_of_the_schema_is_not_kept(tmp_path: Path) -> None:
    model = ScriptedModel("nonsense", ANSWER)
    judge = ModelJudge(desk(model, Cache(tmp_path / "a.sqlite")))
    with pytest.raises(ModelError):
        judge.answer(PAPERS, QUESTIONS)
    assert judge.answer(PAPERS, QUESTIONS)["q0"].status == "fail"


def test_the_file_of_answers_is_for_its_owner_alone_and_holds_no_name(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.sqlite"
    cache = Cache(path)
    ModelJudge(desk(ScriptedModel(ANSWER), cache)).answer(PAPERS, QUESTIONS)
    cache.close()
    assert path.stat().st_mode & 0o077 == 0
    assert b"Mei" not in path.read_bytes()


def test_several_processes_may_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    code = (
        "import sys; from pathlib import Path; from guard.llm.cache import Cache; c = Cache(Path(sys.argv[1]))\n"
        "for n in range(50): c.put(f'{sys.argv[2]}-{n}', 'v')"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(path), str(i)]) for i in range(3)]
    assert [one.wait() for one in running] == [0, 0, 0]
    cache = Cache(path)
    assert all(cache.get(f"{i}-{n}") == "v" for i in range(3) for n in range(50))


def test_a_file_that_is_none_of_ours_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    path.write_text("not a base " * 200)
    with pytest.raises(StoreError, match="set it to false"):
        Cache(path)

"""What the heads learn from, and what they must never see."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from evals.training.cases import OWN, Lesson, examples, placed, read, rules_alone
from guard.domain.case import Case

ENGINE = rules_alone()
DEV = Path(__file__).parents[3] / "shared" / "data" / "dev"
CASE = (
    '{"id": "a", "group": "g", "messages": [{"role": "customer", "text": "My lamp came broken!"}], "draft": "Number?",'
    ' "labels": {"na": ["adaptability"], "fails": [{"virtue": "empathy", "severity": "major", "evidence": ""}]}}\n'
)


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    return examples(ENGINE)


def test_only_a_folder_called_train_is_learned_from(tmp_path: Path) -> None:
    for name in ("dev", "sealed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "contrast.jsonl").write_text(CASE, encoding="utf-8")
        with pytest.raises(ValueError, match="expected a folder called train; got"):
            read(tmp_path / name, ENGINE)


def test_a_labelled_case_becomes_a_lesson_with_its_twins_in_one_cluster(tmp_path: Path) -> None:
    folder = tmp_path / "train"
    folder.mkdir()
    (folder / "contrast.jsonl").write_text(CASE, encoding="utf-8")
    (lesson,) = read(folder, ENGINE)
    assert (lesson.cluster, lesson.source, lesson.fails, lesson.na) == ("g", "contrast", {"empathy"}, {"adaptability"})
    assert "d:number" in lesson.seen
    assert not lesson.is_good_twin


def test_a_bad_example_of_a_policy_tells_of_its_own_virtue_alone(lessons: list[Lesson]) -> None:
    bad = [lesson for lesson in lessons if lesson.fails]
    assert len(bad) > 100
    assert all(lesson.told == lesson.fails == {lesson.id.split("/")[0]} for lesson in bad)


def test_examples_of_other_languages_are_not_learned_from(lessons: list[Lesson]) -> None:
    assert not [lesson for lesson in lessons if lesson.id.startswith("es/")]


def marks(path: Path) -> set[str]:
    """Hashes of what must not stand on both sides: conversation and turn's talk, group, id, and the reply itself."""
    cases = [case for _, case in placed(path) if isinstance(case, Case)]
    told = [f"id {case.id}" for case in cases]
    told += [f"conversation {case.conversation}" for case in cases if case.conversation]
    told += [f"group {case.group}" for case in cases if case.group]
    told += [f"{[message.text for message in case.messages]} {case.draft}" for case in cases]
    return {hashlib.sha256(one.encode()).hexdigest() for one in told}


@pytest.mark.skipif(not DEV.is_dir(), reason="the shared data are not beside the repository")
@pytest.mark.parametrize("path", sorted(OWN.glob("*.jsonl.gz")), ids=lambda path: path.name)
def test_nothing_that_is_learned_from_is_of_dev(path: Path) -> None:
    dev = set[str]().union(*(marks(one) for one in DEV.glob("*.jsonl")))
    ours = marks(path)
    assert len(ours) > 100
    assert ours.isdisjoint(dev)


@pytest.mark.parametrize("path", sorted(OWN.glob("*.jsonl.gz")), ids=lambda path: path.name)
def test_every_case_of_our_own_can_be_read(path: Path) -> None:
    assert all(isinstance(case, Case) and case.labels for _, case in placed(path))

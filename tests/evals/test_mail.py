"""The mails of the suite: findings only in the writer's own words, and edits nowhere else."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from guard import Guard
from guard.domain.case import Case
from guard.domain.verdict import Verdict
from guard.formats.cases import read_cases
from guard.text.patches import apply
from guard.view.passage import Passage

MAIL = Path(__file__).parents[2] / "evals" / "suites" / "mail" / "cases.jsonl"
CASES = {case.id: case for case in read_cases(MAIL) if isinstance(case, Case)}
PROMISE = "They will be with you tomorrow"
LONG = ("mail-long", "mail-long-html")


@cache
def verdict(name: str) -> Verdict:
    return Guard(deadline_ms=60_000).check(CASES[name])


def fails(name: str, field: str) -> list[str]:
    """What a reader found, one field of it."""
    labels = CASES[name].labels
    assert labels is not None
    return [fail[field] for fail in labels["fails"]]


def own_words(name: str) -> str:
    """The part of a long mail that the writer wrote, up to the table."""
    draft = CASES[name].draft
    return draft[: draft.index("| Day |") if "| Day |" in draft else draft.index("<table")]


@pytest.mark.parametrize("name", sorted(CASES))
def test_only_what_the_writer_says_fails(name: str) -> None:
    found = verdict(name)
    assert not found.faults
    assert {virtue for virtue, status in found.virtues.items() if status == "fail"} == set(fails(name, "virtue"))
    assert len(found.findings) == len(fails(name, "virtue"))


@pytest.mark.parametrize("name", sorted(CASES))
def test_spans_are_exact_in_the_mail_as_it_arrived(name: str) -> None:
    draft = CASES[name].draft
    for finding in verdict(name).findings:
        assert finding.span is not None
        assert finding.span.of(draft) == finding.evidence
        sentence = next(words for words in fails(name, "evidence") if finding.evidence in words)
        assert finding.span.start - sentence.index(finding.evidence) == draft.index(sentence)


@pytest.mark.parametrize("name", [*LONG, "mail-between-the-lines", "mail-markdown"])
def test_edits_replace_the_sentences_and_nothing_else(name: str) -> None:
    draft, rewrite = CASES[name].draft, verdict(name).rewrite
    assert rewrite is not None
    assert rewrite.verified
    assert apply(draft, rewrite.changes) == rewrite.text
    before = draft
    for sentence, change in zip(fails(name, "evidence"), sorted(rewrite.changes), strict=True):
        assert draft[change.start : change.end].strip() == sentence
        before = before.replace(draft[change.start : change.end], change.text, 1)
    assert rewrite.text == before


def test_the_long_mail_is_long_and_says_it_six_times_where_it_is_not_the_writers() -> None:
    draft = CASES["mail-long"].draft
    assert len(draft.split()) >= 1500
    assert ">>> " in draft
    assert own_words("mail-long").count(PROMISE) == 2  # once said, once quoted from an old note
    assert draft[len(own_words("mail-long")) :].count(PROMISE) == 5
    assert draft.count("warehouse's fault") == 5


def test_both_long_mails_are_read_alike() -> None:
    plain, marked = (Passage(CASES[name].draft) for name in LONG)
    said = [[" ".join(s.of(passage.text).split()) for s in passage.sentences] for passage in (plain, marked)]
    assert said[0] == said[1]
    assert [finding.policy for finding in verdict(LONG[0]).findings] == [f.policy for f in verdict(LONG[1]).findings]


class Strict(HTMLParser):
    """Fails on a tag that closes what was not opened last."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


def test_the_html_mail_stays_wellformed() -> None:
    rewrite = verdict("mail-long-html").rewrite
    assert rewrite is not None
    parser = Strict()
    parser.feed(rewrite.text)
    assert not parser.stack


def test_every_mail_carries_its_source_and_licence() -> None:
    assert {case.meta["licence"] for case in CASES.values()} == {"Apache-2.0"}
    assert all(case.meta["source"] for case in CASES.values())

"""The oracle itself: it must see what a rewrite changed, and be silent where only words changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.oracle.compare import Asked, changed_facts
from evals.oracle.facts import facts_of
from evals.oracle.sources import Sources
from guard.domain.case import Case, Message
from guard.text.spans import Span

HERE = Path(__file__).parent


def read(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


PLANTED: dict[str, list[list[str]]] = read("planted.yaml")
HARMLESS: list[list[str]] = read("harmless.yaml")


def test_the_planted_changes_are_many_and_of_every_kind() -> None:
    assert len(PLANTED) == 13
    assert all(len(pairs) >= 5 for pairs in PLANTED.values())
    assert sum(map(len, PLANTED.values())) >= 60


@pytest.mark.parametrize("kind", PLANTED)
def test_at_least_95_of_100_planted_changes_are_seen(kind: str) -> None:
    unseen = [(before, after) for before, after in PLANTED[kind] if not changed_facts(before, after)]
    assert len(unseen) <= 0.05 * len(PLANTED[kind]), unseen


@pytest.mark.parametrize(("before", "after"), HARMLESS)
def test_a_rewording_that_changes_no_fact_is_not_flagged(before: str, after: str) -> None:
    assert changed_facts(before, after) == ()


TOMORROW = "It'll be with you tomorrow, Mei, guaranteed."
ESTIMATE = "It's currently estimated to arrive on Friday 27 November."


def asked(text: str, words: str, **others: Any) -> Asked:
    start = text.index(words)
    return Asked(claims=[Span(start, start + len(words))], **others)


def test_a_fact_in_the_evidence_of_a_claim_may_go_and_one_beside_it_may_not() -> None:
    held = Sources(Case(draft="", facts={"due": "2026-11-27"}))
    whole = changed_facts(TOMORROW, ESTIMATE, asked(TOMORROW, TOMORROW), held)
    assert whole == ()
    beside = f"For order A-1042, {TOMORROW[0].lower()}{TOMORROW[1:]}"
    part = changed_facts(beside, ESTIMATE, asked(beside, "it'll be with you tomorrow"), held)
    assert [(change.how, change.value) for change in part] == [("lost", "a-1042")]


def test_what_a_deed_is_told_to_have_led_to_falls_with_it() -> None:
    before, after = (
        "I've restored your points, your balance is 4,200. You have 3 cards.",
        "I'll look into it. You have 3 cards.",
    )
    found = changed_facts(before, after, asked(before, "I've restored your points"))
    assert found == ()
    lost = changed_facts(before, "I'll look into it.", asked(before, "I've restored your points"))
    assert [(change.how, change.value) for change in lost] == [("lost", "3")]


def rude(text: str, words: str) -> Asked:
    start = text.index(words)
    return Asked(rude=[Span(start, start + len(words))], sentences=[Span(0, text.index(".") + 1)])


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("Decide this second. It is here.", "Decide this second"),
        ("Writing a third time won't help. It is here.", "won't help"),
        ("Most people pack a coat in winter. It is here.", "Most people"),
    ],
)
def test_a_manner_of_speaking_may_go_with_the_rude_words(before: str, words: str) -> None:
    assert {change.how for change in changed_facts(before, "It is here.", rude(before, words))} <= {"gone"}


@pytest.mark.parametrize("value", ["$40", "order A-1042", "https://example.com/a"])
def test_what_points_somewhere_may_not_go_with_rude_words(value: str) -> None:
    before = f"You forgot {value} yourself. It is here."
    assert changed_facts(before, "It is here.", rude(before, f"You forgot {value} yourself"))


def test_a_new_fact_needs_a_source_that_may_be_trusted() -> None:
    said = Case(draft="", messages=(Message(role="customer", text="It is due on Friday 27 November!"),))
    found = changed_facts(TOMORROW, ESTIMATE, asked(TOMORROW, TOMORROW), Sources(said))
    assert {(change.how, change.value) for change in found} == {("new", "11-27"), ("new", "friday")}


def test_a_date_is_held_with_its_own_weekday_only() -> None:
    held = Sources(Case(draft="", messages=(Message(role="tool", text='{"due": "2026-11-27T10:00:00-05:00"}'),)))
    assert ("weekday", "friday") in held
    assert ("weekday", "monday") not in held


def test_what_only_the_grader_knows_holds_nothing() -> None:
    assert ("amount", "5 Dollar") not in Sources(Case(draft="", facts={"expected_actions": ["refund $5"]}))


def test_a_denial_that_goes_with_its_clause_is_told_apart() -> None:
    before = "There's no need to shout. It is here."
    found = changed_facts(before, "It is here.", Asked(sentences=[Span(0, 25)]))
    assert {(change.how, change.kind) for change in found} == {("gone", "negation")}
    assert {change.how for change in changed_facts(before, "It is here.")} == {"lost"}


def test_the_words_of_a_repair_may_deny() -> None:
    before, after = "It'll be there.", "I can't promise that it'll be there."
    assert [change.how for change in changed_facts(before, after)] == ["new"]
    assert changed_facts(before, after, Asked(given=[after])) == ()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "🎉🎉", "a\u200bb 5\u00a0EUR", "x" * 3000])
def test_no_text_is_too_odd(text: str) -> None:
    assert changed_facts(text, text) == ()
    assert sum(facts_of(text).values()) < 5

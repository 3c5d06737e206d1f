"""Scorecards: what counts, what is compared, what is quoted."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.assemble import Guard, kinds_for, lexicons, pack_at
from guard.domain.case import Case, Message
from guard.domain.verdict import Finding, Verdict
from guard.domain.virtues import VIRTUES, Severity, Status, Virtue
from guard.errors import UsageError
from guard.evals.coaching import report
from guard.evals.coaching.card import Card, cards, score
from guard.evals.coaching.masking import masked, masks, names_in
from guard.evals.coaching.quotes import pieces, short
from guard.evals.coaching.replies import Reply, replies, who
from guard.evals.coaching.report import Cards
from guard.evals.coaching.strengths import occasions
from guard.evals.coaching.weights import Weights, load_weights
from guard.evals.judging import Judged, Talk, drawn, judged, talks
from guard.text.spans import Span

WEIGHTS = load_weights()
NEEDY = "It's broken again and I'm furious."


def finding(virtue: Virtue, severity: Severity = "minor", policy: str = "", stage: Any = "stable") -> Finding:
    return Finding(
        policy=policy or f"{virtue}/x", code="XXX001", version="1.0.0", virtue=virtue, severity=severity,
        action="flag", message="Something.", stage=stage,
    )  # fmt: skip


def one(who: str, number: int, *findings: Finding, na: tuple[Virtue, ...] = (), **meta: Any) -> Judged:
    """A reply of its own conversation, with these findings."""
    statuses: dict[Virtue, Status] = dict.fromkeys(VIRTUES, "pass")
    statuses |= dict.fromkeys(na, "na")
    statuses |= {each.virtue: "fail" for each in findings}
    case = Case(id=f"{who}-{number}", draft="All done.", meta={"agent_id": who, **meta})
    verdict = Verdict(id=case.id, decision="send", virtues=statuses, findings=findings)
    return Judged(Talk(case.id, case), case, verdict)


def counted(*found: Judged, weights: Weights = WEIGHTS) -> list[Reply]:
    return list(replies(found, "agent", ("channel", "topic"), weights))


def test_what_does_not_apply_is_in_neither_number() -> None:
    (whole,) = counted(one("ana", 1))
    (less,) = counted(one("ana", 1, na=("empathy", "caring")))
    assert whole.can - less.can == WEIGHTS.of("empathy") + WEIGHTS.of("caring")
    assert score([less]).value == 100


def test_a_fail_costs_the_points_of_its_virtue() -> None:
    (reply,) = counted(one("ana", 1, finding("appreciation")))
    assert score([reply]).value == pytest.approx(100 * (1 - WEIGHTS.of("appreciation") / reply.can))


def test_a_critical_finding_loses_the_whole_reply_unless_the_team_says_no() -> None:
    (reply,) = counted(one("ana", 1, finding("honesty", "critical"), finding("warmth")))
    assert reply.is_auto_fail
    assert score([reply]).value == 0
    lenient = WEIGHTS.model_copy(update={"auto_fail": False})
    (reply,) = counted(one("ana", 1, finding("honesty", "critical")), weights=lenient)
    assert 0 < (score([reply]).value or 0) < 100


SOME = st.lists(
    st.builds(
        finding, st.sampled_from(VIRTUES), st.sampled_from(["minor", "major", "critical"]), st.sampled_from("abc")
    ),
    max_size=5,
)


@given(SOME)
def test_the_costs_of_the_policies_add_up_to_what_is_lost(found: list[Finding]) -> None:
    (reply,) = counted(one("ana", 1, *found))
    failed: set[Virtue] = {each.virtue for each in found}
    critical = any(each.severity == "critical" for each in found)
    expected = reply.can if critical else sum(WEIGHTS.of(virtue) for virtue in failed)
    assert sum(reply.lost.values()) == pytest.approx(expected)


def test_nobody_loses_points_by_a_policy_in_preview() -> None:
    (reply,) = counted(one("ana", 1, finding("warmth", stage="preview")))
    assert (reply.findings, "warmth" in reply.statuses) == ((), False)
    strict = WEIGHTS.model_copy(update={"preview": True})
    (reply,) = counted(one("ana", 1, finding("warmth", stage="preview")), weights=strict)
    assert reply.statuses["warmth"] == "fail"


PACK = cache(lambda: pack_at(None, kinds_for()).policies)
WRITER = cache(Guard)
JUDGE = cache(lambda: Guard(rewriting=False))


def made(found: list[Reply], weights: Weights = WEIGHTS) -> dict[str, Card]:
    """Cards of replies whose findings are of policies that there are."""
    done = occasions(found, lexicons()) if len(found) < 40 else []
    return {card.who: card for card in cards(found, done, weights, PACK(), WRITER())}


def team(fails: dict[str, int], n: int = 40) -> list[Reply]:
    """Agents with n conversations each, so many of which fail ownership."""
    blame = finding("ownership", policy="ownership/blames-others")
    return counted(
        *(one(name, number, *([blame] if number < bad else [])) for name, bad in fails.items() for number in range(n))
    )


def test_too_few_conversations_are_not_scored_and_the_card_says_so() -> None:
    few = made(team({"ana": 3}, n=19))
    assert not few["ana"].is_scored
    assert few["ana"].rates == ()
    text = report.markdown(Cards("agent", tuple(few.values()), WEIGHTS, 0, ("channel",), "sha256:0"))
    assert "Not scored: 19 replies in 19 conversations; 20 conversations are needed" in text
    assert "Score " not in text.split("## ana")[1].split("## ")[0].replace("Not scored", "")


def test_who_fails_much_more_than_the_others_is_told_apart_and_who_does_not_is_not() -> None:
    found = made(team({"ana": 16, "ben": 2, "cem": 2, "dea": 3}))
    apart = {name: [(rate.virtue, rate.apart) for rate in card.rates if rate.apart] for name, card in found.items()}
    assert apart["ana"] == [("ownership", "worse")]
    assert apart["dea"] == []


def test_agents_who_differ_by_chance_alone_are_seldom_told_apart() -> None:
    generator = np.random.default_rng(7)
    weights = WEIGHTS.model_copy(update={"habit": 100})
    alarms = 0
    for _ in range(15):
        found = team({name: int(generator.binomial(20, 0.2)) for name in ("ana", "ben", "cem")}, n=20)
        alarms += any(rate.apart for card in made(found, weights).values() for rate in card.rates)
    assert alarms <= 3


def test_others_are_compared_within_the_same_topic() -> None:
    blame = finding("ownership", policy="ownership/blames-others")
    hard = [one("ana", n, *([blame] if n % 2 else []), topic="hard") for n in range(40)]
    hard += [one("ben", n, *([blame] if n % 2 else []), topic="hard") for n in range(8)]
    easy = [one("ben", 100 + n, topic="easy") for n in range(60)]
    assert not any(rate.apart for card in made(counted(*hard, *easy)).values() for rate in card.rates)


def test_a_virtue_with_few_replies_has_no_rate() -> None:
    found = counted(*(one("ana", n, na=("empathy",) if n > 4 else ()) for n in range(30)))
    rates = {rate.virtue: rate for rate in made(found)["ana"].rates}
    assert (rates["empathy"].passed.value, rates["empathy"].passed.of) == (None, 5)
    assert rates["honesty"].passed.of == 30


def test_a_score_that_lost_nothing_still_has_an_interval() -> None:
    found = score(counted(*(one("ana", n) for n in range(20))))
    assert (found.value, found.high) == (100, 100)
    assert 80 < (found.low or 0) < 100


def conversation(name: str, agent: str, *turns: tuple[str, str]) -> Case:
    messages = tuple(
        Message(role=role, text=text)  # pyright: ignore[reportArgumentType]
        for role, text in turns
    )
    return Case(id=name, draft="", messages=messages, meta={"agent_id": agent})


@pytest.fixture(scope="module")
def real() -> dict[str, Card]:
    """Cards of conversations that the packaged policies judge."""
    mine = [
        conversation(
            f"c{n}", "ana",
            ("customer", f"My order {n}0012345 is late, I am Mei Lin, mei.lin@example.com."),
            ("agent", f"Calm down. It was {('the carrier', 'our warehouse', 'the courier')[n % 3]}'s fault, not ours."),
            ("customer", "Thanks for looking."),
            ("agent", "I'm so sorry it is late, that's upsetting. I'll check with the carrier now and tell you here."),
        )
        for n in range(4)
    ]  # fmt: skip
    found = list(judged([Talk(case.id, case) for case in mine], JUDGE(), []))
    return made(counted(*found))


def test_a_habit_has_own_replies_a_reason_and_better_words(real: dict[str, Card]) -> None:
    (habit, *_) = [habit for habit in real["ana"].habits if habit.virtue == "ownership"]
    assert habit.replies == 4
    assert 1 <= len(habit.quotes) <= 3
    assert len({quote.plain for quote in habit.quotes}) == len(habit.quotes)
    assert all("**" in quote.plain for quote in habit.quotes)
    assert habit.why
    assert habit.better.pieces
    own = "".join(piece.text for piece in habit.better.pieces)
    if habit.better.by == "rewrite":
        assert not any(finding.policy == habit.policy for finding in WRITER().check({"draft": own}).findings)


def test_what_costs_most_comes_first(real: dict[str, Card]) -> None:
    costs = [habit.points for habit in real["ana"].habits]
    assert costs == sorted(costs, reverse=True)


def test_no_card_holds_a_customers_name_or_address(real: dict[str, Card]) -> None:
    whole = Cards("agent", tuple(real.values()), WEIGHTS, 0, ("channel",), "sha256:0")
    for text in (report.markdown(whole), report.as_json(whole).decode()):
        assert "Calm down" in text
        assert not [word for word in ("Mei", "Lin", "@example", "0012345") if word in text]


def test_every_report_says_how_it_may_be_used(real: dict[str, Card]) -> None:
    whole = Cards("agent", tuple(real.values()), WEIGHTS, 2, ("channel",), "sha256:0")
    text = report.markdown(whole)
    for said in ("consent", "no ground by itself for ranking, pay or discipline", "2 conversations do not tell"):
        assert said in text
    document = msgspec.json.decode(report.as_json(whole))
    assert document["cards"][0]["who"] == "ana"
    assert len(document["fair_use"]) >= 4


def test_a_strength_is_told_with_an_own_reply() -> None:
    mine = [
        conversation(
            f"c{n}",
            "ana",
            ("customer", NEEDY),
            ("agent", f"I'm so sorry it broke again, that's upsetting. I'll send you a new one today, order {n}."),
        )
        for n in range(4)
    ]
    found = made(counted(*judged([Talk(case.id, case) for case in mine], JUDGE(), [])))
    (strength, *_) = found["ana"].strengths
    assert (strength.done, strength.of) == (4, 4)
    assert "**" in strength.quote.plain


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Write to a.b+c@mail.example.org now", "Write to [e-mail] now"),
        ("card 4111 1111 1111 1111 is fine", "card [card] is fine"),
        ("call +1 (415) 555-0100 today", "call [phone] today"),
        ("or 415-555-0100, or +442079460958", "or [phone], or [phone]"),
        ("on 2026-05-16 or 16.05.2026", "on 2026-05-16 or 16.05.2026"),
        ("order #W2378156", "order [number]"),
        ("bookings PEP4E0 and 3RK2T9", "bookings [number] and [number]"),
        ("user mia_li_3668", "user [id]"),
        ("3 items for $23,553 on May 26th, 2026", "3 items for $23,553 on May 26th, 2026"),
    ],
)
def test_what_tells_who_somebody_is_gets_hidden_and_nothing_else(said: str, left: str) -> None:
    assert masked(said) == left


def test_names_are_hidden_where_the_case_tells_them() -> None:
    case = Case(
        draft="Thanks, Mei. Dear Sam, hello.",
        messages=(Message(role="customer", text="My name is Ana Ortiz and I am Furious."),),
        facts={"customer": {"name": "Mei Lin"}},
    )
    names = names_in(case)
    assert {"Mei", "Lin", "Ana", "Ortiz"} <= names
    assert "Furious" not in names
    assert masked("Hello Mei, or Ana?", names) == "Hello [name], or [name]?"


TEXTS = st.text(alphabet="ab 1@.\n4-", max_size=60)


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_a_quote_never_breaks_and_shows_nothing_that_is_hidden(text: str, start: int, end: int) -> None:
    spans = [Span(min(start, end, len(text)), min(max(start, end), len(text)))]
    shown = "".join(piece.text for piece in pieces(text, spans, width=30))
    assert len(shown) <= 30 + len("…  …") + 1
    for patch in masks(text):
        assert len(patch.text) > 2
        assert text[patch.start : patch.end] not in shown or text.count(text[patch.start : patch.end]) > 1
    assert len(short(text, width=20)) <= 23


def test_a_long_reply_is_cut_around_the_words_that_are_meant() -> None:
    text = f"{'One two three. ' * 30}Calm down. {'Four five six. ' * 30}"
    found = pieces(text, [Span(text.index("Calm"), text.index("Calm") + 9)])
    assert [piece.text for piece in found if piece.marked] == ["Calm down"]
    assert found[0].text.startswith("…")
    assert found[-1].text.endswith("…")


@pytest.mark.parametrize(
    ("by", "case", "expected"),
    [
        ("agent", Case(draft="", facts={"agent": {"name": "Ada"}}), "Ada"),
        ("bot_version", Case(draft="", meta={"bot_version": "v2"}), "v2"),
        ("channel", Case(draft="", channel="chat"), "chat"),
        ("week", Case(draft="", messages=(Message(role="customer", text="Hi", at=1589375958),)), "2020-W20"),
        ("week", Case(draft="", messages=(Message(role="customer", text="Hi", at="12:05"),)), None),
        ("team", Case(draft=""), None),
    ],
)
def test_whose_a_conversation_is(by: str, case: Case, expected: str | None) -> None:
    assert who(Talk(1, case), by) == expected


def test_a_team_may_weigh_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("weights: {honesty: 10, warmth: 0}\nleast_conversations: 5\n", encoding="utf-8")
    found = load_weights(file)
    assert (found.of("honesty"), found.of("warmth"), found.of("respect")) == (10, 0, 4)
    assert found.least_conversations == 5
    (reply,) = counted(one("ana", 1, finding("warmth")), weights=found)
    assert "warmth" not in reply.statuses
    assert score([reply]).value == 100


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("weights: {onesty: 3}", "onesty"),
        ("wieghts: {honesty: 3}", "use 'weights'"),
        ("weights: {honesty: -1}", "ours.yaml:1"),
        ("least_conversations: 1", "ours.yaml:1"),
    ],
)
def test_a_mistake_in_the_weights_is_told_in_its_place(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        load_weights(file)


def test_a_case_with_a_draft_is_one_reply_and_a_conversation_all_of_the_agents() -> None:
    talk = conversation("c", "ana", ("customer", "Hi"), ("agent", "Hello!"), ("customer", "Bye"), ("agent", "Bye!"))
    alone = Case(id="d", draft="Hello!", messages=talk.messages, labels={"fails": []}, outcome={"csat": 1})
    found = list(judged([Talk("c", talk), Talk("d", alone)], JUDGE(), []))
    assert [each.reply.id for each in found] == ["c#1", "c#3", "d"]
    assert all(each.reply.labels is None and not each.reply.outcome for each in found)


def test_the_same_seed_draws_the_same_conversations_of_each(tmp_path: Path) -> None:
    found = [Talk(number, Case(draft="Hi", meta={"agent_id": "ab"[number % 2]})) for number in range(60)]
    one, two = (drawn(found, 7, 3, lambda talk: who(talk, "agent")) for _ in range(2))
    assert one == two
    assert [who(talk, "agent") for talk in one].count("a") == 7
    missing: list[Any] = []
    assert list(talks([str(tmp_path / "no.jsonl")], missing)) == []
    assert len(missing) == 1

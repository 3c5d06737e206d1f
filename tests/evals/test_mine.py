"""Mining: what fails say and passes do not, once a conversation, and only what is news."""

from __future__ import annotations

from typing import Any

from guard.domain.case import Case, Message
from guard.domain.verdict import Finding, Verdict
from guard.domain.virtues import Virtue
from guard.evals.mine import Limits, Suggestion, Vein, mined

Judged = tuple[Case, Verdict]


def judged(
    draft: str,
    *,
    fails: Virtue | None = None,
    evidence: str = "",
    caught: bool = False,
    customer: str | None = None,
    **case: Any,
) -> Judged:
    """A labelled case with its verdict."""
    failed = [{"virtue": fails, "severity": "major", "evidence": evidence}] if fails else []
    messages = (Message(role="customer", text=customer),) if customer is not None else ()
    made = Case(draft=draft, messages=messages, labels={"na": [], "fails": failed}, **case)
    found = Finding(
        policy="a/b", code="TST001", version="1.0.0", virtue=fails or "respect", severity="major", action="flag",
        message="",
    )  # fmt: skip
    return made, Verdict(id="", decision="send", virtues={}, findings=(found,) if caught else ())


def plain(times: int) -> list[Judged]:
    """Passing replies with nothing special in them."""
    return [judged(f"Your parcel number {n} is on its way to you now.") for n in range(times)]


def vein(rows: list[Judged], virtue: Virtue = "respect", **limits: Any) -> Vein:
    (found,) = mined(rows, virtues=[virtue], limits=Limits(**limits)).veins
    return found


def said(rows: list[Judged], virtue: Virtue = "respect", **limits: Any) -> dict[str, Suggestion]:
    return {one.phrase: one for one in vein(rows, virtue, **limits).said}


def shrugs(times: int, **more: Any) -> list[Judged]:
    """Failing replies that share a wording, each with an end of its own."""
    ends = ("madam", "sir", "friend", "folks", "pal", "mate")
    return [
        judged(f"Well, it is no big deal, {end}.", fails="respect", evidence=f"no big deal, {end}", **more)
        for end in ends[:times]
    ]


def test_a_wording_of_fails_that_passes_lack_is_told_with_its_counts_and_a_sentence() -> None:
    (one,) = said([*shrugs(4), *plain(40)]).values()
    assert one.phrase == "no big deal"
    assert (one.fails, one.passes, one.precision) == (4, 0, 1.0)
    assert 0.5 < one.low < one.high == 1.0
    assert one.example == "Well, it is no big deal, sir."
    assert set(one.also) >= {"big deal", "no big"}


def test_a_wording_that_passes_say_as_often_is_no_news() -> None:
    passes = [judged(f"That is no big deal to change, {n} times over.") for n in range(40)]
    assert said([*shrugs(4), *passes]) == {}


def test_what_the_policies_catch_already_is_left_out() -> None:
    found = vein([*shrugs(4, caught=True), *plain(40)])
    assert (found.fails, found.caught, found.said) == (4, 4, ())


def test_a_conversation_counts_once() -> None:
    assert said([*shrugs(5, conversation="c-1"), *plain(40)]) == {}


def test_a_wording_of_too_few_conversations_is_never_told() -> None:
    assert said([*shrugs(2), *plain(40)]) == {}
    assert said([*shrugs(4), *plain(40)], least=5) == {}


def test_what_the_good_twin_says_too_is_not_what_is_wrong() -> None:
    twins = [judged("It is no big deal to change that.", group=f"g-{n}") for n in range(4)]
    bad = [
        judged(f"It is no big deal: grow up {x}.", fails="respect", evidence=f"grow up {x}", group=f"g-{n}")
        for n, x in enumerate(("madam", "sir", "friend", "pal"))
    ]  # fmt: skip
    found = said([*bad, *twins, *plain(40)])
    assert all("no big deal" not in (one.phrase, *one.also) for one in found.values())
    (one,) = (one for one in found.values() if "grow up" in one.phrase)
    assert one.pairs == 4


def test_evidence_is_what_is_mined_and_not_the_rest_of_the_draft() -> None:
    rows = [
        judged(f"Kind regards from the lighthouse. Shame on {name}.", fails="respect", evidence=f"Shame on {name}.")
        for name in ("you", "him", "them", "her")
    ]
    assert set(said([*rows, *plain(40)])) == {"shame on"}


def test_an_absence_is_told_by_what_customers_said_before_it() -> None:
    rows = [
        judged("Which order is it?", fails="empathy", customer=f"My parcel was stolen {where}!")
        for where in ("today", "again", "yesterday", "here")
    ]
    asked = [judged("Until six.", customer=f"Until when are you open on day {n}?") for n in range(40)]
    found = vein([*rows, *asked], "empathy")
    assert found.said == ()
    assert [one.phrase for one in found.customer] == ["my parcel was stolen"]
    assert found.customer[0].example == ""


def test_only_open_messages_are_the_customers_words_before_the_reply() -> None:
    earlier = (
        Message(role="customer", text="My parcel was stolen!"),
        Message(role="agent", text="I'm so sorry, a new one is on its way."),
        Message(role="customer", text="22."),
    )
    rows = [judged("Bye.", fails="empathy")[0] for _ in range(4)]
    cases = [Case(draft=row.draft, labels=row.labels, messages=earlier) for row in rows]
    verdict = Verdict(id="", decision="send", virtues={})
    assert vein([*((case, verdict) for case in cases), *plain(40)], "empathy").customer == ()


def test_the_same_cases_give_the_same_suggestions() -> None:
    rows = [*shrugs(4), *plain(40)]
    assert mined(rows) == mined(rows)


def test_a_label_that_cannot_be_read_is_told_and_left_out() -> None:
    wrong = Case(draft="Hi", id="x-1", labels={"fails": [{"virtue": "onesty", "severity": "major"}]})
    found = mined([(wrong, Verdict(id="", decision="send", virtues={}))])
    assert found.cases == 0
    assert "use 'honesty'" in str(found.problems[0])


def test_an_unlabelled_case_is_passed_over() -> None:
    assert mined([(Case(draft="Hi"), Verdict(id="", decision="send", virtues={}))]).cases == 0

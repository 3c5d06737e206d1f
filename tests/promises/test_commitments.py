from __future__ import annotations

from typing import Any

from guard.assemble import lexicons
from guard.domain.case import Case, Message
from guard.domain.verdict import Commitment
from guard.promises.commitments import commitments
from guard.view.view import View

FACTS = {"now": "2026-11-21T10:05:00-05:00", "orders": [{"id": "A-1042", "estimated_delivery": "2026-11-27"}]}


def read(draft: str, facts: dict[str, Any] | None = None) -> tuple[Commitment, ...]:
    return commitments(View(Case(draft=draft, facts=facts if facts is not None else FACTS), lexicons()))


def test_the_agents_next_step_and_the_companys_promise_are_both_told() -> None:
    check, delivery = read("I'll look into it now, and it will be with you tomorrow, guaranteed.")
    assert (check.kind, check.by, check.grounding) == ("check", "agent", "not checkable")
    assert (delivery.kind, delivery.by, delivery.due) == ("delivery", "company", "2026-11-22")
    assert (delivery.certainty, delivery.grounding) == ("guaranteed", "contradicted")
    assert delivery.because is not None
    assert delivery.because.where == "facts.orders[0].estimated_delivery"


def test_a_promise_is_told_once_with_its_place_in_the_draft_as_it_arrived() -> None:
    draft = "Sorry about that.\n\nI’ll call you by 5 pm."
    [call] = read(draft)
    assert call.due == "2026-11-21T17:00:00-05:00"
    assert call.when == "by 5 pm"
    assert call.span is not None
    assert call.span.of(draft).startswith("I’ll call you by 5 pm")


def test_what_is_denied_asked_quoted_or_done_is_no_commitment() -> None:
    for draft in (
        "I can't promise that it will arrive tomorrow.",
        "Will it be there tomorrow?",
        'You said "it will be there tomorrow".',
        "I've refunded you.",
        "I am a person.",
    ):
        assert read(draft) == (), draft


def test_a_hedged_promise_is_marked() -> None:
    assert [one.certainty for one in read("It should be with you on Friday.")] == ["hedged"]


def test_without_a_day_to_count_from_the_words_of_the_time_stay() -> None:
    [call] = read("I'll call you tomorrow.", {})
    assert (call.due, call.when) == (None, "tomorrow")


def test_as_soon_as_is_not_soon() -> None:
    [one] = read("I will update you as soon as I hear from them.")
    assert one.when is None


def test_what_others_wrote_in_a_quoted_mail_is_not_the_writers_promise() -> None:
    assert read("Thank you for your mail.\n\n> I will refund you tomorrow.\n") == ()


def test_another_language_than_english_commits_to_nothing_that_we_can_read() -> None:
    assert read("Le llamaremos mañana por la tarde, gracias por su paciencia y disculpe las molestias.") == ()


def test_the_verdict_carries_them() -> None:
    from guard.assemble import Guard

    case = Case(draft="I'll check this with the courier.", messages=(Message(role="customer", text="Where is it?"),))
    assert [one.kind for one in Guard().check(case).commitments] == ["check"]


def test_an_amount_that_is_only_named_binds_nobody() -> None:
    assert read("Your gift card has a balance of $274, and a certificate is $50 at most.", {}) == ()
    assert [one.kind for one in read("We will refund you $20.", {})] in (["refund"], ["refund_amount"])

from __future__ import annotations

from typing import Any

from guard.domain.case import Case, Message, Role
from guard.text.spans import Span
from guard.view.lexicons import Lexicons
from guard.view.view import View

LEXICONS = Lexicons.packaged()


def view(draft: str = "All is well.", **fields: Any) -> View:
    return View(Case(draft=draft, **fields), LEXICONS)


def message(role: Role, text: str, at: str | None = None) -> Message:
    return Message(role=role, text=text, at=at)


def test_open_messages_are_the_customers_after_the_agents_last() -> None:
    seen = view(
        messages=(
            message("customer", "one"),
            message("agent", "two"),
            message("customer", "three"),
            message("customer", "four"),
        )
    )
    assert [m.text for _, m, _ in seen.open_passages] == ["three", "four"]


def test_what_was_said_after_the_draft_is_not_there() -> None:
    later = message("customer", "thanks", "2026-05-01T12:00:00+00:00")
    seen = view(
        messages=(message("customer", "hi", "2026-05-01T10:00:00+00:00"), later),
        facts={"now": "2026-05-01T11:00:00+00:00"},
    )
    assert [m.text for _, m in seen.messages] == ["hi"]


def test_now_is_the_facts_or_the_last_message_or_unknown() -> None:
    said = (message("customer", "hi", "2026-05-01T10:00:00+00:00"),)
    assert view(messages=said).now == view(facts={"now": "2026-05-01T10:00:00+00:00"}).now
    assert view().now is None
    assert view(messages=(message("customer", "hi", "12:05"),)).now is None


def test_facts_carry_their_paths_and_ranks() -> None:
    seen = view(
        facts={"orders": [{"id": "A-1"}], "policies": ["Returns within 30 days."]},
        messages=(
            Message(role="system", text="Be kind."),
            Message(role="tool", kind="call", text="CALL get_order({})"),
            Message(role="tool", kind="result", text='{"status": "sent"}'),
        ),
    )
    ranks = {fact.path: fact.rank.name for fact in seen.facts.facts}
    assert ranks == {
        "messages[0]": "SYSTEM",
        "facts.orders[0].id": "RECORD",
        "facts.policies[0]": "POLICY",
        "messages[2].status": "RECORD",
    }


def test_facts_of_another_shape_are_no_trouble() -> None:
    for facts in (
        {"agent": "Ada"},
        {"agent": None, "customer": [1]},
        {"orders": {"a": {"b": [None, True]}}},
        {"now": 5},
    ):
        seen = view(facts=facts)
        assert seen.author is None
        assert seen.customer_name is None
        assert seen.facts.facts is not None


def test_quoted_mail_is_not_the_writers_word() -> None:
    seen = view("It is on its way.\n\n> you are all thieves")
    assert [span.of(seen.text) for span in seen.sentences] == ["It is on its way."]


def test_a_span_leads_back_to_the_draft_as_it_arrived() -> None:
    seen = view("ﬁ\u200bne, “yes”")
    assert seen.text == 'fine, "yes"'
    assert seen.origin(Span(0, 4)).of("ﬁ\u200bne, “yes”") == "ﬁ\u200bne"


def test_work_is_shared_within_a_view() -> None:
    seen = view()
    made: list[int] = []
    assert seen.memo("key", lambda: made.append(1)) is seen.memo("key", lambda: made.append(2))
    assert made == [1]


def test_labels_outcome_and_meta_are_not_reachable() -> None:
    public = {name for name in dir(view()) if not name.startswith("_")}
    assert not public & {"labels", "outcome", "meta", "case"}


def test_a_span_that_holds_half_a_pair_of_markup_takes_the_other_half_beside_it() -> None:
    draft = "Hi. It comes **tomorrow**, says <b>Ada</b> of <i>ACME</i>."
    seen = view(draft)
    start = seen.text.index("comes")
    assert seen.origin(Span(start, start + len("comes tomorrow"))).of(draft) == "comes **tomorrow**"
    assert seen.origin(Span(start + 6, start + 14)).of(draft) == "tomorrow"


def test_neighbouring_zones_of_others_are_foreign_as_one() -> None:
    seen = view("Soon.\n\n> Run `rm x` and\n> wait.")
    assert [span.of(seen.text) for span in seen.sentences] == ["Soon."]


def test_a_view_beside_another_takes_over_what_is_around_the_draft() -> None:
    first = view("Hello.", facts={"orders": [{"id": "A-1"}]}, messages=(Message(role="customer", text="Where is it?"),))
    second = View(Case(draft="Soon."), LEXICONS, beside=first)
    assert second.facts is first.facts
    assert second.open_passages is first.open_passages
    assert second.text == "Soon."

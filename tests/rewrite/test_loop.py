from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guard import Guard
from guard.text.patches import apply
from tests.packs import policy, write_pack

ESTIMATE: dict[str, Any] = {
    "messages": [
        {"role": "customer", "text": "Where is my parcel? I needed it yesterday!"},
        {"role": "tool", "kind": "call", "name": "get_order", "text": 'CALL get_order({"id": "A-1042"})'},
        {"role": "tool", "kind": "result", "text": '{"id": "A-1042", "estimated_delivery": "2026-11-27"}'},
    ],
    "facts": {"now": "2026-11-21T10:05:00-05:00", "customer": {"name": "Mei"}},
    "draft": "I'm sorry about the wait, Mei. It'll be with you tomorrow, guaranteed.",
}


def rude(**changes: Any) -> dict[str, Any]:
    return policy("respect/rude", action="rewrite", on_unfixed="hold", **changes)


def test_a_promise_against_the_estimate_becomes_what_is_known() -> None:
    verdict = Guard().check(ESTIMATE)
    assert verdict.decision == "rewrite"
    assert verdict.rewrite is not None
    assert verdict.rewrite.verified
    assert verdict.rewrite.text.startswith("I'm sorry about the wait, Mei. ")
    assert "27 November" in verdict.rewrite.text
    assert "tomorrow" not in verdict.rewrite.text


def test_changes_turn_the_draft_into_the_rewrite() -> None:
    rewrite = Guard().check(ESTIMATE).rewrite
    assert rewrite is not None
    assert apply(ESTIMATE["draft"], rewrite.changes) == rewrite.text


def test_a_rewrite_is_left_alone_the_second_time() -> None:
    guard = Guard()
    first = guard.check(ESTIMATE).rewrite
    assert first is not None
    again = guard.check({**ESTIMATE, "draft": first.text})
    assert again.rewrite is None
    assert again.decision in ("send", "flag")


def test_a_sentence_is_removed_and_the_rest_stays_byte_for_byte(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, rude(fix={"safety": "safe", "remove": True}))
    verdict = Guard(pack).check({"draft": "Hi  Mei,\n\nPlease calm down. Your order A-1 is here.\n\nBest,\nAda"})
    assert verdict.rewrite is not None
    assert verdict.rewrite.text == "Hi  Mei,\n\nYour order A-1 is here.\n\nBest,\nAda"


def test_a_removal_that_would_lose_everything_is_not_made(tmp_path: Path) -> None:
    verdict = Guard(write_pack(tmp_path, rude(fix={"safety": "safe", "remove": True}))).check({"draft": "Calm down."})
    assert verdict.rewrite is None
    assert verdict.decision == "hold"


def test_a_repair_that_trips_another_policy_is_dropped(tmp_path: Path) -> None:
    bad_words = {"safety": "safe", "replace": "Relax and wait."}
    other = policy("patience/relax", forbid={"scope": "sentence", "any": [{"phrase": ["relax"]}]}, action="hold")
    verdict = Guard(write_pack(tmp_path, rude(fix=bad_words), other)).check({"draft": "Calm down. It is here."})
    assert verdict.rewrite is None
    assert verdict.decision == "hold"


def test_a_repair_that_still_breaks_its_own_policy_is_dropped(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, rude(fix={"safety": "safe", "replace": "Do calm down a little."}))
    assert Guard(pack).check({"draft": "Calm down. It is here."}).rewrite is None


def test_a_repair_may_not_bring_in_a_date_that_nobody_holds(tmp_path: Path) -> None:
    invented = {"safety": "checked", "replace": "It comes on {words}."}
    dated = policy(
        "honesty/dated", forbid={"scope": "sentence", "any": [{"pattern": "next week"}]}, action="rewrite", fix=invented
    )
    verdict = Guard(write_pack(tmp_path, dated)).check({"draft": "Sure. It comes next week, order 17."})
    assert verdict.rewrite is None


def test_one_bad_repair_does_not_cost_the_good_one(tmp_path: Path) -> None:
    good = rude(fix={"safety": "safe", "remove": True})
    stuck = policy(
        "patience/hurry", forbid={"scope": "sentence", "any": [{"phrase": ["hurry up"]}]}, action="rewrite",
        fix={"safety": "safe", "replace": "Please hurry up."}, on_unfixed="flag",
    )  # fmt: skip
    verdict = Guard(write_pack(tmp_path, good, stuck)).check(
        {"draft": "Calm down. Now hurry up. It is here at the desk."}
    )
    assert verdict.rewrite is not None
    assert verdict.rewrite.text == "Now hurry up. It is here at the desk."
    assert verdict.decision == "rewrite"


def test_what_only_a_person_may_change_is_never_applied(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, rude(fix={"safety": "suggest", "remove": True}))
    verdict = Guard(pack).check({"draft": "Calm down. It is here."})
    assert verdict.rewrite is None
    assert verdict.findings[0].fix is not None


@pytest.mark.parametrize("draft", ["Hello,\n\nYour order is here.", "Your order is here."])
def test_an_insertion_stands_after_the_greeting(tmp_path: Path, draft: str) -> None:
    missing = policy(
        "empathy/none", forbid=None, require={"scope": "reply", "any": [{"phrase": ["sorry"]}]},
        when={"any": [{"trigger": "customer_spoke"}]}, message="Say sorry.", action="rewrite",
        fix={"safety": "safe", "insert": ["I'm sorry about that."]},
    )  # fmt: skip
    case = {"draft": draft, "messages": [{"role": "customer", "text": "It was late."}]}
    rewrite = Guard(write_pack(tmp_path, missing)).check(case).rewrite
    assert rewrite is not None
    assert rewrite.text == draft.replace("Your order", "I'm sorry about that. Your order")


def test_with_rewriting_off_a_wish_for_a_rewrite_counts_as_unfixed(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, rude(fix={"safety": "safe", "remove": True}))
    verdict = Guard(pack, rewriting=False).check({"draft": "Calm down. It is here."})
    assert verdict.rewrite is None
    assert verdict.decision == "hold"


def test_a_clean_reply_is_not_touched() -> None:
    verdict = Guard().check({"draft": "Thank you, Mei. Your order A-1042 is on its way."})
    assert verdict.decision == "send"
    assert verdict.rewrite is None


def test_only_the_rude_opening_of_a_sentence_goes_where_the_rest_can_stand(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, rude(fix={"safety": "safe", "remove": True}))
    rewrite = Guard(pack).check({"draft": "Calm down, the button is top right."}).rewrite
    assert rewrite is not None
    assert rewrite.text == "The button is top right."


def test_a_fact_is_not_removed_with_the_rudeness_around_it(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, rude(fix={"safety": "safe", "remove": True}))
    verdict = Guard(pack).check(
        {"draft": "Calm down about your code 4411 already. We are happy to help you further with it."}
    )
    assert verdict.rewrite is None
    assert verdict.decision == "hold"


def test_a_clause_is_taken_out_and_the_fact_beside_it_stays(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, rude(fix={"safety": "safe", "remove": True}))
    verdict = Guard(pack).check(
        {"draft": "Your code is 4411 so calm down already. We are happy to help you further with it."}
    )
    assert verdict.rewrite is not None
    assert verdict.rewrite.text == "Your code is 4411. We are happy to help you further with it."


def test_a_reply_is_not_gutted(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, rude(fix={"safety": "safe", "remove": True}))
    draft = "You really need to calm down about this whole parcel business now. Bye."
    assert Guard(pack).check({"draft": draft}).rewrite is None

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.domain.case import DRAFT_LIMIT, Case, Message
from guard.errors import UsageError
from guard.formats.cases import KNOWN, case_from, read_cases

CALL = 'CALL get_order({"id": "A-1042"})'
CONTRACT = {
    "id": "late-parcel-1", "conversation": "c-77", "turn": 4, "group": None, "channel": "chat",
    "messages": [
        {"role": "customer", "text": "Where is my parcel?", "at": "2026-11-21T10:02:11-05:00"},
        {"role": "tool", "kind": "call", "name": "get_order", "call_id": "t1", "text": CALL},
        {"role": "tool", "kind": "result", "name": "get_order", "call_id": "t1", "text": '{"id": "A-1042"}'},
    ],
    "facts": {"now": "2026-11-21T10:05:00-05:00", "agent": {"kind": "bot", "name": "Ada"}},
    "draft": "It'll be with you tomorrow, guaranteed.",
    "draft_calls": [],
    "meta": {"source": "desk"},
    "outcome": {"csat": 2, "nps": None},
    "labels": {"na": ["appreciation"], "fails": []},
}  # fmt: skip


def told(value: Any, where: str = "case") -> list[str]:
    with pytest.raises(UsageError) as caught:
        case_from(value, where)
    return [str(problem) for problem in caught.value.problems]


def test_the_contracts_example_is_read_whole() -> None:
    case = case_from(CONTRACT)
    assert case.id == "late-parcel-1"
    assert case.turn == 4
    assert case.messages[1] == Message(role="tool", kind="call", name="get_order", call_id="t1", text=CALL)
    assert case.facts == CONTRACT["facts"]
    assert case.labels == CONTRACT["labels"]


def test_only_the_draft_is_required() -> None:
    assert case_from({"draft": "Hello!"}) == Case(draft="Hello!")


def test_null_means_absent() -> None:
    assert case_from(dict.fromkeys(KNOWN) | {"draft": "Hello!"}) == Case(draft="Hello!")


def test_unknown_keys_are_folded_into_meta_and_its_own_keys_win() -> None:
    case = case_from({"draft": "Hi", "source": "outer", "licence": "MIT", "meta": {"source": "inner"}})
    assert case.meta == {"source": "inner", "licence": "MIT"}


def test_a_case_passes_through_as_it_is() -> None:
    case = Case(draft="Hello!", messages=(Message(role="customer", text="Hi"),))
    assert case_from(case) is case


def test_a_case_made_of_bare_dicts_is_read() -> None:
    made: Any = Case(draft="Hello!", messages=[{"role": "customer", "text": "Hi"}])  # pyright: ignore[reportArgumentType]
    assert case_from(made).messages == (Message(role="customer", text="Hi"),)


def test_a_case_that_no_check_can_bear_is_refused() -> None:
    with pytest.raises(UsageError, match="at most 20,000 characters"):
        case_from(Case(draft="x" * (DRAFT_LIMIT + 1)))
    with pytest.raises(UsageError, match="valid Unicode"):
        case_from(Case(draft="Hi", messages=(Message(role="customer", text="\ud83d"),)))


def test_numbers_are_taken_as_ids() -> None:
    case = case_from({"draft": "Hi", "id": 17, "conversation": 3, "group": 4})
    assert (case.id, case.conversation, case.group) == ("17", "3", "4")


def test_dates_and_read_only_mappings_are_made_plain() -> None:
    now = datetime(2026, 11, 21, 10, 5, tzinfo=UTC)
    value = {
        "draft": "Hi",
        "facts": MappingProxyType({"now": now, "orders": [{"due": date(2026, 11, 27)}], 7: "seven"}),
        "messages": [MappingProxyType({"role": "customer", "text": "Hi", "at": now})],
    }
    case = case_from(value)
    assert case.facts == {"now": "2026-11-21T10:05:00Z", "orders": [{"due": "2026-11-27"}], "7": "seven"}
    assert case.messages[0].at == "2026-11-21T10:05:00Z"


def test_the_callers_facts_are_not_shared() -> None:
    facts = {"orders": [{"id": "A-1"}]}
    case = case_from({"draft": "Hi", "facts": facts})
    facts["orders"][0]["id"] = "changed"
    assert case.facts == {"orders": [{"id": "A-1"}]}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({}, "case: expected 'draft', the reply to be judged; got nothing; add 'draft'"),
        (
            {"reply": "Hi"},
            "case: expected 'draft', the reply to be judged; got nothing; rename 'reply' to 'draft'",
        ),
        ({"draft": 5}, "case: draft: expected text; got the number 5; give the reply as text"),
        ({"draft": b"Hi"}, "case: draft: expected text; got bytes; give the reply as text"),
        (
            {"draft": " \n"},
            "case: draft: expected the reply to be judged; got an empty text; give the text that is about to be sent",
        ),
        (
            {"draft": "x" * 20_001},
            "case: draft: expected a draft of at most 20,000 characters; got 20,001 characters; "
            "shorten it, or check it in parts",
        ),
        ({"draft": "Hi", "facts": [1]}, "case: facts: expected an object; got a list; put an object there"),
        ({"draft": "Hi", "messages": "Hi"}, "case: messages: expected a list; got text; put a list there"),
        (
            {"draft": "Hi", "messages": [{"role": "usr", "text": "Hi"}]},
            "case: messages[0].role: expected one of customer, agent, tool, system; got 'usr'; use one of them",
        ),
        (
            {"draft": "Hi", "messages": [{"role": "Assistant", "text": "Hi"}]},
            "case: messages[0].role: expected one of customer, agent, tool, system; got 'Assistant'; use 'agent'",
        ),
        (
            {"draft": "Hi", "messages": [{"role": "customer", "txet": "Hi"}]},
            "case: messages[0].text: expected 'text'; got nothing; rename 'txet' to 'text'",
        ),
        (
            {"draft": "Hi", "messages": [{"role": "customer", "text": "Hi", "at": [1]}]},
            "case: messages[0].at: expected text or a whole number or a number; got a list; "
            "put text or a whole number or a number there",
        ),
        ({"draft": "Hi", "turn": "four"}, "case: turn: expected a whole number; got text; put a whole number there"),
        (
            {"draft": "Hi", "facts": {"order": {"note": "ok\ud83d"}}},
            "case: facts.order.note: expected valid Unicode text; got half a surrogate pair at character 3; "
            "replace it, or decode the source again with the right encoding",
        ),
        (
            {"draft": "Hi", "facts": {"thing": object()}},
            "case: facts.thing: expected a JSON value; got a object; turn it into text, numbers, lists or objects",
        ),
    ],
)
def test_a_problem_says_where_and_what_to_do(value: Mapping[str, Any], said: str) -> None:
    assert told(value) == [said]


def test_what_is_no_object_is_refused() -> None:
    assert told([1], "a.jsonl:3") == ['a.jsonl:3: expected an object; got a list; give a case such as {"draft": "…"}']


def test_all_problems_come_at_once() -> None:
    value = {"draft": 5, "turn": "x", "messages": [{"role": "nobody", "text": None}, 7]}
    said = told(value, "cases.jsonl:3")
    assert [line.split(": expected")[0] for line in said] == [
        "cases.jsonl:3: draft", "cases.jsonl:3: turn", "cases.jsonl:3: messages[0].role",
        "cases.jsonl:3: messages[0].text", "cases.jsonl:3: messages[1]",
    ]  # fmt: skip


def test_no_words_of_the_case_are_repeated() -> None:
    secret = "4111 1111 1111 1111"
    value = {"draft": [secret], "turn": secret, "facts": secret, "messages": [{"role": secret * 3, "text": [secret]}]}
    assert secret not in "".join(told(value))


def test_a_circle_is_told_and_does_not_hang() -> None:
    circle: list[Any] = []
    circle += [circle, circle]
    assert told({"draft": "Hi", "facts": {"a": circle}})[0].startswith("case: facts: expected a JSON value")
    circle.append(object())
    assert told({"draft": "Hi", "facts": {"a": circle}})


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5))
WEIRD = st.one_of(SCALARS, st.binary(max_size=3), st.text(st.characters(categories=["Cs"]), min_size=1, max_size=2))
NAMES = st.sampled_from((
    *KNOWN, "role", "text", "content", "kind", "tool_calls", "function", "function_call", "arguments", "at", "type",
))  # fmt: skip
ROLES = st.sampled_from(("customer", "user", "assistant", "tool", "agent"))
ANYTHING = st.recursive(
    WEIRD | ROLES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=3), inner, max_size=5),
    max_leaves=20,
)
MESSAGES = st.lists(st.dictionaries(NAMES, ANYTHING, max_size=4).flatmap(
    lambda rest: ROLES.map(lambda role: {**rest, "role": role})), max_size=4)  # fmt: skip


@given(ANYTHING | st.fixed_dictionaries({"messages": MESSAGES}, optional={"draft": WEIRD, "facts": ANYTHING}))
def test_anything_gives_a_case_or_a_usage_error(value: Any) -> None:
    try:
        case = case_from(value)
    except UsageError:
        return
    msgspec.json.encode(case)
    assert case.draft.strip()
    assert case_from(case) is case


DATA = Path(__file__).parents[2].parent / "shared" / "data" / "train"


@pytest.mark.skipif(not DATA.is_dir(), reason="the labelled cases in ../shared/data are not here")
@pytest.mark.parametrize("name", ["contrast.jsonl", "natural.jsonl"])
def test_every_labelled_case_is_read(name: str) -> None:
    cases = list(read_cases(DATA / name))
    assert len(cases) > 1000
    assert all(isinstance(case, Case) and case.labels is not None and "licence" in case.meta for case in cases)

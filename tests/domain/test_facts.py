from __future__ import annotations

from guard.domain.facts import Rank, index, leaves


def test_every_value_has_its_path_and_the_name_of_its_field() -> None:
    found = index({"orders": [{"id": "A-1", "items": ["lamp", "desk"]}]}, [], [])
    assert [(fact.path, fact.key, fact.value) for fact in found.facts] == [
        ("facts.orders[0].id", "id", "A-1"),
        ("facts.orders[0].items[0]", "items", "lamp"),
        ("facts.orders[0].items[1]", "items", "desk"),
    ]


def test_policies_rank_below_records_and_above_system_messages() -> None:
    found = index(
        {"policies": ["Returns are free."], "orders": [{"id": "A-1"}]}, [(3, {"eta": "soon"})], [(0, "Be kind.")]
    )
    ranks = {fact.path: fact.rank for fact in found.facts}
    assert ranks == {
        "messages[0]": Rank.SYSTEM,
        "facts.policies[0]": Rank.POLICY,
        "facts.orders[0].id": Rank.RECORD,
        "messages[3].eta": Rank.RECORD,
    }


def test_what_graders_know_is_nobodys_knowledge() -> None:
    assert index({"expected_actions": ["refund"], "account": {"labels": "x"}}, [], []).facts == ()


def test_an_empty_field_is_a_record_and_an_empty_list_is_none() -> None:
    [found] = index({"orders": [], "shipped_at": None}, [], []).facts
    assert (found.path, found.value) == ("facts.shipped_at", "none")


def test_a_bottomless_value_is_cut() -> None:
    deep: object = "end"
    for _ in range(500):
        deep = [deep]
    assert list(leaves(deep, "facts", Rank.RECORD)) == []

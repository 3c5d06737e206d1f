"""The articles' words: all of them are there, and none is left without a policy."""

from __future__ import annotations

from typing import cast

from guard.assemble import kinds_for, pack_at
from guard.domain.virtues import VIRTUES
from guard.policy.articles import listed, word_of, words
from guard.policy.spec import AnyPolicy, Policy
from tests.packs import policy

PACK = pack_at(None, kinds_for())
NAMED = {
    "empathy", "caring", "attention", "appreciation",
    "positivity", "enthusiasm", "quickness", "excellence", "attentiveness",
    "passion", "ownership", "compassion", "respect", "listening", "honesty", "patience", "adaptability",
}  # fmt: skip
PARTS = {
    "no blame": "passion",
    "looking for solutions": "passion",
    "asking for feedback": "passion",
    "respect under abuse": "respect",
}


def loaded(id: str, *traits: str) -> AnyPolicy:  # noqa: A002 - the field's own name
    made = policy(id, traits=list(traits), code="TST001", forbid=None, require={"all": [{}]})
    return cast(AnyPolicy, Policy.model_construct(**made))


def served(*policies: AnyPolicy) -> set[str]:
    """The words under which some of the policies stand."""
    return {trait.name for article in listed(policies) for trait in article.traits if trait.policies}


def test_the_five_articles_have_all_their_words() -> None:
    articles = listed(PACK.policies)
    assert len(articles) == 5
    assert set(words()) == {*NAMED, *PARTS}
    assert {trait.name: trait.within for article in articles for trait in article.traits if trait.within} == PARTS


def test_no_word_of_the_articles_is_without_a_policy() -> None:
    unserved = [trait.name for article in listed(PACK.policies) for trait in article.traits if not trait.policies]
    assert unserved == []


def test_every_policy_stands_under_some_word() -> None:
    shown = {one.id for article in listed(PACK.policies) for trait in article.traits for one in trait.policies}
    assert [one.id for one in PACK.policies if one.id not in shown] == []


def test_a_policy_stands_under_the_words_it_names_and_no_other() -> None:
    assert served(loaded("caring/dead", "ownership", "looking for solutions")) == {"ownership", "looking for solutions"}


def test_a_policy_without_traits_stands_under_its_virtue() -> None:
    assert served(loaded("clarity/shouting")) == {"excellence"}
    assert all(word_of(virtue) in words() for virtue in VIRTUES)


def test_a_part_serves_the_wider_word() -> None:
    (passion,) = (
        trait
        for article in listed([loaded("ownership/blames", "no blame")])
        for trait in article.traits
        if trait.name == "passion"
    )
    assert (passion.policies, passion.is_served) == ((), True)

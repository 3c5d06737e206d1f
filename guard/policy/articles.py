"""The articles behind the policies: which words they use for a good reply, and which policies serve each.

A team reads its rules by these words, so a word that no policy serves must be seen as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from guard.policy.spec import AnyPolicy
from guard.text.tables import beside


@dataclass(frozen=True, slots=True)
class Trait:
    """One word of an article.

    Args:
        name: the word, as policies write it among their `traits`.
        means: what it asks of a reply.
        within: the wider word of which it is a part, or "".
        policies: the ones that stand under it.
        parts: whether a part of it has a policy, which serves the wider word too.
    """

    name: str
    means: str
    within: str
    policies: tuple[AnyPolicy, ...]
    parts: bool

    @property
    def is_served(self) -> bool:
        """Whether some policy stands for the word or for a part of it."""
        return bool(self.policies) or self.parts


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its name, and its words in its own order."""

    name: str
    traits: tuple[Trait, ...]


def words() -> tuple[str, ...]:
    """Return every word of every article once, in order.

    Example:
        >>> words()[:2]
        ('empathy', 'caring')
    """
    return tuple(dict.fromkeys(word for article in _table()["articles"] for word in article["traits"]))


def word_of(name: str) -> str:
    """Return the articles' word for a virtue or for another name of a trait; the name itself when it has none.

    Example:
        >>> word_of("clarity"), word_of("honesty")
        ('excellence', 'honesty')
    """
    also: Mapping[str, str] = _table()["also"]
    return also.get(name, name)


def listed(policies: Iterable[AnyPolicy]) -> tuple[Article, ...]:
    """Lay policies out by the articles' words; a word that no policy serves yet has an empty row.

    Args:
        policies: the loaded ones; one may stand under several words.
    """
    under: dict[str, list[AnyPolicy]] = {}
    for policy in policies:
        for word in dict.fromkeys(map(word_of, policy.traits or (policy.virtue,))):
            under.setdefault(word, []).append(policy)
    return tuple(
        Article(row["name"], tuple(_trait(word, under) for word in row["traits"])) for row in _table()["articles"]
    )


def _trait(word: str, under: Mapping[str, Sequence[AnyPolicy]]) -> Trait:
    """Gather what stands under one word."""
    within: Mapping[str, str] = _table()["within"]
    return Trait(
        name=word,
        means=_table()["means"][word],
        within=within.get(word, ""),
        policies=tuple(under.get(word, ())),
        parts=any(under.get(part) for part, whole in within.items() if whole == word),
    )


@cache
def _table() -> Mapping[str, Any]:
    """Read the articles' words once a process."""
    return beside(__file__, "articles")

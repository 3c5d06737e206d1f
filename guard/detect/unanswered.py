"""Finds: of several questions the one that the draft says nothing about.

Why it matters: the second question is the one that is lost; the customer has to write again for it.

Example: `{metric: {of: unanswered_questions, at_least: 1}}`

Known misses: a question answered in the same words as its neighbour; one that only `why` or `which` asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from guard.domain.hit import Because
from guard.text.tables import beside
from guard.view.view import View

_LONGEST = 4_000
_FEWEST_WORDS = 2
_ENDINGS = ("ing", "ed", "es", "s", "ly")
_SHORTEST_STEM = 3
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]?")
"""Never fails where it begins, so that a long text without a stop takes no more than linear time."""
_WORD = re.compile(r"[a-z0-9]{2,}")


@cache
def _table() -> Mapping[str, Any]:
    """Read the data file when the first policy asks."""
    return beside(__file__, "unanswered")


@cache
def _sorts() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(row["asks"]), re.compile(row["answered"])) for row in _table()["sorts"])


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(_table()[name])


@lru_cache(maxsize=1_024)
def matter(text: str) -> frozenset[str]:
    """Return the stems of the words that say what a text is about; kept, for messages come with every draft.

    Example:
        >>> sorted(matter("does it ship with an eu plug?"))
        ['eu', 'plug', 'ship']
    """
    return frozenset(map(_stem, set(_WORD.findall(text)) - _empty()))


@cache
def _empty() -> frozenset[str]:
    return frozenset(_table()["empty"])


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """Cut a common ending off, so that `ships` and `shipping` meet."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def unanswered(view: View) -> tuple[float, Because | None]:
    """Count the open questions that share no matter with a draft which answers another one."""
    asked = list(_questions(view))
    if len(asked) < 2:
        return 0.0, None
    said = matter(view.lower)
    if said.isdisjoint(frozenset[str]().union(*(matter(question) for _, question in asked))):
        return 0.0, None
    missed = [(i, question) for i, question in asked if not matter(question) & said and _stays_open(question, view)]
    return float(len(missed)), Because(f"messages[{missed[0][0]}]", missed[0][1].strip()) if missed else None


def _questions(view: View) -> Iterator[tuple[int, str]]:
    """Yield each question of the open messages, with its message; courtesies left out."""
    for index, _, passage in view.open_passages:
        asked = (m[0] for m in _SENTENCE.finditer(passage.lower[:_LONGEST]) if m[0].endswith("?"))
        for question in asked:
            for part in _re("splits").split(question):
                if matter(part) and not _re("manners").search(part if part.endswith("?") else f"{part}?"):
                    yield index, part


def _stays_open(question: str, view: View) -> bool:
    """Tell whether nothing in the draft is of the sort that answers such a question."""
    if len(matter(question)) < _FEWEST_WORDS:
        return False
    answer = next((answered for asks, answered in _sorts() if asks.search(question)), None)
    return answer is not None and answer.search(view.lower) is None

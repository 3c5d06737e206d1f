"""How well a text suits each language of its script, by the runs of three letters it is made of.

A table of the commonest trigrams a language, with the logarithm of how much commoner each is than a
trigram that is not listed, stands in `trigrams.txt`; `evals/training/languages.py` makes it and says
from what. Summed over a text this is naive Bayes (Cavnar and Trenkle, 1994, for the idea).

The trick: a trigram's weights for all languages stand side by side in one large integer, sixteen bits
each, so one sum over the text adds up every language at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

STEP = 0.25
"""What one point of a score is worth, in natural logarithms."""

_BITS = 16
_MOST = (1 << _BITS) - 1
_BASE = 32
_LONGEST = _MOST // (_BASE - 1)
"""Trigrams that can be summed before a language's sixteen bits might run over into its neighbour's."""


class Score(NamedTuple):
    """How well a language suits a text: points, more is better."""

    points: int
    language: str


class _Table(NamedTuple):
    """The languages of a script, and the weights of its trigrams for all of them."""

    languages: tuple[str, ...]
    weights: dict[str, int]


def grams(words: Sequence[str]) -> list[str]:
    """Return the trigrams of words, `_` at their edges.

    Example:
        >>> grams(["el", "no"])
        ['_el', 'el_', 'l_n', '_no', 'no_']
    """
    text = f"_{'_'.join(words)}_"
    return [text[i : i + 3] for i in range(len(text) - 2)]


def scores(script: str, words: Sequence[str]) -> list[Score]:
    """Return every language of a script with its points for these words, best first.

    Args:
        script: `latin`, `cyrillic`, `arabic` or `devanagari`.
        words: in lower case, without numbers.

    Example:
        >>> scores("latin", "wo bleibt meine bestellung".split())[0].language
        'de'
    """
    table = _table(script)
    known = filter(None, map(table.weights.get, grams(words)[:_LONGEST]))
    total = sum(known)
    points = ((total >> _BITS * n) & _MOST for n in range(len(table.languages)))
    return sorted(map(Score, points, table.languages), key=lambda score: -score.points)


@cache
def _table(script: str) -> _Table:
    """Read the lines of one script; when its first text comes, for most never do."""
    weights: defaultdict[str, int] = defaultdict(int)
    languages: list[str] = []
    with Path(__file__).with_name("trigrams.txt").open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(script):
                _, language, *groups = line.split()
                for group in groups:
                    weight = int(group[0], _BASE) << _BITS * len(languages)
                    for at in range(1, len(group), 3):
                        weights[group[at : at + 3]] += weight
                languages.append(language)
    return _Table(tuple(languages), dict(weights))

"""Finds: what can be counted: words, sentences, questions, exclamation marks, capitals, repetition.

Why it matters: five questions one after the other, a wall of text or the same reply twice cost the
customer time whatever the words are.

Example: `{metric: {of: words, at_most: 2}}`, `{metric: {of: overlap, at_least: 0.8}}`

Known misses: a count says nothing of whether the length was needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, Literal, get_args

from pydantic import model_validator

from guard.detect.anchors import Results
from guard.detect.kind import Params, Seen, Stage
from guard.detect.unanswered import unanswered
from guard.detect.ways import closed, untold
from guard.domain.clock import Deadline
from guard.domain.hit import Because, Deferred, Hit, Hits
from guard.view.view import View

Measure = Literal[
    "words", "sentences", "questions", "exclamations", "capitals", "overlap", "repeats", "asked_words",
    "unanswered_questions", "untold_ways", "closed_rules",
]  # fmt: skip


class MetricParams(Params):
    """A measure and its bounds, both included; a hit when it lies inside them."""

    of: Measure
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _bounded(self) -> MetricParams:
        if self.at_least is None and self.at_most is None:
            raise ValueError("`at_least`, `at_most` or both")
        return self


class MetricKind:
    """Measures the draft, each measure once."""

    name = "metric"
    stage: Stage = "rules"
    params: type[Params] = MetricParams

    def compile(self, params: Sequence[MetricParams]) -> _Metrics:
        """Make ready."""
        return _Metrics(params)


class _Metrics:
    """Measures ready to be taken."""

    def __init__(self, params: Sequence[MetricParams]) -> None:
        self._params = params

    def run(self, view: View, seen: Seen, clock: Deadline) -> Results:
        """Return one tuple of hits a parameter set, measured when asked for; a measure has no span."""
        return [Deferred(partial(_measured, wanted, view)) for wanted in self._params]


def _measured(wanted: MetricParams, view: View) -> Hits:
    """Return a hit that carries the value and where it was taken from, where it lies inside the bounds."""
    value, because = view.memo(("metric", wanted.of), lambda: MEASURES[wanted.of](view))
    inside = (wanted.at_least is None or value >= wanted.at_least) and (
        wanted.at_most is None or value <= wanted.at_most
    )
    return (Hit(values={"value": f"{value:g}", "measure": wanted.of}, because=because),) if inside else ()


def _words(view: View) -> tuple[float, Because | None]:
    return len(view.tokens.words), None


def _sentences(view: View) -> tuple[float, Because | None]:
    return len(view.sentences), None


def _questions(view: View) -> tuple[float, Because | None]:
    return sum(view.text[span.end - 1] == "?" for span in view.sentences), None


def _exclamations(view: View) -> tuple[float, Because | None]:
    return view.text.count("!"), None


def _capitals(view: View) -> tuple[float, Because | None]:
    """Share of letters that stand in words written in capitals, single letters left out."""
    shouted = sum([n for word in filter(str.isupper, view.text.split()) if (n := _letters(word)) > 1])
    return (shouted / _letters(view.text) if shouted else 0.0), None


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _overlap(view: View) -> tuple[float, Because | None]:
    """Share of the draft's word pairs that an earlier message of the agent holds; the most similar one.

    A message less than half or more than twice as long is no repetition and counts as none.
    """
    return _most_alike(view, lambda _: True)


def _repeats(view: View) -> tuple[float, Because | None]:
    """Like `overlap`, but nothing where the draft holds a number or a name that the earlier message lacks: news."""
    words = view.lower.split()
    news = _numbers(words) | {word.lower() for word in view.text.split() if word[:1].isupper()}
    return _most_alike(view, news.issubset)


def _most_alike(view: View, counts: Callable[[Sequence[str]], bool]) -> tuple[float, Because | None]:
    """Find the earlier message that is most like the draft among those that count."""
    words = view.lower.split()
    own = frozenset(pairwise(words))
    best, where = 0.0, None
    for index, _, passage in view.agent_passages:
        theirs = passage.lower.split()
        if not own or not len(words) <= 2 * len(theirs) <= 4 * len(words):
            continue
        pairs = frozenset(pairwise(theirs))
        share = len(own & pairs) / max(len(own), len(pairs))
        if share > best and counts(theirs):
            best, where = share, Because(f"messages[{index}]", "")
    return best, where


def _numbers(words: Sequence[str]) -> frozenset[str]:
    """Return the words that hold a digit."""
    return frozenset(word for word in words if not word.isalpha() and any(map(str.isdigit, word)))


def _asked_words(view: View) -> tuple[float, Because | None]:
    """Words of the open messages, for replies that are short against what was asked."""
    return sum(len(passage.tokens.words) for _, _, passage in view.open_passages), None


MEASURES: Mapping[str, Callable[[View], tuple[float, Because | None]]] = {
    "words": _words, "sentences": _sentences, "questions": _questions, "exclamations": _exclamations,
    "capitals": _capitals, "overlap": _overlap, "repeats": _repeats, "asked_words": _asked_words,
    "unanswered_questions": unanswered, "untold_ways": untold, "closed_rules": closed,
}  # fmt: skip

if set(MEASURES) != set[Any](get_args(Measure)):  # a measure without a function would fail at a customer's
    raise AssertionError("MEASURES and Measure name different measures")

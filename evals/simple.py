"""Plain models to hold the product against: what a day's work would give, and what a label leaks.

The last three see too little to judge by the rubric; where one of them does well, the cases tell by something else
than conduct (how long a bad reply is, which words only bad ones have), and a good figure of ours may be that too.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from evals.training.cases import Lesson
from guard.domain.virtues import VIRTUES, Virtue

Array = Any
Fails = Mapping[Virtue, Array]
"""By virtue, which replies fail."""

Model = Callable[[Sequence[Lesson], Sequence[Lesson]], Fails]
"""From lessons to learn from and replies to judge."""

LEVELS = np.round(np.arange(0.05, 0.96, 0.05), 2)
FEWEST = 5


def always_pass(_: Sequence[Lesson], judged: Sequence[Lesson]) -> Fails:
    """Find nothing."""
    return {virtue: np.zeros(len(judged), bool) for virtue in VIRTUES}


def rules_alone(_: Sequence[Lesson], judged: Sequence[Lesson]) -> Fails:
    """Find what the rules find."""
    return {virtue: np.array([virtue in lesson.by_rules for lesson in judged]) for virtue in VIRTUES}


def words(learned: Sequence[Lesson], judged: Sequence[Lesson]) -> Fails:
    """TF-IDF of draft and open messages, and a logistic regression a virtue."""
    return _by_words(learned, judged, lambda x: f"{x.gist.draft} || {_marked(x.gist.asked)}")


def draft_only(learned: Sequence[Lesson], judged: Sequence[Lesson]) -> Fails:
    """The same, of the draft alone."""
    return _by_words(learned, judged, lambda x: x.gist.draft)


def length_only(learned: Sequence[Lesson], judged: Sequence[Lesson]) -> Fails:
    """How long the draft and the open messages are."""
    return _fitted(learned, [_lengths(one) for one in learned], [_lengths(one) for one in judged])


def sentiment(learned: Sequence[Lesson], judged: Sequence[Lesson]) -> Fails | None:
    """VADER's sentiment of the draft and of the open messages; None where it is not installed."""
    try:
        library: Any = importlib.import_module("vaderSentiment.vaderSentiment")
    except ImportError:
        return None
    reader = library.SentimentIntensityAnalyzer()

    def feelings(lesson: Lesson) -> list[float]:
        texts = (lesson.gist.draft, lesson.gist.asked)
        return [value for text in texts for value in reader.polarity_scores(text).values()]

    return _fitted(learned, [feelings(one) for one in learned], [feelings(one) for one in judged])


def _by_words(learned: Sequence[Lesson], judged: Sequence[Lesson], seen: Callable[[Lesson], str]) -> Fails:
    vectors: Any = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True)
    known = vectors.fit_transform([seen(one) for one in learned])
    return _fitted(learned, known, vectors.transform([seen(one) for one in judged]))


def _marked(text: str) -> str:
    """Keep the customer's words apart from the writer's."""
    return " ".join(f"o_{word}" for word in text.split())


def _lengths(lesson: Lesson) -> list[float]:
    own, asked = len(lesson.gist.draft.split()), len(lesson.gist.asked.split())
    return [np.log1p(own), np.log1p(asked), np.log1p(own) ** 2, float("?" in lesson.gist.draft)]


def _fitted(learned: Sequence[Lesson], known: Array, asked: Array) -> dict[Virtue, Array]:
    """Fit a logistic regression a virtue; its level of yes is the best by folds of what it learned from."""
    model: Any = LogisticRegression(C=4, class_weight="balanced", solver="liblinear")
    found: dict[Virtue, Array] = {}
    for virtue in VIRTUES:
        fails = np.array([virtue in lesson.fails for lesson in learned])
        if fails.sum() < FEWEST:
            found[virtue] = np.zeros(np.shape(asked)[0], bool)
            continue
        folds = cross_val_predict(model, known, fails, cv=3, method="predict_proba")[:, 1]
        level = max(LEVELS, key=lambda at: f1(folds >= at, fails))
        found[virtue] = model.fit(known, fails).predict_proba(asked)[:, 1] >= level
    return found


def f1(yes: Array, fails: Array) -> float:
    """Return F1; 0 where there is nothing to find and nothing is found.

    Example:
        >>> f1(np.array([True, False]), np.array([True, True]))
        0.6666666666666666
    """
    return 2 * float((yes & fails).sum()) / max(1.0, float(yes.sum() + fails.sum()))

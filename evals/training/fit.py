"""From lessons to heads: fitted by folds, calibrated on what each fold did not see, thresholds by budget.

Decomposed as the labels allow: `na` says that nothing called for the virtue, `pass` that something did
and was answered, `fail` that it was not. So a trigger is learned from the conversation on all cases, and
the conduct on those alone where it was called for.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from evals.training.cases import Lesson
from guard.domain.virtues import REQUIRED, Virtue

FOLDS = 5
RARE = 4
"""A signal that fewer talks show is not learned from, so that no name of a person becomes one by being repeated."""

COST = 0.5
"""Inverse strength of the pull toward zero."""

FAIL_WEIGHT = 3.0
EXAMPLE_WEIGHT = 0.3
JUDGED_WEIGHT = 3.0
PRECISION = 0.70
ADDED = 0.50
FALSE_ALARMS = 0.02
"""A threshold is the lowest at which, on unseen folds, so many hits are right, so many of those that the
rules do not have are right, and so few good twins are hit."""

SPOKEN = ("o:", "s:", "e:", "asked ", "first reply", "tools")
"""What signals of the conversation begin with; only these may speak for a trigger."""

Array = Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lessons as numbers.

    Args:
        names: of the signals, in the order of the columns.
        rows: one a lesson.
        spoken: numbers of the columns that tell of the conversation.
    """

    names: tuple[str, ...]
    rows: Array
    spoken: Array


@dataclass(frozen=True, slots=True)
class Fitted:
    """One head: weights over all columns, and what each sum is when nothing is seen."""

    conduct: Array
    conduct_bias: float
    trigger: Array | None
    trigger_bias: float

    def odds(self, rows: Array) -> Array:
        """Return the raw log-odds of a fail."""
        conduct = np.asarray(rows @ self.conduct).ravel() + self.conduct_bias
        if self.trigger is None:
            return conduct
        both = sigmoid(conduct) * sigmoid(np.asarray(rows @ self.trigger).ravel() + self.trigger_bias)
        return np.log(both / (1 - both))


@dataclass(frozen=True, slots=True)
class Scale:
    """How raw log-odds become a probability, and from where that is a yes."""

    slope: float
    offset: float
    threshold: float

    def probability(self, odds: Array) -> Array:
        """Return calibrated probabilities."""
        return sigmoid(self.slope * odds + self.offset)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the lessons say of one virtue: the labels, the fault-free twins, and what the rules have found."""

    fails: Array
    twins: Array
    rules: Array

    @staticmethod
    def of(virtue: Virtue, lessons: Sequence[Lesson]) -> Answers:
        """Gather them."""
        return Answers(
            np.array([virtue in lesson.fails for lesson in lessons]),
            np.array([lesson.is_good_twin for lesson in lessons]),
            np.array([virtue in lesson.by_rules for lesson in lessons]),
        )


def sigmoid(odds: Array) -> Array:
    """Return probabilities, never quite 0 or 1, as the heads themselves reckon them."""
    return 1 / (1 + np.exp(-np.clip(odds, -15, 15)))


def sheet(lessons: Sequence[Lesson]) -> Sheet:
    """Lay the signals out, less the rare ones."""
    talks = {(lesson.cluster, name) for lesson in lessons if lesson.source != "policy" for name in lesson.seen}
    shown = Counter(name for _, name in talks)
    kept = [{name: value for name, value in one.seen.items() if shown[name] >= RARE} for one in lessons]
    vectors = DictVectorizer()
    rows = vectors.fit_transform(kept).tocsr()
    names = tuple(vectors.feature_names_)
    return Sheet(names, rows, np.array([i for i, name in enumerate(names) if name.startswith(SPOKEN)]))


def fold_of(lesson: Lesson) -> int:
    """Return the fold of a lesson; its cluster decides, so twins and turns of one talk stay together."""
    return zlib.crc32(lesson.cluster.encode()) % FOLDS


def fitted(virtue: Virtue, lessons: Sequence[Lesson], table: Sheet, use: Array) -> Fitted:
    """Fit one head on the lessons that `use` marks."""
    fails = np.array([virtue in lesson.fails for lesson in lessons])
    open_ = np.array([virtue in lesson.unsure for lesson in lessons])
    policy = np.array([lesson.source == "policy" for lesson in lessons])
    judged = np.array([lesson.id.endswith("/judged") for lesson in lessons])
    own = np.array(
        [virtue in lesson.told and (virtue not in REQUIRED or lesson.id.startswith(virtue)) for lesson in lessons]
    )
    called = np.array([virtue not in lesson.na for lesson in lessons])
    taught = use & ~open_ & called & (~policy | own)
    weights = np.where(fails, FAIL_WEIGHT, 1.0) * np.where(policy, np.where(judged, JUDGED_WEIGHT, EXAMPLE_WEIGHT), 1.0)
    conduct, bias = _logistic(table.rows[taught], fails[taught], weights[taught])
    if virtue not in REQUIRED:
        return Fitted(conduct, bias, None, 0.0)
    asked = use & ~open_ & ~policy
    spoken, trigger_bias = _logistic(table.rows[asked][:, table.spoken], called[asked], None)
    trigger = np.zeros(len(table.names))
    trigger[table.spoken] = spoken
    return Fitted(conduct, bias, trigger, trigger_bias)


def _logistic(rows: Array, yes: Array, weights: Array | None) -> tuple[Array, float]:
    if yes.all():  # called for by everything: nothing to learn
        return np.zeros(rows.shape[1]), 15.0
    model = LogisticRegression(C=COST, solver="liblinear", tol=1e-3, max_iter=300).fit(rows, yes, weights)
    return model.coef_[0], float(model.intercept_[0])


def unseen(virtue: Virtue, lessons: Sequence[Lesson], table: Sheet, parts: Array) -> Array:
    """Return raw log-odds for each lesson from a head that was fitted without its part.

    Args:
        virtue: whose head.
        lessons: all of them; policies' examples are learned from in every part.
        table: their signals.
        parts: the part of each lesson; -1 for those that are never held out.
    """
    odds = np.zeros(len(lessons))
    for part in sorted(set(parts[parts >= 0].tolist())):
        held = parts == part
        odds[held] = fitted(virtue, lessons, table, ~held).odds(table.rows[held])
    return odds


def scaled(odds: Array, answers: Answers, use: Array) -> Scale:
    """Calibrate by Platt's line and choose the threshold, on odds of lessons that the head had not seen.

    Args:
        odds: raw log-odds.
        answers: the labels, and what to hold a threshold against.
        use: which lessons.
    """
    odds, fails, twins, missed = odds[use], answers.fails[use], answers.twins[use], ~answers.rules[use]
    line = LogisticRegression(C=1e6).fit(odds[:, None], fails)
    slope, offset = float(line.coef_[0][0]), float(line.intercept_[0])
    scores = sigmoid(slope * odds + offset)
    for threshold in np.round(np.arange(0.2, 0.96, 0.01), 2):
        hit = scores >= threshold
        added = hit & missed
        right = _share(fails, hit) >= PRECISION and _share(fails, added) >= ADDED
        if right and _share(hit, twins) <= FALSE_ALARMS:
            return Scale(slope, offset, float(threshold))
    return Scale(slope, offset, 1.0)


def _share(some: Array, every: Array) -> float:
    """Return the share of one marking within another; 0 where that marks nothing."""
    return float(some[every].mean()) if every.any() else 0.0


def twice_held(virtue: Virtue, lessons: Sequence[Lesson], odds: Array, parts: Array) -> tuple[Array, Array]:
    """Return probability and yes for each lesson, with scale and threshold from the other parts alone."""
    answers = Answers.of(virtue, lessons)
    scores, yes = np.zeros(len(lessons)), np.zeros(len(lessons), bool)
    for part in sorted(set(parts[parts >= 0].tolist())):
        held, others = parts == part, (parts >= 0) & (parts != part)
        scale = scaled(odds, answers, others)
        scores[held] = scale.probability(odds[held])
        yes[held] = scores[held] >= scale.threshold
    return scores, yes


def by_source(lessons: Sequence[Lesson]) -> tuple[Array, Mapping[int, str]]:
    """Number the sources, so that each can be held out whole; policies' examples never are."""
    names = sorted({lesson.source for lesson in lessons} - {"policy"})
    return np.array([names.index(x.source) if x.source in names else -1 for x in lessons]), dict(enumerate(names))

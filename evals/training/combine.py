"""The combination of the weighted sums and the encoder: fitted and calibrated on cases that neither had seen.

Two weights and a bias a virtue, so that a person can read how much each is believed. Nothing of the rules is in it:
where a rule finds something it has the word, and a score speaks only where no rule of its virtue does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from evals.training.encoder import QUESTIONS
from evals.training.fit import Answers, sigmoid
from guard.domain.virtues import REQUIRED, Virtue
from guard.learned.card import CALLED, Blend

PRECISION, FALSE_ALARMS = 0.65, 0.02
"""A threshold is one at which, on cases held out, so many of its hits are right and so few good twins are hit."""

BAND, BAND_SHARE = 0.05, 0.3
"""The undecided band holds at most this share of replies, and this share of them fail."""

MISSED = 0.03
"""Of the yeses, how many may be lost where the encoder reads only what the sums are not sure of."""

PULL = 1.0
Array = Any


@dataclass(frozen=True, slots=True)
class Held:
    """What was seen of one virtue on cases held out.

    Args:
        sums: log-odds by the weighted sums.
        encoder: log-odds by the encoder, trigger and conduct together.
        trigger: the encoder's trigger alone; None where nothing need call for the virtue.
        called: whether the virtue was called for.
        answers: the labels.
        known: where the labeller did not leave it open.
    """

    sums: Array
    encoder: Array
    trigger: Array | None
    called: Array
    answers: Answers
    known: Array

    def __len__(self) -> int:
        return len(self.sums)


def both_odds(virtue: Virtue, odds: Array) -> tuple[Array, Array | None]:
    """Return the encoder's log-odds of a fail, and its trigger's where there is one.

    Args:
        virtue: which one.
        odds: a row a reply, a column a question.
    """
    conduct = odds[:, QUESTIONS.index(virtue)]
    if virtue not in REQUIRED:
        return conduct, None
    trigger = odds[:, QUESTIONS.index(virtue + CALLED)]
    both = sigmoid(conduct) * sigmoid(trigger)
    return np.log(both / (1 - both)), trigger


def blend(held: Held) -> Blend:
    """Fit the combination of one virtue, and choose threshold and band."""
    use = held.known
    weights, bias = _weights(held, use)
    scores = probability(weights, bias, held)
    threshold = chosen(scores[use], held.answers.fails[use], held.answers.twins[use], held.answers.rules[use])
    return Blend(
        weights={name: round(weight, 4) for name, weight in weights.items()},
        bias=round(bias, 4),
        threshold=threshold,
        unsure_from=band(scores[use], held.answers.fails[use], threshold),
        called=_called(held, use),
    )


def _weights(held: Held, use: Array) -> tuple[dict[str, float], float]:
    """Fit the two weights; one that speaks against its own word is left out."""
    columns = {"sums": held.sums, "encoder": held.encoder}
    while True:
        table = np.stack(list(columns.values()), axis=1)
        line = LogisticRegression(C=PULL).fit(table[use], held.answers.fails[use])
        found = dict(zip(columns, map(float, line.coef_[0]), strict=True))
        against = min(found, key=found.__getitem__)
        if found[against] >= 0 or len(columns) == 1:
            return found, float(line.intercept_[0])
        del columns[against]


def probability(weights: dict[str, float], bias: float, held: Held) -> Array:
    """Return calibrated probabilities of a fail."""
    given = {"sums": held.sums, "encoder": held.encoder}
    return sigmoid(bias + sum(weight * given[name] for name, weight in weights.items()))


def chosen(scores: Array, fails: Array, twins: Array, rules: Array) -> float:
    """Return the threshold with the best F1 beside the rules that keeps to the budget; 1 where none does.

    Args:
        scores: calibrated probabilities.
        fails: the labels.
        twins: which are fault-free replies written to be that.
        rules: which the rules find.
    """
    best, at = _f1(rules, fails), 1.0
    for threshold in np.round(np.arange(0.2, 0.96, 0.01), 2):
        hit = scores >= threshold
        added = hit & ~rules
        right = _share(fails, hit) >= PRECISION and _share(fails, added) >= PRECISION - 0.1
        if right and added.sum() >= 5 and _share(hit, twins) <= FALSE_ALARMS and (f1 := _f1(hit | rules, fails)) > best:
            best, at = f1, float(threshold)
    return at


def band(scores: Array, fails: Array, threshold: float) -> float:
    """Return from where a score is undecided: the threshold where there is no band."""
    found = threshold
    for low in np.round(np.arange(threshold - 0.01, 0.1, -0.01), 2):
        inside = (scores >= low) & (scores < threshold)
        if inside.mean() > BAND:
            break
        if _share(fails, inside) >= BAND_SHARE:
            found = float(low)
    return found


def quiet(alone: Array, yes: Array) -> float:
    """Return below which probability by the sums alone hardly any yes lies.

    Args:
        alone: calibrated probabilities by the sums alone.
        yes: where the combination says yes.
    """
    return round(float(np.quantile(alone[yes], MISSED)), 4) if yes.any() else 1.0


def _called(held: Held, use: Array) -> tuple[float, float] | None:
    """Calibrate the trigger by Platt's line."""
    if held.trigger is None or held.called[use].all():
        return None
    line = LogisticRegression(C=1e6).fit(held.trigger[use][:, None], held.called[use])
    return round(float(line.coef_[0][0]), 4), round(float(line.intercept_[0]), 4)


def _f1(yes: Array, fails: Array) -> float:
    return 2 * float((yes & fails).sum()) / max(1.0, float(yes.sum() + fails.sum()))


def _share(some: Array, every: Array) -> float:
    return float(some[every].mean()) if every.any() else 0.0


def cross_checked(held: Held, parts: Array) -> tuple[Array, Array]:
    """Return probability and yes of each reply, from a combination fitted on the other parts.

    Args:
        held: the cases.
        parts: the part of each.
    """
    scores, yes = np.zeros(len(held)), np.zeros(len(held), bool)
    for part in sorted(set(parts.tolist())):
        here = parts == part
        made = blend(only(held, ~here))
        scores[here] = probability(dict(made.weights), made.bias, only(held, here))
        yes[here] = scores[here] >= made.threshold
    return scores, yes


def only(held: Held, use: Sequence[bool] | Array) -> Held:
    """Return some of the cases."""
    answers = Answers(held.answers.fails[use], held.answers.twins[use], held.answers.rules[use])
    trigger = None if held.trigger is None else held.trigger[use]
    return Held(held.sums[use], held.encoder[use], trigger, held.called[use], answers, held.known[use])

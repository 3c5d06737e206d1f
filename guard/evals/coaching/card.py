"""Scorecards: one for each agent, team, version, channel or week.

A reply can earn the points of each virtue that it passes or fails; n/a and unsure are in neither
number. A reply with a critical finding earns nothing. Intervals draw whole conversations, and an
agent is held against the others within the same channel and topic.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from guard.domain.virtues import VIRTUES, Virtue
from guard.evals.agree import Checker
from guard.evals.chance import p_value, parts_of, shuffled
from guard.evals.coaching.habits import Habit, habits
from guard.evals.coaching.replies import Reply
from guard.evals.coaching.strengths import Done, Strength, strengths
from guard.evals.coaching.weights import Weights
from guard.evals.compare.paired import holm
from guard.evals.ledger import Figure, Figures, Ledger
from guard.evals.statistics import Array, interval, ratio, replicates, wilson
from guard.policy.spec import AnyPolicy

ALPHA = 0.05
MOST_HABITS = 5


@dataclass(frozen=True, slots=True)
class Rate:
    """How often an agent's replies pass one virtue.

    Args:
        virtue: which.
        points: that it is worth.
        passed: share of the replies in which it counts.
        rest: the same of the others.
        p: how often chance alone would set them so far apart, corrected for all cards (Holm); None where it was
            not tried.
    """

    virtue: Virtue
    points: float
    passed: Figure
    rest: Figure
    p: float | None = None

    @property
    def apart(self) -> str:
        """`better` or `worse` than the others by more than chance, else empty."""
        if self.p is None or self.p >= ALPHA:
            return ""
        return "better" if (self.passed.value or 0) > (self.rest.value or 0) else "worse"


@dataclass(frozen=True, slots=True)
class Card:
    """One scorecard.

    Args:
        who: whose.
        conversations: that the replies are from.
        replies: that were judged.
        score: 0 to 100; without a value where there are too few conversations.
        clean: share of the replies that lose nothing.
        auto_fails: replies with a critical finding.
        rates: by virtue; empty where nothing is scored.
        habits: what costs most first.
        strengths: what sets them apart first.
    """

    who: str
    conversations: int
    replies: int
    score: Figure
    clean: Figure
    auto_fails: int
    rates: tuple[Rate, ...]
    habits: tuple[Habit, ...]
    strengths: tuple[Strength, ...]

    @property
    def is_scored(self) -> bool:
        """Whether there are conversations enough."""
        return self.score.value is not None


def cards(
    found: Sequence[Reply], done: Sequence[Done], weights: Weights, policies: Sequence[AnyPolicy], checker: Checker,
    *, seed: int = 0,
) -> tuple[Card, ...]:  # fmt: skip
    """Make the cards, in order of their names.

    Args:
        found: the replies of all.
        done: what they do well, as `occasions` finds it.
        weights: the points.
        policies: whose titles and reasons are told.
        checker: a front door that rewrites.
        seed: of chance and of the intervals.
    """
    by_who: dict[str, list[Reply]] = {}
    for reply in found:
        by_who.setdefault(reply.who, []).append(reply)
    figures = _entered(found).close(seed=seed)
    by_id = {policy.id: policy for policy in policies}
    made = [
        _card(name, by_who[name], found, figures, done, weights, seed, habits(
            by_who[name], by_id, checker, weights.habit, MOST_HABITS
        ))
        for name in sorted(by_who)
    ]  # fmt: skip
    return _corrected(made)


def _entered(found: Sequence[Reply]) -> Ledger:
    """Count what each agent's replies, and those of all others, pass."""
    ledger = Ledger()
    names = sorted({reply.who for reply in found})
    for reply in found:
        ledger.rate(reply.cluster, (reply.who, "clean"), not reply.findings)
        for virtue, status in reply.statuses.items():
            for name in names:
                side = "own" if name == reply.who else "rest"
                ledger.rate(reply.cluster, (name, side, virtue), status == "pass")
    return ledger


def _card(
    name: str, own: Sequence[Reply], found: Sequence[Reply], figures: Figures, done: Sequence[Done],
    weights: Weights, seed: int, told: tuple[Habit, ...],
) -> Card:  # fmt: skip
    conversations = len({reply.cluster for reply in own})
    enough = conversations >= weights.least_conversations
    return Card(
        who=name,
        conversations=conversations,
        replies=len(own),
        score=score(own, seed=seed) if enough else Figure(None, of=conversations),
        clean=figures.recall((name, "clean")),
        auto_fails=sum(reply.is_auto_fail for reply in own),
        rates=tuple(_rates(name, found, figures, weights, seed)) if enough else (),
        habits=told,
        strengths=strengths(name, done),
    )


def score(own: Sequence[Reply], *, seed: int = 0) -> Figure:
    """Return the share of points earned, of 100, with an interval that draws whole conversations.

    Where nothing at all was lost, the lower end is Wilson's for the share of such conversations.
    """
    totals: dict[Hashable, list[float]] = {}
    for reply in own:
        row = totals.setdefault(reply.cluster, [0.0, 0.0])
        row[0] += sum(reply.lost.values())
        row[1] += reply.can
    table: Array = np.array(list(totals.values()))
    lost, can = table.sum(axis=0)
    if not can:
        return Figure(None, of=len(totals))
    samples = replicates(table, seed=seed)
    ends = interval(1 - ratio(samples[:, 0], samples[:, 1]))
    low, high = ends or wilson(0 if lost else len(totals), len(totals)) or (None, None)
    return Figure(
        float(100 * (1 - lost / can)), None if low is None else 100 * low, None if high is None else 100 * high,
        len(totals),
    )  # fmt: skip


def _rates(name: str, found: Sequence[Reply], figures: Figures, weights: Weights, seed: int) -> list[Rate]:
    rates: list[Rate] = []
    for virtue in VIRTUES:
        own, rest = figures.recall((name, "own", virtue)), figures.recall((name, "rest", virtue))
        if not weights.of(virtue):
            continue
        if (own.of or 0) < weights.least_replies:
            own = Figure(None, of=own.of)
        tried = own.value is not None and rest.value is not None and (own.value < 1 or rest.value < 1)
        p = _apart(name, virtue, found, seed) if tried else None
        rates.append(Rate(virtue, weights.of(virtue), own, rest, p))
    return rates


def _apart(name: str, virtue: Virtue, found: Sequence[Reply], seed: int) -> float:
    """Return the p-value of an agent's fails against those of the others of the same part.

    Conversations are dealt out anew within a part. What is added up of each is its fails less those that
    the part's rate lets expect, so that a long conversation is no disadvantage.
    """
    counts: dict[tuple[Hashable, str], list[float]] = {}
    parts: dict[tuple[Hashable, str], Hashable] = {}
    for reply in found:
        if virtue in reply.statuses:
            row = counts.setdefault((reply.cluster, reply.who), [0.0, 0.0])
            row[0] += reply.statuses[virtue] == "fail"
            row[1] += 1
            parts[reply.cluster, reply.who] = reply.part
    table: Array = np.array(list(counts.values()))
    places = parts_of([parts[key] for key in counts])
    for part in places:
        table[part, 0] -= table[part, 1] * (table[part, 0].sum() / table[part, 1].sum())
    is_own = np.array([key[1] == name for key in counts])
    surplus = table[:, 0]
    expected = sum(float(surplus[part].mean() * is_own[part].sum()) for part in places)
    observed = float(surplus[is_own].sum()) - expected
    generator = np.random.default_rng(seed)
    return p_value(observed, lambda rows: surplus[shuffled(places, rows, generator)[:, is_own]].sum(axis=1) - expected)


def _corrected(made: Sequence[Card]) -> tuple[Card, ...]:
    """Correct the p-values of all cards together."""
    tried = [(card.who, rate.virtue, rate.p) for card in made for rate in card.rates if rate.p is not None]
    adjusted = dict(zip([(who, virtue) for who, virtue, _ in tried], holm([p for _, _, p in tried]), strict=True))
    return tuple(
        replace(card, rates=tuple(replace(rate, p=adjusted.get((card.who, rate.virtue))) for rate in card.rates))
        for card in made
    )

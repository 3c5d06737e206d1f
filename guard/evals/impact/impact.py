"""How each virtue goes together with an outcome: an association, never an effect.

The unit is the conversation. Of a virtue it holds the share of replies that pass where the virtue is
called for; n/a and unsure are left out. Length, channel and topic are held equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np

from guard.domain.virtues import VIRTUES, Virtue
from guard.evals.compare.paired import holm
from guard.evals.impact.ranks import Design, chance, partial, range_of, spearman
from guard.evals.judging import Judged, Talk
from guard.evals.ledger import Figure
from guard.evals.statistics import Array

LEAST = 30
"""Conversations below which nothing is said."""
FEWEST = 5
"""Conversations with a fail, and without one, below which nothing is said of a virtue."""
ALPHA = 0.05
_UNKNOWN = Figure(None)
HELD = ("channel", "topic", "source", "domain")
"""What is held equal beside the length, where cases tell it."""


@dataclass(slots=True)
class Row:
    """One conversation, boiled down to what is counted; no word of it is kept."""

    outcome: float
    part: Hashable
    replies: int = 0
    words: int = 0
    passed: dict[Virtue, int] = field(default_factory=lambda: defaultdict[Virtue, int](int))
    failed: dict[Virtue, int] = field(default_factory=lambda: defaultdict[Virtue, int](int))

    def share(self, virtue: Virtue) -> float | None:
        """Share of the replies that pass, of those that pass or fail."""
        n = self.passed[virtue] + self.failed[virtue]
        return self.passed[virtue] / n if n else None


@dataclass(frozen=True, slots=True)
class Association:
    """How one virtue goes together with the outcome.

    Args:
        virtue: which.
        n: conversations in which it was called for.
        failing: those of them with a reply that fails it.
        plain: Spearman's rank correlation; above 0, passing goes with a higher outcome.
        adjusted: the same with length, channel and topic held equal, and its interval.
        p: how often chance alone goes this far; None where nothing can be said.
        corrected: the same, corrected for all virtues together (Holm).
        silent: why nothing is said; empty where something is.
    """

    virtue: Virtue
    n: int
    failing: int
    plain: float | None = None
    adjusted: Figure = _UNKNOWN
    p: float | None = None
    corrected: float | None = None
    silent: str = ""

    @property
    def is_more_than_chance(self) -> bool:
        """Whether it would seldom come about by chance, all virtues taken together."""
        return self.corrected is not None and self.corrected < ALPHA


@dataclass(frozen=True, slots=True)
class Impact:
    """What can be read off some conversations.

    Args:
        outcome: its name.
        conversations: with an outcome and a reply that was judged.
        replies: of these.
        without: conversations that tell no outcome.
        held: what was held equal beside the length.
        parts: how many parts that makes.
        mean: of the outcome.
        associations: in the order of the virtues; empty below 30 conversations.
    """

    outcome: str
    conversations: int
    replies: int
    without: int
    held: tuple[str, ...]
    parts: int
    mean: float | None
    associations: tuple[Association, ...]


def outcome_of(talk: Talk, name: str) -> float | None:
    """Return what came of a conversation, as a number; yes is 1 and no is 0.

    Args:
        talk: the conversation.
        name: a key of `outcome`; with a dot (`meta.solved`, `labels.reward`) of what stands before it.

    Example:
        >>> from guard.domain.case import Case
        >>> outcome_of(Talk(1, Case(draft="", outcome={"csat": 4})), "csat")
        4.0
    """
    room, _, key = name.rpartition(".")
    found: Any = {"": talk.case.outcome, "outcome": talk.case.outcome, "meta": talk.case.meta}.get(room)
    if room == "labels":
        found = talk.case.labels
    value = cast("Mapping[str, Any]", found).get(key) if isinstance(found, Mapping) else None
    if isinstance(value, bool | int | float) and np.isfinite(value):
        return float(value)
    return None


def impact(
    found: Iterable[Judged], outcome: str, *, held: Sequence[str] = HELD, seed: int = 0, times: int = 1000
) -> Impact:
    """Associate each virtue with an outcome.

    Args:
        found: judged replies.
        outcome: as `outcome_of` reads it.
        held: keys of `meta`, or `channel`, that are held equal where cases tell them.
        seed: of chance and of the intervals.
        times: bootstrap replicates.
    """
    rows, without = _rows(found, outcome, held)
    if len(rows) < LEAST:
        associations: tuple[Association, ...] = ()
    else:
        associations = _corrected([_association(virtue, rows, seed, times) for virtue in VIRTUES])
    return Impact(
        outcome=outcome,
        conversations=len(rows),
        replies=sum(row.replies for row in rows),
        without=without,
        held=tuple(held),
        parts=len({row.part for row in rows}),
        mean=float(np.mean([row.outcome for row in rows])) if rows else None,
        associations=associations,
    )


def _rows(found: Iterable[Judged], outcome: str, held: Sequence[str]) -> tuple[list[Row], int]:
    rows: dict[Hashable, Row | None] = {}
    for one in found:
        key = one.talk.key
        row = rows.get(key)
        if row is None:
            value = outcome_of(one.talk, outcome)
            rows[key] = row = None if value is None else Row(value, _part(one.talk, held))
        if row is None:
            continue
        row.replies += 1
        row.words += len(one.reply.draft.split())
        for virtue, status in one.verdict.virtues.items():
            if status in ("pass", "fail"):
                (row.passed if status == "pass" else row.failed)[virtue] += 1
    kept = [row for row in rows.values() if row is not None]
    return kept, len(rows) - len(kept)


def _part(talk: Talk, held: Sequence[str]) -> Hashable:
    values = (talk.case.channel if key == "channel" else talk.case.meta.get(key) for key in held)
    return tuple(str(value) for value in values)


def _association(virtue: Virtue, rows: Sequence[Row], seed: int, times: int) -> Association:
    told = [(row, share) for row in rows if (share := row.share(virtue)) is not None]
    failing = sum(share < 1 for _, share in told)
    silent = _silent(len(told), failing, len({row.outcome for row, _ in told}))
    if silent:
        return Association(virtue, len(told), failing, silent=silent)
    x: Array = np.array([share for _, share in told])
    y: Array = np.array([row.outcome for row, _ in told])
    lengths: Array = np.array([[row.replies, row.words] for row, _ in told], dtype=np.float64)
    design = Design(lengths, tuple(row.part for row, _ in told))
    value = partial(x, y, design)
    if value is None:
        silent = "length, channel and topic explain all of it"
        return Association(virtue, len(told), failing, plain=spearman(x, y), silent=silent)
    low, high = range_of(x, y, design, seed=seed, times=times) or (None, None)
    return Association(
        virtue, len(told), failing, plain=spearman(x, y), adjusted=Figure(value, low, high, len(told)),
        p=chance(x, y, design, seed=seed),
    )  # fmt: skip


def _silent(n: int, failing: int, outcomes: int) -> str:
    if n < LEAST:
        return f"called for in fewer than {LEAST} conversations"
    if outcomes < 2:
        return "the outcome is always the same"
    if failing < FEWEST:
        return f"fewer than {FEWEST} conversations with a fail"
    if n - failing < FEWEST:
        return f"fewer than {FEWEST} conversations without a fail"
    return ""


def _corrected(found: Sequence[Association]) -> tuple[Association, ...]:
    tested = [each for each in found if each.p is not None]
    adjusted = dict(zip((each.virtue for each in tested), holm([each.p or 0.0 for each in tested]), strict=True))
    return tuple(replace(each, corrected=adjusted.get(each.virtue)) for each in found)

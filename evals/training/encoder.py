"""Fits the encoder: published MiniLM weights, our questions, our cases.

Three labels teach two questions, as in `evals.training.fit`. Beside each answer, the order of twins is taught: of two
drafts in one context the failing one has the higher odds. The lowest layers stay as published; what they make of a
reply is reckoned once. Seeds are fixed; bfloat16 products differ between machines in their last digits.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from evals.training.bert import Encoder
from evals.training.cases import Lesson
from guard.domain.virtues import REQUIRED, VIRTUES
from guard.learned.card import CALLED
from guard.learned.encoder import laid
from guard.learned.wordpiece import WordPiece

QUESTIONS: tuple[str, ...] = (*VIRTUES, *(virtue + CALLED for virtue in VIRTUES if virtue in REQUIRED))
EPOCHS, RATE, ANSWER_RATE, WARM = 5, 1e-4, 1e-3, 0.1
FROZEN = 2
"""Lowest layers that stay as published."""

TOKENS, STEP = 2400, 16
"""Places a batch may have, and what lengths are rounded up to."""

EXAMPLE_WEIGHT, JUDGED_WEIGHT, ORDER_WEIGHT, HEAVIEST = 0.5, 2.0, 0.5, 8.0
Array = Any


@dataclass(frozen=True, slots=True)
class Lines:
    """Lessons as the encoder takes them.

    Args:
        ids: and `sides`: of each lesson.
        said: what it says to each question, 0 or 1.
        weight: how much that counts; 0 where it says nothing.
        twins: numbers of lessons that share a context; one alone where it shares it with none.
    """

    ids: Sequence[Sequence[int]]
    sides: Sequence[Sequence[int]]
    said: Array
    weight: Array
    twins: Sequence[Sequence[int]]

    def length(self, number: int) -> int:
        """Return how many pieces a lesson has."""
        return len(self.ids[number])


def lines(lessons: Sequence[Lesson], pieces: WordPiece) -> Lines:
    """Turn lessons into lines."""
    rows = [laid(pieces, lesson.gist) for lesson in lessons]
    said = np.zeros((len(lessons), len(QUESTIONS)), np.float32)
    weight = np.zeros_like(said)
    twins: dict[object, list[int]] = {}
    for number, lesson in enumerate(lessons):
        for column, question in enumerate(QUESTIONS):
            said[number, column], weight[number, column] = _answer(lesson, question)
        twins.setdefault(lesson.cluster if lesson.source == "contrast" else number, []).append(number)
    return Lines([ids for ids, _ in rows], [sides for _, sides in rows], said, weight, list(twins.values()))


def _answer(lesson: Lesson, question: str) -> tuple[float, float]:
    """Return what a lesson says to a question, and how much that counts."""
    virtue: Any = question.removesuffix(CALLED)
    if virtue in lesson.unsure:
        return 0.0, 0.0
    if question.endswith(CALLED):
        return float(virtue not in lesson.na), float(lesson.source != "policy")
    if lesson.source == "policy":
        is_own = virtue in lesson.told and (virtue not in REQUIRED or lesson.id.startswith(virtue))
        much = JUDGED_WEIGHT if lesson.id.endswith("/judged") else EXAMPLE_WEIGHT
        return float(virtue in lesson.fails), much * is_own
    return float(virtue in lesson.fails), float(virtue not in lesson.na)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some lessons, padded to one length."""

    numbers: Sequence[int]
    ids: Tensor
    sides: Tensor
    there: Tensor


def batch(rows: Lines, numbers: Sequence[int]) -> Batch:
    """Pad some lessons to one length."""
    longest = max(rows.length(number) for number in numbers)
    shape = (len(numbers), -(-longest // STEP) * STEP)
    ids, sides, there = np.zeros(shape, np.int64), np.ones(shape, np.int64), np.zeros(shape, bool)
    for at, number in enumerate(numbers):
        length = rows.length(number)
        ids[at, :length], sides[at, :length], there[at, :length] = rows.ids[number], rows.sides[number], True
    return Batch(numbers, torch.tensor(ids), torch.tensor(sides), torch.tensor(there))


class Trainer:
    """Fits one encoder.

    Args:
        rows: the lessons.
        weights: published ones, by name, of the pieces that are kept.
        kept: numbers of those pieces.
        seed: of all that is drawn.
        epochs: how often each lesson is seen.
    """

    def __init__(
        self, rows: Lines, weights: Mapping[str, Array], kept: Sequence[int], *, seed: int = 1, epochs: int = EPOCHS,
        frozen: int = FROZEN, rate: float = RATE,
    ) -> None:  # fmt: skip
        torch.manual_seed(seed)
        self._rows = rows
        self._draw = random.Random(seed)
        self._epochs = epochs
        self._frozen = frozen
        self._rate = rate
        self.model = Encoder(weights, kept, len(QUESTIONS))
        below = [self.model.words, self.model.places, self.model.sides, self.model.calm, *self.model.layers[:frozen]]
        for part in below if frozen else [self.model.words]:
            part.requires_grad_(requires_grad=False)
        self._low: dict[int, Tensor] = {}

    def fit(self, use: Sequence[int]) -> Encoder:
        """Fit on some lessons."""
        chosen = set(use)
        units = [kept for unit in self._rows.twins if (kept := [number for number in unit if number in chosen])]
        heavier = self._prepared(list(use))
        body, answer = self._parts()
        optimizer = torch.optim.AdamW([{"params": body}, {"params": answer}], weight_decay=0.01)
        total, step = self._epochs * len(list(self._batches(units))), 0
        for epoch in range(self._epochs):
            self.model.train()
            began, losses = time.perf_counter(), 0.0
            for numbers in self._batches(units):
                step += 1
                share = min(step / (WARM * total), max(0.0, (1 - step / total) / (1 - WARM)))
                for group, rate in zip(optimizer.param_groups, (self._rate, ANSWER_RATE), strict=True):
                    group["lr"] = rate * share
                loss = self._loss(numbers, heavier)
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_([*body, *answer], 1.0)
                optimizer.step()
                losses += float(loss.detach())
            print(
                f"epoch {epoch + 1}: loss {losses * self._epochs / total:.3f}, {time.perf_counter() - began:.0f} s",
                flush=True,
            )
        return self.model

    def odds(self, use: Sequence[int]) -> Array:
        """Return log-odds, a row a lesson, a column a question."""
        self.model.eval()
        found = np.zeros((len(use), len(QUESTIONS)), np.float32)
        order = sorted(range(len(use)), key=lambda at: self._rows.length(use[at]))
        with torch.no_grad():
            for start in range(0, len(order), 32):
                part = order[start : start + 32]
                found[part] = self._answers(batch(self._rows, [use[at] for at in part])).float().numpy()
        return found

    def _prepared(self, use: Sequence[int]) -> Tensor:
        """Start the answers at how often each is yes; return how much heavier a yes weighs."""
        rows = self._rows
        yes = (rows.said * rows.weight)[use].sum(0)
        no = ((1 - rows.said) * rows.weight)[use].sum(0)
        heavier = np.clip(np.sqrt(no / np.maximum(yes, 1)), 1, HEAVIEST)
        self.model.answer.bias.data = torch.tensor(np.log((yes + 1) / (no + 1) * heavier), dtype=torch.float32)
        return torch.tensor(heavier, dtype=torch.float32)

    def _parts(self) -> tuple[list[Any], list[Any]]:
        """Return what is fitted: the layers, and the answers, which start from nothing and move faster."""
        answer = list(self.model.answer.parameters())
        own = {id(part) for part in answer}
        return [part for part in self.model.parameters() if part.requires_grad and id(part) not in own], answer

    def _batches(self, units: Sequence[Sequence[int]]) -> Iterator[list[int]]:
        """Put units of like length together, in an order drawn anew each time."""
        longest = {id(unit): max(map(self._rows.length, unit)) for unit in units}
        row = sorted(units, key=lambda unit: longest[id(unit)] * self._draw.uniform(0.8, 1.25))
        found: list[list[int]] = []
        now: list[int] = []
        top = 0
        for unit in row:
            top = max(top, longest[id(unit)])
            if now and top * (len(now) + len(unit)) > TOKENS:
                found.append(now)
                now, top = [], longest[id(unit)]
            now = [*now, *unit]
        self._draw.shuffle(found)
        yield from [*found, now]

    def _answers(self, one: Batch) -> Tensor:
        """Ask the model, starting above the layers that stay as published."""
        with torch.autocast("cpu", torch.bfloat16):
            if not self._frozen:
                return self.model(one.ids, one.sides, one.there)
            return self.model.above(self._lowest(one), one.sides, one.there, self._frozen)

    def _lowest(self, one: Batch) -> Tensor:
        """Return what the lowest layers make of a batch, reckoned once a lesson."""
        new = [number for number in one.numbers if number not in self._low]
        if new:
            was = self.model.training
            self.model.eval()
            with torch.no_grad():
                part = batch(self._rows, new)
                made = self.model.below(part.ids, part.sides, part.there, self._frozen).to(torch.bfloat16)
            for number, places in zip(new, made, strict=True):
                self._low[number] = places[: self._rows.length(number)].clone()
            self.model.train(was)
        out = torch.zeros((*one.ids.shape, made_width(self._low[one.numbers[0]])), dtype=torch.bfloat16)
        for at, number in enumerate(one.numbers):
            out[at, : self._rows.length(number)] = self._low[number]
        return out.float()

    def _loss(self, numbers: Sequence[int], heavier: Tensor) -> Tensor:
        """Return how wrong the answers are, and how wrong the order of twins is."""
        odds = self._answers(batch(self._rows, numbers)).float()
        said, weight = torch.tensor(self._rows.said[numbers]), torch.tensor(self._rows.weight[numbers])
        wrong = functional.binary_cross_entropy_with_logits(odds, said, pos_weight=heavier, reduction="none") * weight
        bad, good, column = self._pairs(numbers)
        if not bad:
            return wrong.sum() / len(numbers)
        order = functional.softplus(1 - (odds[bad, column] - odds[good, column]))
        return (wrong.sum() + ORDER_WEIGHT * order.sum()) / len(numbers)

    def _pairs(self, numbers: Sequence[int]) -> tuple[list[int], list[int], list[int]]:
        """Return places of failing and of passing twins, and the question in which they differ."""
        place = {number: at for at, number in enumerate(numbers)}
        found: tuple[list[int], list[int], list[int]] = ([], [], [])
        for unit in self._twins(numbers):
            for bad in unit:
                for good in unit:
                    for column in self._differ(bad, good):
                        for row, value in zip(found, (place[bad], place[good], column), strict=True):
                            row.append(value)
        return found

    def _twins(self, numbers: Sequence[int]) -> list[list[int]]:
        there = set(numbers)
        return [both for unit in self._of(numbers) if len(both := [number for number in unit if number in there]) > 1]

    def _of(self, numbers: Sequence[int]) -> list[Sequence[int]]:
        if not hasattr(self, "_unit"):
            self._unit = {number: unit for unit in self._rows.twins for number in unit}
        return list({id(self._unit[number]): self._unit[number] for number in numbers}.values())

    def _differ(self, bad: int, good: int) -> list[int]:
        """Return the questions of conduct that one fails and the other passes."""
        rows = self._rows
        apart = (rows.said[bad] > rows.said[good]) & (rows.weight[bad] > 0) & (rows.weight[good] > 0)
        return [int(column) for column in np.flatnonzero(apart) if column < len(VIRTUES)]


def made_width(places: Tensor) -> int:
    """Return how wide a place is."""
    return places.shape[-1]


def pieces_at(path: Path) -> list[str]:
    """Read a vocabulary, a piece a line."""
    return path.read_text(encoding="utf-8").splitlines()

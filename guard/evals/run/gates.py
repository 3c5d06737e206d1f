"""Whether what a suite asks for holds of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from guard.evals.ledger import Figure
from guard.evals.run.scores import Scores
from guard.evals.suite.spec import Gate

Held = Literal["passed", "failed", "inconclusive"]


@dataclass(frozen=True, slots=True)
class Gated:
    """One gate, looked at.

    Args:
        gate: what was asked for.
        figure: what was found.
        held: `inconclusive` where nothing was counted, or where a gate that must be `sure` has an
            interval across its bound.
    """

    gate: Gate
    figure: Figure
    held: Held


def looked_at(gates: Sequence[Gate], found: Scores) -> tuple[Gated, ...]:
    """Look at each gate in turn."""
    return tuple(_looked_at(gate, found) for gate in gates)


def said(gate: Gate) -> str:
    """Say what a gate asks for.

    Example:
        >>> said(Gate(figure="fails", virtue="honesty", at_most=0.05))
        'fails of honesty at most .05'
    """
    of = f" of {gate.virtue}" if gate.virtue else ""
    where = "".join(f" where {key} is {value}" for key, value in gate.where.items())
    bounds = [
        f"at {word} {bound:.2f}".replace("0.", ".", 1)
        for word, bound in (("most", gate.at_most), ("least", gate.at_least))
        if bound is not None
    ]
    return f"{gate.figure}{of}{where} {' and '.join(bounds)}{', surely' if gate.sure else ''}"


def _looked_at(gate: Gate, found: Scores) -> Gated:
    part = next(iter(gate.where.items()), None)
    figure = found.figure(gate.figure, gate.virtue, part)
    return Gated(gate, figure, _held(gate, figure))


def _held(gate: Gate, figure: Figure) -> Held:
    if figure.value is None or figure.of == 0:
        return "inconclusive"
    if not _within(gate, figure.value, figure.value):
        return "failed"
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return "passed" if not gate.sure or _within(gate, low, high) else "inconclusive"


def _within(gate: Gate, low: float, high: float) -> bool:
    return (gate.at_most is None or high <= gate.at_most) and (gate.at_least is None or low >= gate.at_least)

"""The combination: what the weighted sums and the encoder say of a reply, put together by two weights a virtue.

`encoder.json` holds the weights, so a person can read how much each of the two is believed. Where the encoder
cannot run the weighted sums decide alone, and the scores say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from guard.errors import MissingExtraError, ModelError
from guard.learned.card import CALLED, Blend, card_at
from guard.learned.linear import WEIGHTS, LinearHeads, log_odds, sigmoid
from guard.learned.ports import Encoder, Gist, Score, Scores, Signals


class BlendedHeads:
    """The weighted sums and the encoder as one.

    Args:
        sums: the fast heads.
        encoder: reads the reply.
        folder: with `encoder.json`.
        when: whether the encoder reads every reply, or only those of which the sums are not sure.

    Raises:
        ModelError: when the card cannot be read.
    """

    def __init__(
        self,
        sums: LinearHeads,
        encoder: Encoder,
        folder: Path = WEIGHTS,
        *,
        when: Literal["always", "undecided"] = "always",
    ) -> None:
        self._sums = sums
        self._encoder = encoder
        self._when = when
        card = card_at(folder)
        self._blends = card.blends
        self.names = sums.names | card.blends.keys()
        self.digest = sums.digest + card.digest

    def score(self, signals: Signals, gist: Gist, names: Sequence[str]) -> Scores:
        """Return a score for each name; by the sums alone where the encoder cannot run or is not needed.

        Raises:
            ModelError: when the weights of the sums cannot be read.
        """
        alone = self._sums.score(signals, gist, [name for name in names if name in self._sums.fitted]).by_name
        blended = [name for name in names if name in self._blends]
        if not blended or (self._when == "undecided" and self._is_quiet(alone, blended)):
            return Scores(alone)
        try:
            odds = self._encoder.odds(gist)
        except (ModelError, MissingExtraError) as error:
            return Scores(alone, f"encoder: {error}")
        sums = self._sums.odds(signals)
        both = {name: blended_score(self._blends[name], name, sums, odds, alone.get(name)) for name in blended}
        return Scores({**alone, **both})

    def telling(self, signals: Signals, name: str) -> float:
        """Return how much some signals speak for the conduct, in log-odds."""
        return self._sums.telling(signals, name)

    def _is_quiet(self, alone: Mapping[str, Score], names: Sequence[str]) -> bool:
        """Tell whether the sums are sure that there is nothing to find."""
        return all(name in alone and alone[name].probability < self._blends[name].quiet for name in names)


def blended_score(
    blend: Blend, name: str, sums: Mapping[str, float], odds: Mapping[str, float], alone: Score | None
) -> Score:
    """Put one virtue's score together.

    Args:
        blend: how.
        name: of the virtue.
        sums: log-odds by the weighted sums.
        odds: the encoder's, by question.
        alone: the score of the sums, where they have one.
    """
    trigger = odds.get(name + CALLED)
    given = {"sums": sums.get(name, 0.0), "encoder": log_odds(odds[name], trigger)}
    parts = {part: weight * given[part] for part, weight in blend.weights.items()}
    probability = round(sigmoid(blend.bias + sum(parts.values())), 4)
    moved = tuple((part, round(much, 2)) for part, much in parts.items() if much > 0)
    slope, offset = blend.called or (0.0, 0.0)
    return Score(
        probability=probability,
        threshold=blend.threshold,
        placed=alone is not None and alone.placed,
        moved=(*moved, *(alone.moved if alone is not None else ())),
        called=round(sigmoid(slope * trigger + offset), 4) if trigger is not None and blend.called else None,
        unsure_from=blend.unsure_from,
        by="encoder",
    )

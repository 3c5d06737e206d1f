"""The same figures by part of the data: by channel, and by any key of `meta`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from guard.domain.virtues import VIRTUES
from guard.evals.intake import Row
from guard.evals.ledger import Figures, Ledger
from guard.evals.report import Slice

WIDEST = 40
"""Values of one slice key that are shown apart; the rest are counted together."""

REST = "(other values)"


class Slices:
    """The values of every slice key, the most frequent apart and the rest together.

    Example:
        >>> Slices(("channel",), ()).shown
        [{}]
    """

    def __init__(self, keys: tuple[str, ...], rows: Sequence[Row]) -> None:
        self.keys = keys
        self.counts = [Counter(row.slices[place] for row in rows) for place in range(len(keys))]
        self.shown = [dict(counts.most_common(WIDEST)) for counts in self.counts]

    def enter(self, row: Row, ledger: Ledger) -> None:
        """Count one case under each of its values."""
        for place, key in enumerate(self.keys):
            value = row.slices[place] if row.slices[place] in self.shown[place] else REST
            for virtue in VIRTUES:
                if virtue not in row.gold.unsure:
                    ledger.enter(
                        row.cluster,
                        ("slice", key, value),
                        predicted=virtue in row.flagged,
                        gold=virtue in row.gold.fails,
                    )
            ledger.enter(row.cluster, ("slice", key, value, "send back"), predicted=row.acted, gold=row.gold.grave)

    def read(self, figures: Figures) -> Iterator[Slice]:
        """Give the figures of every value, the most frequent first."""
        for place, key in enumerate(self.keys):
            rest = self.counts[place].total() - sum(self.shown[place].values())
            for value, n in (*self.shown[place].items(), *([(REST, rest)] if rest else [])):
                block = ("slice", key, value)
                yield Slice(
                    key=key,
                    value=value,
                    n=n,
                    tally=figures.tally(block),
                    precision=figures.precision(block),
                    recall=figures.recall(block),
                    f1=figures.f1(block),
                    send_back_false_alarm=figures.false_alarm((*block, "send back")),
                )

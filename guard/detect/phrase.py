"""Finds: wordings, as words with stems, choices and gaps, wherever they stand in the writer's own words.

Why it matters: most rude, blaming and over-promising wording is said in a few dozen ways, and a
list that a team can read and change beats a score that nobody can argue with.

Example: `{phrase: ["calm down", "not my (department|job)"]}`

Known misses: paraphrase. A phrase knows no negation; name the harmless wordings under `unless`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pydantic import Field

from guard.detect.anchors import Results, blank, scan, wrong
from guard.detect.kind import ListParams, Params, Seen, Stage
from guard.domain.clock import Deadline
from guard.domain.hit import Deferred, Hit, Hits
from guard.text.bank import Bank, Scan
from guard.text.phrases import parse
from guard.view.lexicon import Wording, Wordings, add, places
from guard.view.view import View


class PhraseParams(ListParams):
    """A list of phrases; any of them is a hit."""

    phrases: tuple[str, ...] = Field(min_length=1)


class PhraseKind:
    """Compiles phrases into the shared bank.

    Args:
        bank: where all kinds put their anchors.
    """

    name = "phrase"
    stage: Stage = "rules"
    params: type[Params] = PhraseParams

    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    def compile(self, params: Sequence[PhraseParams]) -> _Phrases:
        """Make ready; raises ValueError naming the phrase that cannot be read."""
        return _Phrases(self._bank, [[self._wording(i, text) for text in p.phrases] for i, p in enumerate(params)])

    def _wording(self, index: int, text: str) -> Wording:
        try:
            return add(self._bank, parse(text))
        except ValueError as error:
            raise wrong(index, str(error.args[0]), text) from None


class _Phrases:
    """Phrases ready to be found; asks only after those whose anchors occur."""

    def __init__(self, bank: Bank, rows: Sequence[Sequence[Wording]]) -> None:
        self._bank = bank
        self._count = len(rows)
        self._wordings = Wordings((index, wording) for index, row in enumerate(rows) for wording in row)

    def run(self, view: View, seen: Seen, clock: Deadline) -> Results:
        """Return one tuple of hits a parameter set."""
        results = blank(self._count)
        found = scan(self._bank, view)
        present: dict[int, list[Wording]] = {}
        for index, wording in self._wordings.present(found):
            present.setdefault(index, []).append(wording)
        for index, row in present.items():
            results[index] = Deferred(partial(_find, row, found, view))
        return results


def _find(wordings: Sequence[Wording], found: Scan, view: View) -> Hits:
    """Return where some wordings stand in the writer's own words, in order."""
    spans = sorted(span for wording in wordings for span in places(wording, found, view))
    return tuple(Hit(span, {"words": span.of(view.text)}) for span in spans if not view.is_foreign(span))

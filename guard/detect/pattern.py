r"""Finds: RE2 patterns, for what words cannot say: signs, digits, letters in a row.

Why it matters: some faults have a shape and no vocabulary, such as raw JSON or three exclamation marks.

Example: `{pattern: "[!?]{3,}"}`, or `{pattern: {regex: "\b[A-Z]{2,}\b", case: true}}`

Known misses: RE2 has no look-around and no back-references, so that no pattern can explode.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from pydantic import Field, model_validator

from guard.detect.anchors import Results, blank, scan, wrong
from guard.detect.kind import Params, Seen, Stage
from guard.domain.clock import Deadline
from guard.domain.hit import Deferred, Hit, Hits
from guard.text.bank import Bank, Scan, problem
from guard.view.view import View


class PatternParams(Params):
    """One RE2 pattern; `case` looks at the text with its capitals, else all is lower case."""

    regex: str = Field(min_length=1, max_length=500)
    case: bool = False
    own_words: bool = Field(default=True, description="leave out quotations, quoted mail, code and tables")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"regex": value} if isinstance(value, str) else value


class PatternKind:
    """Compiles patterns into the shared bank.

    Args:
        bank: where all kinds put their anchors.
    """

    name = "pattern"
    stage: Stage = "rules"
    params: type[Params] = PatternParams

    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    def compile(self, params: Sequence[PatternParams]) -> _Patterns:
        """Make ready; raises ValueError with RE2's reason for the pattern it does not take."""
        anchors: list[int] = []
        for index, wanted in enumerate(params):
            trouble = problem(wanted.regex)
            if trouble is not None:
                raise wrong(index, f"a pattern that RE2 takes ({trouble})", wanted.regex)
            anchors.append(self._bank.add(wanted.regex, "case" if wanted.case else "lower"))
        return _Patterns(self._bank, anchors, params)


class _Patterns:
    """Patterns ready to be found."""

    def __init__(self, bank: Bank, anchors: Sequence[int], params: Sequence[PatternParams]) -> None:
        self._bank = bank
        self._anchors = anchors
        self._own = [wanted.own_words for wanted in params]

    def run(self, view: View, seen: Seen, clock: Deadline) -> Results:
        """Return one tuple of hits a parameter set."""
        results = blank(len(self._anchors))
        found = scan(self._bank, view)
        for index, anchor in enumerate(self._anchors):
            if anchor in found.ids:
                results[index] = Deferred(partial(_find, anchor, found, view, own_words=self._own[index]))
        return results


def _find(anchor: int, found: Scan, view: View, *, own_words: bool) -> Hits:
    """Return where a pattern stands, in order."""
    spans = (span for span in found.spans(anchor) if not (own_words and view.is_foreign(span)))
    return tuple(Hit(span, {"words": span.of(view.text)}) for span in spans)

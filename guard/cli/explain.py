"""What moved a score, for `guard check --explain`: the signals it was put together from, and the words it rests on.

Words are found by leaving them out and asking again, so whatever gives the scores need not know how to explain itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from guard.domain.case import Case
from guard.domain.verdict import Chance, Verdict
from guard.domain.virtues import Virtue

TOLD_FROM = 0.2
"""A score below this moved nothing that is worth telling."""

FEW, LOUDEST, LEAST = 40, 3, 0.02
"""Up to so many words are left out one by one, more of them in runs; so many are told; less of a change is none."""

_WORD = re.compile(r"\S+")


class Checker(Protocol):
    """The front door, as far as an explanation needs it."""

    def check(self, case: Case) -> Verdict:
        """Judge one drafted reply."""
        ...


def explained(case: Case, verdict: Verdict, guard: Checker) -> Iterator[str]:
    """Say, a line each, what the learned scores are and what they rest on.

    Args:
        case: what was judged.
        verdict: what came of it.
        guard: judges the draft again without some of its words.
    """
    told: dict[Virtue, Chance] = {
        virtue: chance for virtue, chance in verdict.scores.items() if chance.p_fail >= TOLD_FROM
    }
    if not told:
        yield "no learned score speaks against this reply"
        return
    without = [(words, guard.check(left).scores) for words, left in _left_out(case)]
    for virtue, chance in sorted(told.items(), key=lambda one: -one[1].p_fail):
        yield _score(virtue, chance, verdict)
        for finding in verdict.findings:
            if finding.virtue == virtue and finding.because is not None and finding.because.where == "signals":
                yield f"    signals: {finding.because.value}"
        drops = [(chance.p_fail - scores[virtue].p_fail, words) for words, scores in without if virtue in scores]
        for drop, words in sorted(drops, key=lambda one: -one[0])[:LOUDEST]:
            if drop >= LEAST:
                yield f"    without “{words}” it would be {chance.p_fail - drop:.2f}"


def _score(virtue: Virtue, chance: Chance, verdict: Verdict) -> str:
    """Say one score."""
    called = "" if chance.p_trigger is None else f", called for {chance.p_trigger:.2f}"
    return f"{virtue}: {verdict.virtues.get(virtue, 'na')}; fails with probability {chance.p_fail:.2f}{called}"


def _left_out(case: Case) -> Iterator[tuple[str, Case]]:
    """Yield the draft without a word, or a run of words, at a time."""
    words = [match.span() for match in _WORD.finditer(case.draft)]
    run = -(-len(words) // FEW) or 1
    for first in range(0, len(words), run):
        start, end = words[first][0], words[min(first + run, len(words)) - 1][1]
        rest = case.draft[:start] + case.draft[end:]
        if rest.strip():
            yield case.draft[start:end], replace(case, draft=rest)

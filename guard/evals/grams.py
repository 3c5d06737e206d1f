"""The short word sequences of a text that a policy's `phrase` could name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.text.spans import Span
from guard.view.passage import Passage

LONGEST = 5
"""Words of the longest sequence."""

_JOINED = re.compile(r"[\s,'\"-]+")
_DIGIT = re.compile(r"\d")


def grams(text: str) -> frozenset[str]:
    """Return the sequences of one to five words that stand within a sentence of the writer's own.

    Words with digits are left out: an order number is nobody's wording. So is what stands across a
    full stop or a colon, which the `phrase` kind would not join.

    Example:
        >>> sorted(grams("Calm down. Order 12 waits"))
        ['calm', 'calm down', 'down', 'order', 'waits']
    """
    passage = Passage(text)
    return frozenset(gram for sentence in passage.sentences for gram in _within(passage, sentence))


def sentence_with(gram: str, text: str) -> str:
    """Return the first sentence that holds a sequence, on one line; "" where none does.

    Example:
        >>> sentence_with("calm down", "Hello. Please calm down, sir.")
        'Please calm down, sir.'
    """
    passage = Passage(text)
    for sentence in passage.sentences:
        if gram in _within(passage, sentence):
            return " ".join(sentence.of(passage.text).split())
    return ""


def _within(passage: Passage, sentence: Span) -> Iterator[str]:
    """Yield the sequences of one sentence."""
    for run in _runs(passage, sentence):
        for start in range(len(run)):
            for end in range(start + 1, min(start + LONGEST, len(run)) + 1):
                yield " ".join(run[start:end])


def _runs(passage: Passage, sentence: Span) -> Iterator[list[str]]:
    """Yield the words of a sentence, broken where a phrase could not go on."""
    run: list[str] = []
    last: int | None = None
    for index in passage.tokens.between(sentence.start, sentence.end):
        word, span = passage.tokens.words[index], passage.tokens.span(index)
        is_wording = not _DIGIT.search(word) and not passage.is_foreign(span)
        joined = last is not None and _JOINED.fullmatch(passage.lower, last, span.start)
        if run and not (joined and is_wording):
            yield run
            run = []
        if is_wording:
            run.append(word)
        last = span.end
    if run:
        yield run

"""A bank of patterns that are looked for in one pass.

Which of them occur costs some ten microseconds however many there are (a few RE2 sets); where they
stand is asked of the few that do. RE2 takes linear time by construction, so no pattern can explode.
Accents are not looked at, in patterns or in texts, unless a pattern asks for capitals.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Literal

import re2

from guard.text.accents import bare
from guard.text.spans import Span

PatternKind = Literal["lower", "case", "plain"]

_MEMORY = 256 << 20
_MOST_SPANS = 200
_MOST_IN_A_SET: dict[PatternKind, int] = {"plain": 350, "lower": 32, "case": 32}
"""RE2 builds the states of a set's automaton as texts ask for them, and what one pattern still hopes for
multiplies with what the others do. In one set, patterns with wide gaps and thousands of phrases never
stop making new ones: 5.4 ms for a text not seen before, against 0.5 ms in sets of these sizes. More and
smaller sets would cost more on texts whose states are there."""

_LARGEST = 5_000
"""Instructions of one pattern's program: more than any wording needs, less than what takes long to build."""


def _options() -> re2.Options:
    """RE2 options: quiet, with room for large sets."""
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return options


def problem(pattern: str) -> str | None:
    """Say what is wrong with a pattern, or None when RE2 takes it and its program stays small.

    Example:
        >>> problem("(a") is None, problem("a+") is None
        (False, True)
    """
    try:
        size = re2.compile(pattern, _options()).programsize
    except re2.error as error:
        detail = error.args[0] if error.args else "not a pattern"
        return detail.decode(errors="replace") if isinstance(detail, bytes) else str(detail)
    return "too large, repeat less" if size > _LARGEST else None


class Scan:
    """What one text holds of a bank's patterns.

    Args:
        bank: the bank that was asked.
        text: the text with its capitals.
        lower: the same text in lower case; same length.
        ids: the patterns that occur.
    """

    __slots__ = ("_bank", "_bytes", "_lower", "_spans", "_text", "_within", "ids")

    def __init__(self, bank: Bank, text: str, lower: str, ids: frozenset[int]) -> None:
        self._bank = bank
        self._text = text
        self._lower = lower
        self._bytes: bytes | None = None
        self._spans: dict[int, tuple[Span, ...]] = {}
        self._within: dict[int, Mapping[int, Sequence[Span]]] = {}
        self.ids = ids

    def spans(self, pattern: int) -> tuple[Span, ...]:
        """Return where the pattern stands, in order; at most 200 places, empty ones left out."""
        if pattern not in self.ids:
            return ()
        found = self._spans.get(pattern)
        if found is None:
            found = self._spans[pattern] = self._bank.find(pattern, self._text, self._lower, self._plain())
        return found

    def within(self, pattern: int, sentences: Sequence[Span]) -> Mapping[int, Sequence[Span]]:
        """Return where the pattern stands inside one sentence, by the sentence's number.

        Args:
            pattern: its number.
            sentences: of the same text, in order and apart; always the same ones for one scan.
        """
        found = self._within.get(pattern)
        if found is None:
            found = _sorted(self.spans(pattern), sentences)
            found = self._within[pattern] = self._one_by_one(pattern, sentences) if found is None else found
        return found

    def _one_by_one(self, pattern: int, sentences: Sequence[Span]) -> Mapping[int, Sequence[Span]]:
        """Look through each sentence by itself: what reaches over two of them may hide what stands in one."""
        found: dict[int, Sequence[Span]] = {}
        for number, sentence in enumerate(sentences):
            here = self._bank.find(
                pattern, sentence.of(self._text), sentence.of(self._lower), self._plain()[slice(*sentence)]
            )
            if here:
                found[number] = [Span(start + sentence.start, end + sentence.start) for start, end in here]
        return found

    def _plain(self) -> bytes:
        """Return a byte for each code point.

        Handed bytes, RE2's Python side need not count code points: three times as fast. `?` stands for
        what is beyond ASCII, which plain words never ask for.
        """
        if self._bytes is None:
            self._bytes = self._lower.encode("ascii", "replace")
        return self._bytes


def _sorted(spans: Sequence[Span], sentences: Sequence[Span]) -> dict[int, Sequence[Span]] | None:
    """Sort spans by the sentence that holds them; None where one reaches over its border, or not all are known."""
    if len(spans) == _MOST_SPANS:
        return None
    found: dict[int, Sequence[Span]] = {}
    number = 0
    for span in spans:
        while number < len(sentences) and sentences[number].end <= span.start:
            number += 1
        if number < len(sentences) and span.end > sentences[number].start:
            if span.start < sentences[number].start or span.end > sentences[number].end:
                return None
            found[number] = (*found.get(number, ()), span)
    return found


class _Sieve:
    """A set of patterns of one sort, each with its number in the bank."""

    __slots__ = ("_numbers", "_set")

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._set = re2.Set.SearchSet(_options())

    def __len__(self) -> int:
        return len(self._numbers)

    def put(self, pattern: str, number: int) -> None:
        """Put a pattern in, which is only read; to compile each alone would take 40 times as long."""
        try:
            self._set.Add(pattern)
        except re2.error:
            raise ValueError(problem(pattern) or "a smaller pattern") from None
        self._numbers.append(number)

    def close(self) -> None:
        """Compile the set, so that it can be asked."""
        self._set.Compile()

    def hits(self, text: bytes) -> Iterator[int]:
        """Return the numbers of the patterns that occur in a text, as UTF-8."""
        return map(self._numbers.__getitem__, self._set.Match(text) or ())


class Bank:
    r"""Patterns added once, then looked for together. Frozen by its first scan.

    Example:
        >>> bank = Bank()
        >>> sorry, thanks = bank.add(r"\bsorry\b"), bank.add(r"\bthanks\b")
        >>> bank.scan("So sorry!", "so sorry!").spans(sorry)
        (Span(start=3, end=8),)
    """

    def __init__(self) -> None:
        self._ids: dict[tuple[str, PatternKind], int] = {}
        self._patterns: list[tuple[str, PatternKind]] = []
        self._compiled: dict[int, re2.Regexp] = {}
        self._sieves: list[_Sieve] = []
        self._growing: dict[bool, _Sieve] = {}
        self._frozen = False
        self._lock = threading.Lock()

    def add(self, pattern: str, kind: PatternKind = "lower") -> int:
        """Add a pattern (RE2 syntax) and return its number; the same one twice is one.

        Args:
            pattern: RE2.
            kind: `lower` looks at the text in lower case, `case` at its capitals too; `plain` says that
                the pattern is made of ASCII words, which is faster.

        Raises:
            ValueError: when RE2 does not take it, or the bank is already in use.
        """
        if self._frozen:
            raise ValueError("patterns added before the first scan")
        key = (pattern if kind == "case" else bare(pattern), kind)
        if key not in self._ids:
            sieve = f"(?i:{bare(pattern)})" if kind == "case" else key[0]
            self._growing_sieve(kind).put(sieve, len(self._patterns))
            self._ids[key] = len(self._patterns)
            self._patterns.append(key)
        return self._ids[key]

    def scan(self, text: str, lower: str) -> Scan:
        """Look for all patterns at once; `lower` is `text` in lower case, of the same length."""
        if not self._frozen:
            self._freeze()
        lower = bare(lower)
        encoded = lower.encode()
        ids = frozenset(chain.from_iterable([sieve.hits(encoded) for sieve in self._sieves]))
        return Scan(self, text, lower, ids)

    def find(self, pattern: int, text: str, lower: str, plain: bytes) -> tuple[Span, ...]:
        """Return where one pattern stands in a text, given as it is, in lower case, and a byte a code point."""
        compiled = self._compiled.get(pattern)
        source, kind = self._patterns[pattern]
        if compiled is None:
            compiled = self._compiled[pattern] = re2.compile(source, _options())
        spans: list[Span] = []
        searched: str | bytes = text if kind == "case" else plain if kind == "plain" else lower
        if isinstance(searched, str) and searched.isascii():  # bytes find the same places, and sooner
            searched = searched.encode("ascii")
        for match in compiled.finditer(searched):
            start, end = match.span()
            if end > start:
                spans.append(Span(start, end))
            if len(spans) == _MOST_SPANS:
                break
        return tuple(spans)

    def _growing_sieve(self, kind: PatternKind) -> _Sieve:
        """Return the set that takes the next pattern of a kind; phrases and patterns do not share one."""
        words = kind == "plain"
        sieve = self._growing.get(words)
        if sieve is None or len(sieve) >= _MOST_IN_A_SET[kind]:
            sieve = self._growing[words] = _Sieve()
            self._sieves.append(sieve)
        return sieve

    def _freeze(self) -> None:
        """Compile the sets; case-sensitive patterns enter them without their case, as a first sieve."""
        with self._lock:
            if not self._frozen:
                for sieve in self._sieves:
                    sieve.close()
                self._frozen = True

"""A bank of patterns that are looked for in one pass.

Which of them occur costs a few microseconds however many there are (one RE2 set); where they stand
is asked of the few that do. RE2 takes linear time by construction, so no pattern can explode.
Accents are not looked at, in patterns or in texts, unless a pattern asks for capitals.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Literal

import re2

from guard.text.accents import bare
from guard.text.spans import Span

PatternKind = Literal["lower", "case", "plain"]

_MEMORY = 256 << 20
_MOST_SPANS = 200
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
        offset: where the text begins in a larger one; spans count from there.
    """

    __slots__ = ("_bank", "_bytes", "_lower", "_offset", "_parts", "_spans", "_text", "ids")

    def __init__(self, bank: Bank, text: str, lower: str, ids: frozenset[int], offset: int = 0) -> None:
        self._bank = bank
        self._offset = offset
        self._parts: tuple[Scan, ...] | None = None
        self._text = text
        self._lower = lower
        # Handed bytes, RE2's Python side need not count code points: three times as fast. One byte
        # stands for each code point, `?` for what is beyond ASCII, which plain words never ask for.
        self._bytes: bytes | None = None
        self._spans: dict[int, tuple[Span, ...]] = {}
        self.ids = ids

    def spans(self, pattern: int) -> tuple[Span, ...]:
        """Return where the pattern stands, in order; at most 200 places, empty ones left out."""
        if pattern not in self.ids:
            return ()
        found = self._spans.get(pattern)
        if found is None:
            if self._bytes is None:
                self._bytes = self._lower.encode("ascii", "replace")
            found = self._bank.find(pattern, self._text, self._lower, self._bytes)
            if self._offset:
                found = tuple(Span(start + self._offset, end + self._offset) for start, end in found)
            self._spans[pattern] = found
        return found

    def parts(self, sentences: Sequence[Span]) -> tuple[Scan, ...]:
        """Return the scan of each sentence; a phrase of several anchors is looked for in one that has them all.

        Args:
            sentences: of the same text; always the same ones for one scan.
        """
        if self._parts is None:
            self._parts = tuple(self._bank.scan(s.of(self._text), s.of(self._lower), s.start) for s in sentences)
        return self._parts


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
        self._set: re2.Set | None = None
        self._growing = re2.Set.SearchSet(_options())
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
        if self._set is not None:
            raise ValueError("patterns added before the first scan")
        key = (pattern if kind == "case" else bare(pattern), kind)
        if key not in self._ids:
            self._put(f"(?i:{bare(pattern)})" if kind == "case" else key[0])
            self._ids[key] = len(self._patterns)
            self._patterns.append(key)
        return self._ids[key]

    def scan(self, text: str, lower: str, offset: int = 0) -> Scan:
        """Look for all patterns at once; `lower` is `text` in lower case, of the same length."""
        patterns = self._set or self._freeze()
        lower = bare(lower)
        hits = patterns.Match(lower) if self._patterns else None
        return Scan(self, text, lower, frozenset(hits or ()), offset)

    def find(self, pattern: int, text: str, lower: str, plain: bytes) -> tuple[Span, ...]:
        """Return where one pattern stands in a text, given as it is, in lower case, and a byte a code point."""
        compiled = self._compiled.get(pattern)
        source, kind = self._patterns[pattern]
        if compiled is None:
            compiled = self._compiled[pattern] = re2.compile(source, _options())
        spans: list[Span] = []
        for match in compiled.finditer({"case": text, "plain": plain}.get(kind, lower)):
            start, end = match.span()
            if end > start:
                spans.append(Span(start, end))
            if len(spans) == _MOST_SPANS:
                break
        return tuple(spans)

    def _put(self, pattern: str) -> None:
        """Put a pattern into the set, which only reads it; to compile each alone would take 40 times as long."""
        try:
            self._growing.Add(pattern)
        except re2.error:
            raise ValueError(problem(pattern) or "a smaller pattern") from None

    def _freeze(self) -> re2.Set:
        """Compile the set; case-sensitive patterns enter it without their case, as a first sieve."""
        with self._lock:
            if self._set is None:
                if self._patterns:
                    self._growing.Compile()
                self._set = self._growing
            return self._set

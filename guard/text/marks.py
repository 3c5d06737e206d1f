"""Marks: Markdown's emphasis and links, which a reader does not see as words.

`I **can't** help` says "I can't help", and `[your order](https://…)` says "your order". Lists, headings,
quotes and tables keep their signs: these stand at the edge of a line, where they split no wording.

The trap: stars and underscores mean other things too. `2 * 3`, `snake_case`, `f**k`, `____`, `*sighs*`
and `[Name](here)` stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from guard.text.code import fences
from guard.text.layers import Cut
from guard.text.spans import Span
from guard.text.tables import table

_TABLE = table("marks")
_TARGETS = tuple(_TABLE["targets"])
_STAGE = re.compile(rf"(?:{'|'.join(_TABLE['stage'])})(?:s|es|ed|ing)?\b", re.IGNORECASE)
_CAPITALS = re.compile(r"[A-Z0-9_]*_[A-Z0-9_]*|[A-Z]{2,}")
_FILE = re.compile(r"[^\s()]*\.(?:html?|pdf|php|aspx?|[a-z]{2,3}(?:/[^\s()]*)?)", re.IGNORECASE)
_LONGEST_RUN = 3

_PIECE = re.compile(
    r"`[^`\n]++`"
    r"|(?P<open>!?\[)"
    r"|(?P<shut>\](?P<target>\((?:<[^<>\n]{1,1000}+>|[^()\s]{1,1000}+(?:\([^()\s]{0,200}+\)[^()\s]{0,200}+)?+)"
    r"(?:[ \t]++\"[^\"\n]{0,200}+\")?+\))?+)"
    r"|://[^\s<>*)\]]++"
    r"|(?P<run>\*++|_++)"
)


class Tie(NamedTuple):
    """Two pieces of markup that belong together: neither may go without the other."""

    opening: Span
    closing: Span
    thin: bool = True
    """Whether the pair only dresses its words, so that it goes when they go."""


class Marks(NamedTuple):
    """What of a text is Markdown's: cuts in order, and which of them belong together."""

    cuts: tuple[Cut, ...]
    ties: tuple[Tie, ...]


def has_marks(text: str) -> bool:
    """Tell, at next to no cost, whether a text may hold marks at all."""
    return "*" in text or "_" in text or "](" in text


def marks(text: str) -> Marks:
    """Return the marks of a text; code keeps its own.

    Example:
        >>> [(cut.start, cut.end) for cut in marks("I **can't** help").cuts]
        [(2, 4), (9, 11)]
    """
    if not has_marks(text):
        return Marks((), ())
    reader = _Reader(text)
    for line in _outside(text):
        reader.read(line)
    cuts: list[Cut] = []
    for span in sorted(reader.gone):
        # What stands inside a picture is gone with it.
        if not cuts or span.start >= cuts[-1].end:
            cuts.append(Cut(*span))
    return Marks(tuple(cuts), tuple(sorted(reader.ties)))


def _outside(text: str) -> Iterator[Span]:
    """Yield the lines that hold marks and stand outside fenced code."""
    at = 0
    for fence in (*fences(text), Span(len(text), len(text))):
        for line in text[at : fence.start].split("\n"):
            if has_marks(line):
                yield Span(at, at + len(line))
            at += len(line) + 1
        at = fence.end


class _Reader:
    """Pairs marks within one line at a time: the opening of each kind that was seen last is closed first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.gone: list[Span] = []
        self.ties: list[Tie] = []
        self._runs: dict[str, list[int]] = {}
        self._brackets: list[Span] = []

    def read(self, line: Span) -> None:
        """Read the next line."""
        self._runs.clear()
        self._brackets.clear()
        for piece in _PIECE.finditer(self.text, *line):
            if piece["run"]:
                if len(piece["run"]) <= _LONGEST_RUN:
                    self._run(piece["run"], piece.start())
            elif piece["open"]:
                self._brackets.append(Span(*piece.span()))
            elif piece["shut"]:
                self._shut(piece)

    def _shut(self, piece: re.Match[str]) -> None:
        """Close a bracket; with a target behind it, it is a link or a picture."""
        if not self._brackets:
            return
        opening = self._brackets.pop()
        target = (piece["target"] or "")[1:-1]
        if not target.startswith(_TARGETS) and not _FILE.match(target):
            return
        closing = Span(*piece.span())
        if self.text[opening.start] == "!":
            self.gone.append(Span(opening.start, closing.end))
        else:
            self._pair(opening, closing)

    def _run(self, run: str, at: int) -> None:
        """Open or close emphasis, by what stands on each side."""
        before, after = self.text[at - 1 : at], self.text[at + len(run) : at + len(run) + 1]
        if before == "\\":
            return
        closes = bool(before) and not before.isspace() and not after.isalnum()
        if closes and self._close(run, at):
            return
        if after and not after.isspace() and not before.isalnum():
            self._runs.setdefault(run, []).append(at)

    def _close(self, run: str, at: int) -> bool:
        """Close the same run that was opened last, or, for three signs, one and two of them."""
        open_here = self._runs.get(run)
        if open_here:
            start = open_here.pop()
            self._forget_after(start)
            if self._is_emphasis(run, start + len(run), at):
                self._pair(Span(start, start + len(run)), Span(at, at + len(run)))
            return True
        one, two = self._runs.get(run[0]), self._runs.get(run[0] * 2)
        if len(run) < _LONGEST_RUN or not one or not two:
            return False
        middle = at + (1 if one[-1] > two[-1] else 2)
        inner, outer = (one.pop(), two.pop()) if one[-1] > two[-1] else (two.pop(), one.pop())
        self._forget_after(outer)
        self._pair(Span(inner, inner + middle - at), Span(at, middle))
        self._pair(Span(outer, outer + at + len(run) - middle), Span(middle, at + len(run)))
        return True

    def _forget_after(self, start: int) -> None:
        """Drop what was opened inside and never closed."""
        for places in self._runs.values():
            while places and places[-1] > start:
                places.pop()

    def _is_emphasis(self, run: str, start: int, end: int) -> bool:
        """Tell whether what stands inside is a word that is stressed, and neither a blank nor a stage direction."""
        if not any(map(str.isalnum, self.text[start : start + 2])) and self.text[start] not in "[\"'“‘(*_$€£#":
            return False
        if run[0] == "_":
            return not _CAPITALS.fullmatch(self.text, start, end)
        return run != "*" or not (_STAGE.match(self.text, start, end) or self.text[start] == "[")

    def _pair(self, opening: Span, closing: Span) -> None:
        self.gone += (opening, closing)
        self.ties.append(Tie(opening, closing))

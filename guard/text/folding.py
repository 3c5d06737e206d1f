"""Folding: the text a check reads, in which disguises and typography are gone, with the way back.

A word list knows `can't` and `refund`. Drafts hold `can’t`, `re<zero-width>fund`, `ｒefund` and `rеfund`
with a Cyrillic е. All four are folded to what a person reads, once, so that no pattern has to care.

The trap: positions. A finding must point at the draft as it arrived, so `Folded` keeps, for every place
where the length changed, which part of the original it came from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from guard.text.spans import Span
from guard.text.tables import table

_TABLE = table("folding")
_TYPOGRAPHIC = {ord(c): plain for plain, characters in _TABLE["replaced"].items() for c in characters}
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""Half characters: they have no UTF-8, so RE2 and every file would refuse them."""
_REPLACED = _TYPOGRAPHIC | _HALVES
_LOOK_ALIKES = {c: latin for script in _TABLE["look_alikes"].values() for c, latin in script.items()}
_REMOVED = re.compile("[" + "".join(f"{pair[0]}-{pair[1]}" for pair in _TABLE["removed"]) + "]")
_UNSEEN = re.compile(_REMOVED.pattern + "+")
_KEPT = re.compile("[" + "".join(f"{pair[0]}-{pair[1]}" for pair in _TABLE["kept"]) + "]")
_TOUCHED = re.compile(_REMOVED.pattern[:-1] + "".join(map(re.escape, map(chr, _TYPOGRAPHIC))) + "\ud800-\udfff]")

_PLAIN_ASCII = frozenset(map(chr, range(0x80))) - {"\r"}
_ONE_FOR_ONE = frozenset(map(chr, _REPLACED))
_SETTLED = re.compile("[" + "".join(_TABLE["settled"]) + "]+")
_UNUSUAL = re.compile("[^\x00-\x7f" + "".join(_TABLE["settled"]) + "]+")
_UNUSUAL_OR_RETURN = re.compile(r"\r\n?|" + _UNUSUAL.pattern)
_LOOK_ALIKE = re.compile("[" + "".join(_LOOK_ALIKES) + "]")
_MIXED = re.compile(f"[A-Za-z]{_LOOK_ALIKE.pattern}|{_LOOK_ALIKE.pattern}[A-Za-z]")
_WORD = re.compile(r"[^\W_]+")
_FOREIGN_LETTER = re.compile("[\u0370-\u058f\u1f00-\u1fff]")

_LONGEST_CLUSTER = 9
"""A letter and at most eight marks: more is ornament, and normalising thousands of them takes quadratic time."""

_LONGEST_CACHED = 16
"""Longer clusters are hostile or broken, and would only fill the cache."""

_LONGEST_EXPANSION = 4
"""What one character may become; `ﷺ` alone would become eighteen."""

_MARKS_MEAN_LITTLE = "\u0590"
"""Before this code point (Latin, Greek, Cyrillic, Armenian) a mark that has no composed letter is ornament."""


class Block(NamedTuple):
    """A piece of folded text that is not as long as what it came from, or was composed of several characters."""

    start: int
    end: int
    origin_start: int
    origin_end: int


def _folded_start(block: Block) -> int:
    return block.start


def _origin_start(block: Block) -> int:
    return block.origin_start


@dataclass(frozen=True, slots=True)
class Folded:
    """A text and what it was before.

    Args:
        original: the text as it arrived.
        text: what checks read; case kept.
        lower: `text` in lower case, of the same length.
        blocks: where lengths differ, in order; empty when positions are the same in both.
    """

    original: str
    text: str
    lower: str
    blocks: tuple[Block, ...] = ()

    def origin(self, span: Span) -> Span:
        r"""Return the part of the original that a span of `text` was made from.

        Example:
            >>> folded = fold("a re\u200bfund")
            >>> folded.origin(Span(2, 8)).of(folded.original) == "re\u200bfund"
            True
        """
        if not self.blocks:
            return span
        if span.start == span.end:
            at = self._place(span.start) if span.start < len(self.text) else len(self.original)
            return Span(at, at)
        return Span(self._place(span.start), self._place_after(span.end - 1))

    def inward(self, span: Span) -> Span:
        """Return the part of `text` that came from a span of the original.

        Example:
            >>> fold("2 ﬁles").inward(Span(2, 3))
            Span(start=2, end=4)
        """
        if not self.blocks:
            return span
        start, _ = self._inside(span.start)
        return Span(start, max(start, self._inside(span.end - 1)[1])) if span.start < span.end else Span(start, start)

    def _place(self, at: int) -> int:
        """Where the original of the folded character at `at` begins."""
        index = bisect_right(self.blocks, at, key=_folded_start) - 1
        if index < 0:
            return at
        block = self.blocks[index]
        return block.origin_start if at < block.end else at - block.end + block.origin_end

    def _place_after(self, at: int) -> int:
        """Where the original of the folded character at `at` ends."""
        index = bisect_right(self.blocks, at, key=_folded_start) - 1
        if index < 0:
            return at + 1
        block = self.blocks[index]
        return block.origin_end if at < block.end else at - block.end + block.origin_end + 1

    def _inside(self, at: int) -> tuple[int, int]:
        """Where the folded text of the original character at `at` begins and ends."""
        index = bisect_right(self.blocks, at, key=_origin_start) - 1
        if index < 0:
            return at, at + 1
        block = self.blocks[index]
        if at < block.origin_end:
            return block.start, block.end
        shifted = at - block.origin_end + block.end
        return shifted, min(shifted + 1, len(self.text))


def fold(text: str) -> Folded:
    r"""Return `text` without disguises: look-alikes, zero-width, full-width, ligatures, typographic signs.

    Line ends become `\n`. Numbers keep their form (`½`, `5¹`): a check of facts must not read `51`.

    Example:
        >>> fold("I can’t rеfund…").text  # the first е is Cyrillic
        "I can't refund..."
    """
    if text.isascii() and "\r" not in text:
        return Folded(text, text, text.lower())
    unusual = set(text).difference(_PLAIN_ASCII)
    strange = "".join(unusual.difference(_ONE_FOR_ONE))
    if not strange or _SETTLED.fullmatch(strange):
        folded, blocks = text, ()
        for character in unusual.intersection(_ONE_FOR_ONE):
            folded = folded.replace(character, _REPLACED[ord(character)])
    else:
        folded, blocks = _folded_by_clusters(text)
    if not folded.isascii() and _LOOK_ALIKE.search(folded) and _MIXED.search(folded):
        folded = _WORD.sub(_unmasked, folded)
    return Folded(text, folded, _lower(folded), blocks)


def _folded_by_clusters(text: str) -> tuple[str, tuple[Block, ...]]:
    """Fold letter by letter where the text is unusual, and note where lengths changed."""
    pieces: list[str] = []
    blocks: list[Block] = []
    done = length = 0
    for match in (_UNUSUAL_OR_RETURN if "\r" in text else _UNUSUAL).finditer(text):
        start, end = match.span()
        if start > done and text[start] != "\r" and _attaches(text[start]) and not _UNSEEN.fullmatch(match[0]):
            start -= 1
        pieces.append(text[done:start])
        length += start - done
        for before, piece in _clusters(text[start:end]):
            pieces.append(piece)
            if before != len(piece) or (before > 1 and piece != text[start : start + before]):
                blocks.append(Block(length, length + len(piece), start, start + before))
            start += before
            length += len(piece)
        done = end
    pieces.append(text[done:])
    return "".join(pieces), tuple(blocks)


def _clusters(run: str) -> Iterable[tuple[int, str]]:
    """Cut an unusual run into letters with their marks; yield how long each was and what it becomes."""
    if run[0] == "\r":
        return ((len(run), "\n"),)
    if _UNSEEN.fullmatch(run):
        return ((len(run), ""),)
    if run.isalpha() and unicodedata.is_normalized("NFKC", run) and not _TOUCHED.search(run):
        return ((len(run), run),)
    if len(run) == 1:
        return ((1, _plain(run)),)
    starts = [i for i, c in enumerate(run) if i == 0 or not _attaches(c)]
    ends = (*starts[1:], len(run))
    return [
        (e - s, _plain(run[s:e]) if e - s < _LONGEST_CACHED else _plain_of(run[s:e]))
        for s, e in zip(starts, ends, strict=True)
    ]


@lru_cache(maxsize=4096)
def _attaches(character: str) -> bool:
    """Tell whether a character belongs to the one before it: a mark, an unseen one, the rest of a Hangul syllable."""
    if _REMOVED.match(character) or "\u1160" <= character <= "\u11ff":
        return True
    return unicodedata.category(unicodedata.normalize("NFKC", character)[0])[0] == "M"


def _plain_of(cluster: str) -> str:
    """Fold one character with the marks and unseen characters that follow it."""
    seen = _REMOVED.sub("", cluster)[:_LONGEST_CLUSTER].translate(_REPLACED)
    if not seen:
        return ""
    plain = seen
    if not (seen[0].isnumeric() and not seen[0].isdecimal()) and not _KEPT.match(seen):
        composed = unicodedata.normalize("NFKC", seen).translate(_REPLACED)
        if len(composed) < len(seen) + _LONGEST_EXPANSION and (" " not in composed or seen[0] == " "):
            plain = composed[:_LONGEST_CLUSTER]
    return plain if len(plain) == 1 and not _is_mark(plain) else _without_ornament(plain)


_plain = lru_cache(maxsize=8192)(_plain_of)


def _without_ornament(text: str) -> str:
    """Drop marks that stand alone, and those on European letters that no composed letter has."""
    kept: list[str] = []
    base = ""
    for character in text:
        if _is_mark(character):
            if not base or base < _MARKS_MEAN_LITTLE:
                continue
        else:
            base = character
        kept.append(character)
    return "".join(kept)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _lower(text: str) -> str:
    """Lower-case without a change of length: `İ` would become two characters, so it stays."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)


def _unmasked(word: re.Match[str]) -> str:
    """Turn look-alikes into Latin in a word that is otherwise Latin."""
    letters = word[0]
    if not _MIXED.search(letters):
        return letters
    if any(c not in _LOOK_ALIKES for c in _FOREIGN_LETTER.findall(letters)):
        return letters
    return "".join(_LOOK_ALIKES.get(c, c) for c in letters)

"""Words and where they stand."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate, compress, count
from operator import add, sub

from guard.text.spans import Span


class _Mask(dict[int, str]):
    """For `str.translate`: letters, digits, marks and apostrophes stay, all else becomes a space.

    Filled as characters are met, so that a text costs one pass in C.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in "'’":
            kept = "'"
        elif character.isalnum() or unicodedata.category(character)[0] == "M":
            kept = character
        else:
            kept = " "
        self[code] = kept
        return kept


_MASK = _Mask()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text, in order.

    Args:
        starts: where each word begins, in code points.
        ends: where each word ends, not included.
        words: the words; a typographic apostrophe inside is written `'`.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.words)

    def between(self, start: int, end: int) -> range:
        """Return the indexes of the words that lie wholly inside `start:end`.

        Example:
            >>> tokens("i can't say").between(2, 11)
            range(1, 3)
        """
        first = bisect_left(self.starts, start)
        return range(first, max(first, bisect_right(self.ends, end)))

    def span(self, index: int) -> Span:
        """Return where the word with this index stands."""
        return Span(self.starts[index], self.ends[index])


def tokens(lower: str) -> Tokens:
    """Cut a text into words: runs of letters and digits, joined by apostrophes that stand between them.

    Example:
        >>> tokens("i can't: a-1042 isn't 'here'").words
        ('i', "can't", 'a', '1042', "isn't", 'here')
    """
    pieces = masked(lower).split(" ")
    lengths = list(map(len, pieces))
    # All before a piece, and one space for each piece before it.
    ends = list(map(add, accumulate(lengths), count()))
    starts = map(sub, ends, lengths)
    return Tokens(tuple(compress(starts, pieces)), tuple(compress(ends, pieces)), tuple(filter(None, pieces)))


def masked(lower: str) -> str:
    """Return a text of the same length in which only words and spaces are left.

    Example:
        >>> masked("it's 'so', ok?")
        "it's  so   ok "
    """
    text = lower.translate(_MASK)
    if "'" not in text:
        return text
    # What is not between two letters is a quotation mark, not an apostrophe.
    text = text.replace("''", "  ").replace(" '", "  ").replace("' ", "  ")
    if text.startswith("'"):
        text = " " + text[1:]
    return text[:-1] + " " if text.endswith("'") else text

"""Masks: what tells who a person is stays here; the model reads a stand-in, and its answer gets the value back.

The trap: a mask must be told from everything else, so a stand-in that already occurs in a text is not used.
Found are e-mail addresses, telephone, card and account numbers, and the values that the case itself marks as private.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_SORTS = (
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("account", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")),
    ("card", re.compile(r"\b\d(?:[ -]?\d){12,18}\b")),
    (
        "phone",
        re.compile(r"(?<![\w-])(?:\+|00)\d[\d ()./-]{6,18}\d\b|(?<![\w-])\(?0\d{2,4}\)?[ /-]\d[\d /-]{4,12}\d\b"),
    ),
)
_SHORTEST = 3


class Mask:
    """Masks the texts of one call alike, and takes the masks off its answer.

    Args:
        texts: all that the call will hold, so that no stand-in is taken from them.
        private: values to mask beside what is found by its form.

    Example:
        >>> mask = Mask(["Write to mei@example.org, Mei."], ["Mei"])
        >>> mask.on("Write to mei@example.org, Mei.")
        'Write to ‹email 1›, ‹name 1›.'
        >>> mask.off("I wrote to ‹email 1›.")
        'I wrote to mei@example.org.'
    """

    def __init__(self, texts: Iterable[str], private: Iterable[str] = ()) -> None:
        self._all = "\n".join(texts)
        self._stand_ins: dict[str, str] = {}
        for sort, value in _found(self._all, private):
            if value not in self._stand_ins:
                self._stand_ins[value] = self._stand_in(sort)
        self._values = {stand_in: value for value, stand_in in self._stand_ins.items()}
        self._on = _either(self._stand_ins, word=True)
        self._off = _either(self._values, word=False)

    def on(self, text: str) -> str:
        """Return a text with stand-ins for what is private."""
        return self._on.sub(lambda match: self._stand_ins[match[0]], text) if self._on else text

    def off(self, text: str) -> str:
        """Return a text with the values back in their places."""
        return self._off.sub(lambda match: self._values[match[0]], text) if self._off else text

    def _stand_in(self, sort: str) -> str:
        number = 1
        while (made := f"‹{sort} {number}›") in self._all or made in self._stand_ins.values():
            number += 1
        return made


def _found(text: str, private: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what to mask, with its sort; the same value may come twice."""
    for sort, form in _SORTS:
        yield from ((sort, match[0]) for match in form.finditer(text))
    yield from (("name", value) for value in private if len(value) >= _SHORTEST and value in text)


def _either(values: Iterable[str], *, word: bool) -> re.Pattern[str] | None:
    """Return a pattern for any of some values, the longest first; None where there are none."""
    longest_first = sorted(values, key=len, reverse=True)
    if not longest_first:
        return None
    edge = r"(?<!\w)(?:{})(?!\w)" if word else "(?:{})"
    return re.compile(edge.format("|".join(map(re.escape, longest_first))))

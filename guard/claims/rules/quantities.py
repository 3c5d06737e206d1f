"""Finds quantities with what they count: sums of money, shares, lengths of time, and numbers of things."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from guard.claims.rules.topics import stem
from guard.claims.tables import table

_SIGN = r"[$€£₹¥]|\b(?:[acu]s?\$|rs\.?|usd|eur|gbp|chf|inr)"
_FIGURE = r"\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_WORD = re.compile("[a-z]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NOT_THESE = re.compile(
    r"\b\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\b)?|\b\d{1,2}(?:\.\d{2})? ?[ap]\.?m\b|\b24/7\b"
    r"|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\S*|\b\d{1,2}(?:st|nd|rd|th)\b|\b(?:19|20)\d\d\b"
    r"|#\w+|\b[a-z]{1,6}-?\d[\w-]*|\b\d+-\d+-[\d-]+"
)
"""Times, dates and names, whose figures count nothing."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range with its unit.

    Args:
        unit: `money`, `%`, `time` (in hours), or the stem of what is counted.
        low: the lower end.
        high: the upper end, the same where it is no range.
        start: where it stands in its text.
        end: where it ends.
    """

    unit: str
    low: float
    high: float
    start: int
    end: int

    def meets(self, other: Quantity) -> bool:
        """Tell whether two quantities of one unit have an end in common.

        Example:
            >>> one, other = *quantities("5-10 days"), *quantities("within 10 days")
            >>> one.meets(other)
            True
        """
        mine, theirs = (self.low, self.high), (other.low, other.high)
        return any(abs(a - b) <= 0.005 + 0.02 * (self.unit == "time") * a for a in mine for b in theirs)


@cache
def _numbers() -> Mapping[str, float]:
    return {word: float(value) for word, value in cast(dict[str, str], table("quantities")["words"]).items()}


@cache
def _times() -> Mapping[str, float]:
    return {unit: float(value) for unit, value in cast(dict[str, str], table("quantities")["time"]).items()}


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(cast(str, table("quantities")[name]))


@cache
def _row(name: str) -> frozenset[str]:
    return frozenset(cast(list[str], table("quantities")[name]))


@cache
def _finder() -> re.Pattern[str]:
    figure = rf"(?:{_FIGURE}|\b(?:{'|'.join(_numbers())})\b)"
    between = "|".join(cast(list[str], table("quantities")["between"]))
    return re.compile(
        rf"(?P<sign>{_SIGN})? ?(?<![\w.,])(?P<low>{figure})(?: ?(?:-|–|to|or|and) ?(?:{_SIGN})? ?(?P<high>{figure}))?"
        rf"(?: ?(?P<mark>%|per cent|[€£$₹¥])|[ -]?(?:(?:{between})[ -])*(?P<unit>[a-z]+))?"
    )


@lru_cache(maxsize=4_096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a lower-case text.

    Example:
        >>> [(one.unit, one.low, one.high) for one in quantities("€4,200 in 5 to 10 business days, 3 seats")]
        [('money', 4200.0, 4200.0), ('time', 120.0, 240.0), ('seat', 3.0, 3.0)]
    """
    bare = _NOT_THESE.sub(lambda match: "_" * len(match[0]), text)
    bare = _re("single").sub(lambda match: match["lead"] + "1".rjust(len(match[0]) - len(match["lead"]), "0"), bare)
    ages = [Quantity("age", float(one["age"]), float(one["age"]), *one.span()) for one in _re("age").finditer(bare)]
    found = (_made(match) for match in _finder().finditer(bare))
    return (*(one for one in found if one is not None and not any(_overlap(one, age) for age in ages)), *ages)


def _overlap(one: Quantity, other: Quantity) -> bool:
    return one.start < other.end and other.start < one.end


def _made(match: re.Match[str]) -> Quantity | None:
    low = number(match["low"])
    high = number(match["high"]) if match["high"] else low
    span = match.start(), match.end()
    mark, unit = match["mark"], match["unit"]
    if match["sign"] or (mark and mark in "€£$₹¥"):
        return Quantity("money", low, high, *span)
    if mark or unit in _row("percent"):
        return Quantity("%", low, high, *span)
    if unit is None:
        return None
    single = unit.removesuffix("s")
    if single in _times() or unit in _times():
        hours = _times().get(unit) or _times()[single]
        return Quantity("time", low * hours, high * hours, *span)
    if single in _row("money"):
        return Quantity("money", low, high, *span)
    if unit in _row("never"):
        return None
    return Quantity(stem(unit), low, high, *span)


def number(said: str) -> float:
    """Read a number in figures or in a word; 0 where it cannot be read.

    Example:
        >>> number("4,200"), number("12,50"), number("six")
        (4200.0, 12.5, 6.0)
    """
    if said in _numbers():
        return _numbers()[said]
    plain = said.replace(" ", "").replace("'", "")
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        return 0.0


def spelled(text: str) -> frozenset[float]:
    """Return the numbers that a lower-case text spells out.

    Example:
        >>> sorted(spelled("two of the twelve"))
        [2.0, 12.0]
    """
    return frozenset(_numbers()[word] for word in _numbers().keys() & _WORD.findall(text))

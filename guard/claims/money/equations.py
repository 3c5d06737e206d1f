"""Finds the sums that a reply does in front of the reader, and tells which of them are wrong.

"$842 ($430 + $412)" is right whatever the records say, and "3 x $12 = $34" is wrong whatever they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guard.claims.money.money import Amount
from guard.claims.money.sums import agree

_PLUS = re.compile(r"(?:\s+[a-z]+){0,3}\s*(\+|-|\bplus\b|\bminus\b)\s*(?:(?:the|a|your)\s)?(?:[a-z]+\s+){0,2}")
_EQUALS = re.compile(r"(?:\s+[a-z]+){0,3}\s*\)?\s*(?:=|\bmakes\b|\bequals\b)\s*(?:a total of )?")
_OPENS = re.compile(r"(?:\s+[a-z]+){0,2}\s*\(\s*")
_CLOSES = re.compile(r"(?:\s+[a-z]+){0,3}\s*\)")
_TIMES = re.compile(r"(?:^|[\s(])(\d{1,3})\s*[x*×]\s*$")
_TIMES_AFTER = re.compile(r"\s*[x*×]\s*(\d{1,3})\b(?:\s+[a-z]+){0,2}")
_FORMS = ("money", "bare")


@dataclass(frozen=True, slots=True)
class Equation:
    """A sum that comes out wrong.

    Args:
        result: the amount that is said to come out.
        right: what does come out, in hundredths.
        right_words: the same, written as the reply writes its amounts; empty where that is not plain.
    """

    result: Amount
    right: int
    right_words: str


def equations(amounts: Sequence[Amount], lower: str) -> Iterator[Equation]:
    """Yield the sums of a text that are wrong.

    Args:
        amounts: the amounts of the text, in order.
        lower: the text, lower case.

    Example:
        >>> from guard.claims.money.money import money
        >>> said = "that's $80 ($30 + $40)"
        >>> [(e.result.words, e.right_words) for e in equations(tuple(money(said.encode(), said)), said)]
        [('$80', '$70')]
    """
    row = [one for one in amounts if one.form in _FORMS and one.low == one.high]
    at = 0
    while at < len(row):
        value, last, terms = _chain(row, at, lower)
        if terms > 1:
            result = _result(row, at, last, lower)
            if result is not None and agree(result.unit, row[at].unit) and abs(result.low - value) > 1:
                yield Equation(result, value, written(value, result))
        at = last + 1


def _chain(row: Sequence[Amount], at: int, lower: str) -> tuple[int, int, int]:
    """Add up what is joined by signs from one amount on; return the value, the last amount, and how many terms."""
    value, times = _term(row[at], lower, 0 if at == 0 else row[at - 1].span.end)
    last, terms = at, 1 + (times > 1)
    while last + 1 < len(row):
        between = lower[_end(row[last], lower) : row[last + 1].span.start]
        counted = _TIMES.search(between)
        joint = _PLUS.fullmatch(between[: counted.start() + 1] if counted else between)
        if joint is None:
            break
        last += 1
        value += (-1 if joint[1] in ("-", "minus") else 1) * _term(row[last], lower, row[last - 1].span.end)[0]
        terms += 1
    return value, last, terms


def _term(amount: Amount, lower: str, since: int) -> tuple[int, int]:
    """Return an amount times what stands beside it, and how many times."""
    before = _TIMES.search(lower[since : amount.span.start])
    after = _TIMES_AFTER.match(lower[amount.span.end : amount.span.end + 30])
    times = int((before or after)[1]) if before or after else 1  # type: ignore[index]
    return amount.low * times, times


def _end(amount: Amount, lower: str) -> int:
    after = _TIMES_AFTER.match(lower[amount.span.end : amount.span.end + 30])
    return amount.span.end + (after.end() if after else 0)


def _result(row: Sequence[Amount], first: int, last: int, lower: str) -> Amount | None:
    """Return the amount that is said to come out: behind an equals sign, or before brackets."""
    end = _end(row[last], lower)
    if last + 1 < len(row) and _EQUALS.fullmatch(lower[end : row[last + 1].span.start]):
        return row[last + 1]
    if first and _CLOSES.match(lower[end : end + 40]):
        between = lower[row[first - 1].span.end : row[first].span.start]
        counted = _TIMES.search(between)
        if _OPENS.fullmatch(between[: counted.start() + 1] if counted else between):
            return row[first - 1]
    return None


def written(value: int, like: Amount) -> str:
    """Write an amount the way another one of the same text is written.

    Args:
        value: in hundredths.
        like: gives the sign and its place, the decimal sign, and whether noughts are written.

    Example:
        >>> from guard.claims.money.money import money
        >>> [one] = money(b"1.234,50 eur", "1.234,50 eur")
        >>> written(11250, one)
        '112,50 eur'
    """
    figured = re.search(r"\d[\d.,']*(?:\s\d{3}(?!\d)[\d,.]*)*", like.words)
    if figured is None or re.search(r"[a-z]", like.words[figured.end() : figured.end() + 1]):
        return ""
    comma = re.search(r",\d{2}$", figured[0]) is not None
    cents = value % 100 or re.search(r"[.,]\d{2}$", figured[0])
    plain = f"{value / 100:,.2f}" if cents else f"{value // 100:,}"
    if value < 1_000_000 and not re.search(r"\d[.,' ]\d{3}", figured[0]):
        plain = plain.replace(",", "")
    if comma:
        plain = plain.replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{like.words[: figured.start()]}{plain}{like.words[figured.end() :]}"

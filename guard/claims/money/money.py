"""Finds the amounts of a text: money by sign, code and word, percentages, points, shares, and what is free.

English, German, French and Swiss ways of writing figures are read alike: the last of two separators
is the decimal one, and a single one before three digits parts the thousands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal, cast

from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import spell, table, words
from guard.text.spans import Span

Form = Literal["money", "percent", "count", "share", "free", "bare"]

_FORMS = ("leading", "trailing", "spelled", "share", "free", "bare")
_FIGURE = re.compile(r"\d[\d.,']*(?:\s\d{3}(?!\d)[\d,.]*)*|\.\d\d")
_JOINT = re.compile(r"\d(?:[a-z]+)?\s*[€£¥₹$]?\s*(?:-|\bto\b)\s*[^\d\s]{0,4}\s*(?=\d)")
_LEAD = 24
"""Characters before an amount in which the words stand that make it a bound."""
_PART_OF = re.compile(r"[\w.,/:#@-]")
_GOES_ON = re.compile(r"[.,:/]?\d|[.,]\d|-\d|/\d|\w")
_TAKEN = re.compile(r"(.*?\d)\s*-\s*(\S.*)")
_CENTS = re.compile(r"(?:cents?|pence|penn(?:y|ies)|p|¢)$")
_ENDS = ".,"
_UNITS = re.compile(r"[a-z]{1,2} ?\$|[$€£¥₹¢]|(?:[a-z]+ )?[a-z]+(?: sterling)?\.?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One amount that a text names.

    Args:
        span: code points of the text.
        words: the words themselves, lower case.
        form: what is counted; `bare` is a figure with two decimals and no unit.
        low: in hundredths of the unit; nought for what is free.
        high: the end of a range, else the same.
        unit: ISO code, `$` for any dollar, a counted word (`points`), `%`, or empty.
        lead: the words that make it a bound or an estimate (`up to`, `about`).
        per: what it is the price of one of (`month`, `each`); empty for a total.
        tax: `incl`, `excl`, or empty.

    Example:
        >>> [amount] = money(b"that's $20.50 each", "that's $20.50 each")
        >>> (amount.low, amount.unit, amount.per)
        (2050, '$', 'each')
    """

    span: Span
    words: str
    form: Form
    low: int
    high: int
    unit: str = ""
    lead: str = ""
    per: str = ""
    tax: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether it is one figure and no bound, range or estimate."""
        return self.low == self.high and not self.lead


@cache
def _pattern() -> Pattern:
    known = words("money")
    forms = cast(dict[str, str], table("money")["forms"])
    return compiled("|".join(f"({spell(forms[name], known)})" for name in _FORMS))


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(cast(str, table("money")[name]))


@cache
def _trap(name: str) -> re.Pattern[str]:
    return re.compile(cast(dict[str, str], table("money")["traps"])[name])


@cache
def _units() -> Mapping[str, tuple[str, int]]:
    """Return how each unit is written: its name, and the hundredths in one of it."""
    rows = cast(dict[str, list[str]], table("money")["units"])
    small = cast(dict[str, list[str]], table("money")["hundredths"])
    found = {said: (unit, 100) for unit, row in rows.items() for said in row}
    codes = re.findall(r"\b[a-z]{3}\b", words("money")["name"])
    found |= {code: (code.upper(), 100) for code in codes if code not in found and code != "yen"}
    return found | {said: (unit, 1) for unit, row in small.items() for said in row}


@cache
def _scales() -> Mapping[str, int]:
    return {said: int(value) for said, value in cast(dict[str, str], table("money")["scales"]).items()}


@cache
def _numbers() -> Mapping[str, int]:
    return {said: int(value) for said, value in cast(dict[str, str], table("money")["numbers"]).items()}


@lru_cache(maxsize=256)
def money(low: bytes, lower: str) -> tuple[Amount, ...]:
    """Return the amounts of a text, from left to right; kept, for the facts come with every draft.

    Args:
        low: the shadow of `lower`.
        lower: the text in lower case.

    Example:
        >>> said = "usd 1,234.56, not twenty quid; 15% off and free of charge"
        >>> [(a.form, a.low, a.unit) for a in money(said.encode(), said)]
        [('money', 123456, 'USD'), ('money', 2000, 'GBP'), ('percent', 1500, '%'), ('free', 0, '')]
    """
    return tuple(_found(low, lower))


def _found(low: bytes, lower: str) -> Iterator[Amount]:
    whole: Amount | None = None
    for match in _pattern().finditer(low):
        start, end = match.span()
        form = _FORMS[cast(int, match.lastindex) - 1]
        while lower[end - 1] in _ENDS:
            end -= 1
        amount = _amount(form, Span(start, end), lower)
        if amount is None:
            continue
        if amount.high < amount.low and (taken := _TAKEN.fullmatch(amount.words)):  # no range: one is taken from one
            first = _amount(form, Span(start, start + taken.end(1)), lower)
            amount = _amount(form, Span(start + taken.start(2), end), lower) or amount
            if first is not None:
                yield first
        if whole is not None and (joined := _joined(whole, amount, lower)):
            whole = joined
            continue
        if whole is not None:
            yield whole
        whole = amount
    if whole is not None:
        yield whole


def _joined(whole: Amount, small: Amount, lower: str) -> Amount | None:
    """Return dollars and the cents behind them as one amount; None where they are two."""
    between = lower[whole.span.end : small.span.start]
    if not (re.fullmatch(r",?\s*(?:and\s*)?", between) and _CENTS.search(small.words) and 0 < small.low < 100):
        return None
    if whole.form != "money" or whole.low % 100 or whole.low != whole.high:
        return None
    span = Span(whole.span.start, small.span.end)
    value = whole.low + small.low
    return replace(small, span=span, words=span.of(lower), low=value, high=value, unit=whole.unit, lead=whole.lead)


def _amount(form: str, span: Span, lower: str) -> Amount | None:
    said = span.of(lower)
    if form == "free":
        amount = Amount(span=span, words=said, form="free", low=0, high=0)
        return None if _trap("vacant").match(lower[span.end :][:_LEAD]) else amount
    if form == "share":
        part = 5000 if "half" in said else 20000 if re.match("double|twice", said) else 10000
        return Amount(span=span, words=said, form="share", low=part, high=part, unit="%")
    if form != "spelled" and _is_part(span, lower):
        return None
    if form == "bare":
        after, before = lower[span.end : span.end + 12], lower[: span.start][-_LEAD:]
        if _trap("clock_after").match(after) or _trap("clock_before").search(before):
            return None
        value = figure(said)
        return Amount(span=span, words=said, form="bare", low=value, high=value, lead=_lead(span, lower))
    found = _spelled(said) if form == "spelled" else _figures(said)
    if found is None or (form == "spelled" and _trap("change").match(lower[span.end :][:_LEAD])):
        return None
    least, most, unit, kind = found
    if _is_trap(kind, unit, least, span, lower):
        return None
    after = lower[span.end : span.end + 40]
    per = _re("per").match(after)
    tax = _re("tax").match(after)
    return Amount(
        span=span, words=said, form=kind, low=least, high=most, unit=unit, lead=_lead(span, lower),
        per=(per["what"] or ("each" if re.match(r"\s*(?:each|apiece)", per[0]) else "")) if per else "",
        tax=("incl" if tax["tax"][:2] in ("in", "wi") and tax["tax"] != "without" else "excl") if tax else "",
    )  # fmt: skip


def _is_part(span: Span, lower: str) -> bool:
    """Tell whether the figure is cut out of something longer: an identifier, a version, a date, a number."""
    before, after = lower[max(0, span.start - 1) : span.start], lower[span.end : span.end + 2]
    if lower[span.start] in "-$€£¥₹" and before in ("-", ".", ",", ":", "/"):
        before = ""
    return bool((before and _PART_OF.match(before)) or (lower[span.end - 1].isdigit() and _GOES_ON.match(after)))


def _lead(span: Span, lower: str) -> str:
    found = _re("leads").search(lower[max(0, span.start - _LEAD) : span.start])
    return (found["bound"] or found["about"] or "about") if found else ""


def _is_trap(kind: Form, unit: str, value: int, span: Span, lower: str) -> bool:
    """Tell whether the words count something else: certainty, weight, or the lines of a screen."""
    after = lower[span.end : span.end + 20]
    if kind == "percent":
        return value == 10000 and _trap("hundred").match(after) is None
    if unit == "GBP" and "pound" in span.of(lower):
        return _trap("weight").search(lower[max(0, span.start - 40) : span.end + 30]) is not None
    said = span.of(lower)
    return said.endswith("p") and "pence" not in said and re.fullmatch(r"\d{1,2}p", said) is None


def _figures(said: str) -> tuple[int, int, str, Form] | None:
    """Read an amount in figures: its two ends, its unit, and what it counts."""
    joint = _JOINT.search(said)
    second = joint.end() if joint else None
    first = _FIGURE.search(said)
    if first is None:
        return None
    rest = (said[: first.start()] + " " + said[(second or first.start()) :]).strip("- ")
    if "%" in said or "percent" in said or "per cent" in said or "pct" in said:
        unit, per, kind = "%", 100, cast(Form, "percent")
    elif counted := re.search(r"points|miles|nights?|credits", said):
        unit, per, kind = counted[0].rstrip("s") + "s", 100, "count"
    else:
        unit, per = _unit(rest)
        kind = "money"
    low = _scaled(said[: second or len(said)], first, per)
    high = _scaled(said, figured, per) if second and (figured := _FIGURE.match(said, second)) else low
    if high < low and second:  # "$1-1.5k", "1-2 million"
        low *= next((s for s in (1000, 1_000_000) if low * s <= high), 1)
    sign = -1 if re.match(r"-|minus|\D{1,4}-(?=\d)", said) else 1
    return sign * low, (sign * low if not second else high), unit, kind


def _scaled(said: str, found: re.Match[str], per: int) -> int:
    """Return the hundredths of a figure with what multiplies it (`1.2k`)."""
    scale = re.match(r"\s?(k|mn|m|bn|thousand|million|billion|grand|lakhs?|crores?)\b|(k)\W", said[found.end() :] + " ")
    times = _scales()[scale[1] or scale[2]] if scale else 1
    if times > 1 and re.fullmatch(r"\d+[.,]\d+", found[0]):
        return round(float(found[0].replace(",", ".")) * times * per)
    return figure(found[0]) * times * per // 100


def _unit(rest: str) -> tuple[str, int]:
    """Name the unit that stands before or behind a figure."""
    for said in _UNITS.findall(rest.replace(" $", "$")):
        for form in (said, said.split()[-1]):
            if form in _units():
                return _units()[form]
    return "", 100


def figure(said: str) -> int:
    """Read a figure as hundredths, whichever separators it uses.

    Example:
        >>> [figure(said) for said in ("1,234.56", "1.234,56", "1 234,56", "1'234.50", "1.234", "5,5", "0.125")]
        [123456, 123456, 123456, 123450, 123400, 550, 12]
    """
    if said.isdecimal():
        return int(said) * 100
    plain = re.sub(r"[\s'-]", "", said).strip(_ENDS) if said[0] != "." else "0" + said
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return int(plain) * 100
    whole, part = plain[:last].replace(".", "").replace(",", ""), plain[last + 1 :]
    if len(part) == 3 and whole != "0" and (plain.count(plain[last]) > 1 or len({*plain} & {".", ","}) == 1):
        return int(whole + part) * 100
    return int(whole or "0") * 100 + int((part + "00")[:2])


def _spelled(said: str) -> tuple[int, int, str, Form] | None:
    """Read an amount in words: `two hundred and fifty dollars`."""
    total = current = 0
    parts = re.split(r"[-\s]+", said)
    named = [part for part in parts if part in _numbers()]
    if len(named) > 1 and named[0] in ("a", "an") and _numbers()[named[1]] < 100:  # "a five-dollar fee"
        named = named[1:]
    for part in named:
        value = _numbers()[part]
        if value >= 1000:
            total, current = total + (current or 1) * value, 0
        else:
            current = (current or 1) * value if value == 100 else current + value
    total += current
    tail = " ".join(part for part in parts if part not in _numbers() and part != "and")
    if "percent" in tail or "per cent" in tail:
        return total * 100, total * 100, "%", "percent"
    if counted := re.search(r"points|miles|nights?", tail):
        if said.startswith(("a ", "an ")):  # "$80 a night"
            return None
        return total * 100, total * 100, counted[0].rstrip("s") + "s", "count"
    unit, per = _unit(tail)
    return total * per, total * per, unit, "money"

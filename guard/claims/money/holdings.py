"""The amounts that trusted sources name, and the things they are the amounts of; found when a claim asks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from guard.claims.context import Context
from guard.claims.money.money import figure, money
from guard.claims.shadow import shadow
from guard.claims.sources import MOST, Lines, laid_out, sentence_of, told
from guard.claims.tables import table
from guard.domain.facts import Fact
from guard.domain.lazy import lazy
from guard.text.spans import Span

_LATEST = 400
"""Numbers of records that are kept, the latest: a catalogue of prices is longer than anyone states."""
_WORD = re.compile(r"[a-z]{3,}")
_PART = re.compile(r"[a-z]+")
_PIECE = re.compile(r"[.;!?\n](?:\s|$)")
_LOOSE = re.compile(r"(?<![\w.,-])\d[\d.,]*(?![\w-])")
_LAST = re.compile(r"\[\d+\](?!.*\[\d+\])")
_CENTS = re.compile(r"(?<![\w.,-])\d+[.,]\d{2}(?![\w,.-]*\d)")
_BOUNDS = frozenset(("max", "min"))
"""Words that make a key money when they stand alone, and not in `max_visits`."""
_HUGE = 1e9
"""A greater number is an identifier."""
_WHO = ("facts.agent", "facts.customer", "facts.flow_policy")
_FEWEST, _GREATEST = 2, 60
_NAME = 80
"""Characters that the name of a thing may have."""


@dataclass(frozen=True, slots=True)
class Held:
    """An amount that a trusted source names.

    Args:
        fact: the value it stands in.
        low: in hundredths of its unit.
        high: the end of a range, else the same.
        unit: as in `Amount`; empty where the record leaves it open.
        group: its path without the last place in a list: what stands in one list is of one kind.
        text: the sentence, where it stands in one; else empty.
    """

    fact: Fact
    low: int
    high: int
    unit: str
    group: str
    text: str = ""


@cache
def keys() -> frozenset[str]:
    """Return the words of a key that make its number money.

    Example:
        >>> "refund" in keys()
        True
    """
    return frozenset(cast(list[str], table("amounts")["keys"]))


@cache
def _idle() -> frozenset[str]:
    return frozenset(cast(str, table("amounts")["idle"]).split())


def content(said: str) -> frozenset[str]:
    """Return the words by which two texts may be found to speak of the same thing, without their endings.

    Example:
        >>> sorted(content("the drop fee is charged for deliveries"))
        ['deliver', 'drop']
    """
    return frozenset(map(_stem, set(_WORD.findall(said)) - _idle()))


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    for ending in ("ies", "ing", "ed", "es", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def key_parts(key: str) -> frozenset[str]:
    """Return the words of a field's name.

    Example:
        >>> sorted(key_parts("termination_fee"))
        ['fee', 'termination']
    """
    return frozenset(_PART.findall(key))


def shown(value: object) -> str:
    """Write a value for a person: no more decimals than money has, and not a whole text.

    Example:
        >>> shown(6.739999999999981), shown(12.0)
        ('6.74', '12')
    """
    return f"{value:.2f}".removesuffix(".00") if isinstance(value, float) else str(value)[:200]


class Holdings:
    """What is known of money in one case.

    Args:
        context: the case; its facts are read at most once.

    Example:
        >>> from guard.claims.context import Setting
        >>> Holdings(Setting()).held
        ()
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._words: dict[str, frozenset[str]] = {}

    @lazy
    def _every(self) -> tuple[Fact, ...]:
        return tuple(told(self._context))

    @lazy
    def is_known(self) -> bool:
        """Whether sources know anything of the matter, beyond who writes to whom and when."""
        return any(not fact.path.startswith(_WHO) for fact in self._every)

    @lazy
    def names(self) -> dict[str, str]:
        """The names of things, by the path of the record that holds them."""
        known = cast(list[str], table("amounts")["names"])
        found: dict[str, str] = {}
        for fact in self._every:
            if isinstance(fact.value, str) and len(fact.value) <= _NAME and fact.key.rpartition("_")[2] in known:
                owner = fact.path.rpartition(".")[0]
                found[owner] = f"{found.get(owner, '')} {fact.value}".lower().strip()
        return found

    @lazy
    def held(self) -> tuple[Held, ...]:
        """Every amount that a trusted source names, in the order of the facts."""
        return (*self.counted, *self._written())

    def around(self, one: Held) -> frozenset[str]:
        """Return the words of an amount's key and of the names beside it, or of its sentence."""
        if one.fact.path not in self._words or one.text:
            said = frozenset(_WORD.findall(one.text)) | content(one.text) if one.text else self._beside(one.fact)
            if one.text:
                return said
            self._words[one.fact.path] = said
        return self._words[one.fact.path]

    @lazy
    def counts(self) -> frozenset[int]:
        """The small whole numbers of the records: how many there are of a thing."""
        return frozenset(
            int(fact.value)
            for fact in self._every
            if isinstance(fact.value, int) and _FEWEST <= fact.value <= _GREATEST
        )

    @lazy
    def loose(self) -> frozenset[int]:
        """Every figure of every text, in hundredths: what is written without a unit may still be an amount."""
        numbers = (
            round(f.value * 100) for f in self._every if isinstance(f.value, (int, float)) and abs(f.value) < _HUGE
        )
        return frozenset((*numbers, *(figure(match[0]) for match in _LOOSE.finditer(self.text))))

    @lazy
    def spoken(self) -> frozenset[int]:
        """Every figure of the conversation and of calls that failed, in hundredths; none of them backs a promise."""
        return self.quoted | {figure(match[0]) for match in _LOOSE.finditer(self._talk)}

    @lazy
    def quoted(self) -> frozenset[int]:
        """The amounts of money among them: those with a unit, and those with cents."""
        written = money(shadow(self._talk), self._talk)
        return frozenset(
            (
                *(abs(value) for one in written for value in (one.low, one.high) if value),
                *(figure(match[0]) for match in _CENTS.finditer(self._talk)),
            )
        )

    @lazy
    def _talk(self) -> str:
        texts = [message.text for message in self._context.said if message.role in ("customer", "agent")]
        texts += [f"{call.result} {call.arguments}" for call in self._context.trace if call.failed]
        return "\n".join(texts).lower()[-MOST:]

    @lazy
    def _lines(self) -> Lines:
        return laid_out((fact, fact.value.lower()) for fact in self._every if isinstance(fact.value, str))

    @property
    def text(self) -> str:
        """All texts of trusted sources, one value a line, lower case."""
        return self._lines[2]

    @lazy
    def pieces(self) -> tuple[tuple[Fact, str], ...]:
        """The sentences of the texts, lower case."""
        facts, starts, text = self._lines
        lines = (text[start : end - 1] for start, end in zip(starts, [*starts[1:], len(text) + 1], strict=False))
        return tuple((fact, one) for fact, line in zip(facts, lines, strict=True) for one in _PIECE.split(line) if one)

    @lazy
    def counted(self) -> tuple[Held, ...]:
        """The numbers of the records whose key says that they are money."""
        numbers = [fact for fact in self._every if isinstance(fact.value, (int, float)) and abs(fact.value) < _HUGE]
        return tuple(one for fact in numbers[-_LATEST:] if (one := _number(fact)) is not None)

    def _beside(self, fact: Fact) -> frozenset[str]:
        """Return the words of a path, and of the names beside the value or one floor above it."""
        owner = fact.path.rpartition(".")[0]
        named = f"{self.names.get(owner, '')} {self.names.get(owner.rpartition('.')[0], '')}"
        return _key_words(_group(fact.path)) | content(named)

    def _written(self) -> Iterator[Held]:
        """Yield the amounts that stand in texts."""
        facts, starts, text = self._lines
        for amount in money(shadow(text), text):
            number = bisect_right(starts, amount.span.start) - 1
            end = starts[number + 1] - 1 if number + 1 < len(starts) else len(text)
            piece = sentence_of(_PIECE, text, Span(starts[number], end), amount.span)
            fact = facts[number]
            if len(piece) <= len(amount.words) + 4:  # a field of a record
                yield Held(fact, abs(amount.low), abs(amount.high), amount.unit, _group(fact.path))
            else:
                yield Held(fact, amount.low, amount.high, amount.unit, fact.path, piece)


@lru_cache(maxsize=4096)
def _key_words(group: str) -> frozenset[str]:
    """Return the words of a path, whole and without their endings."""
    said = re.findall(r"[a-z]+", group.partition(".")[2].lower())
    return frozenset(said) | content(" ".join(said))


@lru_cache(maxsize=4096)
def _group(path: str) -> str:
    return _LAST.sub("[]", path, count=1)


def _number(fact: Fact) -> Held | None:
    """Return a number of a record as an amount, if its key says that it is one; a bare one was calculated."""
    group = _group(fact.path)
    if fact.key and not _key_words(group) & keys() - (_BOUNDS if key_parts(fact.key) - _BOUNDS else frozenset()):
        return None
    value = round(cast(float, fact.value) * 100)
    unit = "%" if "percent" in fact.key else next((u for u in ("points", "miles") if u in fact.key), "")
    return Held(fact, value, value, unit, group)

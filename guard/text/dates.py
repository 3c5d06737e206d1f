"""Dates as a support agent writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from guard.text.tables import table

_WORDS = cast(Mapping[str, Mapping[str, str]], table("dates"))


def spoken(day: date, language: str = "en") -> str:
    """Write a day in words, independent of the machine's locale; a time is added where there is one.

    Args:
        day: with or without a time.
        language: ISO 639-1; English words where `dates.yaml` does not hold it.

    Example:
        >>> spoken(date(2026, 11, 27)), spoken(date(2026, 11, 27), "es")
        ('Friday 27 November', 'viernes 27 de noviembre')
    """
    words = _WORDS.get(language) or _WORDS["en"]
    weekday, month = words["days"].split()[day.weekday()], words["months"].split()[day.month - 1]
    said = words["form"].format(weekday=weekday, day=day.day, month=month)
    if isinstance(day, datetime) and (day.hour or day.minute):
        return f"{said}, {day:%H:%M}"
    return said

"""Dates as a support agent writes them."""

from __future__ import annotations

from datetime import date, datetime

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def spoken(day: date) -> str:
    """Write a day in English words, independent of the machine's locale; a time is added where there is one.

    Example:
        >>> spoken(date(2026, 11, 27))
        'Friday 27 November'
    """
    words = f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    if isinstance(day, datetime) and (day.hour or day.minute):
        return f"{words}, {day:%H:%M}"
    return words

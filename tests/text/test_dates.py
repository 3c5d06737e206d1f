"""Days in words."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from guard.text.dates import spoken


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Wednesday 9 September"), ("es", "miércoles 9 de septiembre"), ("fr", "Wednesday 9 September")],
)
def test_a_day_is_said_in_the_language_or_else_in_english(language: str, said: str) -> None:
    assert spoken(date(2026, 9, 9), language) == said


def test_a_time_is_added_where_there_is_one() -> None:
    assert spoken(datetime(2026, 11, 27, 14, 30), "es") == "viernes 27 de noviembre, 14:30"

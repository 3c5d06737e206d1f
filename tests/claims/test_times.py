from __future__ import annotations

from datetime import datetime

import pytest

from guard.claims.clocks import clock
from guard.claims.times import times

NOW = datetime.fromisoformat("2026-11-21T10:05:00-05:00")


def days(said: str, now: datetime | None = NOW) -> list[tuple[str, str]]:
    return [
        (first.isoformat()[:10], last.isoformat()[:10])
        for time in times(said.encode(), now)
        for first, last in time.readings
    ]


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("on 2026-11-27", "2026-11-27", "2026-11-27"),
        ("27 november", "2026-11-27", "2026-11-27"),
        ("nov 27th", "2026-11-27", "2026-11-27"),
        ("monday, 7 december", "2026-12-07", "2026-12-07"),
        ("eta: 11/30", "2026-11-30", "2026-11-30"),
        ("by friday", "2026-11-27", "2026-11-27"),
        ("first thing monday", "2026-11-23", "2026-11-23"),
        ("tomorrow", "2026-11-22", "2026-11-22"),
        ("the day after tomorrow", "2026-11-23", "2026-11-23"),
        ("tonight", "2026-11-21", "2026-11-21"),
        ("within 24 hours", "2026-11-22", "2026-11-22"),
        ("within 48hrs", "2026-11-23", "2026-11-23"),
        ("in 2-3 business days", "2026-11-24", "2026-11-25"),
        ("in a week or two", "2026-11-28", "2026-12-05"),
        ("by end of day", "2026-11-21", "2026-11-21"),
        ("next week", "2026-11-23", "2026-11-29"),
        ("before christmas", "2026-12-25", "2026-12-25"),
        ("the 14th", "2026-12-14", "2026-12-14"),
        ("on 3 january", "2027-01-03", "2027-01-03"),
    ],
)
def test_a_time_is_placed_relative_to_now(said: str, first: str, last: str) -> None:
    assert days(said) == [(first, last)]


def test_a_numeric_date_keeps_both_readings() -> None:
    assert days("11/12") == [("2026-12-11", "2026-12-11"), ("2026-11-12", "2026-11-12")]


def test_next_friday_may_be_the_coming_one_or_the_one_after() -> None:
    assert len(days("next friday")) == 2


@pytest.mark.parametrize(
    "said",
    ["you may sat the second march", "call 555-0147", "12 parcels", "10.5 kg", "order a-1042", "one moment, please"],
)
def test_words_and_numbers_that_are_no_times_are_left_alone(said: str) -> None:
    assert list(times(said.encode(), NOW)) == []


def test_without_now_only_a_time_with_its_year_has_a_place() -> None:
    assert days("tomorrow, friday or 27 november", None) == []
    assert days("27 november 2026", None) == [("2026-11-27", "2026-11-27")]


def test_a_range_keeps_its_numbers_and_its_unit() -> None:
    [time] = times(b"5-7 business days", NOW)
    assert time.length is not None
    assert (time.length.low, time.length.high, time.length.unit, time.length.business) == (5, 7, "day", True)
    assert time.is_range


def test_soon_is_vague_and_two_days_ago_is_past() -> None:
    vague, past = times(b"soon, unlike two days ago", NOW)
    assert vague.is_vague
    assert past.is_past


@pytest.mark.parametrize("said", ["31 february", "99/99", "2026-13-45", "the 99th", "in 999 months"])
def test_impossible_dates_never_raise(said: str) -> None:
    list(times(said.encode(), NOW))


def test_a_clock_time_is_read_with_its_half_of_the_day() -> None:
    assert clock("by 12 am") == (0, 0)
    assert clock("at noon") == (12, 0)
    assert clock("7:45 pm") == (19, 45)

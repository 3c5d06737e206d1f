from __future__ import annotations

from datetime import date, datetime

import pytest

from guard.claims.time.clocks import clock
from guard.claims.time.times import times

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
        ("by the end of the month", "2026-11-30", "2026-11-30"),
        ("next week", "2026-11-23", "2026-11-29"),
        ("before christmas", "2026-12-24", "2026-12-24"),
        ("the 14th", "2026-12-14", "2026-12-14"),
        ("on 3 january", "2027-01-03", "2027-01-03"),
    ],
)
def test_a_time_is_placed_relative_to_now(said: str, first: str, last: str) -> None:
    assert days(said) == [(first, last)]


def test_a_numeric_date_keeps_both_readings() -> None:
    assert days("11/12") == [("2026-12-11", "2026-12-11"), ("2026-11-12", "2026-11-12")]


def test_next_friday_is_that_of_next_week_and_may_be_one_of_this_week() -> None:
    wednesday = datetime.fromisoformat("2026-11-18T10:05:00-05:00")
    assert days("next friday", wednesday) == [("2026-11-27", "2026-11-27"), ("2026-11-20", "2026-11-20")]
    assert days("next tuesday", wednesday) == [("2026-11-24", "2026-11-24")]


def test_an_hour_takes_the_one_day_of_its_sentence() -> None:
    said = "the appointment on friday is at 3 pm. call us at 4 pm"
    assert days(said) == [("2026-11-27", "2026-11-27"), ("2026-11-27", "2026-11-27"), ("2026-11-21", "2026-11-21")]


def test_a_day_that_is_over_is_next_years_unless_a_past_verb_says_otherwise() -> None:
    assert days("it comes on october 3")[0] == ("2027-10-03", "2027-10-03")
    assert days("you came on october 3") == [("2026-10-03", "2026-10-03")]


def test_up_to_three_days_may_be_none() -> None:
    [time] = times(b"it takes up to 3 days", NOW)
    assert time.length is not None
    assert (time.length.low, time.length.high) == (0, 3)


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


def test_moments_that_are_equal_in_different_zones_keep_their_own_day() -> None:
    late, next_day = (datetime.fromisoformat(one) for one in ("2026-11-20T23:30:00-05:00", "2026-11-21T04:30:00+00:00"))
    assert late == next_day
    days = [times(b"see you tomorrow", now)[0].readings[0][0] for now in (late, next_day)]
    assert days == [date(2026, 11, 21), date(2026, 11, 22)]

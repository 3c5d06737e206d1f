from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from guard.claims.time.times import times
from guard.promises.due import due, is_before, is_over

ZONE = timezone(-timedelta(hours=5))
MADE = datetime(2026, 11, 21, 10, 5, tzinfo=ZONE)


def last(said: str, made: datetime | None = MADE) -> str | None:
    found = due(tuple(times(said.encode(), made)), made)
    return found.last.isoformat() if found is not None and found.last is not None else None


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("i'll call you by 5 pm", "2026-11-21T17:00:00-05:00"),
        ("i'll call you by 9 am", "2026-11-22T09:00:00-05:00"),
        ("i'll call you tomorrow at 9:30 am", "2026-11-22T09:30:00-05:00"),
        ("i'll call at 4 o'clock tomorrow", "2026-11-22T16:00:00-05:00"),
        ("it leaves on friday by 07:30", "2026-11-27T07:30:00-05:00"),
        ("you'll have it on friday", "2026-11-27"),
        ("within 2-3 business days", "2026-11-25"),
        ("within the next 2 hours", "2026-11-21T12:05:00-05:00"),
        ("i'll hold a 9 am slot and try others today", "2026-11-21"),
        ("i'll look into it", None),
        ("i'll hold it for two weeks", None),
        ("it came yesterday", None),
    ],
)
def test_a_promise_falls_due_at_the_last_moment_that_it_names(said: str, when: str | None) -> None:
    assert last(said) == when


def test_a_time_that_cannot_be_placed_keeps_its_words() -> None:
    found = due(tuple(times(b"i'll call you tomorrow", None)), None)
    assert found is not None
    assert (found.words, found.last) == ("tomorrow", None)


def test_a_day_is_over_when_the_next_one_begins() -> None:
    assert not is_over("2026-11-21", MADE)
    assert is_over("2026-11-20", MADE)
    assert is_over("2026-11-21T10:00:00-05:00", MADE)
    assert not is_over("2026-11-21T10:10:00", MADE)


def test_times_with_and_without_a_zone_can_be_compared() -> None:
    assert is_before(date(2026, 11, 20), MADE)
    assert is_before(datetime(2026, 11, 21, 10, 0), MADE)
    assert not is_before(datetime(2026, 11, 21, 10, 10), MADE)

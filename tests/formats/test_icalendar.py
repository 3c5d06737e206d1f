from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import pytest

from guard.formats.icalendar import calendar
from tests.formats.promising import promise

icalendar: Any = import_module("icalendar")


def read(data: bytes, name: str = "VEVENT") -> list[Any]:
    """The components, as a library that is not ours reads them."""
    return list(icalendar.Calendar.from_ical(data).walk(name))


def test_an_event_stands_at_the_hour_it_falls_due_in_utc() -> None:
    [event] = read(calendar([promise()]))
    assert event.decoded("DTSTART") == datetime(2026, 11, 21, 22, 0, tzinfo=UTC)
    assert event.decoded("DTSTAMP") == datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
    assert str(event["UID"]) == "5a1f0c9b7d2e4a63@promises.reply-guard"
    assert str(event["SUMMARY"]) == "Overdue: I'll call you by 5 pm (Mei)"


def test_a_day_without_an_hour_is_a_whole_day() -> None:
    [event] = read(calendar([promise(due="2026-12-31")]))
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 12, 31), date(2027, 1, 1))


def test_an_hour_without_a_zone_is_the_readers_own() -> None:
    [event] = read(calendar([promise(due="2026-11-21T17:00:00")]))
    assert event.decoded("DTSTART") == datetime(2026, 11, 21, 17, 0)


@pytest.mark.parametrize(
    ("more", "event", "todo"),
    [
        ({"state": "open"}, "CONFIRMED", "NEEDS-ACTION"),
        ({"state": "open", "certainty": "hedged"}, "TENTATIVE", "NEEDS-ACTION"),
        ({"state": "kept"}, "CONFIRMED", "COMPLETED"),
        ({"state": "replaced"}, "CANCELLED", "CANCELLED"),
        ({"state": "withdrawn"}, "CANCELLED", "CANCELLED"),
    ],
)
def test_the_status_tells_what_became_of_it(more: dict[str, Any], event: str, todo: str) -> None:
    assert [str(one["STATUS"]) for one in read(calendar([promise(**more)]))] == [event]
    assert [str(one["STATUS"]) for one in read(calendar([promise(**more)], "todo"), "VTODO")] == [todo]


def test_only_a_to_do_may_be_without_a_day() -> None:
    assert read(calendar([promise(due=None)])) == []
    [todo] = read(calendar([promise(due=None)], "todo"), "VTODO")
    assert "DUE" not in todo
    [dated] = read(calendar([promise()], "todo"), "VTODO")
    assert dated.decoded("DUE") == datetime(2026, 11, 21, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["a, b; c\\n \\ d\nnew line", "Ünïcödé — " * 40, "\U0001f4e6" * 60, "a\x00b\x1b[31m"])
def test_any_text_comes_back_and_no_line_is_too_long(text: str) -> None:
    data = calendar([promise(text=text)])
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    [event] = read(data)
    cleaned = text.replace("\x00", " ").replace("\x1b", " ")
    assert str(event["DESCRIPTION"]).startswith(f"Promised: {cleaned}\n")


def test_a_promise_of_which_nobody_knows_when_still_has_a_stamp() -> None:
    [todo] = read(calendar([promise(due=None, now=None, said_at=None)], "todo"), "VTODO")
    assert todo.decoded("DTSTAMP") == datetime(1970, 1, 1, tzinfo=UTC)

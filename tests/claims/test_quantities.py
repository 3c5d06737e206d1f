from __future__ import annotations

import pytest

from guard.claims.rules.quantities import number, quantities


@pytest.mark.parametrize(
    ("said", "unit", "low", "high"),
    [
        ("€4,200", "money", 4200, 4200),
        ("12,50 €", "money", 12.5, 12.5),
        ("20 bucks", "money", 20, 20),
        ("15% off", "%", 15, 15),
        ("15 per cent", "%", 15, 15),
        ("5 to 10 business days", "time", 120, 240),
        ("5-10 days", "time", 120, 240),
        ("two weeks", "time", 336, 336),
        ("one device", "devic", 1, 1),
        ("within 48hrs", "time", 48, 48),
    ],
)
def test_quantities_of_many_writings(said: str, unit: str, low: float, high: float) -> None:
    [found] = [one for one in quantities(said) if one.unit == unit]
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("said", ["at 18:00", "on 2026-11-27", "order A-1042", "the 5th", "in 2026", "at 5 pm", "24/7"])
def test_times_dates_and_names_are_no_quantities(said: str) -> None:
    assert quantities(said) == ()


def test_lengths_of_time_are_compared_in_hours() -> None:
    [weeks], [days] = quantities("2 weeks"), quantities("14 days")
    assert weeks.meets(days)


def test_a_figure_that_cannot_be_read_is_nought() -> None:
    assert number("1.2.3") == 0.0

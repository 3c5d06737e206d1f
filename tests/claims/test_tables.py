"""The tables of sentences beside this file: what is a promise, what is a time, and what only looks like one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from guard.claims.time.times import times
from guard.domain.case import Message
from tests.claims.reading import NOW, claims, context, flagged, tools


def table(name: str) -> dict[str, Any]:
    return yaml.load(Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize("said", table("promises")["promised"])
def test_a_promise_that_nothing_backs_is_found_however_it_is_worded(said: str) -> None:
    assert flagged(claims(said))


@pytest.mark.parametrize("said", table("promises")["silent"])
def test_what_promises_nothing_for_the_company_is_left_alone(said: str) -> None:
    assert flagged(claims(said)) == []


@pytest.mark.parametrize(("said", "meant"), table("times")["placed"].items())
def test_a_time_is_placed_where_a_reader_would_place_it(said: str, meant: list[str]) -> None:
    [time] = times(said.encode(), NOW)
    assert meant in [[_plain(first, meant[0]), _plain(last, meant[1])] for first, last in time.readings]


def _plain(moment: object, like: str) -> str:
    said = moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else str(moment)
    return said[: len(like)]


@pytest.mark.parametrize("said", table("times")["traps"])
def test_what_only_looks_like_a_time_is_none(said: str) -> None:
    assert times(said.encode(), NOW) == ()


def grounds() -> list[dict[str, Any]]:
    """Return the cases; a date stays as it is written, as JSON would leave it."""
    text = Path(__file__).with_name("grounding.yaml").read_text(encoding="utf-8")
    return [case | {"facts": _typed(case["facts"])} for case in yaml.load(text, Loader=yaml.BaseLoader)]


def _typed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _typed(inner) for key, inner in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [_typed(inner) for inner in cast(list[Any], value)]
    return None if value == "null" else int(value) if value.isdigit() else value


@pytest.mark.parametrize("case", grounds(), ids=lambda case: case["said"])
def test_what_is_known_decides_what_a_promise_is_worth(case: dict[str, Any]) -> None:
    found = claims(case["said"], context(case["facts"]))
    assert case["grounding"] in [claim.grounding for claim in found]


def test_a_later_result_outranks_an_earlier_one() -> None:
    call = 'get_order({"id": "A-1"})'
    seen = tools((call, '{"delivery_date": "2026-11-25"}'), (call, '{"delivery_date": "2026-11-30"}'))
    [old] = claims("It will arrive on Wednesday the 25th.", context(messages=seen))
    [new] = claims("It will arrive on Monday the 30th.", context(messages=seen))
    assert (old.grounding, new.grounding) == ("contradicted", "supported")


def test_the_customers_guarantee_does_not_make_ours() -> None:
    told = context(messages=[Message(role="customer", text="You guaranteed Friday!")])
    assert flagged(claims("Friday it is, guaranteed.", told))


def test_the_hour_of_an_appointment_is_held_against_the_record_of_its_day() -> None:
    booked = context({"bookings": [{"with": "Dr Okafor", "at": "2026-12-09T11:45"}]})
    wrong = claims("Your appointment stands: Wednesday, 9 December, 10:15.", booked)
    right = claims("Your appointment stands: Wednesday, 9 December, 11:45.", booked)
    moved = claims("We could move your appointment to Wednesday, 9 December, 10:15.", booked)
    assert [claim.kind for claim in wrong if claim.grounding == "contradicted"] == ["appointment"]
    assert not [claim for claim in (*right, *moved) if claim.grounding == "contradicted"]

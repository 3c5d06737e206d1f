"""The tables of sentences beside this file: what is a promise, what is a time, and what only looks like one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from guard.claims.times import times
from tests.claims.reading import NOW, claims, flagged


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

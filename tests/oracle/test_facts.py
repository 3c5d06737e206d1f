"""The oracle itself: it must see what a rewrite changed, and be silent where only words changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.oracle.compare import Asked, changed_facts
from evals.oracle.facts import facts_of
from evals.oracle.sources import Sources
from guard.domain.case import Case, Message
from guard.text.spans import Span

HERE = Path(__file__).parent


def read(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


PLANTED: dict[str, list[list[str]]] = read("planted.yaml")
HARMLESS: list[list[str]] = read("harmless.yaml")


def test_the_planted_changes_are_many_and_of_every_kind() -> None:
    assert len(PLANTED) == 13
    assert all(len(pairs) >= 5 for pairs in PLANTED.values())
    assert sum(map(len, PLANTED.values())) >= 60


@pytest.mark.parametrize("kind", PLANTED)
def test_at_least_95_of_100_planted_changes_are_seen(kind: str) -> None:
    unseen = [pair for pair in PLANTED[kind] if not changed_facts(*pair)]
    assert len(unseen) <= 0.05 * len(PLANTED[kind]), unseen


@pytest.mark.parametrize(("before", "after"), HARMLESS)
def test_a_rewording_that_changes_no_fact_is_not_flagged(before: str, after: str) -> None:
    assert changed_facts(before, after) == ()

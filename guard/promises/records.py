"""What records show of a promise.

The field that dates a deed, the state of the one record that is meant, and `facts.actions`, which lists what was
really done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from guard.claims.claim import Moment
from guard.domain.facts import Fact, FactIndex, Rank
from guard.domain.hit import Because
from guard.domain.verdict import Commitment
from guard.promises.due import is_before, is_over
from guard.promises.same import names
from guard.text.tables import beside
from guard.view.moment import read_time

_FAILED = frozenset(("failed", "failure", "error", "pending", "rejected", "denied", "declined", "false"))
_STATE_KEYS = ("status", "state", "stage", "progress", "result", "outcome", "decision")
_DAY = len("2026-11-22")
_FEW = 6
"""Words that the state of a record may have; more are prose."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows it.

    Args:
        place: where that stands.
        at: number of the message, where it is one; orders it among the turns.
        moment: when it happened, where that is known.
        broken: it shows that the promise was not kept.
    """

    place: Because
    at: int | None = None
    moment: Moment | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Since:
    """When a promise was made: at which message, and at what time, where that is known."""

    at: int
    moment: datetime | None
    is_draft: bool

    def comes_later(self, fact: Fact) -> bool:
        """Tell whether a fact may have come to be known after the promise."""
        place = _place(fact)
        return not self.is_draft if place is None else place > self.at


@cache
def ledger_table() -> Mapping[str, Any]:
    """Return the table of what shows that a promise was kept."""
    return beside(__file__, "ledger")


def sort_of(kind: str) -> str:
    """Return the kind under which a promise is proven.

    Example:
        >>> sort_of("refund_amount"), sort_of("delivery")
        ('refund', 'delivery')
    """
    return cast(Mapping[str, str], ledger_table()["same"]).get(kind, kind)


@cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile(cast(str, ledger_table()["elsewhere"]))


def takes_back(said: str) -> bool:
    """Tell whether a refusal takes a promise back, and does not only say that somebody else must do it.

    Example:
        >>> takes_back("I can't refund it"), takes_back("I can't refund it myself")
        (True, False)
    """
    return _elsewhere().search(said.lower()) is None


def row_of(kind: str) -> Mapping[str, list[str]]:
    """Return what shows that a promise of a kind was kept."""
    rows = cast(Mapping[str, Mapping[str, list[str]]], ledger_table()["kinds"])
    return rows.get(sort_of(kind), rows["action"])


@cache
def _shows(kind: str) -> re.Pattern[str] | None:
    words = row_of(kind)["shows"]
    return re.compile(rf"(?<!not )(?<!un)\b(?:{'|'.join(words)})\b") if words else None


def by_date(promise: Commitment, since: Since, facts: FactIndex) -> Proof | None:
    """Find the field that says when it was done, and hold it against the promise.

    What happened before the promise was made was not its keeping.
    """
    keys = frozenset(row_of(promise.kind)["dated"])
    dated = [fact for fact in _known(facts) if fact.key in keys and _day_of(fact.value) is not None]
    chosen = _chosen(promise, dated, facts)
    moment = _day_of(chosen.value) if chosen is not None else None
    if chosen is None or moment is None or (since.moment is not None and is_before(moment, since.moment)):
        return None
    broken = promise.due is not None and is_over(promise.due, moment) and promise.certainty != "hedged"
    return Proof(Because(chosen.path, str(chosen.value)), _place(chosen), moment, broken)


def by_record(promise: Commitment, since: Since, facts: FactIndex) -> Proof | None:
    """Find a record whose state says that it is done, or an entry of what was really done.

    Only what came to be known after the promise counts: a later result of a tool, or, for what was said in a
    message, the facts; they were there before a draft.
    """
    action = _listed(promise, since, facts)
    if action is not None:
        return Proof(Because(action.path, str(action.value)), _place(action))
    shows = _shows(promise.kind)
    if shows is None:
        return None
    states = [
        fact
        for fact in _known(facts)
        if fact.key.endswith(_STATE_KEYS) and len(str(fact.value).split()) <= _FEW and since.comes_later(fact)
    ]
    chosen = _chosen(promise, states, facts)
    if chosen is None or not shows.search(str(chosen.value).lower()):
        return None
    return Proof(Because(chosen.path, str(chosen.value)), _place(chosen))


def _known(facts: FactIndex) -> Iterator[Fact]:
    return (fact for fact in facts.facts if fact.rank is Rank.RECORD and not fact.path.startswith("facts.actions"))


def _chosen(promise: Commitment, fields: Sequence[Fact], facts: FactIndex) -> Fact | None:
    """Return the field of the record that is meant: the one the promise names, else the newest of the only one."""
    mine = names(promise.text)
    records: dict[str, list[Fact]] = {}
    for fact in fields:
        owner = _owner(fact, facts)
        if not mine or not owner or mine & owner:
            records.setdefault(",".join(sorted(owner)) or fact.path.rpartition(".")[0], []).append(fact)
    if len(records) != 1:
        return None
    [row] = records.values()
    return row[-1]


def _owner(fact: Fact, facts: FactIndex) -> frozenset[str]:
    """Return the identifiers of the record in which a field stands."""
    home = fact.path.rpartition(".")[0]
    near = (one for one in facts.facts if one.path.rpartition(".")[0] == home and one.key.endswith(("id", "number")))
    return frozenset(str(one.value).lower().lstrip("#") for one in near)


def _listed(promise: Commitment, since: Since, facts: FactIndex) -> Fact | None:
    """Find the deed among `facts.actions`, where it did not fail."""
    every = {fact.path: fact for fact in facts.facts}
    for fact in facts.facts:
        if not fact.path.startswith("facts.actions") or fact.key not in ("name", "action", "type"):
            continue
        status = every.get(f"{fact.path.rpartition('.')[0]}.status")
        if status is not None and str(status.value).lower() in _FAILED:
            continue
        at = every.get(f"{fact.path.rpartition('.')[0]}.at")
        moment = read_time(at.value) if at is not None else None
        if (since.is_draft and moment is None) or (moment and since.moment and is_before(moment, since.moment)):
            continue
        name = str(fact.value).lower().replace(" ", "_")
        if any(stem in name for stem in row_of(promise.kind)["tools"]):
            return fact
    return None


def _day_of(value: object) -> Moment | None:
    """Read a day or a moment; a day that has no hour stays one."""
    if isinstance(value, str) and len(value) == _DAY:
        moment = read_time(value)
        return moment.date() if moment is not None else None
    return read_time(value)


def _place(fact: Fact) -> int | None:
    found = re.match(r"messages\[(\d+)\]", fact.path)
    return int(found[1]) if found else None

"""Holds a promised time against the times that trusted sources name.

An estimate supports a hedged statement and a range, not a certain one. A customer's words, and the
agent's own earlier ones, are not among the sources: they never support what the company promises.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import cast

from guard.claims.claim import ClaimKind, Interval, Moment
from guard.claims.known import Known, Source
from guard.claims.tables import table
from guard.claims.times import Time, clock
from guard.domain.hit import Because
from guard.domain.verdict import Certainty, Grounding

Found = tuple[Grounding, Because | None]
_DEADLINES = ("by", "before", "until", "within", "in", "inside", "under")


_NO_GUARANTEE = re.compile(r"\b(?:not|no|never|cannot|can't|without|non)\b[^.;]{0,20}guarant")
_LEAD = re.compile(r"^(?:by|on|at|before|until|in|the|this)\s+")
_WORD = re.compile(r"[a-z]{5,}")


@cache
def _idle() -> frozenset[str]:
    return frozenset(cast(str, table("promises")["idle"]).split())


@cache
def _estimates() -> re.Pattern[str]:
    return re.compile(cast(str, table("promises")["estimates"]))


@cache
def _topics(kind: ClaimKind) -> tuple[str, ...]:
    return tuple(cast(dict[str, list[str]], table("promises")["topics"]).get(kind, ()))


def ground(kind: ClaimKind, promised: Sequence[Time], known: Known, sure: Certainty, said: str) -> Found:
    """Say what trusted sources make of the times that a promise names.

    Args:
        kind: what is promised; picks the sources that speak of it.
        promised: the times of the promise; all of them must be backed.
        known: the times of the sources.
        sure: how certain the promise sounds.
        said: its words, lower case; a source that shares one speaks of it too.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.claims.times import times
        >>> [time] = times(b"tomorrow", datetime(2026, 11, 21))
        >>> ground("delivery", [time], Known(Setting()), "certain", "it will arrive tomorrow")
        ('unsupported', None)
    """
    stems = (*_topics(kind), *_content(said))
    weakest: Because | None = None
    backed: Source | None = None
    for time in sorted(promised, key=lambda one: one.form not in ("clock", "bare_clock")):
        agreeing = [source for source in known.sources if agree(time, source.time, known.now)]
        backing = [one for one in agreeing if one is backed or _speaks_for(time, one, stems, sure, kind)]
        firm = [source for source in backing if not _estimates().search(source.around)]
        if firm or (backing and (sure == "hedged" or time.is_range)):
            backed = (firm or backing)[-1]
        elif backing:
            weakest = _because(backing[-1])
        elif not _is_said(time, known):
            return _unbacked(kind, time, known)
    if weakest is not None:
        return "unsupported", weakest
    return "supported", _because(backed) if backed else None


def sworn(said: str, known: Known) -> Found:
    """Say whether a source gives the guarantee that a reply gives without a time.

    Args:
        said: the clause, lower case.
        known: what the sources say.

    Example:
        >>> from guard.claims.context import Setting
        >>> sworn("we guarantee a refund", Known(Setting()))
        ('unsupported', None)
    """
    content = _content(said)
    for fact, line in known.lines():
        if "guarant" in line and not _NO_GUARANTEE.search(line) and any(word in line for word in content):
            return "supported", Because(fact.path, str(fact.value)[:200])
    return "unsupported", None


def _content(said: str) -> tuple[str, ...]:
    """Return the words by which two texts may be found to speak of the same thing."""
    return tuple(word for word in _WORD.findall(said) if word not in _idle())


def _speaks_for(time: Time, source: Source, stems: Sequence[str], sure: Certainty, kind: ClaimKind) -> bool:
    """Tell whether a source that names the time speaks of the same thing, where that is in doubt."""
    if sure == "guaranteed" and kind == "outcome":
        return "guarant" in source.around or "confirm" in source.around
    if time.form in ("relative", "end_of") or sure == "guaranteed" or not _same_day(time, source.time):
        return any(stem in source.around for stem in stems)
    return True


def _same_day(time: Time, source: Time) -> bool:
    return not (time.readings and source.readings) or any(
        _day(mine[1]) == _day(theirs[1]) for mine in time.readings for theirs in source.readings
    )


def _is_said(time: Time, known: Known) -> bool:
    """Tell whether a source uses the very words, where neither can be placed (`before easter`)."""
    return (
        not time.readings
        and time.form != "clock"
        and re.search(rf"\b{re.escape(time.words)}\b", known.text) is not None
    )


def _unbacked(kind: ClaimKind, time: Time, known: Known) -> Found:
    """Tell a promise that a source speaks against from one that no source speaks of."""
    against = [source for source in known.sources if _speaks_of(kind, source) and _comparable(time, source.time)]
    if against:
        return "contradicted", _because(against[-1])
    return ("not checkable" if time.is_range else "unsupported"), None


def _speaks_of(kind: ClaimKind, source: Source) -> bool:
    return any(topic in source.around for topic in _topics(kind))


def _comparable(promised: Time, source: Time) -> bool:
    if source.is_past or source.is_vague:
        return False
    if promised.is_range:
        return source.length is not None and promised.length is not None and source.length.unit == promised.length.unit
    return True


def _because(source: Source) -> Because:
    return Because(source.fact.path, str(source.fact.value)[:200])


def agree(promised: Time, source: Time, now: datetime | None) -> bool:
    """Tell whether a source names the same day, hour or length; for a deadline, also an earlier one.

    Example:
        >>> from guard.claims.times import times
        >>> one, other = times(b"by 28 november, or on 27 november", datetime(2026, 11, 21))
        >>> agree(one, other, datetime(2026, 11, 21)), agree(other, one, datetime(2026, 11, 21))
        (True, False)
    """
    if promised.form in ("clock", "bare_clock"):
        return _same_clock(promised, source)
    if promised.length is not None and source.length is not None:
        one, other = promised.length, source.length
        return (one.low, one.high, one.unit) == (other.low, other.high, other.unit) or (
            one.unit == other.unit and promised.lead in _DEADLINES and other.high <= one.high
        )
    if promised.form == source.form and not (promised.readings and source.readings):
        return _bare(promised) == _bare(source)
    if source.length is not None:
        return False
    return any(_meet(mine, theirs, promised, now) for mine in promised.readings for theirs in source.readings)


def _bare(time: Time) -> str:
    """Return the words of a time that cannot be placed, without what leads in."""
    said = time.words
    while found := _LEAD.match(said):
        said = said[found.end() :]
    return said


def _meet(mine: Interval, theirs: Interval, promised: Time, now: datetime | None) -> bool:
    if now and isinstance(theirs[1], datetime) and theirs[1].replace(tzinfo=None) < now.replace(tzinfo=None):
        return False
    first, last = _day(mine[0]), _day(mine[1])
    if promised.words.startswith(("by ", "before ", "until ")) or promised.lead in _DEADLINES:
        first = min(first, now.date()) if now else first
    if promised.length is not None and isinstance(mine[1], datetime) and isinstance(theirs[1], datetime):
        naive = theirs[1].replace(tzinfo=None)
        return naive <= mine[1].replace(tzinfo=None) + timedelta(minutes=5) and _day(theirs[0]) >= first
    return first <= _day(theirs[1]) and _day(theirs[0]) <= last


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _same_clock(promised: Time, source: Time) -> bool:
    said = clock(promised.words)
    if said is None:
        return False
    if source.form in ("clock", "bare_clock"):
        known = clock(source.words)
        return known is not None and (known == said or (known[0] % 12, known[1]) == (said[0] % 12, said[1]))
    return any(isinstance(start, datetime) and (start.hour, start.minute) == said for start, _ in source.readings)

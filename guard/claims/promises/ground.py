"""Holds a promised time against the times that trusted sources name.

An estimate supports a hedged statement and a range, not a certain one. A customer's words, and the
agent's own earlier ones, are not among the sources: they never support what the company promises.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import cast

from guard.claims.claim import ClaimKind
from guard.claims.promises.agreement import agree, bare
from guard.claims.promises.known import Known, Source
from guard.claims.promises.reckon import reckon
from guard.claims.tables import table
from guard.claims.time.calendar import day_in
from guard.claims.time.expression import Time
from guard.claims.time.joining import DEADLINES
from guard.domain.facts import Rank
from guard.domain.hit import Because
from guard.domain.verdict import Certainty, Grounding

Found = tuple[Grounding, Because | None]
_NO_GUARANTEE = re.compile(r"\b(?:not|no|never|cannot|can't|without|non)\b[^.;]{0,20}guarant")
_EVENT = re.compile(
    r"\b(?:after|once|from|of|upon|when|following) (?:\w+ ){0,4}"
    r"(receiv|receipt|approv|inspect|arriv|return|process|clear|complet|confirm)"
)
_DONE = re.compile(r"(?:\bwill|'ll) (?:\w+ ){0,2}?be (?:\w+ )?(\w{3,}(?:ed|en|id))\b")
_PASSAGE = 400
"""Characters of a text in which its sentences still speak of one thing."""
_STATUS = 80
"""Characters of a record's value that may be a status."""
_WORD = re.compile(r"[a-z]{5,}")


@cache
def _idle() -> frozenset[str]:
    return frozenset(cast(str, table("promises")["idle"]).split())


@cache
def _estimates() -> re.Pattern[str]:
    return re.compile(cast(str, table("promises")["estimates"]))


@cache
def _others() -> re.Pattern[str]:
    return re.compile(cast(str, table("promises")["others"]))


@cache
def _others_for(kind: ClaimKind) -> re.Pattern[str]:
    """Return what names a field of something else than this kind; the empty class matches nothing."""
    return re.compile(cast(dict[str, str], table("promises")["others_for"]).get(kind, r"[^\s\S]"))


@cache
def _decided() -> re.Pattern[str]:
    return re.compile(cast(str, table("promises")["decided"]))


@cache
def _topics(kind: ClaimKind) -> tuple[str, ...]:
    return tuple(cast(dict[str, list[str]], table("promises")["topics"]).get(kind, ()))


def ground(
    kind: ClaimKind, promised: Sequence[Time], known: Known, sure: Certainty, said: str, whole: str = ""
) -> Found:
    """Say what trusted sources make of the times that a promise names.

    Args:
        kind: what is promised; picks the sources that speak of it.
        promised: the times of the promise; all of them must be backed.
        known: the times of the sources.
        sure: how certain the promise sounds.
        said: its words, lower case; a source that shares one speaks of it too.
        whole: the sentence they stand in, which may name the order that is meant.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.claims.time.times import times
        >>> from datetime import datetime
        >>> [time] = times(b"tomorrow", datetime(2026, 11, 21))
        >>> ground("delivery", [time], Known(Setting()), "certain", "it will arrive tomorrow")
        ('unsupported', None)
    """
    stems = (*_topics(kind), *_content(said))
    sources = known.near(whole or said)
    weakest: Because | None = None
    backed: Source | None = None
    for time in _pieces(promised):
        agreeing = [source for source in sources if agree(time, source.time, known.now)]
        backing = [one for one in agreeing if one is backed or _speaks_for(time, one, stems, sure, kind, known.now)]
        firm = [one for one in backing if not _estimates().search(one.around) and not _waits(one, time, sure, known)]
        if firm or (backing and (sure == "hedged" or time.is_range)):
            backed = (firm or backing)[-1]
        elif backing:
            weakest = _because(backing[-1])
        elif reckoned := reckon(time, [one for one in sources if _speaks_of(kind, one)], known, sure):
            grounding, backed_by = reckoned
            if grounding == "supported":
                backed = backed_by
            else:
                weakest = _because(backed_by)
        elif not _is_said(time, known, sure):
            return _unbacked(kind, time, sources, sure)
    if weakest is not None:
        return "unsupported", weakest
    return "supported", _because(backed) if backed else None


def _pieces(promised: Sequence[Time]) -> list[Time]:
    """Return the times one by one, hours first: an hour is the more exact, and its source speaks for the day too."""
    every = [part for time in promised for part in (time.parts or (time,))]
    return sorted(every, key=lambda one: not one.is_hourly)


def _waits(source: Source, time: Time, sure: Certainty, known: Known) -> bool:
    """Tell whether a source counts from something that has not happened: "5 days after the return is received"."""
    if time.length is None or time.is_range or sure == "hedged":
        return False
    event = _EVENT.search(source.around)
    if event is None:
        return False
    stem = event[1][:6]
    return not any(stem in f"{fact.key} {line}"[:_STATUS] for fact, line in known.lines() if fact.rank is Rank.RECORD)


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


def ruled(known: Known) -> Found:
    """Say whether a record tells that the decision has been made, where a reply tells what it will be.

    Args:
        known: what the sources say.

    Example:
        >>> from guard.claims.context import Setting
        >>> ruled(Known(Setting()))
        ('unsupported', None)
    """
    for fact, line in known.lines():
        if fact.rank is Rank.RECORD and len(line) < _STATUS and _decided().search(line):
            return "supported", Because(fact.path, str(fact.value)[:200])
    return "unsupported", None


def refused(said: str, known: Known) -> Found:
    """Say whether a source tells that what a reply says will be done cannot be done.

    Args:
        said: the clause, lower case.
        known: what the sources say.

    Example:
        >>> from guard.claims.context import Setting
        >>> refused("the fines will then be cancelled", Known(Setting()))
        ('not checkable', None)
    """
    found = _DONE.search(said)
    if found is None:
        return "not checkable", None
    denied = re.compile(
        rf"\b(?:cannot|can't|can not|may not|must not|never|no longer) (?:\w+ )?be (?:\w+ )?{found[1]}\b"
    )
    content = [word for word in _content(said) if word != found[1]]
    for fact, line in known.lines():
        spot = denied.search(line)
        if spot is None:
            continue
        start = max(line.rfind(end, 0, spot.start()) for end in ".;\n")
        if any(word in line[start + 1 : spot.end()] for word in content):
            return "contradicted", Because(fact.path, str(fact.value)[:200])
    return "not checkable", None


def _content(said: str) -> tuple[str, ...]:
    """Return the words by which two texts may be found to speak of the same thing."""
    return tuple(word for word in _WORD.findall(said) if word not in _idle())


def _speaks_for(
    time: Time, source: Source, stems: Sequence[str], sure: Certainty, kind: ClaimKind, now: datetime | None
) -> bool:
    """Tell whether a source that names the time speaks of the same thing, where that is in doubt."""
    if sure == "guaranteed" and kind == "outcome":
        return "guarant" in source.around or "confirm" in source.around
    if _is_other(kind, source) and not any(stem in source.fact.key for stem in stems):
        return False
    is_early = time.lead in DEADLINES and not agree(replace(time, lead="on"), source.time, now)
    if time.form in ("relative", "end_of") or sure == "guaranteed" or is_early or not _same_day(time, source.time):
        whole = source.around if any(stem in source.around for stem in stems) else str(source.fact.value).lower()
        return any(stem in whole[:_PASSAGE] for stem in stems)
    return True


def _is_other(kind: ClaimKind, source: Source) -> bool:
    """Tell whether a field is named for a reply or a decision, and the promise is of the thing itself."""
    key = source.fact.key
    return kind != "callback" and (_others().search(key) or _others_for(kind).search(key)) is not None


def _same_day(time: Time, source: Time) -> bool:
    return not (time.readings and source.readings) or any(
        day_in(mine[1]) == day_in(theirs[1]) for mine in time.readings for theirs in source.readings
    )


def _is_said(time: Time, known: Known, sure: Certainty) -> bool:
    """Tell whether a source uses the very words, where neither can be placed (`before easter`)."""
    if time.readings or time.is_hourly or time.form == "event":
        return False
    spot = re.search(rf"\b{re.escape(bare(time.words))}\b", known.text)
    if spot is None:
        return False
    around = known.text[max(0, spot.start() - 60) : spot.end() + 60]
    return sure == "hedged" or not _estimates().search(around)


def _unbacked(kind: ClaimKind, time: Time, sources: Sequence[Source], sure: Certainty) -> Found:
    """Tell a promise that a source speaks against from one that no source speaks of."""
    against = [one for one in sources if _speaks_of(kind, one) and _comparable(time, one, sure)]
    if against:
        return "contradicted", _because(against[-1])
    return ("not checkable" if time.is_range else "unsupported"), None


def _speaks_of(kind: ClaimKind, source: Source) -> bool:
    return not _is_other(kind, source) and any(topic in source.around for topic in _topics(kind))


def _comparable(promised: Time, source: Source, sure: Certainty) -> bool:
    theirs = source.time
    if theirs.is_past or theirs.is_vague or promised.form == "event":
        return False
    if theirs.is_hourly != promised.is_hourly and not any(isinstance(first, datetime) for first, _ in theirs.readings):
        return False
    if theirs.is_hourly and not promised.is_hourly:
        return False
    if sure == "hedged" and (promised.length is None) != (theirs.length is None):
        return False
    if promised.is_range:
        return theirs.length is not None and promised.length is not None and theirs.length.unit == promised.length.unit
    return True


def _because(source: Source) -> Because:
    return Because(source.fact.path, str(source.fact.value)[:200])

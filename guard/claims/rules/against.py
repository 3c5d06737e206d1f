"""Holds one stated rule against the rules that are known: the ways in which two of them cannot both be true."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import cast

from guard.claims.rules.limits import grants, limit, limit_in
from guard.claims.rules.quantities import Quantity
from guard.claims.rules.rulebook import Match, Rule
from guard.claims.rules.stances import leaves_open
from guard.claims.rules.stated import Statement
from guard.claims.rules.sweeping import Weighed, thing, unbounded, utterly
from guard.claims.rules.twins import is_twin, misfigured, opposed
from guard.claims.tables import spell, table
from guard.domain.verdict import Grounding

_AHEAD = 1.05
"""How much closer than any source that agrees the one must be that contradicts."""
_CLOSE = {"side": 0.4, "number": 0.34, "pair": 0.5, "limit": 0.35, "later": 0.2, "verb": 0.7, "open": 0.5}
"""How much of a rule a statement must cover, by what is compared; a verb alone says little."""
_PRICES = ("money", "%")
"""Units whose figure is never made up by a customer's own case: 5 % and €35 come from a rule."""


def against(stated: Statement, matches: Sequence[Match]) -> Weighed | None:
    """Return the rule that speaks against a statement, and how; None where none does.

    Args:
        stated: the statement.
        matches: the rules that speak of the same subject.
    """
    return next((found for way in _WAYS if (found := way(stated, matches)) is not None), None)


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("statements")[name]), {}))


def _limit(text: str) -> int:
    """Say which side of a limit a text speaks of: 1 inside, -1 beyond, 0 neither or both."""
    return (_re("inside").search(text) is not None) - (_re("beyond").search(text) is not None)


def _others(said: str, rule: str) -> bool:
    """Tell whether a statement and a rule name things of one kind by numbers or letters, and not the same ones."""
    mine, theirs = _named(said), _named(rule)
    return any(kind in theirs and theirs[kind].isdisjoint(names) for kind, names in mine.items())


def _named(text: str) -> dict[str, frozenset[str]]:
    """Return what a text tells apart by a number or a letter: `gen 2 and gen 3 hubs` gives `gen`: 2, 3."""
    found: dict[str, set[str]] = {}
    for match in _re("named").finditer(text):
        found.setdefault(match["kind"], set()).add(match["name"])
    return {kind: frozenset(names) for kind, names in found.items()}


def _opposed(said: str, side: bool, rule: Rule, other: bool) -> bool | None:
    """Tell whether two sides contradict each other; None where their conditions leave it open.

    Free until six and charged after six is the same rule; free until six and free after six is not.
    """
    if _others(said, rule.text):
        return False
    mine, theirs = _limit(said), _limit(rule.text)
    if mine and theirs:
        return (side is other) if mine != theirs else (side is not other)
    some = _re("some").search(rule.text) is not None
    if mine > 0 and not (theirs or other or some):
        return side is not other
    if mine or theirs or some:
        return None if side is not other else False
    return side is not other


def _closest(held: Sequence[tuple[Match, bool | None]], close: float) -> Match | None:
    """Return the closest rule that contradicts, where it is close enough and closer than any that agrees."""
    best = max((match for match, opposed in held if opposed), key=lambda match: match.score, default=None)
    if best is None or not best.own or best.cover < close:
        return None
    agreeing = [match for match, opposed in held if not opposed]
    ahead = max((match.score for match in agreeing), default=0.0)
    torn = any(match.known.rule.whole == best.known.rule.whole for match in agreeing)
    return best if best.score > ahead * _AHEAD and not torn else None


def _nearest_part(best: Match, matches: Sequence[Match]) -> bool:
    """Tell whether no other part of the same sentence speaks of the statement more closely."""
    return all(match.own <= best.own for match in matches if match.known.rule.whole == best.known.rule.whole)


def _side(stated: Statement, matches: Sequence[Match]) -> Weighed | None:
    """Find a rule that takes the other side: free and charged, covered and not."""
    for axis, side in stated.takes.items():
        told = [match for match in matches if axis in match.known.rule.takes]
        held = [(one, _opposed(stated.said, side, one.known.rule, one.known.rule.takes[axis])) for one in told]
        best = _closest(held, _CLOSE["side"])
        if best is not None and _nearest_part(best, matches):
            return best, "contradicted"
    return None


def _number(stated: Statement, matches: Sequence[Match]) -> Weighed | None:
    """Find a rule that names another number of the same unit, or, for a price, one that knows of none like it."""
    for count in stated.counts:
        other = [match for match in matches if any(one.unit == count.unit for one in match.known.rule.counts)]
        paired = _closest(
            [(match, True) for match in other if _is_paired(stated, count, match.known.rule)], _CLOSE["pair"]
        )
        if paired is not None:
            return paired, "contradicted"
        if not _re("limits").search(stated.said) or _re("own_count").search(stated.said):
            continue
        if _is_rough(stated, count):
            continue
        found = _closest(
            [(one, True) for one in other if not _is_scaled(stated, count, one.known.rule)], _CLOSE["number"]
        )
        grounding: Grounding = "contradicted"
        if found is None and count.unit in _PRICES:
            found = max((match for match in matches if match.own), key=lambda match: match.score, default=None)
            grounding = "unsupported"
        if found is not None and not stated.figures.has(count):  # asked last: it reads every figure of the case
            return found, grounding
    return None


def _is_paired(stated: Statement, count: Quantity, rule: Rule) -> bool:
    """Tell whether a rule names the same case by another figure ("1,000 points") and says something else of it."""
    if count.unit not in _PRICES or any(one.unit == count.unit and one.meets(count) for one in rule.counts):
        return False
    return any(
        mine.meets(theirs)
        for mine in stated.counts
        for theirs in rule.counts
        if mine.unit == theirs.unit != count.unit and mine.low != 1
    )


def _is_scaled(stated: Statement, count: Quantity, rule: Rule) -> bool:
    """Tell whether a statement applies a rule to another number of the same things: 3,480 points, not 1,000."""
    return any(
        not mine.meets(theirs)
        for mine in stated.counts
        for theirs in rule.counts
        if mine.unit == theirs.unit not in (count.unit, "time", "age")
    )


def _limited(stated: Statement, matches: Sequence[Match]) -> Weighed | None:
    """Find a rule that grants before an event what the reply grants after it, or denies what it grants."""
    mine = limit_in(stated.said, stated.sentence)
    if mine is None or not mine.grants or not grants(stated.sentence):
        return None
    close = _CLOSE["later" if mine.claimed_later else "limit"]
    for match in sorted(matches, key=lambda one: -one.score):
        theirs = limit(match.known.rule.text)
        if theirs is not None and match.own and match.cover >= close and mine.opposes(theirs):
            return match, "contradicted"
    return None


def _verb(stated: Statement, matches: Sequence[Match]) -> Weighed | None:
    """Find a rule that denies what the reply says can be done, or the other way round."""
    for stem, verb in stated.does.items():
        told = [(match, match.known.rule.does[stem]) for match in matches if stem in match.known.rule.does]
        held = [(m, _opposed(stated.said, not verb.denied, m.known.rule, not other.denied)) for m, other in told]
        best = _closest(held, _CLOSE["verb"])
        if best is not None and _nearest_part(best, matches):
            return best, "contradicted"
    return None


def _open(stated: Statement, matches: Sequence[Match]) -> Weighed | None:
    """Find a rule that leaves open what the reply is sure of."""
    firm = {stem for stem, verb in stated.does.items() if verb.firm}
    for match in matches:
        rule = match.known.rule
        loosened = any(stem in rule.does and rule.does[stem].open for stem in firm)
        if (loosened or (stated.sure and leaves_open(rule.text))) and match.own and match.cover >= _CLOSE["open"]:
            return match, "unsupported"
    return None


def _meant(stated: Statement) -> tuple[Quantity, ...]:
    """Return the figures that a statement stands by: none roughly meant, nor how far off the customer's thing is."""
    if _re("own_count").search(stated.said):
        return ()
    return tuple(count for count in stated.counts if not _is_rough(stated, count))


def _is_rough(stated: Statement, count: Quantity) -> bool:
    return _re("roughly").search(stated.said[: count.start].rstrip() + " ") is not None


def _twin(stated: Statement, matches: Sequence[Match]) -> Weighed | None:
    """Find the rule that says the same in nearly the same words, but for a figure or for a thing's being there."""
    twins = [match for match in matches if is_twin(stated.said, match.known.rule.around)]
    best = max(twins, key=lambda match: match.score, default=None)
    if best is None or _others(stated.said, best.known.rule.text):
        return None
    near = [match for match in twins if match.known.rule.whole == best.known.rule.whole]
    count = misfigured(stated.said, _meant(stated), [match.known.rule.counts for match in twins])
    told = count is not None and any(one.unit == count.unit for match in near for one in match.known.rule.counts)
    if told and count is not None and not stated.figures.is_known(count):
        is_worked_out = count.unit == "money" and stated.figures.has(count)
        if not is_worked_out:
            return best, "contradicted"
    if stated.lead and any(opposed(stated.said, match.known.rule.text) for match in near):
        return best, "contradicted"
    return None


_WAYS: tuple[Callable[[Statement, Sequence[Match]], Weighed | None], ...] = (
    _side,
    _number,
    _limited,
    _verb,
    unbounded,
    utterly,
    thing,
    _twin,
    _open,
)

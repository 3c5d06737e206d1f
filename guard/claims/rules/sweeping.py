"""The ways in which a statement sweeps over the bounds of a rule: it grants all, denies all, or denies a thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import cast

from guard.claims.rules.boundless import grants_some, is_utter, lifts, rest
from guard.claims.rules.rulebook import Match
from guard.claims.rules.stated import Statement
from guard.claims.rules.topics import stem
from guard.claims.rules.twins import opposed
from guard.claims.tables import spell, table
from guard.domain.verdict import Grounding

_CLOSE = {"bound": 0.3, "utter": 0.5, "thing": 0.3}
"""How much of a rule a statement must cover, by what is compared."""
_NEAREST = 2
"""Of the rules that speak of a statement, those that speak of it most closely."""
_GRANTS = frozenset(stem(word) for word in ("allowed", "permitted", "possible", "accepted"))
"""Stems of the verbs by which anything is granted or denied."""

Weighed = tuple[Match, Grounding]


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("statements")[name]), {}))


def thing(stated: Statement, matches: Sequence[Match]) -> Weighed | None:
    """Find a source by which the thing is there that the reply says is not, or the other way round."""
    if _re("unsure").search(stated.said):
        return None
    for match in _nearest(matches):
        if match.cover >= _CLOSE["thing"] and opposed(stated.said, match.known.rule.text):
            return match, "contradicted"
    return None


def unbounded(stated: Statement, matches: Sequence[Match]) -> Weighed | None:
    """Find a rule that sets the bound which the reply leaves out: "any time", where returns end after 30 days."""
    if not stated.bounds or _re("refuses").search(rest(stated.said, stated.bounds)):
        return None
    for match in _nearest(matches):
        rule = match.known.rule
        if match.cover >= _CLOSE["bound"] and lifts(stated.bounds, stated.said, rule.whole.lower()):
            return match, "contradicted"
    return None


def utterly(stated: Statement, matches: Sequence[Match]) -> Weighed | None:
    """Find a rule that grants in some cases what the reply denies in all."""
    denied = {stem for stem, verb in stated.does.items() if verb.denied}
    if not denied or not is_utter(stated.said):
        return None
    for match in _nearest(matches):
        rule = match.known.rule
        same = not denied.isdisjoint(_GRANTS) or any(
            stem in rule.does and not rule.does[stem].denied for stem in denied
        )
        if same and match.cover >= _CLOSE["utter"] and grants_some(rule.text):
            return match, "contradicted"
    return None


def _nearest(matches: Sequence[Match]) -> list[Match]:
    return sorted((match for match in matches if match.own), key=lambda one: -one.score)[:_NEAREST]

"""Finds: ways on that the company's own policies hold, and whether the draft tells of them.

Why it matters: a refusal is an answer where there is nothing else, and a dead end where the way on
lies in the drawer.

Example: `{metric: {of: untold_ways, at_least: 1}}`, `{metric: {of: closed_rules, at_least: 1}}`

Known misses: a way told in quite other words than the policy's; a policy that opens one without `can`, `may`, `free`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from guard.detect.unanswered import matter
from guard.domain.facts import Rank
from guard.domain.hit import Because
from guard.text.tables import beside
from guard.view.view import View

_LONGEST = 400
"""Characters of a rule that speaks of one thing; a whole handbook holds a way on for nearly everything."""
_RULES = ("facts.policies", "facts.sources")
_LEAST_SHARED = 0.25
"""Share of a way's words that a draft holds which tells of it."""
_FEWEST_WORDS = 2


@cache
def _table() -> Mapping[str, Any]:
    """Read the data file when the first policy asks."""
    return beside(__file__, "ways")


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(_table()[name])


def untold(view: View) -> tuple[float, Because | None]:
    """Count the ways on that the policies hold, where the draft tells of none of them."""
    every = [*_ways(view)]
    if not every:
        return 0.0, None
    known = frozenset[str]().union(*(matter(passage.lower) for _, _, passage in view.customer_passages))
    said = matter(view.lower)
    ways = [(path, text, own) for path, text in every if len(own := matter(text) - known) >= _FEWEST_WORDS]
    if not ways or any(len(own & said) >= _LEAST_SHARED * len(own) for _, _, own in ways):
        return 0.0, None
    return float(len(ways)), Because(ways[0][0], ways[0][1])


def closed(view: View) -> tuple[float, Because | None]:
    """Return 1 where the facts hold policies and every one of them closes a way: then a no is an answer."""
    rules = [rule.lower() for _, rule in _rules(view)]
    return float(bool(rules) and all(map(_re("closes").search, rules))), None


def _ways(view: View) -> Iterator[tuple[str, str]]:
    """Yield the clauses of the policies that open a way, lower case, each with where it stands."""
    for path, rule in _rules(view):
        for clause in _re("ends").split(rule.lower()):
            if _re("opens").search(clause) and not _re("closes").search(clause):
                yield path, clause.strip()


def _rules(view: View) -> Iterator[tuple[str, str]]:
    """Yield the company's rules that speak of one thing each."""
    for fact in view.facts.ranked(Rank.POLICY):
        if isinstance(fact.value, str) and len(fact.value) <= _LONGEST and fact.path.startswith(_RULES):
            yield fact.path, fact.value

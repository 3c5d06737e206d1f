"""Which policies are meant for a draft: by who writes, on which channel, in which language.

A desk has few such combinations and many drafts, so each combination is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from guard.claims.context import Author
from guard.domain.virtues import Virtue
from guard.engine.plan import Plan, Rule
from guard.engine.plans import Plans
from guard.policy.spec import AnyPolicy
from guard.view.view import View


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a plan has to say about one kind of draft.

    Args:
        plan: for the draft's language.
        rules: numbers of the rules that are meant for it.
        covered: virtues of which some policy is meant for it, and whose policies speak its language.
    """

    plan: Plan
    rules: frozenset[int]
    covered: frozenset[Virtue]


class Reach:
    """Answers which plan and which of its rules concern a draft.

    Args:
        plans: the bound policies, by language.
        only: which policies take part; all when None.
    """

    def __init__(self, plans: Plans, only: Callable[[AnyPolicy], bool] | None = None) -> None:
        self._plans = plans
        self._only = only
        self._of = lru_cache(maxsize=256)(self._work_out)

    def of(self, view: View) -> Coverage:
        """Return the coverage of a draft.

        Raises:
            PolicyError: when the policies of its language, met for the first time, cannot be compiled.
        """
        return self._of(view.author, view.channel, view.tongue)

    def _work_out(self, author: Author | None, channel: str | None, language: str) -> Coverage:
        """Ask every rule once."""
        plan = self._plans.of(language)
        meant = {n for n, rule in enumerate(plan.rules) if _is_meant(rule, author, channel, language)}
        if self._only is not None:
            meant = {n for n in meant if self._only(plan.rules[n].policy)}
        heard: list[Virtue] = [virtue for virtue, rows in plan.by_virtue.items() if not meant.isdisjoint(rows)]
        return Coverage(plan, frozenset(meant), frozenset(v for v in heard if _is_spoken(v, plan, language)))


def _is_meant(rule: Rule, author: Author | None, channel: str | None, language: str) -> bool:
    """Tell whether a policy is meant for this writer, channel and language."""
    meant = rule.policy.applies_to
    return (
        (author is None or author in meant.author)
        and ("any" in meant.channel or channel is None or channel in meant.channel)
        and meant.reads(language)
    )


def _is_spoken(virtue: Virtue, plan: Plan, language: str) -> bool:
    """Tell whether a virtue is spoken of in a language.

    Some policy names the language, or all its policies are meant for any: a few that are, beside others
    of another language, see too little of a reply to let it pass.
    """
    languages = [plan.rules[n].policy.applies_to.language for n in plan.by_virtue[virtue]]
    if any(language in named for named in languages):
        return True
    return virtue not in plan.elsewhere and all("any" in named for named in languages)

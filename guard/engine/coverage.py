"""Which policies are meant for a draft: by who writes, on which channel, in which language.

A desk has few such combinations and many drafts, so each combination is worked out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from guard.claims.context import Author
from guard.domain.virtues import Virtue
from guard.engine.plan import Plan, Rule
from guard.view.view import View


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a plan has to say about one kind of draft.

    Args:
        rules: numbers of the rules that are meant for it.
        covered: virtues of which some policy is meant for it and none is silent for its language.
    """

    rules: frozenset[int]
    covered: frozenset[Virtue]


class Reach:
    """Answers, for a plan, which of its rules concern a draft.

    Args:
        plan: the bound policies.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._of = lru_cache(maxsize=256)(self._work_out)

    def of(self, view: View) -> Coverage:
        """Return the coverage of a draft; an unclear language is taken for the policies' own."""
        return self._of(view.author, view.channel, view.language)

    def _work_out(self, author: Author | None, channel: str | None, language: str | None) -> Coverage:
        """Ask every rule once."""
        meant = {n for n, rule in enumerate(self._plan.rules) if _is_meant(rule, author, channel, language)}
        return Coverage(
            frozenset(meant),
            frozenset(v for v, rows in self._plan.by_virtue.items() if self._is_covered(rows, meant, language)),
        )

    def _is_covered(self, rows: Sequence[int], meant: set[int], language: str | None) -> bool:
        """Tell whether a virtue has a rule for the draft, and all its rules read the language."""
        return any(n in meant for n in rows) and all(_reads(self._plan.rules[n], language) for n in rows)


def _is_meant(rule: Rule, author: Author | None, channel: str | None, language: str | None) -> bool:
    """Tell whether a policy is meant for this writer, channel and language."""
    meant = rule.policy.applies_to
    return (
        (author is None or author in meant.author)
        and ("any" in meant.channel or channel is None or channel in meant.channel)
        and _reads(rule, language)
    )


def _reads(rule: Rule, language: str | None) -> bool:
    """Tell whether a policy reads a language."""
    spoken = rule.policy.applies_to.language
    return language is None or "any" in spoken or language in spoken

"""A plan for each language that the policies speak.

Wordings of one language say nothing in another, so a draft meets only the policies that read it. The
main language's plan is made at once; another one when the first draft in that language comes, so that
nobody pays for a language that their customers do not write.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from guard.detect.kind import Kind
from guard.engine.plan import Plan, make_plan
from guard.policy.loader import Pack


class Plans:
    """The plans of a pack, by language.

    Args:
        pack: the policies of all languages.
        kinds: makes the kinds of condition anew, since a plan's pattern bank takes no more once it is in use.

    Raises:
        PolicyError: when a kind cannot compile what a policy of the main language asks of it.
    """

    def __init__(self, pack: Pack, kinds: Callable[[], Mapping[str, Kind]]) -> None:
        self.pack = pack
        self._kinds = kinds
        self._lock = threading.Lock()
        named = {name for policy in pack.policies for name in policy.applies_to.language}
        self.spoken = frozenset(named - {"any"}) | {pack.settings.language}
        self.main = make_plan(pack, kinds(), pack.settings.language)
        self._made = {pack.settings.language: self.main}

    def of(self, language: str) -> Plan:
        """Return the plan for drafts in a language; the main one where no policy names it.

        Raises:
            PolicyError: when a kind cannot compile what a policy of that language asks of it.
        """
        if language not in self.spoken:
            return self.main
        made = self._made.get(language)
        if made is None:
            with self._lock:
                made = self._made.get(language) or make_plan(self.pack, self._kinds(), language)
                self._made[language] = made
        return made

    def every(self) -> tuple[Plan, ...]:
        """Return the plans of all languages, the main one first.

        Raises:
            PolicyError: as `of` does.
        """
        others = sorted(self.spoken - {self.pack.settings.language})
        return (self.main, *(self.of(language) for language in others))

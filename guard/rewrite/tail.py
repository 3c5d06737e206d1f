"""The end of an unfinished reply: what comes behind words that have left already, judged and mended by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from guard.domain.case import Case
from guard.domain.verdict import Finding, Fix, Verdict
from guard.engine.engine import Engine
from guard.policy.spec import AnyPolicy
from guard.text.patches import Patch
from guard.view.view import View


@dataclass(frozen=True, slots=True)
class Tail:
    """An engine that sees the whole of what is written, and speaks of its end alone.

    What has left cannot be taken back: findings that lie in it are dropped, and so are repairs that
    would touch it. A finding that reaches from it into the end stays, for the rest of it can be held.

    Args:
        engine: judges.
        left: how many code points have left.
    """

    engine: Engine
    left: int

    @property
    def asks(self) -> bool:
        """No language model reads a reply sentence by sentence."""
        return False

    def view(self, case: Case, beside: View | None = None) -> View:
        """Make the view of a case; what is around its draft may be had from another view of it."""
        return self.engine.view(case, beside)

    def policy(self, id: str) -> AnyPolicy:  # noqa: A002 - as the engine has it
        """Return a loaded policy.

        Raises:
            KeyError: when it is not loaded.
        """
        return self.engine.policy(id)

    def judge(self, case: Case, beside: View | None = None, *, asking: bool = False) -> Verdict:
        """Judge by the prohibitions that a sentence can break, and keep what lies behind the words that have left."""
        verdict = self.engine.unfinished.judge(case, beside, asking=asking)
        found = (finding for finding in verdict.findings if finding.span is not None and finding.span.end > self.left)
        return replace(verdict, findings=tuple(map(self._reachable, found)))

    def _reachable(self, finding: Finding) -> Finding:
        """Return a finding with those of its repairs that leave alone what has left."""
        fix = finding.fix
        if fix is None or not fix.changes:
            return finding
        ways = [way for way in (fix.changes, *fix.others) if self._is_behind(way)]
        if len(ways) == 1 + len(fix.others):
            return finding
        if not ways:
            return replace(finding, fix=None)
        first, *others = ways
        made = Fix(safety=fix.safety, text=" ".join(p.text for p in first), changes=first, others=tuple(others))
        return replace(finding, fix=made)

    def _is_behind(self, way: tuple[Patch, ...]) -> bool:
        return all(patch.start >= self.left for patch in way)

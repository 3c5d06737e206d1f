"""The engine: a plan and a case in, a verdict out. It writes nothing; rewriting stands above it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from guard.domain.case import Case
from guard.domain.clock import Deadline, Ticks
from guard.domain.tools import declared
from guard.domain.verdict import Chance, Commitment, Finding, Judgement, Verdict
from guard.domain.virtues import Decision, Virtue
from guard.engine.conflicts import in_force, settle
from guard.engine.coverage import Reach
from guard.engine.decide import decision, judgements
from guard.engine.findings import Standing, overruled, stand
from guard.engine.mend import mended
from guard.engine.observe import Observed, observe
from guard.engine.plan import Plan
from guard.engine.plans import Plans
from guard.policy.pack import Waiver
from guard.policy.spec import AnyPolicy
from guard.promises.commitments import commitments
from guard.view.lexicons import Lexicons
from guard.view.view import View


@dataclass(frozen=True, slots=True)
class Limits:
    """What a check may take.

    Args:
        seconds: from its start; what is left then becomes faults.
        ticks: the clock, in seconds that only grow.
        at_first: times as long for the first draft of an engine, which also waits for word lists and models to be read.
    """

    seconds: float = 1.0
    ticks: Ticks = time.perf_counter
    at_first: float = 1.0


class Engine:
    """Judges drafts, each by the plan of its language. Holds no state of a check, so threads may share it.

    Args:
        plans: the bound policies, by language.
        lexicons: the wordings a view reads.
        limits: of one check.
        strict: raise the first fault instead of recording it.
        used: called with each waiver that takes a finding away.
        judge_last: a language model's word counts where it differs from the rules'.
        asks: a language model is asked, so that whoever mends a draft lets it read the result.
    """

    def __init__(
        self,
        plans: Plans,
        lexicons: Lexicons,
        limits: Limits | None = None,
        *,
        strict: bool = False,
        used: Callable[[Waiver], None] | None = None,
        judge_last: bool = False,
        asks: bool = False,
    ) -> None:
        self.plans = plans
        self._lexicons = lexicons
        self._limits = limits or Limits()
        self._strict = strict
        self._used = used
        self._judge_last = judge_last
        self.asks = asks
        self._reach = Reach(plans)
        self._declared = declared(plans.pack.settings.acts)
        self._unfinished: Engine | None = None
        self._is_ready = False
        self._policies: dict[str, AnyPolicy] = {policy.id: policy for policy in plans.pack.policies}

    def view(self, case: Case, beside: View | None = None) -> View:
        """Make the view of a case that the kinds look at.

        Args:
            case: with its draft.
            beside: a view of the same case with another draft; what is around the two is read once.
        """
        return View(case, self._lexicons, self.plans.pack.settings.language, self._declared, beside)

    def plan(self, view: View) -> Plan:
        """Return the plan by which a draft is judged."""
        return self._reach.of(view).plan

    def policy(self, id: str) -> AnyPolicy:  # noqa: A002 - the field's own name
        """Return a loaded policy by its id.

        Raises:
            KeyError: when it is not loaded.
        """
        return self._policies[id]

    @property
    def unfinished(self) -> Engine:
        """The same engine for drafts of which the rest is not written yet: no policy speaks that needs the whole."""
        if self._unfinished is None:
            made = copy(self)
            made._reach = Reach(self.plans, lambda policy: policy.streams)
            self._unfinished = made
        return self._unfinished

    def judge(self, case: Case, beside: View | None = None, *, asking: bool = True) -> Verdict:
        """Judge the draft as it stands, without rewriting it.

        Args:
            case: what is judged.
            beside: as in `view`.
            asking: whether a language model is asked, where there is one.

        Raises:
            DetectorError: only when made with `strict`.
        """
        began = self._limits.ticks()
        seconds = self._limits.seconds * (1.0 if self._is_ready else self._limits.at_first)
        clock = Deadline(self._limits.ticks, began + seconds)
        view = self.view(case, beside)
        plan = self.plan(view)
        observed = observe(plan, view, clock, strict=self._strict, asking=asking)
        standing = self.standing(view, observed)
        settled = settle(standing.raised, plan, observed, view, self._waivers(case, view, standing))
        findings, crashed = mended(settled, self.policy, view)
        if crashed:
            unclear = standing.unclear | {self.policy(fault.policy).virtue for fault in crashed}
            standing = replace(standing, faults=(*standing.faults, *crashed), unclear=unclear)
        failed: frozenset[Virtue] = frozenset(f.virtue for f in findings if self.policy(f.policy).about == "reply")
        standings = judgements(self._reach.of(view), standing, failed, judge_last=self._judge_last)
        self._is_ready = True
        return Verdict(
            id=case.id,
            decision=decision(findings, standing.faults, self.unfixed, frozenset()),
            virtues={judgement.virtue: judgement.status for judgement in standings},
            findings=findings,
            commitments=_commitments(view),
            faults=standing.faults,
            scores=_chances(standings),
            policies_digest=plan.digest,
            took_ms=(self._limits.ticks() - began) * 1000,
        )

    def standing(self, view: View, observed: Observed) -> Standing:
        """Return what the rules that are meant for a draft say of it, before conflicts are settled."""
        standing = stand(self.plan(view), self._reach.of(view), observed, view)
        return overruled(standing, self.plan(view), rules_too=self._judge_last)

    def unfixed(self, finding: Finding) -> Decision:
        """Return what happens to a finding whose rewrite could not be proven."""
        return self._policies[finding.policy].unfixed(finding.severity)

    def _waivers(self, case: Case, view: View, standing: Standing) -> Sequence[Waiver]:
        """Return the waivers in force at the moment of the draft, and tell who listens of those that take effect."""
        waivers = self.plans.pack.settings.waivers
        if not waivers:
            return ()
        today: date | None = view.now.date() if view.now is not None else None
        here = in_force(waivers, case, today)
        if self._used is not None:
            found = {one.finding.policy for one in standing.raised}
            for waiver in here:
                if waiver.policy in found:
                    self._used(waiver)
        return here


def _chances(standings: Sequence[Judgement]) -> dict[Virtue, Chance]:
    """Return what the learned scores say, of the virtues of which they speak."""
    return {
        one.virtue: Chance(p_fail=one.p_fail, p_trigger=one.p_trigger) for one in standings if one.p_fail is not None
    }


def _commitments(view: View) -> tuple[Commitment, ...]:
    """List what the reply promises, whether or not anything is wrong with it."""
    try:
        return commitments(view)
    except Exception:  # the kind that reads claims has its fault in the verdict; the reply must not go down with it
        return ()

"""The front door: a case in, a verdict or an outcome out, sync and async alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

from guard.domain.case import Case
from guard.domain.verdict import Finding, Outcome, Sent, Verdict
from guard.engine.decide import decision
from guard.engine.engine import Engine
from guard.formats.cases import case_from
from guard.middleware.fallback import FALLBACK, Fallback, checked, fallback_for
from guard.rewrite.loop import mend
from guard.rewrite.tail import Tail
from guard.rewrite.writing import Hand

Mode = Literal["enforce", "observe"]
Listener = Callable[[Case, Outcome], None]


class FrontDoor:
    """Checks drafts. Cheap to share: it holds nothing of a check, so threads and tasks may use one.

    Args:
        engine: judges.
        rewriting: whether findings that ask for a rewrite get one.
        mode: `enforce` sends what the verdict says; `observe` judges and sends the draft.
        fallback: the text that goes out when a reply is held, or one for each channel and language;
            None sends nothing.
        hand: writes where edits cannot mend; None where nobody does.

    Raises:
        UsageError: when a fallback is no text.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        rewriting: bool = True,
        mode: Mode = "enforce",
        fallback: Fallback = FALLBACK,
        hand: Hand | None = None,
    ) -> None:
        self._engine = engine
        self._hand = hand
        self._rewriting = rewriting
        self._mode: Mode = mode
        self._fallback = checked(fallback)
        self._listeners: tuple[Listener, ...] = ()

    def check(self, case: Case | Mapping[str, Any]) -> Verdict:
        """Judge a draft, and mend it where a repair can be proven.

        The rewrite is offered whatever the decision is: what is only flagged goes out as it is, and
        its better wording is there for whoever looks.

        Args:
            case: a `Case`, or a mapping of the shape in `guard schema case`.

        Raises:
            UsageError: when the case cannot be read.
            DetectorError: with `strict`, when a check could not run.
        """
        read = case if isinstance(case, Case) else case_from(case)
        verdict = self._engine.judge(read)
        if not self._rewriting or not verdict.findings:
            return verdict
        mended = mend(read, verdict, self._engine, self._hand)
        faults = (*verdict.faults, *mended.faults)
        decided = decision(verdict.findings, faults, self._engine.unfixed, mended.policies)
        return replace(verdict, decision=decided, rewrite=mended.rewrite, faults=faults)

    async def acheck(self, case: Case | Mapping[str, Any]) -> Verdict:
        """Do what `check` does, without blocking the event loop."""
        import asyncio  # 60 ms of start-up that only those pay who run a loop anyway

        return await asyncio.to_thread(self.check, case)

    def reply(self, case: Case | Mapping[str, Any]) -> Outcome:
        """Judge a draft and say what goes out.

        Raises:
            UsageError: when the case cannot be read.
            DetectorError: with `strict`, when a check could not run.
        """
        read = case if isinstance(case, Case) else case_from(case)
        return self._told(read, self._outcome(read, self.check(read)))

    async def areply(self, case: Case | Mapping[str, Any]) -> Outcome:
        """Do what `reply` does, without blocking the event loop."""
        import asyncio  # as in `acheck`

        return await asyncio.to_thread(self.reply, case)

    def on_outcome(self, listener: Listener) -> Listener:
        """Call `listener(case, outcome)` after each `reply`; usable as a decorator."""
        self._listeners = (*self._listeners, listener)
        return listener

    def part(self, case: Case | Mapping[str, Any], left: int) -> Outcome:
        """Judge the end of a reply whose rest is not written yet, by what a sentence can break.

        Required virtues are not asked for, and nothing is put before what has left. No listener hears of it.

        Args:
            case: with the draft as far as it is written, up to the end of a sentence.
            left: how many code points of it have left.

        Returns:
            The outcome; its text begins with what has left. Without text where the end must not leave.

        Raises:
            UsageError: when the case cannot be read.
            DetectorError: with `strict`, when a check could not run.
        """
        read = case if isinstance(case, Case) else case_from(case)
        tail = Tail(self._engine, left)
        verdict = tail.judge(read)
        mended = mend(read, verdict, tail) if self._rewriting and verdict.findings else None
        policies = mended.policies if mended else frozenset[str]()
        decided = decision(verdict.findings, verdict.faults, self._engine.unfixed, policies)
        verdict = replace(verdict, decision=decided, rewrite=mended.rewrite if mended else None)
        if decided in ("send", "flag"):
            return Outcome(verdict=verdict, text=read.draft, sent="draft")
        if decided == "rewrite" and verdict.rewrite and verdict.rewrite.text.startswith(read.draft[:left]):
            return Outcome(verdict=verdict, text=verdict.rewrite.text, sent="rewrite")
        return Outcome(verdict=verdict, text=None, sent="none")

    def conclude(self, case: Case | Mapping[str, Any], text: str | None, sent: Sent) -> Outcome:
        """Judge a reply that has left sentence by sentence as a whole, and tell the listeners.

        Args:
            case: with the draft as it was written.
            text: what has left.
            sent: which text that is; with `fallback` and `none` the decision is to hold, for so it was.

        Raises:
            UsageError: when the case cannot be read.
            DetectorError: with `strict`, when a check could not run.
        """
        read = case if isinstance(case, Case) else case_from(case)
        verdict = self.check(read)
        if sent in ("fallback", "none"):
            verdict = replace(verdict, decision="hold")
        return self._told(read, Outcome(verdict=verdict, text=text, sent=sent))

    @property
    def observes(self) -> bool:
        """Whether drafts go out whatever is found."""
        return self._mode == "observe"

    def holds(self, finding: Finding) -> bool:
        """Tell whether a finding by itself keeps a reply back, as long as no rewrite is proven."""
        if finding.stage == "preview":
            return False
        return finding.action == "hold" or (finding.action == "rewrite" and self._engine.unfixed(finding) == "hold")

    def fallback(self, case: Case | None, channel: str | None = None) -> str | None:
        """Return what goes out when a reply is held.

        Args:
            case: for its channel, and the language in which the customer writes; None where it could not be read.
            channel: where there is no case.
        """
        if case is None:
            return fallback_for(self._fallback, channel, None)
        if self._fallback is None or (isinstance(self._fallback, str) and self._fallback != FALLBACK):
            return self._fallback
        view = self._engine.view(case)
        return fallback_for(self._fallback, case.channel, view.customer_language or view.tongue)

    def _told(self, case: Case, outcome: Outcome) -> Outcome:
        """Tell the listeners what became of a reply."""
        for listener in self._listeners:
            try:
                listener(case, outcome)
            except Exception as error:  # somebody's bookkeeping must not stop a reply
                _complain(error)
        return outcome

    def _outcome(self, case: Case, verdict: Verdict) -> Outcome:
        """Choose the text that goes out."""
        if self._mode == "observe" or verdict.decision in ("send", "flag"):
            return Outcome(verdict=verdict, text=case.draft, sent="draft")
        if verdict.decision == "rewrite" and verdict.rewrite is not None:
            return Outcome(verdict=verdict, text=verdict.rewrite.text, sent="rewrite")
        text = self.fallback(case)
        return Outcome(verdict=verdict, text=text, sent="none" if text is None else "fallback")


def _complain(error: Exception) -> None:
    """Log that a listener failed; not its message, which may hold words of the case."""
    import logging  # 20 ms of start-up for what should never happen

    logging.getLogger("guard").error("an on_outcome listener failed (%s); the reply went its way", type(error).__name__)

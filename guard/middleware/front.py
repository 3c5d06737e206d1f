"""The front door: a case in, a verdict or an outcome out, sync and async alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

from guard.domain.case import Case
from guard.domain.verdict import Outcome, Verdict
from guard.engine.decide import decision
from guard.engine.engine import Engine
from guard.formats.cases import case_from
from guard.rewrite.loop import mend
from guard.rewrite.writing import Hand

Mode = Literal["enforce", "observe"]
Listener = Callable[[Case, Outcome], None]

FALLBACK = "Thank you for your message. I want to be sure of my answer before I send it."
"""Goes out when a reply is held. It promises nothing, for nothing is known of what happens next."""
FALLBACKS = {"es": "Gracias por su mensaje. Quiero estar seguro de mi respuesta antes de enviarla."}
"""The same in other languages, for customers who write in them; a text of one's own is never translated."""


class FrontDoor:
    """Checks drafts. Cheap to share: it holds nothing of a check, so threads and tasks may use one.

    Args:
        engine: judges.
        rewriting: whether findings that ask for a rewrite get one.
        mode: `enforce` sends what the verdict says; `observe` judges and sends the draft.
        fallback: the text that goes out when a reply is held; None sends nothing.
        hand: writes where edits cannot mend; None where nobody does.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        rewriting: bool = True,
        mode: Mode = "enforce",
        fallback: str | None = FALLBACK,
        hand: Hand | None = None,
    ) -> None:
        self._engine = engine
        self._hand = hand
        self._rewriting = rewriting
        self._mode: Mode = mode
        self._fallback = fallback
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
        outcome = self._outcome(read, self.check(read))
        for listener in self._listeners:
            try:
                listener(read, outcome)
            except Exception as error:  # somebody's bookkeeping must not stop a reply
                _complain(error)
        return outcome

    async def areply(self, case: Case | Mapping[str, Any]) -> Outcome:
        """Do what `reply` does, without blocking the event loop."""
        import asyncio  # as in `acheck`

        return await asyncio.to_thread(self.reply, case)

    def on_outcome(self, listener: Listener) -> Listener:
        """Call `listener(case, outcome)` after each `reply`; usable as a decorator."""
        self._listeners = (*self._listeners, listener)
        return listener

    def _outcome(self, case: Case, verdict: Verdict) -> Outcome:
        """Choose the text that goes out."""
        if self._mode == "observe" or verdict.decision in ("send", "flag"):
            return Outcome(verdict=verdict, text=case.draft, sent="draft")
        if verdict.decision == "rewrite" and verdict.rewrite is not None:
            return Outcome(verdict=verdict, text=verdict.rewrite.text, sent="rewrite")
        if self._fallback is None:
            return Outcome(verdict=verdict, text=None, sent="none")
        return Outcome(verdict=verdict, text=self._spoken(self._fallback, case), sent="fallback")

    def _spoken(self, fallback: str, case: Case) -> str:
        """Return the fallback in the customer's language, where it is ours."""
        if fallback != FALLBACK:
            return fallback
        view = self._engine.view(case)
        return FALLBACKS.get(view.customer_language or view.tongue, fallback)


def _complain(error: Exception) -> None:
    """Log that a listener failed; not its message, which may hold words of the case."""
    import logging  # 20 ms of start-up for what should never happen

    logging.getLogger("guard").error("an on_outcome listener failed (%s); the reply went its way", type(error).__name__)

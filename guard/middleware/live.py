"""Judges replies while a bot talks: brings what is known, and decides what happens when a reply is held.

Adapters stand on this file, so that each of them has the same settings with the same meaning.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from guard.domain.verdict import Fault, Outcome, Verdict
from guard.errors import GuardError, UsageError
from guard.middleware.front import FALLBACK, FrontDoor

OnHold = Literal["fallback", "raise", "pass_with_flag"]
OnError = Literal["closed", "open"]
Facts = Mapping[str, Any] | Callable[[Sequence[Any]], Mapping[str, Any] | None] | None
"""What the company's systems know: a value, or a function of the conversation so far."""

_ON_HOLD = ("fallback", "raise", "pass_with_flag")
_ON_ERROR = ("closed", "open")


class ReplyHeldError(GuardError):
    """A reply was held, and the setting is to raise. The outcome says why; the reply's words are not in the message.

    Args:
        outcome: with the verdict.
    """

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        policies = ", ".join(sorted({finding.policy for finding in outcome.verdict.findings})) or "a check that failed"
        super().__init__(f"reply: expected one that may be sent; got one that is held ({policies}); answer in person")


def _wall_clock() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True, kw_only=True)
class Live:
    """A front door with the settings of a running bot.

    Args:
        door: the Guard.
        facts: what is known, or a function of the conversation that looks it up.
        channel: `chat`, `email`, …; the case's own outweighs it.
        on_hold: `fallback` sends the Guard's fallback text, `raise` raises `ReplyHeldError`,
            `pass_with_flag` sends the draft, with its verdict.
        on_error: when a reply cannot be judged at all (its conversation cannot be read, `facts` fails):
            `closed` holds it, `open` sends the draft; either way the verdict has a fault.
        now: the clock that dates a draft; None leaves drafts undated.

    Raises:
        UsageError: for a setting of another name.

    Example:
        >>> from guard.assemble import Guard
        >>> Live(door=Guard(), on_hold="pray")
        Traceback (most recent call last):
        guard.errors.UsageError: on_hold: expected fallback, raise or pass_with_flag; got 'pray'; choose one of them
    """

    door: FrontDoor
    facts: Facts = None
    channel: str | None = None
    on_hold: OnHold = "fallback"
    on_error: OnError = "closed"
    now: Callable[[], datetime] | None = _wall_clock

    def __post_init__(self) -> None:
        for name, value, known in (("on_hold", self.on_hold, _ON_HOLD), ("on_error", self.on_error, _ON_ERROR)):
            if value not in known:
                listed = f"{', '.join(known[:-1])} or {known[-1]}"
                raise UsageError(f"{name}: expected {listed}; got {value!r}; choose one of them")

    def reply(self, case: Mapping[str, Any]) -> Outcome:
        """Judge one draft of a bot, and say what goes out.

        Args:
            case: a draft with its conversation; its own `facts` come on top of what is known anyway.

        Raises:
            ReplyHeldError: when it is held and the setting is to raise.
        """
        try:
            outcome = self.door.reply(self._case(case))
        except Exception as error:  # a bot must not fall silent, nor speak unread, because its judge stumbled
            logging.getLogger("guard").error("a reply could not be judged (%s)", type(error).__name__)
            outcome = self._unjudged(str(case.get("draft", "")), type(error).__name__)
        if outcome.sent in ("fallback", "none"):
            if self.on_hold == "raise":
                raise ReplyHeldError(outcome)
            if self.on_hold == "pass_with_flag":
                return Outcome(verdict=outcome.verdict, text=str(case.get("draft", "")), sent="draft")
        return outcome

    def _case(self, case: Mapping[str, Any]) -> dict[str, Any]:
        """Return the case with what is known; whoever calls a model from code has a bot writing."""
        messages = case.get("messages") or ()
        looked_up = self.facts(messages) if callable(self.facts) else self.facts
        facts: dict[str, Any] = {**(looked_up or {}), **cast("Mapping[str, Any]", case.get("facts") or {})}
        facts.setdefault("agent", {"kind": "bot"})
        if self.now is not None:
            facts.setdefault("now", self.now().isoformat())
        made = {**case, "facts": facts}
        if self.channel and not made.get("channel"):
            made["channel"] = self.channel
        return made

    def _unjudged(self, draft: str, reason: str) -> Outcome:
        """Return the outcome of a draft that nobody could judge."""
        is_open = self.on_error == "open"
        fault = Fault(policy="*", reason="crash", detail=reason, did="ignore" if is_open else "hold")
        verdict = Verdict(id="unjudged", decision="send" if is_open else "hold", virtues={}, faults=(fault,))
        if is_open:
            return Outcome(verdict=verdict, text=draft, sent="draft")
        return Outcome(verdict=verdict, text=FALLBACK, sent="fallback")

"""Judges replies while a bot talks: brings what is known, and decides what happens when a reply is held.

Adapters stand on this file, so that each of them has the same settings with the same meaning.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, TypedDict, cast

from guard.domain.case import Case
from guard.domain.verdict import Fault, Outcome, Sent, Verdict
from guard.errors import GuardError, UsageError
from guard.formats.cases import case_from
from guard.middleware.front import FrontDoor
from guard.middleware.rollout import Rollout, Stage

OnHold = Literal["fallback", "raise", "review", "pass_with_flag"]
OnError = Literal["closed", "open"]
Streaming = Literal["whole", "sentence"]
Facts = Mapping[str, Any] | Callable[[Sequence[Any]], Mapping[str, Any] | None] | None
"""What the company's systems know: a value, or a function of the conversation so far."""
Review = Callable[[Mapping[str, Any], Outcome], object]
"""Takes a held reply, its case and its outcome, to the people who decide; what it returns is not looked at."""

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "on_hold": ("fallback", "raise", "review", "pass_with_flag"),
    "on_error": ("closed", "open"),
    "stream": ("whole", "sentence"),
}


class Settings(TypedDict, total=False):
    """The settings of `Live`, as every adapter takes them."""

    facts: Facts
    channel: str | None
    on_hold: OnHold
    on_error: OnError
    stream: Streaming
    rollout: Rollout
    review: Review | None
    now: Callable[[], datetime] | None


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
            `review` gives the reply to `review` and sends the fallback meanwhile, `pass_with_flag`
            sends the draft, with its verdict.
        on_error: when a reply cannot be judged (its conversation cannot be read, `facts` fails), or is
            held for nothing but a check that crashed or ran out of time: `closed` holds it, `open`
            sends the draft; either way the verdict has a fault.
        stream: `whole` lets no word of a streamed reply go before the last one is judged; `sentence`
            lets each sentence go once it is judged, by what a sentence can break.
        rollout: for which conversations, and the switch that turns it off.
        review: takes held replies to people, with `on_hold="review"`.
        now: the clock that dates a draft; None leaves drafts undated.

    Raises:
        UsageError: for a setting of another name, or a review that nobody takes.

    Example:
        >>> from guard.assemble import Guard
        >>> Live(door=Guard(), on_error="pray")
        Traceback (most recent call last):
        guard.errors.UsageError: on_error: expected closed or open; got 'pray'; choose one of them
    """

    door: FrontDoor
    facts: Facts = None
    channel: str | None = None
    on_hold: OnHold = "fallback"
    on_error: OnError = "closed"
    stream: Streaming = "whole"
    rollout: Rollout = field(default_factory=Rollout)
    review: Review | None = None
    now: Callable[[], datetime] | None = _wall_clock

    def __post_init__(self) -> None:
        for name, known in _CHOICES.items():
            value = getattr(self, name)
            if value not in known:
                listed = f"{', '.join(known[:-1])} or {known[-1]}"
                raise UsageError(f"{name}: expected {listed}; got {value!r}; choose one of them")
        if self.on_hold == "review" and self.review is None:
            raise UsageError("review: expected a function that takes a held reply; got nothing; give review=…")

    def reply(self, case: Mapping[str, Any]) -> Outcome:
        """Judge one draft of a bot, and say what goes out.

        Args:
            case: a draft with its conversation; its own `facts` come on top of what is known anyway.

        Raises:
            ReplyHeldError: when it is held and the setting is to raise.
        """
        stage = self.stage(case)
        if stage == "off":
            return untouched(case)
        try:
            outcome = self.door.reply(self.known(case))
        except Exception as error:  # a bot must not fall silent, nor speak unread, because its judge stumbled
            outcome = self.unjudged(case, error)
        if stage == "observe":
            return Outcome(verdict=outcome.verdict, text=draft_of(case), sent="draft")
        return self.settled(case, self.lenient(case, outcome))

    def stage(self, case: Mapping[str, Any]) -> Stage:
        """Say whether a reply is held where it must be, only judged, or left alone."""
        stage = self.rollout.stage(case)
        return "observe" if stage == "enforce" and self.door.observes else stage

    def known(self, case: Mapping[str, Any]) -> dict[str, Any]:
        """Return the case with what is known; whoever calls a model from code has a bot writing.

        Raises:
            Exception: what `facts` raises.
        """
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

    def lenient(self, case: Mapping[str, Any], outcome: Outcome) -> Outcome:
        """Return the draft's own outcome where nothing but a fault holds it, and faults are to hold nothing."""
        verdict = outcome.verdict
        blind = verdict.faults and not any(map(self.door.holds, verdict.findings))
        if self.on_error == "open" and blind and is_held(outcome):
            return Outcome(verdict=verdict, text=draft_of(case), sent="draft")
        return outcome

    def settled(self, case: Mapping[str, Any], outcome: Outcome) -> Outcome:
        """Do with a held reply what the setting says; return any other as it is.

        Raises:
            ReplyHeldError: where the setting is to raise.
        """
        if not is_held(outcome):
            return outcome
        if self.on_hold == "raise":
            raise ReplyHeldError(outcome)
        if self.on_hold == "pass_with_flag":
            return Outcome(verdict=outcome.verdict, text=draft_of(case), sent="draft")
        if self.on_hold == "review" and self.review is not None:
            try:
                self.review(case, outcome)
            except Exception as error:  # a queue that is full must not silence the bot; the reply stays held
                _log().error("a held reply could not be given to review (%s)", type(error).__name__)
        return outcome

    def fallback(self, case: Mapping[str, Any]) -> str | None:
        """Return what goes out in the place of a reply that is held."""
        channel = case.get("channel") or self.channel
        read: Case | None = None
        with suppress(Exception):  # a case that cannot be read is no reason to say nothing
            read = case_from({**case, "channel": channel} if channel else case)
        return self.door.fallback(read, channel if isinstance(channel, str) else None)

    def unjudged(self, case: Mapping[str, Any], error: Exception) -> Outcome:
        """Return the outcome of a draft that nobody could judge."""
        _log().error("a reply could not be judged (%s)", type(error).__name__)
        is_open = self.on_error == "open"
        fault = Fault(policy="*", reason="crash", detail=type(error).__name__, did="ignore" if is_open else "hold")
        verdict = Verdict(id="unjudged", decision="send" if is_open else "hold", virtues={}, faults=(fault,))
        if is_open:
            return Outcome(verdict=verdict, text=draft_of(case), sent="draft")
        text = self.fallback(case)
        return Outcome(verdict=verdict, text=text, sent="none" if text is None else "fallback")

    def concluded(self, case: Mapping[str, Any], text: str | None, sent: Sent) -> Outcome:
        """Return the outcome of a reply that has left sentence by sentence; listeners hear of it."""
        try:
            return self.door.conclude(case, text, sent)
        except Exception as error:
            return replace(self.unjudged(case, error), text=text, sent=sent)


def untouched(case: Mapping[str, Any]) -> Outcome:
    """Return the outcome of a draft that goes out unread, because the switch is thrown."""
    fault = Fault(policy="*", reason="switched off", detail="", did="ignore")
    verdict = Verdict(id=str(case.get("id") or "unjudged"), decision="send", virtues={}, faults=(fault,))
    return Outcome(verdict=verdict, text=draft_of(case), sent="draft")


def is_held(outcome: Outcome) -> bool:
    """Tell whether the model's own words were kept back altogether."""
    return outcome.sent in ("fallback", "none")


def draft_of(case: Mapping[str, Any]) -> str:
    """Return the draft of a case, as text whatever it is."""
    return str(case.get("draft", ""))


def _log() -> logging.Logger:
    return logging.getLogger("guard")

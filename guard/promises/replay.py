"""A conversation, turn by turn: each agent message as a draft that knows only what came before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guard.domain.case import DRAFT_LIMIT, Case, Message
from guard.domain.verdict import Commitment
from guard.promises.commitments import commitments
from guard.view.lexicons import Lexicons
from guard.view.moment import read_time
from guard.view.view import View


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the agent, read.

    Args:
        at: its number among the messages; that of the draft is one past the last.
        where: `messages[4]`, or `draft`.
        moment: when it was said; None when unknown.
        view: the message with what came before it.
        promised: what it commits somebody to.
    """

    at: int
    where: str
    moment: datetime | None
    view: View
    promised: tuple[Commitment, ...]


def turns(case: Case, lexicons: Lexicons, now: datetime | None = None) -> Iterator[Turn]:
    """Yield what the agent said, oldest first, the draft last.

    A message without a time was said when the one before it was; in a conversation without any times, at
    `facts.now`, as in a talk that is held in one sitting.

    Args:
        case: the conversation; a draft that is empty is none.
        lexicons: the wordings to read it with.
        now: when the draft is about to be sent, where the conversation does not say.

    Example:
        >>> case = Case(draft="", messages=(Message(role="agent", text="I'll call you tomorrow."),))
        >>> [turn.promised[0].kind for turn in turns(case, Lexicons.packaged())]
        ['callback']
    """
    told = read_time(case.facts.get("now"))
    moments = _moments(case.messages, told)
    for at, message in enumerate(case.messages):
        if message.role == "agent" and message.text.strip():
            yield _turn(case, lexicons, at, message.text[:DRAFT_LIMIT], moments[at])
    if case.draft.strip():
        last = told or (moments[-1] if moments else None) or now
        yield _turn(case, lexicons, len(case.messages), case.draft, last)


def _moments(messages: tuple[Message, ...], told: datetime | None) -> list[datetime | None]:
    """Return when each message was said, in the time zone of the conversation."""
    found = [read_time(message.at) for message in messages]
    if not any(found):
        return [told] * len(messages)
    last: datetime | None = None
    for place, moment in enumerate(found):
        last = _in_zone(moment, told) if moment is not None else last
        found[place] = last
    return found


def _in_zone(moment: datetime, told: datetime | None) -> datetime:
    """Return a moment in the time zone of the conversation, in which its "tomorrow" counts."""
    return moment.astimezone(told.tzinfo) if told is not None and told.tzinfo and moment.tzinfo else moment


def _turn(case: Case, lexicons: Lexicons, at: int, text: str, moment: datetime | None) -> Turn:
    facts: Mapping[str, Any] = {key: value for key, value in case.facts.items() if key != "now"}
    if moment is not None:
        facts = {**facts, "now": moment.isoformat()}
    is_draft = at == len(case.messages)
    then = Case(
        draft=text, id=case.id, channel=case.channel, messages=case.messages[:at], facts=facts,
        draft_calls=case.draft_calls if is_draft else (),
    )  # fmt: skip
    view = View(then, lexicons)
    return Turn(at, "draft" if is_draft else f"messages[{at}]", moment, view, commitments(view))

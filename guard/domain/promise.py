"""A promise: a commitment that was made in a conversation, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from guard.domain.hit import Because
from guard.domain.verdict import Commitment

State = Literal["overdue", "broken", "open", "kept", "replaced", "withdrawn"]
STATES: tuple[State, ...] = ("overdue", "broken", "open", "kept", "replaced", "withdrawn")
"""What most needs somebody's attention first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise of a conversation.

    Args:
        id: the same on every run: made of the conversation, the place and the words.
        conversation: its id; that of the case where it has none.
        where: the place that holds the words: `messages[4]`, or `draft`.
        turn: number of that message, counted from 0.
        commitment: what was promised, by whom, by when.
        said_at: when it was said, ISO; None when unknown.
        agent: who wrote it: a name, or what the case has of one.
        customer: to whom.
        now: the moment at which it was looked at, ISO; None when unknown.
        state: `kept`: something later shows it done. `overdue`: due before `now`, and nothing shows it. `broken`: the
            facts show another date than was promised. `replaced`: a later promise took its place. `withdrawn`: taken
            back. `open`: none of these.
        late: it was kept after it fell due.
        shown: the place that decided the state, where one did.
        repeats: further places at which it was made again.
    """

    id: str
    conversation: str
    where: str
    turn: int
    commitment: Commitment
    said_at: str | None = None
    agent: str | None = None
    customer: str | None = None
    now: str | None = None
    state: State = "open"
    late: bool = False
    shown: Because | None = None
    repeats: tuple[str, ...] = ()

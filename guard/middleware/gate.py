"""The gate for streams: holds a reply back while it is being written, and lets go what may be read.

`whole`: nothing leaves before the last word is judged. `sentence`: each sentence is judged with all
that was written before it, by the prohibitions that a sentence can break, and leaves if it may; a
repair may change the sentence and nothing before it. Required virtues are judged at the end, on the
whole, and reported. What leaves depends on the text alone, never on how a stream happened to be cut.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from guard.domain.verdict import Outcome, Sent
from guard.middleware.live import Live
from guard.text.endings import firm_end

State = Literal["open", "reading", "waiting", "shut"]


class Gate:
    """Holds one reply. Feed it the words as they come, and send what it gives back.

    Args:
        live: judges, with the settings of a running bot.
        case: the conversation and what is known, without a draft.
        may_call: whether tool calls can follow the words, which then can make them true: a sentence
            that must not leave as it is waits for them.

    Example:
        >>> from guard.assemble import Guard
        >>> gate = Gate(Live(door=Guard(), stream="sentence"), {})
        >>> [gate.feed(piece) for piece in ("We open at ", "ten. You", " idiot. Come in!")]
        ['', 'We open at ten.', '']
        >>> gate.end(), gate.outcome.sent
        (' Come in!', 'rewrite')
    """

    def __init__(self, live: Live, case: Mapping[str, Any], *, may_call: bool = False) -> None:
        self._live = live
        self._case = case
        self._known: Mapping[str, Any] | None = None
        self._may_call = may_call
        self._calls: Sequence[Any] = ()
        self._written = ""
        self._at = 0
        self._left = ""
        self._state: State = "open"
        if live.stage(case) == "enforce":
            self._state = "waiting" if live.stream == "whole" else "reading"
        self.outcome: Outcome | None = None

    @property
    def is_shut(self) -> bool:
        """Whether nothing more of the reply will leave: it is held, or it has left."""
        return self._state == "shut"

    def decides(self, piece: str) -> bool:
        """Tell whether the next words would bring a judgement, which takes its time."""
        return self._state == "reading" and firm_end(self._written + piece, self._at) is not None

    def feed(self, piece: str) -> str:
        """Take the next words, and return those that may leave now.

        Raises:
            ReplyHeldError: when the reply is held and the setting is to raise.
        """
        if self._state == "shut":
            return ""
        self._written += piece
        return self._passed(len(self._written)) if self._state == "open" else self._sentences()

    def end(self, calls: Sequence[Any] = ()) -> str:
        """Return what may leave now that the reply is written; its outcome stands in `outcome`.

        Args:
            calls: tool calls that go out with it.

        Raises:
            ReplyHeldError: when the reply is held and the setting is to raise.
        """
        if self._state == "shut":
            return ""
        if not self._written.strip():
            return self._passed(len(self._written))
        if self._state == "open" or self._live.stream == "whole":
            return self._whole(calls)
        self._calls, self._may_call, self._state = calls, False, "reading"
        said = self._sentences()
        if self._state == "reading":
            said += self._judged(len(self._written))
        if self.outcome is None:
            self._conclude("draft" if self._left == self._written else "rewrite")
        return said

    def _whole(self, calls: Sequence[Any]) -> str:
        """Judge the whole of what was written; where it has left already, that is only told."""
        outcome = self._live.reply({**self._case, "draft": self._written, "draft_calls": list(calls)})
        if self._state == "open":
            self.outcome = replace(outcome, text=self._left, sent="draft")
            return ""
        self._state, self.outcome = "shut", outcome
        return self._let(outcome.text or "")

    def _sentences(self) -> str:
        """Return what may leave of the sentences that have ended for good."""
        said = ""
        while self._state == "reading" and (end := firm_end(self._written, self._at)) is not None:
            said += self._judged(end)
        return said

    def _judged(self, end: int) -> str:
        """Return what may leave of the words up to `end`."""
        words = self._written[self._at : end]
        if not words.strip():
            return self._passed(end)
        found = self._part(self._left + words)
        if found.sent == "draft":
            return self._passed(end)
        if self._may_call:
            self._state = "waiting"
            return ""
        if found.text is None:
            return self._held(end)
        self._at = end
        return self._let(found.text[len(self._left) :])

    def _part(self, draft: str) -> Outcome:
        """Judge the end of what is written; whoever knows something is asked once for the whole reply."""
        case = self._as(draft)
        try:
            if self._known is None:
                self._known = self._live.known(self._case)
            found = self._live.lenient(case, self._live.door.part(self._as(draft), len(self._left)))
        except Exception as error:  # as in `Live.reply`
            found = self._live.unjudged(case, error)
            if found.sent == "fallback":
                found = Outcome(verdict=found.verdict, text=None, sent="none")
        return found

    def _as(self, draft: str) -> dict[str, Any]:
        return {**(self._known or self._case), "draft": draft, "draft_calls": list(self._calls)}

    def _held(self, end: int) -> str:
        """Do with a held sentence, and all behind it, what the setting says."""
        if self._live.on_hold == "pass_with_flag":
            self._state = "open"
            return self._passed(len(self._written))
        self._state = "shut"
        self._written = self._written[:end]
        fallback = None if self._live.on_hold == "raise" else self._live.fallback(self._as(self._written))
        gap = " " if self._left and not self._left[-1].isspace() else ""
        said = self._let(gap + fallback) if fallback else ""
        outcome = self._conclude("fallback" if said else "none")
        self._live.settled(self._as(self._written), outcome)
        return said

    def _passed(self, end: int) -> str:
        """Let go the words up to `end` as they are."""
        words, self._at = self._written[self._at : end], end
        return self._let(words)

    def _let(self, words: str) -> str:
        self._left += words
        return words

    def _conclude(self, sent: Sent) -> Outcome:
        """Judge the whole of what was written."""
        text = None if sent == "none" else self._left
        self.outcome = self._live.concluded(self._as(self._written), text, sent)
        return self.outcome


def gated(gate: Gate, pieces: Iterable[str]) -> Iterator[str]:
    """Yield what may leave of a reply as it is written; a held one ends the stream, unread to its end.

    Args:
        gate: holds the reply; its outcome stands there afterwards.
        pieces: the model's words, as they come.

    Raises:
        ReplyHeldError: when the reply is held and the setting is to raise.
    """
    for piece in pieces:
        if said := gate.feed(piece):
            yield said
        if gate.is_shut:
            return
    if said := gate.end():
        yield said


async def agated(gate: Gate, pieces: AsyncIterable[str]) -> AsyncIterator[str]:
    """Do what `gated` does, without blocking the loop.

    Raises:
        ReplyHeldError: when the reply is held and the setting is to raise.
    """
    async for piece in pieces:
        said = await asyncio.to_thread(gate.feed, piece) if gate.decides(piece) else gate.feed(piece)
        if said:
            yield said
        if gate.is_shut:
            return
    if said := await asyncio.to_thread(gate.end):
        yield said

"""The stream of a response: from its first words on all waits, and goes on when the whole is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from guard.domain.verdict import Outcome
from guard.middleware.gate import Gate
from guard.middleware.live import Live
from guard.wire.answer import called, judged
from guard.wire.request import Asked, Body

Place = tuple[Any, int]
"""The id of a message, and the number of a text in it."""

_LAST = ("response.completed", "response.incomplete")
_FAILED = ("response.failed", "error")
_DELTA, _TEXT, _PART, _ITEM = (
    "response.output_text.delta", "response.output_text.done", "response.content_part.done",
    "response.output_item.done",
)  # fmt: skip
_NOTES = "response.output_text.annotation.added"


@dataclass(slots=True)
class _Message:
    """A message whose words go on as its gate lets them."""

    gate: Gate
    last: Mapping[str, Any]
    said: str = ""

    def read(self, data: Mapping[str, Any]) -> str:
        """Return the words that may go on once an event has come."""
        piece = self._piece(data)
        self.last = data
        self.said += piece
        return self.gate.feed(piece)

    def decides(self, data: Mapping[str, Any]) -> bool:
        """Tell whether an event would bring a judgement."""
        return self.gate.decides(self._piece(data))

    def _piece(self, data: Mapping[str, Any]) -> str:
        """Return the words of an event; a further text of the message stands on a line of its own."""
        gap = "\n" if _place(data) != _place(self.last) else ""
        return gap + str(data.get("delta", ""))


class ResponseStream:
    """Holds a response back from its first message on; tool calls before it go on at once.

    Where sentences may go by themselves, the words of a message go on as its gate lets them, and
    what closes the message waits for the end of the response, when all tool calls are known.

    Args:
        asked: the request.
        live: judges.
    """

    def __init__(self, asked: Asked, live: Live) -> None:
        self._asked = asked
        self._live = live
        self._kept: list[Body] = []
        self._waits = live.stream == "whole" and live.stage(asked.case("")) == "enforce"
        self._messages: dict[Any, _Message] = {}
        self.outcomes: list[Outcome] = []

    def decides(self, data: Mapping[str, Any]) -> bool:
        """Tell whether the response ends here, or a sentence of it."""
        if data.get("type") in _LAST:
            return True
        return not self._waits and data.get("type") == _DELTA and self._message(data).decides(data)

    def event(self, data: Body) -> Iterator[Body]:
        """Yield what may go on."""
        kind = data.get("type")
        if kind in _LAST:
            yield from self._released(data)
        elif kind in _FAILED:
            self._kept = []
            yield data
        elif kind == _DELTA and not self._waits:
            if words := self._message(data).read(data):
                yield {**data, "delta": words, "logprobs": []}
        elif self._kept or (_opens_words(data) if self._waits else kind == _TEXT):
            self._kept.append(data)
        else:
            yield data

    def ended(self) -> Iterator[Body]:
        """Yield nothing: a response that was not completed is not a reply."""
        self._kept = []
        return iter(())

    def _message(self, data: Mapping[str, Any]) -> _Message:
        """Return the message that an event says words of."""
        name = data.get("item_id")
        if name not in self._messages:
            gate = Gate(self._live, self._asked.case(""), may_call=bool(self._asked.body.get("tools")))
            self._messages[name] = _Message(gate, data)
        return self._messages[name]

    def _released(self, last: Body) -> Iterator[Body]:
        """Yield all that waited, with the words that may go out."""
        before = cast("Body", last.get("response") or {})
        if self._messages:
            yield from self._rests(called(before.get("output") or ()))
            after, outcomes = judged(before, self._asked, self._left)
        else:
            after, outcomes = judged(before, self._asked, self._live.reply)
        self.outcomes += outcomes
        texts = _texts(after)
        begun: set[Place] = set()
        for event in self._kept:
            yield from _rewritten(event, texts, begun) if texts != _texts(before) else (event,)
        self._kept = []
        kind = "response.incomplete" if after.get("status") == "incomplete" else last["type"]
        yield {**last, "type": kind, "response": after}

    def _rests(self, calls: Sequence[Any]) -> Iterator[Body]:
        """Yield the last words of each text, now that all is known."""
        for message in self._messages.values():
            if words := message.gate.end(calls):
                yield {**message.last, "delta": words, "logprobs": []}

    def _left(self, case: Mapping[str, Any]) -> Outcome:
        """Return what became of a message whose sentences have left; one that said nothing as it went is judged."""
        found = (one.gate.outcome for one in self._messages.values() if one.said == case["draft"])
        return next((outcome for outcome in found if outcome is not None), None) or self._live.reply(case)


def _place(data: Mapping[str, Any]) -> Place:
    """Return the item and the part of it that an event is about."""
    return data.get("item_id"), int(data.get("content_index") or 0)


def _opens_words(data: Body) -> bool:
    """Tell whether an event begins a message, or says some of its words."""
    item = data.get("item")
    return data.get("type") in (_DELTA, _TEXT, _PART, "response.content_part.added") or (
        isinstance(item, dict) and cast("Body", item).get("type") == "message"
    )


def _texts(response: Body) -> dict[Any, tuple[Body, list[str]]]:
    """Return each message of a response, and its texts by their place in it, by the item's id."""
    found: dict[Any, tuple[Body, list[str]]] = {}
    for item in cast("list[Body]", response.get("output") or []):
        if item.get("type") == "message":
            parts = cast("list[Body]", item.get("content") or [])
            found[item.get("id")] = (item, [str(part.get("text", "")) for part in parts])
    return found


def _rewritten(event: Body, texts: Mapping[Any, tuple[Body, list[str]]], begun: set[Place]) -> Iterator[Body]:
    """Yield an event with judged words; the first piece of a text carries all of it."""
    kind = event.get("type")
    if kind not in (_DELTA, _TEXT, _PART, _ITEM, _NOTES):
        yield event
        return
    if kind == _ITEM:
        item = cast("Body", event.get("item") or {})
        known = texts.get(item.get("id"))
        yield {**event, "item": known[0]} if known else event
        return
    place = _place(event)
    if place[0] not in texts or place[1] >= len(texts[place[0]][1]):
        yield event
        return
    item, said = texts[place[0]]
    text = said[place[1]]
    if kind == _DELTA and place not in begun:
        begun.add(place)
        if text:
            yield {**event, "delta": text, "logprobs": []}
    elif kind == _TEXT:
        yield {**event, "text": text, "logprobs": []}
    elif kind == _PART:
        yield {**event, "part": cast("list[Body]", item["content"])[place[1]]}

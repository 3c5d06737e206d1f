"""The stream of a response: from its first words on all waits, and goes on when the whole is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from guard.domain.verdict import Outcome
from guard.wire.answer import judged
from guard.wire.request import Asked, Body, Reply

_LAST = ("response.completed", "response.incomplete")
_FAILED = ("response.failed", "error")
_DELTA, _TEXT, _PART, _ITEM = (
    "response.output_text.delta", "response.output_text.done", "response.content_part.done",
    "response.output_item.done",
)  # fmt: skip
_NOTES = "response.output_text.annotation.added"


class ResponseStream:
    """Holds a response back from its first message on; tool calls before it go on at once.

    Args:
        asked: the request.
        reply: judges one case.
    """

    def __init__(self, asked: Asked, reply: Reply) -> None:
        self._asked = asked
        self._reply = reply
        self._kept: list[Body] = []
        self.outcomes: list[Outcome] = []

    def decides(self, data: Mapping[str, Any]) -> bool:
        """Tell whether the response ends here."""
        return data.get("type") in _LAST

    def event(self, data: Body) -> Iterator[Body]:
        """Yield what may go on."""
        kind = data.get("type")
        if kind in _LAST:
            yield from self._released(data)
        elif kind in _FAILED:
            self._kept = []
            yield data
        elif self._kept or _opens_words(data):
            self._kept.append(data)
        else:
            yield data

    def ended(self) -> Iterator[Body]:
        """Yield nothing: a response that was not completed is not a reply."""
        self._kept = []
        return iter(())

    def _released(self, last: Body) -> Iterator[Body]:
        """Yield all that waited, with the words that may go out."""
        before = cast("Body", last.get("response") or {})
        after, outcomes = judged(before, self._asked, self._reply)
        self.outcomes += outcomes
        texts = _texts(after)
        begun: set[tuple[Any, Any]] = set()
        for event in self._kept:
            yield from _rewritten(event, texts, begun) if texts != _texts(before) else (event,)
        self._kept = []
        kind = "response.incomplete" if after.get("status") == "incomplete" else last["type"]
        yield {**last, "type": kind, "response": after}


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


def _rewritten(event: Body, texts: Mapping[Any, tuple[Body, list[str]]], begun: set[tuple[Any, Any]]) -> Iterator[Body]:
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
    place = (event.get("item_id"), int(event.get("content_index") or 0))
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

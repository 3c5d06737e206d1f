"""The stream of a chat completion: words wait until they are judged, all else goes on at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from guard.domain.verdict import Outcome
from guard.middleware.gate import Gate
from guard.middleware.live import Live
from guard.wire.answer import HELD, finished, report
from guard.wire.request import Asked, Body, mapping


@dataclass(slots=True)
class _Choice:
    """What one choice has said so far."""

    gate: Gate
    calls: dict[int, Body] = field(default_factory=dict[int, Body])
    open: bool = True


class CompletionStream:
    """Holds the words of each choice behind a gate, and judges them with its tool calls.

    The chunks keep their ids, their order and all that is not text. What was never finished never
    goes out. A choice that is held half-way ends there, with the reason `content_filter`.

    Args:
        asked: the request.
        live: judges.
    """

    def __init__(self, asked: Asked, live: Live) -> None:
        self._asked = asked
        self._live = live
        self._choices: dict[int, _Choice] = {}
        self._last: Body = {}
        self.outcomes: list[Outcome] = []

    def decides(self, data: Mapping[str, Any]) -> bool:
        """Tell whether a choice ends here, or a sentence of it."""
        return any(self._is_decided(mapping(choice)) for choice in data.get("choices") or ())

    def event(self, data: Body) -> Iterator[Body]:
        """Yield what may go on."""
        given = data.get("choices")
        if not given:
            yield data
            return
        self._last = {key: value for key, value in data.items() if key != "usage"}
        left: list[Any] = []
        for choice in given:
            index = int(mapping(choice).get("index", 0))
            held = self._choice(index)
            if not held.open:
                continue
            rest = self._read(held, choice)
            if rest.get("finish_reason"):
                yield from self._ended(index, held, rest)
                rest = finished(rest, held.gate.outcome) if held.gate.outcome else rest
            if _says_something(rest):
                left.append(rest)
            if held.gate.is_shut and held.open:
                yield from self._cut_off(index, held, left)
                left = []
        if left or data.get("usage"):
            yield {**data, "choices": left, **self._report(left)}

    def ended(self) -> Iterator[Body]:
        """Yield the words of choices that no chunk has closed, judged."""
        for index, held in self._choices.items():
            if held.open:
                yield from self._ended(index, held, {"index": index})

    def _choice(self, index: int) -> _Choice:
        if index not in self._choices:
            may_call = bool(self._asked.body.get("tools") or self._asked.body.get("functions"))
            self._choices[index] = _Choice(Gate(self._live, self._asked.case(""), may_call=may_call))
        return self._choices[index]

    def _is_decided(self, choice: Body) -> bool:
        said = mapping(choice.get("delta")).get("content")
        gate = self._choice(int(choice.get("index", 0))).gate
        return bool(choice.get("finish_reason")) or (isinstance(said, str) and gate.decides(said))

    def _read(self, held: _Choice, choice: Body) -> Body:
        """Give the words to the gate, and note the tool calls; return the choice with the words that may go on."""
        delta = dict(mapping(choice.get("delta")))
        if isinstance(delta.get("content"), str):
            words = held.gate.feed(delta.pop("content"))
            if words:
                delta["content"] = words
        for call in delta.get("tool_calls") or ():
            _add(held.calls, mapping(call))
        return {**choice, "delta": delta, **({"logprobs": None} if "logprobs" in choice else {})}

    def _ended(self, index: int, held: _Choice, choice: Body) -> Iterator[Body]:
        """Yield one chunk with the words that may go out now that a choice is whole."""
        held.open = False
        words = held.gate.end(list(held.calls.values()))
        if held.gate.outcome is not None:
            self.outcomes.append(held.gate.outcome)
        if words:
            yield self._chunk({**choice, "index": index, "delta": {"content": words}, "finish_reason": None})

    def _cut_off(self, index: int, held: _Choice, left: list[Any]) -> Iterator[Body]:
        """End a choice of which the rest is held."""
        held.open = False
        if left:
            yield self._chunk(*left)
        if held.gate.outcome is not None:
            self.outcomes.append(held.gate.outcome)
        last: Body = {"index": index, "delta": {}, "finish_reason": HELD}
        yield {**self._chunk(last), **self._report([last])}

    def _chunk(self, *choices: Body) -> Body:
        return {**self._last, "choices": list(choices)}

    def _report(self, choices: list[Any]) -> Body:
        """Return the outcomes so far, for the chunk that ends a choice."""
        ends = any(choice.get("finish_reason") for choice in choices)
        return report(self._asked, self.outcomes) if ends else {}


def _says_something(choice: Body) -> bool:
    return bool(choice.get("delta")) or choice.get("finish_reason") is not None


def _add(calls: dict[int, Body], piece: Body) -> None:
    """Add a piece of a tool call to what came of it before."""
    call = calls.setdefault(int(piece.get("index", len(calls))), {"function": {"name": "", "arguments": ""}})
    if piece.get("id"):
        call["id"] = piece["id"]
    function = mapping(piece.get("function"))
    for key in ("name", "arguments"):
        call["function"][key] += function.get(key) or ""

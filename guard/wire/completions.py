"""The stream of a chat completion: words wait until the last one is judged, all else goes on at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from guard.domain.verdict import Outcome
from guard.wire.answer import finished, report, words
from guard.wire.request import Asked, Body, Reply, mapping


@dataclass(slots=True)
class _Choice:
    """What one choice has said so far."""

    pieces: list[str] = field(default_factory=list[str])
    calls: dict[int, Body] = field(default_factory=dict[int, Body])
    open: bool = True


class CompletionStream:
    """Holds the words of each choice until its last chunk, and judges them with its tool calls.

    The chunks keep their ids, their order and all that is not text. What was never finished never
    goes out.

    Args:
        asked: the request.
        reply: judges one case.
    """

    def __init__(self, asked: Asked, reply: Reply) -> None:
        self._asked = asked
        self._reply = reply
        self._choices: dict[int, _Choice] = {}
        self._last: Body = {}
        self.outcomes: list[Outcome] = []

    def decides(self, data: Mapping[str, Any]) -> bool:
        """Tell whether a choice ends here."""
        return any(mapping(choice).get("finish_reason") for choice in data.get("choices") or ())

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
            rest = self._without_words(index, choice)
            if rest.get("finish_reason"):
                yield from self._judged(index, rest)
                rest = self._marked(index, rest)
            if _says_something(rest):
                left.append(rest)
        if left or data.get("usage"):
            yield {**data, "choices": left, **self._report(left)}

    def ended(self) -> Iterator[Body]:
        """Yield the words of choices that no chunk has closed, judged."""
        for index in [index for index, choice in self._choices.items() if choice.open and choice.pieces]:
            yield from self._judged(index, {"index": index})

    def _without_words(self, index: int, choice: Body) -> Body:
        """Keep the words back, and note the tool calls; return the rest of the choice."""
        held = self._choices.setdefault(index, _Choice())
        delta = dict(mapping(choice.get("delta")))
        if isinstance(delta.get("content"), str):
            held.pieces.append(delta.pop("content"))
        for call in delta.get("tool_calls") or ():
            _add(held.calls, mapping(call))
        return {**choice, "delta": delta, **({"logprobs": None} if "logprobs" in choice else {})}

    def _judged(self, index: int, choice: Body) -> Iterator[Body]:
        """Yield one chunk with all the words that may go out."""
        held = self._choices[index]
        draft = "".join(held.pieces)
        if not held.open:
            return
        held.open = False
        if not draft.strip():
            if draft:
                yield self._chunk(index, choice, draft)
            return
        outcome = self._reply(self._asked.case(draft, list(held.calls.values())))
        self.outcomes.append(outcome)
        if words(outcome):
            yield self._chunk(index, choice, words(outcome))

    def _chunk(self, index: int, choice: Body, text: str) -> Body:
        said = {**choice, "index": index, "delta": {"content": text}, "finish_reason": None}
        return {**self._last, "choices": [said]}

    def _marked(self, index: int, choice: Body) -> Body:
        """Give the last chunk of a choice the reason that fits its outcome."""
        if self.outcomes and self._choices[index].pieces:
            return finished(choice, self.outcomes[-1])
        return choice

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

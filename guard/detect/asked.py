"""Finds: a draft that asks for what the customer already gave: a number, a name, an address, a photo.

Why it matters: being asked again says that nobody read, and costs the customer another round.

Example: `{repeated_question: {}}`

Known misses: things given in words that `asked.yaml` does not hold; a value that an earlier tool
result proved wrong counts as given, unless the draft says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import re2

from guard.detect.anchors import Results
from guard.detect.kind import Params, Seen, Stage
from guard.domain.clock import Deadline
from guard.domain.hit import Because, Hit, Hits
from guard.text.tables import beside
from guard.view.lexicon import Lexicon
from guard.view.passage import Passage
from guard.view.view import View

_LONGEST = 4_000
_VALUE = re2.compile(
    r"\b([a-z]{3,})\s*(?:(?:number|no\.?|nr\.?|num|id|ref|reference|code|is|#|:|=)\s*){0,3}#?([a-z]{0,6}[_-]?\d[\w-]*)"
)
"""A word and the value said right after it: "order 3019", "ticket no. 7719", "unit 214"."""
_ASKED = re2.compile(
    r"\b(?:which|what) ([a-z]{3,}) (?:is|are|was|were|do|did|does|have|has|would|number)\b"
    r"|\b([a-z]{3,})(?:'s)? (?:number|no\b|id\b|code|reference|ref\b)"
)
"""The word asked for: "which cottage are you in", "your ticket number"."""


class AskedParams(Params):
    """Nothing to set."""


@dataclass(frozen=True, slots=True)
class _Table:
    """The data of `asked.yaml`, made ready."""

    asks: Lexicon
    given: Lexicon
    manner: Lexicon
    not_things: frozenset[str]


def _table() -> _Table:
    """Read the data file."""
    data = beside(__file__, "asked")
    things: Mapping[str, Any] = data["things"]
    return _Table(
        asks=Lexicon({name: thing["asks"] for name, thing in things.items()}),
        given=Lexicon({name: {"patterns": thing["given"]} for name, thing in things.items()}),
        manner=Lexicon({"asking": data["asking"], "excused": data["excused"]}),
        not_things=frozenset(data["not_things"]),
    )


class AskedKind:
    """Holds what the draft asks for against what the customer's messages hold."""

    name = "repeated_question"
    stage: Stage = "rules"
    params: type[Params] = AskedParams

    def compile(self, params: Sequence[Any]) -> _Asked:
        """Make ready; without a policy that asks, no data is read."""
        return _Asked(_table() if params else None, len(params))


class _Asked:
    """Ready to compare."""

    def __init__(self, table: _Table | None, count: int) -> None:
        self._table = table
        self._count = count

    def run(self, view: View, seen: Seen, clock: Deadline) -> Results:
        """Return the same hits for every parameter set; each covers the sentence that asks."""
        hits = _repeated(view, self._table) if self._table is not None else ()
        return [hits] * self._count


def _repeated(view: View, table: _Table) -> Hits:
    """Return a hit for each asking sentence whose answer the customer gave."""
    if not view.customer_passages:
        return ()
    manner = table.manner.read(view)
    asking, excused = ({view.sentence_at(s.start) for s in manner.get(name, ())} for name in ("asking", "excused"))
    found: list[Hit] = []
    for number, sentence in enumerate(view.sentences):
        if number in excused or (number not in asking and view.text[sentence.end - 1] != "?"):
            continue
        given = _given(Passage(sentence.of(view.text)), view, table)
        if given is not None:
            thing, index, value = given
            found.append(Hit(sentence, {"thing": thing, "value": value}, Because(f"messages[{index}]", value)))
    return tuple(found)


def _given(part: Passage, view: View, table: _Table) -> tuple[str, int, str] | None:
    """Return what the sentence asks for and the customer gave, where, and the value itself."""
    named = table.asks.read(part)
    nouns = {match.group(1) or match.group(2) for match in _ASKED.finditer(part.lower)} - table.not_things
    for index, _, passage in reversed(view.customer_passages):
        told = table.given.read(passage) if named else {}
        for thing in named:
            if thing in told:
                return _unless_repeated(thing, index, told[thing][0].of(passage.text), view)
        for match in _VALUE.finditer(passage.lower[:_LONGEST]):
            noun, value = match.group(1), match.group(2)
            if noun in nouns and not named:
                return _unless_repeated(noun, index, passage.text[slice(*match.span(2))] or value, view)
    return None


def _unless_repeated(thing: str, index: int, value: str, view: View) -> tuple[str, int, str] | None:
    """Leave out what the draft itself says back: that is a check, and no question."""
    words = re.findall(r"[\w@.-]*\d[\w@.-]*|[\w.+-]+@\S+", value.lower())
    return None if any(word in view.lower for word in words) else (thing, index, value)

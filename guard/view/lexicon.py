"""A lexicon: named wordings, looked for together. Its data are YAML, so that they can grow without code.

An entry is a list of phrases, or a mapping with `phrases`, `patterns` (RE2 on lower-case text) and
`unless` (phrases that cancel a hit in the same sentence).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from guard.text.bank import Bank, Scan
from guard.text.phrases import Phrase, chain, parse
from guard.text.spans import Span, merge
from guard.view.passage import Passage

Found = Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase whose anchors stand in a bank."""

    anchors: tuple[int, ...]
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    wordings: tuple[Wording, ...]
    unless: tuple[Wording, ...]


class Lexicon:
    """Named wordings, compiled into one bank.

    Args:
        entries: by name, as `guard/view/acts.yaml` has them.

    Raises:
        ValueError: when a phrase or a pattern cannot be read.

    Example:
        >>> lexicon = Lexicon({"thanks": ["thank you"]})
        >>> lexicon.read(Passage("Thank you for waiting."))
        {'thanks': (Span(start=0, end=9),)}
    """

    def __init__(self, entries: Mapping[str, Any]) -> None:
        self._bank = Bank()
        self._entries = {name: self._entry(value) for name, value in entries.items()}
        self._by_anchor: dict[int, set[str]] = {}
        for name, entry in self._entries.items():
            for wording in entry.wordings:
                self._by_anchor.setdefault(wording.anchors[0], set()).add(name)

    @property
    def names(self) -> frozenset[str]:
        """The names that can be found."""
        return frozenset(self._entries)

    def read(self, passage: Passage) -> dict[str, tuple[Span, ...]]:
        """Return where each name that occurs is found, in the writer's own words, in order."""
        scan = self._bank.scan(passage.text, passage.lower)
        if not scan.ids:
            return {}
        names = sorted({name for anchor in scan.ids for name in self._by_anchor.get(anchor, ())})
        found: dict[str, tuple[Span, ...]] = {}
        for name in names:
            spans = self._places(self._entries[name], scan, passage)
            if spans:
                found[name] = spans
        return found

    def _places(self, entry: _Entry, scan: Scan, passage: Passage) -> tuple[Span, ...]:
        """Return where an entry stands, less the sentences in which its exceptions stand."""
        spans = [s for w in entry.wordings for s in places(w, scan, passage) if not passage.is_foreign(s)]
        if not spans:
            return ()
        excused = {passage.sentence_at(s.start) for w in entry.unless for s in places(w, scan, passage)}
        return merge(s for s in spans if passage.sentence_at(s.start) not in excused)

    def _entry(self, value: Any) -> _Entry:
        """Read one entry of the data."""
        fields: Mapping[str, Any] = {"phrases": value} if isinstance(value, list) else value
        patterns = tuple(Wording((self._bank.add(p),), ()) for p in fields.get("patterns", ()))
        phrases = tuple(add(self._bank, parse(p)) for p in fields.get("phrases", ()))
        return _Entry((*phrases, *patterns), tuple(add(self._bank, parse(p)) for p in fields.get("unless", ())))


def add(bank: Bank, phrase: Phrase) -> Wording:
    """Put a phrase's anchors into a bank."""
    return Wording(tuple(bank.add(anchor) for anchor in phrase.anchors), phrase.gaps)


def places(wording: Wording, scan: Scan, passage: Passage) -> Sequence[Span]:
    """Return where a phrase stands: its anchors close enough to each other, in one sentence."""
    if any(anchor not in scan.ids for anchor in wording.anchors):
        return ()
    rows = [scan.spans(anchor) for anchor in wording.anchors]
    if len(rows) == 1:
        return rows[0]
    chained = chain(rows, wording.gaps, passage.tokens)
    return [s for s in chained if passage.sentence_at(s.start) == passage.sentence_at(s.end - 1)]


def packaged(name: str) -> Mapping[str, Any]:
    """Read one of the data files that stand beside this module, such as `acts.yaml`."""
    text = resources.files("guard.view").joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)

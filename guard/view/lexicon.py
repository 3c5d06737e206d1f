"""A lexicon: named wordings, looked for together. Its data are YAML, so that they can grow without code.

An entry is a list of phrases, or a mapping with `phrases`, `patterns` (RE2 on lower-case text) and
`unless` (phrases that cancel a hit in the same sentence).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from guard.text.bank import Bank, Scan
from guard.text.phrases import Phrase, chain, parse
from guard.text.spans import Span, merge
from guard.text.tables import beside
from guard.view.passage import Passage

Found = Mapping[str, tuple[Span, ...]]


Owner = TypeVar("Owner")


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase whose anchors stand in a bank."""

    anchors: tuple[int, ...]
    gaps: tuple[int, ...]


class Wordings(Generic[Owner]):
    """Wordings with their owners, found again by the anchors that a text holds.

    Each is filed under the anchor that the fewest share, so that a text is asked only about
    wordings that can be there, however many there are.

    Args:
        rows: (owner, wording) pairs.
    """

    def __init__(self, rows: Iterable[tuple[Owner, Wording]]) -> None:
        kept = tuple(rows)
        shared = Counter(anchor for _, wording in kept for anchor in wording.anchors)
        self._filed: dict[int, list[tuple[Owner, Wording]]] = {}
        for owner, wording in kept:
            rarest = min(wording.anchors, key=lambda anchor: shared[anchor])
            self._filed.setdefault(rarest, []).append((owner, wording))
        self._anchors = frozenset(self._filed)

    def present(self, scan: Scan) -> Iterator[tuple[Owner, Wording]]:
        """Yield the wordings all of whose anchors occur."""
        ids = scan.ids
        for anchor in ids & self._anchors:
            for owner, wording in self._filed[anchor]:
                if len(wording.anchors) == 1 or ids.issuperset(wording.anchors):
                    yield owner, wording


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
        self.names = frozenset(entries)
        said: list[tuple[str, Wording]] = []
        excused: list[tuple[str, Wording]] = []
        for name, value in entries.items():
            fields: Mapping[str, Any] = {"phrases": value} if isinstance(value, list) else value
            said += ((name, Wording((self._bank.add(p),), ())) for p in fields.get("patterns", ()))
            said += ((name, add(self._bank, parse(p))) for p in fields.get("phrases", ()))
            excused += ((name, add(self._bank, parse(p))) for p in fields.get("unless", ()))
        self._said, self._excused = Wordings(said), Wordings(excused)

    def scan(self, passage: Passage) -> Scan:
        """Look for all wordings at once; for callers that ask several times about one passage."""
        return self._bank.scan(passage.text, passage.lower)

    def possible(self, scan: Scan) -> frozenset[str]:
        """Return the names of which some wording has all its anchors in the text that was scanned."""
        return frozenset(name for name, _ in self._said.present(scan))

    def read(
        self, passage: Passage, only: Container[str] | None = None, scan: Scan | None = None
    ) -> dict[str, tuple[Span, ...]]:
        """Return where each name that occurs is found, in the writer's own words, in order.

        Args:
            passage: the text.
            only: the names to look for; all when None.
            scan: of the same passage, where there is one already.
        """
        scan = scan or self.scan(passage)
        found: dict[str, list[Span]] = {}
        for name, wording in self._said.present(scan):
            if only is not None and name not in only:
                continue
            spans = [span for span in places(wording, scan, passage) if not passage.is_foreign(span)]
            if spans:
                found.setdefault(name, []).extend(spans)
        if not found:
            return {}
        excused = self._exceptions(scan, passage, found)
        kept = {name: self._outside(spans, excused.get(name, ()), passage) for name, spans in sorted(found.items())}
        return {name: spans for name, spans in kept.items() if spans}

    def _exceptions(self, scan: Scan, passage: Passage, names: Container[str]) -> dict[str, list[Span]]:
        """Return where the exceptions of some names stand."""
        spans: dict[str, list[Span]] = {}
        for name, wording in self._excused.present(scan):
            if name in names:
                spans.setdefault(name, []).extend(places(wording, scan, passage))
        return spans

    def _outside(self, spans: Iterable[Span], excused: Iterable[Span], passage: Passage) -> tuple[Span, ...]:
        """Return the spans less those in whose sentence an exception stands."""
        barred = {passage.sentence_at(span.start) for span in excused}
        return merge(s for s in spans if not barred or passage.sentence_at(s.start) not in barred)


def add(bank: Bank, phrase: Phrase) -> Wording:
    """Put a phrase's anchors into a bank."""
    anchors = (bank.add(anchor, "plain" if anchor.isascii() else "lower") for anchor in phrase.anchors)
    return Wording(tuple(anchors), phrase.gaps)


def places(wording: Wording, scan: Scan, passage: Passage) -> Sequence[Span]:
    """Return where a phrase stands whose anchors occur: close enough to each other, in one sentence."""
    if len(wording.anchors) == 1:
        return scan.spans(wording.anchors[0])
    found: list[Span] = []
    for part in scan.parts(passage.sentences):
        if part.ids.issuperset(wording.anchors):
            found += chain([part.spans(anchor) for anchor in wording.anchors], wording.gaps, passage.tokens)
    return found


def packaged(name: str) -> Mapping[str, Any]:
    """Read one of the data files that stand beside this module, such as `acts`."""
    return beside(__file__, name)

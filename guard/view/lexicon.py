"""A lexicon: named wordings, looked for together. Its data are YAML, so that they can grow without code.

An entry is a list of phrases, or a mapping with `phrases`, `patterns` (RE2 on lower-case text) and
`unless` (phrases that cancel a hit in the same sentence).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from guard.text.bank import Bank, Scan
from guard.text.phrases import Phrase, chain, parse
from guard.text.spans import Span, merge
from guard.text.tables import beside
from guard.view.passage import Passage

Owner = TypeVar("Owner")

_SHORT = 200
"""Characters below which a passage is looked through as a whole."""


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

    def search(self, passage: Passage) -> Search:
        """Look for all wordings at once; what was found stays with the passage, for whoever asks next."""
        kept = passage.searches.get(self)
        if isinstance(kept, Search):
            return kept
        scan = self._bank.scan(passage.text, passage.lower)
        made = passage.searches[self] = Search(passage, scan, _by_name(self._said, scan), self._excused)
        return made

    def read(self, passage: Passage, only: frozenset[str] | None = None) -> dict[str, tuple[Span, ...]]:
        """Return where each name that occurs is found, in the writer's own words, in order.

        Args:
            passage: the text.
            only: the names to look for; all when None.
        """
        search = self.search(passage)
        names = sorted(search.possible if only is None else only.intersection(search.possible))
        return {name: spans for name in names if (spans := search.places(name))}


class Search:
    """What a lexicon's names may have in one passage.

    Args:
        passage: the text.
        scan: of its anchors.
        said: by name, the wordings all of whose anchors occur.
        excused: the exceptions of all names.
    """

    __slots__ = ("_barred", "_excused", "_found", "_passage", "_said", "_scan")

    def __init__(
        self, passage: Passage, scan: Scan, said: Mapping[str, Sequence[Wording]], excused: Wordings[str]
    ) -> None:
        self._passage = passage
        self._scan = scan
        self._said = said
        self._excused = excused
        self._barred: Mapping[str, Sequence[Wording]] | None = None
        self._found: dict[str, tuple[Span, ...]] = {}

    @property
    def possible(self) -> Iterable[str]:
        """The names that may be found."""
        return self._said.keys()

    def places(self, name: str) -> tuple[Span, ...]:
        """Return where a name is found, less the sentences in which its exceptions stand."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._look(name)
        return found

    def _look(self, name: str) -> tuple[Span, ...]:
        """Look for a name, and for what excuses it only where it is found."""
        passage, scan = self._passage, self._scan
        spans = [s for w in self._said.get(name, ()) for s in places(w, scan, passage) if not passage.is_foreign(s)]
        if not spans:
            return ()
        if self._barred is None:
            self._barred = _by_name(self._excused, scan)
        barred = {passage.sentence_at(s.start) for w in self._barred.get(name, ()) for s in places(w, scan, passage)}
        return merge(s for s in spans if not barred or passage.sentence_at(s.start) not in barred)


def _by_name(wordings: Wordings[str], scan: Scan) -> dict[str, list[Wording]]:
    """Sort the wordings that a text may hold by their name."""
    sorted_: dict[str, list[Wording]] = {}
    for name, wording in wordings.present(scan):
        sorted_.setdefault(name, []).append(wording)
    return sorted_


def add(bank: Bank, phrase: Phrase) -> Wording:
    """Put a phrase's anchors into a bank."""
    anchors = (bank.add(anchor, "plain" if anchor.isascii() else "lower") for anchor in phrase.anchors)
    return Wording(tuple(anchors), phrase.gaps)


def places(wording: Wording, scan: Scan, passage: Passage) -> Sequence[Span]:
    """Return where a phrase stands whose anchors occur: close enough to each other, in one sentence."""
    if len(wording.anchors) == 1:
        return scan.spans(wording.anchors[0])
    if len(passage.text) < _SHORT:
        chained = chain([scan.spans(anchor) for anchor in wording.anchors], wording.gaps, passage.tokens)
        return [s for s in chained if passage.sentence_at(s.start) == passage.sentence_at(s.end - 1)]
    found: list[Span] = []
    rows: list[Mapping[int, Sequence[Span]]] = []
    shared: set[int] | None = None
    for anchor in wording.anchors:
        rows.append(scan.within(anchor, passage.sentences))
        shared = rows[-1].keys() & shared if shared is not None else set(rows[-1])
        if not shared:
            return ()
    for number in sorted(shared or ()):
        found += chain([row[number] for row in rows], wording.gaps, passage.tokens)
    return found


def packaged(name: str) -> Mapping[str, Any]:
    """Read one of the data files that stand beside this module, such as `acts`."""
    return beside(__file__, name)

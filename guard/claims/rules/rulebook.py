"""What trusted sources say in sentences, cut so that each can be held against a sentence of the reply."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from guard.claims.context import Context
from guard.claims.rules.quantities import Quantity, quantities
from guard.claims.rules.stances import stances
from guard.claims.rules.topics import stems
from guard.claims.rules.verbs import Verb, verbs
from guard.domain.facts import Fact, Rank

_MOST = 40
"""Rules up to which a book tells a customer's rules; a longer one is a handbook that tells the writer what to do."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+\s*(?:[-*#•]+\s*|\d+[.)]\s+)?|^\s*[-*#•]+\s*")
_PART = re.compile(r"; |: |, (?=(?:but|otherwise|however|later|after that|on others?|except|not)\b)|\s(?=but\b)")
_FEWEST_WORDS = 3
_BESIDE, _NEAR = 0.5, 0.35
"""What a shared word counts that stands in the rest of the sentence, or in what was said just before."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One part of a sentence of a source.

    Args:
        text: its words, lower case.
        whole: the sentence as it stands in the source.
        about: stems of the part; of the whole sentence where the part says no topic.
        around: stems of the whole sentence.
    """

    text: str
    whole: str
    about: frozenset[str]
    around: frozenset[str]

    @property
    def takes(self) -> Mapping[str, bool]:
        """The side it takes on each axis; read, like its quantities and verbs, when a statement comes close to it."""
        return stances(self.text)

    @property
    def counts(self) -> tuple[Quantity, ...]:
        """Its quantities."""
        return quantities(self.text)

    @property
    def does(self) -> Mapping[str, Verb]:
        """Its verbs."""
        return verbs(self.text)


@dataclass(frozen=True, slots=True)
class Known:
    """A rule with the place it stands in."""

    fact: Fact
    rule: Rule


@dataclass(frozen=True, slots=True)
class Topic:
    """What a part of a reply is about: its own stems, those of its sentence, and those of what was said before."""

    own: frozenset[str]
    sentence: frozenset[str]
    before: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """How closely a part of a reply and a rule speak of the same thing.

    Args:
        known: the rule.
        score: the weight of what they share.
        cover: how much of the rule that is, 0..1.
        own: the weight shared by the part itself.
    """

    known: Known
    score: float
    cover: float
    own: float


@lru_cache(maxsize=1_024)
def rules(text: str) -> tuple[Rule, ...]:
    """Cut a source into rules; kept, for one desk's policies come with every case.

    Example:
        >>> [sorted(rule.about) for rule in rules("The first redirect is free; later redirects cost €3.90.")]
        [['redirect'], ['redirect']]
    """
    found: list[Rule] = []
    for sentence in _SENTENCE.split(text):
        whole = sentence.strip()
        if len(whole.split()) < _FEWEST_WORDS:
            continue
        lower = whole.lower().replace("’", "'")
        around = stems(lower)
        for part in filter(str.strip, _PART.split(lower)):
            about = stems(part) or around or frozenset(stances(part))
            found.append(Rule(part, whole, about, around))
    return tuple(found)


_VERB = re.compile(
    r"\b(?:is|are|was|be|can|cannot|may|must|will|has|have|do|does|costs?|pays?|gets?|includes?|covers?|comes|it's|there's)\b|n't\b|[$€£₹]"
)


@lru_cache(maxsize=4_096)
def lead(text: str) -> frozenset[str]:
    """Return the stems before the verb of a lower-case text: its subject.

    Example:
        >>> sorted(lead("basic accounts pay 1.5% on foreign card payments"))
        ['basic']
    """
    verb = _VERB.search(text)
    return stems(text[: verb.start()]) if verb else frozenset()


class Book:
    """The rules of one case, with what each word weighs among them.

    Args:
        known: the rules.
    """

    def __init__(self, known: Iterable[Known]) -> None:
        self.known = tuple(known)
        self.about = frozenset(stem for one in self.known for stem in one.rule.around | one.rule.about)
        self._seen = Counter(stem for one in self.known for stem in one.rule.around)

    def weight(self, stems_: Iterable[str]) -> float:
        """Return what some stems weigh together: a word that few rules hold tells more."""
        most = len(self.known) + 1
        return sum(1 + math.log(most / (1 + self._seen[stem])) / 2 for stem in stems_)

    def matches(self, topic: Topic) -> list[Match]:
        """Return how closely each rule speaks of a topic; those that share nothing are left out."""
        found: list[Match] = []
        for one in self.known:
            about, rest = one.rule.about, one.rule.around - one.rule.about
            own = self._shared(topic.own, about, rest)
            score = own + _BESIDE * self._shared(topic.sentence - topic.own, about, rest)
            score += _NEAR * self._shared(topic.before - topic.sentence, about, rest)
            if score:
                cover = score / (self.weight(about) + self.weight(rest) / 4)
                found.append(Match(one, score, cover, own))
        return found

    def _shared(self, mine: frozenset[str], about: frozenset[str], rest: frozenset[str]) -> float:
        return self.weight(mine & about) + self.weight(mine & rest) / 2


def book_of(context: Context) -> Book | None:
    """Return the rules of all sources and of the records' own sentences; None for none, or for a handbook."""
    return context.keep(Book, partial(_gathered, context))


def _gathered(context: Context) -> Book | None:
    found: list[Known] = []
    for fact in context.facts.facts:
        if not isinstance(fact.value, str) or " " not in fact.value or not _is_prose(fact):
            continue
        found += (Known(fact, rule) for rule in rules(fact.value))
        if len(found) > _MOST:
            return None
    return Book(found) if found else None


def _is_prose(fact: Fact) -> bool:
    if fact.rank is Rank.RECORD and (fact.path.startswith("facts.agent") or fact.path == "facts.now"):
        return False
    return " " in str(fact.value).strip()

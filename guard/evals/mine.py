"""Mining labelled replies: which wordings tell those that fail a virtue from those that pass it.

What comes out are suggestions for a person who writes policies. So that they are worth reading: what
the loaded policies already catch is left out; a conversation counts once however long it is; where a
failing reply has a good twin in the same context, only what the twin lacks can be what is wrong with
it; and a wording is told only when several conversations have it, so that nobody's words stand alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from guard.domain.case import Case
from guard.domain.verdict import Verdict
from guard.domain.virtues import REQUIRED, VIRTUES, Virtue
from guard.errors import Problem, UsageError
from guard.evals.gold import Gold, gold_of
from guard.evals.grams import grams, sentence_with
from guard.evals.statistics import log_odds, wilson

LEAST_SCORE = 1.645
"""Standard errors by which a wording must be likelier in fails than in passes: one-sided, 95 %."""

_NEW = 0.25
"""Share of its conversations that a longer or shorter wording must add to one that is told already."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A wording that may belong into a policy.

    Args:
        phrase: one to five words, as `phrase:` reads them.
        score: weighted log-odds, in standard errors.
        fails: conversations in which a missed fail says it.
        passes: conversations in which a reply that does not fail says it.
        precision: the share of the former.
        low: lower end of its 95 % interval (Wilson).
        high: upper end.
        pairs: failing replies among them whose twin in the same context passes and lacks it.
        also: wordings inside or around it that say nothing new.
        example: a sentence of a draft; "" for the customers' words, which are told as phrases only.
    """

    phrase: str
    score: float
    fails: int
    passes: int
    precision: float
    low: float
    high: float
    pairs: int
    also: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Vein:
    """What the data hold about one virtue.

    Args:
        virtue: which one.
        fails: labelled fails.
        caught: those that the loaded policies find already; the rest is mined.
        said: wordings of the replies.
        customer: of a required virtue, wordings of the customers before replies that fail it.
    """

    virtue: Virtue
    fails: int
    caught: int
    said: tuple[Suggestion, ...]
    customer: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What is worth telling.

    Args:
        least: conversations that must have a wording.
        precision: the least share of fails among them.
        most: suggestions a list.
    """

    least: int = 3
    precision: float = 0.5
    most: int = 20


@dataclass(frozen=True, slots=True)
class Mined:
    """All that was found; `problems` are labels that could not be read."""

    cases: int
    veins: tuple[Vein, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """A labelled case, with the virtues of which the policies found something."""

    case: Case
    gold: Gold
    cluster: Hashable
    caught: frozenset[Virtue]


@dataclass(slots=True)
class _Side:
    """One side of the talk: how its words are read off a failing case and off any other, and whether to quote it."""

    failing: Callable[[_Row, Virtue], str]
    other: Callable[[_Row], str]
    quotes: bool
    known: dict[_Row, frozenset[str]] = field(default_factory=dict["_Row", frozenset[str]])

    def read(self, rows: Iterable[_Row], wanted: frozenset[str]) -> None:
        """Note which of the wanted sequences each case has; the rest of its words are not kept."""
        self.known = {row: grams(self.other(row)) & wanted for row in rows}


def mined(
    judged: Iterable[tuple[Case, Verdict]], *, virtues: Sequence[Virtue] = VIRTUES, limits: Limits | None = None
) -> Mined:
    """Look for wordings that tell fails from passes.

    Args:
        judged: labelled cases with their verdicts; cases without labels are passed over.
        virtues: which ones to look at.
        limits: what is worth telling.

    Example:
        >>> mined([]).cases
        0
    """
    problems: list[Problem] = []
    rows = list(_rows(judged, problems))
    bounds = limits or Limits()
    said = _lists(rows, virtues, _Side(_evidence, lambda row: row.case.draft, quotes=True), bounds)
    required: list[Virtue] = [virtue for virtue in virtues if virtue in REQUIRED]
    asked = _lists(rows, required, _Side(lambda row, _: _open(row), _open, quotes=False), bounds)
    veins = tuple(_vein(virtue, rows, said[virtue], asked.get(virtue, ())) for virtue in virtues)
    return Mined(len(rows), veins, tuple(problems))


def _rows(judged: Iterable[tuple[Case, Verdict]], problems: list[Problem]) -> Iterator[_Row]:
    """Read the labels; what cannot be read goes on the list."""
    for place, (case, verdict) in enumerate(judged):
        try:
            gold = gold_of(case)
        except UsageError as error:
            problems.extend(error.problems)
            continue
        if gold is not None:
            caught: frozenset[Virtue] = frozenset(finding.virtue for finding in verdict.findings)
            yield _Row(case, gold, case.conversation or case.group or place, caught)


def _vein(virtue: Virtue, rows: Iterable[_Row], said: Sequence[Suggestion], asked: Sequence[Suggestion]) -> Vein:
    fails = [row for row in rows if virtue in row.gold.fails]
    caught = sum(virtue in row.caught for row in fails)
    return Vein(virtue, len(fails), caught, tuple(said), tuple(asked))


def _evidence(row: _Row, virtue: Virtue) -> str:
    """Return the words that the label points at; where it points at nothing, what is missing was never said.

    A forbidden conduct without evidence stands somewhere in the draft, so all of it is looked at.
    """
    labels = row.case.labels or {}
    fails: Sequence[Mapping[str, object]] = labels.get("fails", ())
    told = [str(fail.get("evidence") or "") for fail in fails if fail.get("virtue") == virtue]
    return "\n".join(filter(None, told)) or ("" if virtue in REQUIRED else row.case.draft)


def _open(row: _Row) -> str:
    """Return the customer's messages after the agent's last one."""
    last = max((i for i, message in enumerate(row.case.messages) if message.role == "agent"), default=-1)
    return "\n".join(message.text for message in row.case.messages[last + 1 :] if message.role == "customer")


def _lists(
    rows: Sequence[_Row], virtues: Iterable[Virtue], side: _Side, limits: Limits
) -> dict[Virtue, tuple[Suggestion, ...]]:
    """Make the list of each virtue. The other cases are read once for all of them."""
    found: dict[Virtue, dict[_Row, frozenset[str]]] = {}
    wanted: set[str] = set()
    for virtue in virtues:
        missed = [row for row in rows if virtue in row.gold.fails and virtue not in row.caught]
        found[virtue] = {row: grams(side.failing(row, virtue)) for row in missed}
        wanted |= _standing(found[virtue], limits.least).keys()
    side.read(rows, frozenset(wanted))
    return {virtue: _suggestions(virtue, rows, spoken, side, limits) for virtue, spoken in found.items()}


def _standing(spoken: Mapping[_Row, frozenset[str]], least: int) -> dict[str, set[Hashable]]:
    """Return in which conversations each sequence stands, for those that stand in enough."""
    clusters: defaultdict[str, set[Hashable]] = defaultdict(set)
    for row, sequences in spoken.items():
        for sequence in sequences:
            clusters[sequence].add(row.cluster)
    return {sequence: where for sequence, where in clusters.items() if len(where) >= least}


def _suggestions(
    virtue: Virtue, rows: Sequence[_Row], spoken: Mapping[_Row, frozenset[str]], side: _Side, limits: Limits
) -> tuple[Suggestion, ...]:
    """Score what the missed fails of a virtue say against what other replies say."""
    passes = [row for row in rows if virtue not in row.gold.fails and virtue not in row.gold.unsure]
    twins = _twins(spoken, passes)
    own = {row: said - _joined(side.known[twin] for twin in twins.get(row, ())) for row, said in spoken.items()}
    fails = _standing(own, limits.least)
    good = _standing({row: side.known[row] & fails.keys() for row in passes}, 1)
    sizes = len({row.cluster for row in spoken}), len({row.cluster for row in passes})
    scored: list[tuple[Suggestion, set[Hashable]]] = []
    for phrase, where in fails.items():
        one = _scored(phrase, len(where), len(good.get(phrase, ())), sizes)
        if one.score >= LEAST_SCORE and one.precision >= limits.precision:
            scored.append((one, where))
    return tuple(_told(one, own, twins, side) for one in _merged(scored)[: limits.most])


def _twins(spoken: Iterable[_Row], passes: Iterable[_Row]) -> dict[_Row, list[_Row]]:
    """Return the passing cases that share a group with each failing one."""
    groups: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in passes:
        if row.case.group is not None:
            groups[row.case.group].append(row)
    return {row: groups[row.case.group] for row in spoken if row.case.group in groups}


def _joined(parts: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset(sequence for part in parts for sequence in part)


def _scored(phrase: str, fails: int, passes: int, sizes: tuple[int, int]) -> Suggestion:
    """Count one wording."""
    low, high = wilson(fails, fails + passes) or (0.0, 1.0)
    score = log_odds(fails, sizes[0], passes, sizes[1])
    return Suggestion(phrase, score, fails, passes, fails / (fails + passes), low, high, 0, (), "")


def _told(
    one: Suggestion, own: Mapping[_Row, frozenset[str]], twins: Mapping[_Row, Sequence[_Row]], side: _Side
) -> Suggestion:
    """Add how many minimal pairs bear a wording out, and the shortest sentence of a draft that holds it."""
    rows = [row for row, said in own.items() if one.phrase in said]
    sentences = (sentence_with(one.phrase, row.case.draft) for row in rows) if side.quotes else ()
    example = min(filter(None, sentences), key=lambda text: (len(text), text), default="")
    return replace(one, pairs=sum(row in twins for row in rows), example=example)


def _merged(scored: Iterable[tuple[Suggestion, set[Hashable]]]) -> list[Suggestion]:
    """Tell each wording once: the best first, and of equal ones the longest; what adds little goes along."""
    kept: list[tuple[Suggestion, set[Hashable], list[str]]] = []
    for one, where in sorted(scored, key=lambda pair: (-pair[0].score, -len(pair[0].phrase), pair[0].phrase)):
        whole = next(
            (k for k in kept if _overlap(k[0].phrase, one.phrase) and len(where - k[1]) <= _NEW * len(where)), None
        )
        if whole is None:
            kept.append((one, where, []))
        else:
            whole[2].append(one.phrase)
    return [replace(one, also=tuple(also)) for one, _, also in kept]


def _overlap(one: str, other: str) -> bool:
    """Tell whether one wording lies inside the other, or the end of one is the start of the other."""
    if f" {one} " in f" {other} " or f" {other} " in f" {one} ":
        return True
    left, right = one.split(), other.split()
    longest = min(len(left), len(right))
    return any(left[-n:] == right[:n] or right[-n:] == left[:n] for n in range(1, longest))

"""What a rewrite changed of a text's facts, and whether anybody asked for it.

Only the words that differ are looked at: what is equal says the same, and a parser that reads it
differently in another neighbourhood must not raise an alarm. So a fact counts where it touches a
difference, found by difflib over words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from spacy.tokens import Span as SpacySpan

from evals.oracle.facts import TURNS, VAGUE, Fact, found_in, parsed_once
from evals.oracle.finders import Found
from evals.oracle.hunks import hunks, pieces
from guard.text.spans import Span

_WORDS = frozenset(("name", "reference"))
"""Kinds that are the same wherever their word stands, whatever the parser calls it there."""
_POINTERS = frozenset(("amount", "link", "e-mail", "reference"))
"""Kinds that are no manner of speaking, wherever they stand."""
_ALIKE = 0.5
"""From which share of common words on two sentences are the same one, said otherwise."""


class Change(NamedTuple):
    """A fact that a rewrite changed.

    Args:
        how: `lost` or `new`; `moved` to the place of another; `turned` into its opposite; `gone`: a
            denial that went away with its whole clause, in a sentence that a finding points at.
        kind: of the fact.
        value: its plain form; of a negation, what was denied.
    """

    how: Literal["lost", "new", "moved", "turned", "gone"]
    kind: str
    value: str


class Asked(NamedTuple):
    """What the findings of a verdict asked for, in places of the text before.

    Args:
        claims: evidence whose repair may change what is claimed; any fact in it may go, and behind it in
            its sentence: what a deed or a promise is told to lead to falls with it.
        rude: evidence of what claims nothing; a manner of speaking in it may go ("this second").
        sentences: where a finding points; a clause that denies something may go from there.
        given: the words of the repairs; a negation in them may come in.
        told: what the customer said; who gave a name or a reference does not lose it.
    """

    claims: Sequence[Span] = ()
    rude: Sequence[Span] = ()
    sentences: Sequence[Span] = ()
    given: Sequence[str] = ()
    told: str = ""


def changed_facts(
    before: str, after: str, asked: Asked | None = None, held: Container[Fact] = frozenset()
) -> tuple[Change, ...]:
    """Return the facts that are new, lost, in another order or turned into their opposite, unasked.

    Args:
        before: the draft.
        after: its rewrite.
        asked: what the findings asked for.
        held: tells whether a trusted source holds a (kind, value).

    Example:
        >>> [(change.how, change.value) for change in changed_facts("We can ship 5 boxes.", "We can't ship 6 boxes.")]
        [('lost', '5'), ('new', '6'), ('turned', 'ship')]
    """
    asked = asked or Asked()
    differing = hunks(before, after)
    old = _touching(found_in(before), [hunk.before for hunk in differing])
    new = _touching(found_in(after), [hunk.after for hunk in differing])
    free = [found for found in old if not _may_go(found, before, asked)]
    changes = [
        *_lost(free, after),
        *_new(new, before, held),
        *_moved(before, after),
        *_negated(old, new, before, after, asked),
    ]
    return tuple(dict.fromkeys(sorted(changes)))


def _may_go(found: Found, before: str, asked: Asked) -> bool:
    """Tell whether a fact belongs to what a finding asked to go."""
    return (
        any(found.start < span.end and span.start < found.end for span in asked.claims)
        or _is_behind(found, before, asked.claims)
        or (_inside(found, asked.rude) and found.kind not in _POINTERS)
        or (_inside(found, asked.sentences) and (found.value.strip() in VAGUE or _counts_turns(found, before)))
        or (found.kind in _WORDS and found.value in _said(asked.told))
        or _is_certainty(found, asked)
    )


def _is_behind(found: Found, text: str, claims: Sequence[Span]) -> bool:
    """Tell whether a fact stands behind a claim, in a sentence that the claim reaches into."""
    return any(
        sentence.start_char < claim.end <= found.start < sentence.end_char
        for sentence in parsed_once(text).sents
        for claim in claims
    )


def _counts_turns(found: Found, text: str) -> bool:
    """Tell whether a number counts letters, times or people, or is a mere "one": a reproach says it, no answer does."""
    if found.kind not in ("number", "ordinal"):
        return False
    numbers = [token for token in parsed_once(text) if found.start <= token.idx < found.end]
    return any(token.lower_ == "one" or token.head.lemma_.casefold() in TURNS for token in numbers)


def _is_certainty(found: Found, asked: Asked) -> bool:
    """Tell whether a "100%" only stresses the claim of a sentence that a finding points at."""
    return found.value == "100%" and _inside(found, asked.sentences)


def _lost(old: Iterable[Found], after: str) -> Iterator[Change]:
    """Give facts that are said nowhere any more."""
    left = {(found.kind, found.value) for found in found_in(after)}
    words = _said(after)
    for found in old:
        if found.kind != "negation" and (found.kind, found.value) not in left and not _stands(found, words):
            if (
                found.kind == "ordinal" and ("date", f"XX-{found.value:0>2}") in left
            ):  # "3rd" is read alone, "the 3rd" as a day
                continue
            yield Change("lost", found.kind, found.value)


def _new(new: Iterable[Found], before: str, held: Container[Fact]) -> Iterator[Change]:
    """Give facts that were not said before and that nobody holds."""
    there = {(found.kind, found.value) for found in found_in(before)}
    words = _said(before)
    for found in new:
        fact = (found.kind, found.value)
        if found.kind != "negation" and fact not in there and not _stands(found, words) and fact not in held:
            yield Change("new", *fact)


def _moved(before: str, after: str) -> Iterator[Change]:
    """Give facts that changed places with another of their kind: "from 5 to 7 May" is not "from 7 to 5 May"."""
    for kind in ("number", "amount", "date", "weekday", "duration", "percentage", "reference"):
        old = [found.value for found in found_in(before) if found.kind == kind]
        new = [found.value for found in found_in(after) if found.kind == kind]
        both = Counter(old) & Counter(new)
        was, now = ([value for value in values if both[value] == Counter(values)[value]] for values in (old, new))
        was, now = [value for value in was if value in now], [value for value in now if value in was]
        if was != now and sorted(was) == sorted(now):
            yield Change("moved", kind, next(one for one, other in zip(was, now, strict=True) if one != other))


def _negated(old: Sequence[Found], new: Sequence[Found], before: str, after: str, asked: Asked) -> Iterator[Change]:
    """Give what was denied and now is said, or the other way round, and what is denied or no longer denied at all."""
    given = {found.value for text in asked.given for found in _denials(found_in(text))}
    come, gone = _values(new), _values(old)
    for found in _denials(old):
        if come[found.value] < gone[found.value] and not _is_asked(found, before, asked):
            if _is_turned(found, before, after):
                yield Change("turned", "negation", found.value)
            else:
                yield Change("gone" if _inside(found, asked.sentences) else "lost", "negation", found.value)
    for found in _denials(new):
        if gone[found.value] < come[found.value] and found.value not in given:
            how = "turned" if _is_turned(found, after, before) else "new"
            yield Change(how, "negation", found.value)


def _is_asked(denial: Found, before: str, asked: Asked) -> bool:
    """Tell whether a denial stands in the words at fault, or behind a claim."""
    return _inside(denial, (*asked.claims, *asked.rude)) or _is_behind(denial, before, asked.claims)


def _is_turned(found: Found, here: str, there: str) -> bool:
    """Tell whether the other text says much the same sentence without the denial."""
    sentence = next((s for s in parsed_once(here).sents if s.start_char <= found.start < s.end_char), None)
    if sentence is None:
        return False
    words = _plain(sentence, here)
    for other in parsed_once(there).sents:
        said = _plain(other, there)
        alike = SequenceMatcher(None, words, said, autojunk=False).ratio() >= _ALIKE
        denied = {each.value for each in _denials(found_in(there)) if other.start_char <= each.start < other.end_char}
        if alike and found.value in said and found.value not in denied:
            return True
    return False


def _plain(sentence: SpacySpan, text: str) -> list[str]:
    """Return the lemmas of a sentence without its denials."""
    denials = {found.start for found in _denials(found_in(text))}
    return [token.lemma_.casefold() for token in sentence if token.idx not in denials and not token.is_punct]


def _values(found: Iterable[Found]) -> Counter[str]:
    return Counter(each.value for each in _denials(found))


def _denials(found: Iterable[Found]) -> Iterator[Found]:
    return (each for each in found if each.kind == "negation")


def _said(text: str) -> frozenset[str]:
    """Return the words of a text, and the pieces between its spaces."""
    lower = text.casefold()
    return frozenset(piece for piece, _ in pieces(lower)) | frozenset(
        word.strip(".,;:!?()'\"") for word in lower.split()
    )


def _stands(found: Found, words: frozenset[str]) -> bool:
    return found.kind in _WORDS and found.value in words


def _touching(found: Iterable[Found], spans: Sequence[Span]) -> list[Found]:
    return [each for each in found if any(each.start < span.end and span.start < each.end for span in spans)]


def _inside(found: Found, spans: Sequence[Span]) -> bool:
    return any(span.start <= found.start and found.end <= span.end for span in spans)

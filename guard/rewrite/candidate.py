"""What a reply must keep to that somebody else wrote, before anybody judges it.

A writer may mend what it was asked to mend. So:

- A sentence that no finding points at stands in the candidate as it stood, word for word.
- In the place of the others, words that stood there keep their order, with what denies, hedges or binds
  them; values that no finding points at stay.
- What is added says nothing about the world (`courtesy.yaml`), acknowledges what the customer told, or
  says what a trusted source holds, as a claim that is read and found supported there.
- It is in the same language, no more than half as long again, and not the same text.

This refuses good replies too. What it lets through is then judged like any draft.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from guard.domain.case import DRAFT_LIMIT
from guard.domain.verdict import Finding
from guard.rewrite.preserve import facts, is_denial, plain_values
from guard.text.folding import fold
from guard.text.spans import Span
from guard.text.tables import beside
from guard.view.view import View

LONGER = 1.5
"""How much longer than the draft a candidate may be."""
SHORT = 40
"""Words that a candidate may have in any case: an answer of two words has no room for a kind one."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_KIND = frozenset(("acknowledgement", "apology", "thanks"))
_WEAK = frozenset(("hedged", "conditional", "negated", "question", "reported"))


@dataclass(frozen=True, slots=True)
class Sources:
    """Whose words a candidate may use.

    Args:
        known: what trusted sources hold, as text.
        told: what the customer said.
        templates: the repairs' own words, which the policies' authors stand for.
    """

    known: str
    told: str
    templates: str


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(beside(__file__, "courtesy")[name].split())


def refusal(before: View, after: View, findings: Sequence[Finding], sources: Sources) -> str | None:
    """Return why a candidate is not taken, in words for its writer; None where it may be judged.

    Args:
        before: the view of the text that was to be mended.
        after: the view of the candidate.
        findings: what was to be mended.
        sources: whose words it may use.
    """
    old, new = _flat(before.text), _flat(after.text)
    if old == new:
        return "It is the same text."
    if len(after.folded.original) > DRAFT_LIMIT or len(new.split()) > max(SHORT, LONGER * len(old.split())):
        return "It is too long."
    if after.tongue != before.tongue:
        return "It is in another language than the draft."
    asked = [before.folded.inward(finding.span) for finding in findings if finding.span is not None]
    kept, gone = _parted(before, asked)
    fresh = _added(after, kept)
    if fresh is None:
        return "A sentence that was fine is changed, is gone, or stands in another place."
    return _meaning(before, after, gone, fresh, asked, sources)


def _meaning(
    before: View, after: View, gone: Sequence[Span], fresh: Sequence[Span], asked: Sequence[Span], sources: Sources
) -> str | None:
    """Hold what was added against what it replaces."""
    was = " ".join(_without(span, asked, before.text) for span in gone)
    old = " ".join(span.of(before.text) for span in gone)
    new = " ".join(span.of(after.text) for span in fresh)
    if not plain_values(was) <= plain_values(new):
        return "A number, a date, an amount, a name or a link that was not to be mended is gone."
    if _says_again(old, new, sources):
        if _some(was, _words("conditions") | _words("hedges")) - _some(new, _words("conditions") | _words("hedges")):
            return "A condition or a hedge is gone."
        if sum(_denials(was).values()) > sum(_denials(new).values()):
            return "A denial is gone."
    if not _in_order(_telling(old), _telling(new)):
        return "What stood there is said in another order."
    if not all(_is_held(span, after, old, sources) for span in fresh):
        return "It says something that is not known."
    return None


def _parted(view: View, asked: Sequence[Span]) -> tuple[list[str], list[Span]]:
    """Return the sentences that stay, as plain text, and the places of those that are to be mended."""
    kept: list[str] = []
    gone: list[Span] = []
    for sentence in view.sentences:
        if any(sentence.overlaps(span) for span in asked):
            gone.append(sentence)
        else:
            kept.append(_flat(sentence.of(view.text)))
    return kept, gone


def _added(after: View, kept: Sequence[str]) -> list[Span] | None:
    """Return the sentences of a candidate that are new; None where one of the kept is missing or out of place."""
    left = list(kept)
    fresh: list[Span] = []
    for sentence in after.sentences:
        if left and _flat(sentence.of(after.text)) == left[0]:
            left.pop(0)
        else:
            fresh.append(sentence)
    return None if left else fresh


def _is_held(span: Span, after: View, old: str, sources: Sources) -> bool:
    """Tell whether somebody stands for a new sentence: every value, every claim, every word of weight."""
    text = span.of(after.text)
    claims = [claim for claim in after.claims if span.start <= claim.span.start < span.end]
    backed = any(claim.grounding == "supported" and claim.because is not None for claim in claims)
    old_claims = _flat(old).lower()
    for claim in claims:
        said_before = _flat(claim.text).lower() in old_claims and claim.grounding != "contradicted"
        if not (claim.grounding == "supported" or claim.certainty in _WEAK or said_before):
            return False
    kind = any(Span.overlaps(span, place) for act in _KIND for place in after.places_of(act))
    given = facts(old) | facts(sources.templates) | (facts(sources.known) if backed else Counter[str]())
    named = {fact for fact in facts(sources.told) if not plain_values(fact) and not is_denial(fact)}
    if any(fact not in given and fact not in named and not is_denial(fact) for fact in facts(text)):
        return False
    free = _words("courtesy") | _words("hedges") | {w for t in (old, sources.templates, *named) for w in _all(t)}
    if backed:
        free |= _words("backed") | set(_all(sources.known.replace("_", " ")))
    if kind or backed:
        free |= set(_all(sources.told))
    return all(word in free or is_denial(word) or facts(word) for word in _all(text))


def _telling(text: str) -> list[str]:
    """Return the words of a text that carry its meaning, in order: all but courtesy, with denials and conditions."""
    light = _words("courtesy") - _words("conditions") - {"not", "no", "nothing", "without"}
    return [word for word in _all(text) if word not in light and word not in _words("hedges")]


def _says_again(old: str, new: str, sources: Sources) -> bool:
    """Tell whether new sentences say anything of what stood there; a word of regret in its place does not."""
    names = {word for fact in facts(sources.told) | facts(sources.known) for word in _all(fact)}
    return not (set(_telling(old)) & set(_telling(new))) <= names


def _in_order(old: Sequence[str], new: Sequence[str]) -> bool:
    """Tell whether the words that both texts have stand in the same order in both."""
    both = Counter(old) & Counter(new)
    return _only(old, both) == _only(new, both)


def _only(words: Iterable[str], wanted: Counter[str]) -> list[str]:
    left = wanted.copy()
    found: list[str] = []
    for word in words:
        if left[word] > 0:
            left[word] -= 1
            found.append(word)
    return found


def _some(text: str, words: frozenset[str]) -> Counter[str]:
    return Counter(word for word in _all(text) if word in words)


def _denials(text: str) -> Counter[str]:
    return Counter({fact: count for fact, count in facts(text).items() if is_denial(fact)})


def _without(span: Span, asked: Sequence[Span], text: str) -> str:
    """Return the words of a sentence that no finding points at."""
    return "".join(
        " " if any(one.start <= at < one.end for one in asked) else text[at] for at in range(span.start, span.end)
    )


def _all(text: str) -> list[str]:
    return _WORD.findall(fold(text).lower)


def _flat(text: str) -> str:
    return " ".join(text.split())

"""What a rewrite must not touch: numbers, dates, amounts, names, links and negations.

The facts of a text are listed before and after. One that is new must be held by a trusted source
or stand in words that a finding asked for; one that is lost must have stood in words that a finding
took away. Anything else makes the rewrite unproven.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from guard.text.patches import Patch
from guard.text.spans import Span

_FACTS = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+"
    r"|\b[a-z]{1,6}-?\d[\w-]*"
    r"|[$€£¥₹]\s?\d[\d.,]*|\d[\d.,:/-]*\s?(?:%|€|£|\$|usd\b|eur\b|gbp\b)?"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:today|tomorrow|tonight|yesterday)\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|fifty|hundred|thousand)\b"
    r"|\b(?:not|never|no|none|nothing|cannot|without|unable)\b|\b\w+n't\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+(?:[ -][A-Z][a-z]+)*")
_NEGATION = re.compile(r"not|never|no|none|nothing|cannot|without|unable|\w+n't")
_TRAILING = ".,;:!?)/-"


def facts(text: str) -> Counter[str]:
    """Count the facts of a text, each in a plain form.

    Example:
        >>> sorted(facts("Order A-1042 is not due before 27 November."))
        ['27', 'a-1042', 'not', 'november']
    """
    found = [match[0].lower().replace(" ", "").rstrip(_TRAILING) for match in _FACTS.finditer(text)]
    return Counter([*(fact for fact in found if fact), *(match[0].lower() for match in _NAME.finditer(text))])


def changed(before: str, after: str, changes: Sequence[Patch]) -> frozenset[str]:
    """Return the facts that were lost or added outside the words that were changed on purpose.

    Args:
        before: the draft as it arrived.
        after: the rewrite.
        changes: the patches between the two, in order, as the findings asked for them.
    """
    removed = facts(" ".join(Span(p.start, p.end).of(before) for p in changes))
    added = facts(" ".join(p.text for p in changes))
    lost = facts(before) - facts(after) - removed
    new = facts(after) - facts(before) - added
    return frozenset(lost) | frozenset(new)


def dropped(before: str, after: str, changes: Iterable[Patch], told: str = "") -> frozenset[str]:
    """Return the facts that changes take away and the rewrite says nowhere else; negations are left out.

    A repair that changes no claim may take away a rude sentence, but not the date that stands in it.

    Args:
        before: the draft as it arrived.
        after: the rewrite.
        changes: those that may change no claim.
        told: what the customer said: who gave a fact does not lose it.
    """
    taken = facts(" ".join(patch.span.of(before) for patch in changes))
    kept = facts(after) | facts(told)
    return frozenset(fact for fact in taken if fact not in kept and not _NEGATION.fullmatch(fact))


def unheld(changes: Iterable[Patch], before: str, known: str, templates: str) -> frozenset[str]:
    """Return the facts that the new words bring in and nobody stands for.

    A negation is no such fact: "I can't promise" is what an honest repair says, in its author's words.

    Args:
        changes: the patches.
        before: the draft, whose own facts may be said again.
        known: everything that trusted sources and the conversation hold, as text.
        templates: the policies' own words, which their authors stand for.
    """
    brought = Counter[str]()
    for patch in changes:
        brought += facts(patch.text)
    held = set(facts(before)) | set(facts(known)) | set(facts(templates))
    return frozenset(fact for fact in brought if fact not in held and not _NEGATION.fullmatch(fact))

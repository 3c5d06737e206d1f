"""What a rewrite must not touch: numbers, dates, amounts, names, links and negations.

The facts of a text are listed before and after. One that is new must be held by a trusted source
or stand in words that a finding asked for; one that is lost must have been asked to go. Anything else
makes the rewrite unproven: the value-bearing clause has to stay, or the draft is left to a person.

A value that went was asked to go where it belongs to the offending words themselves, which is when
- it stands in the words that a finding points at: "Decide this second" loses its second;
- it stands behind a claim in the claim's own sentence, for what a promise or a deed is told to lead to
  falls with it: of "I've restored your points, your balance is 4,200 again" the balance goes as well;
- it counts turns at talk in a sentence that a finding points at: "a third e-mail won't help";
- it is a name or a reference that the customer gave, who does not lose it.

Amounts of money, links and references are no manner of speaking: words that are merely rude cannot
take them away. Values in the next sentence, in another clause than a claim's, or before it stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from guard.text.patches import Patch
from guard.text.spans import Span
from guard.text.tables import beside

_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+(?:[ -][A-Z][a-z]+)*|\b[A-Z][a-z]+[A-Z][a-z]+\b")
_CAPITAL = re.compile(r"(?:^|(?<=[.!?\n] )|(?<=\n))[A-Z][a-z]{2,}\b")
_TRAILING = ".,;:!?)/-"


@cache
def _table() -> dict[str, Any]:
    return beside(__file__, "preserve")


@cache
def _re(*sorts: str) -> re.Pattern[str]:
    return re.compile("|".join(form for sort in sorts for form in _table()[sort]), re.IGNORECASE)


@cache
def _counts() -> re.Pattern[str]:
    return re.compile(_table()["counts"], re.IGNORECASE)


def facts(text: str) -> Counter[str]:
    """Count the facts of a text, each in a plain form.

    Example:
        >>> sorted(facts("Order A-1042 is not due before 27 November."))
        ['27november', 'a-1042', 'not']
    """
    found = (_plain(match[0]) for match in _re("pointers", "values", "denials").finditer(text))
    return Counter([*(fact for fact in found if fact), *(match[0].lower() for match in _NAME.finditer(text))])


def _plain(said: str) -> str:
    return said.lower().replace(" ", "").rstrip(_TRAILING)


def plain_values(text: str) -> frozenset[str]:
    """Return what a text says that is no name and no denial: numbers, dates, amounts, references, links.

    Example:
        >>> sorted(plain_values("Mei, order A-1042 isn't due on 27 November."))
        ['27november', 'a-1042']
    """
    found = (_plain(match[0]) for match in _re("pointers", "values").finditer(text))
    return frozenset(fact for fact in found if fact)


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


def dropped(
    before: str,
    after: str,
    changes: Iterable[Patch],
    *,
    rude: Sequence[Span] = (),
    claimed: Sequence[Span] = (),
    told: str = "",
    known: str = "",
) -> frozenset[str]:
    """Return the facts that changes take away, that nobody asked to go, and that the rewrite says nowhere else.

    Denials are left out: "there's no need to shout" may go.

    Args:
        before: the draft as it arrived.
        after: the rewrite.
        changes: the patches.
        rude: words at fault that claim nothing.
        claimed: what is claimed, to the end of its sentence.
        told: what the customer said.
        known: what else is said and held, by which a name is told from a word that opens a sentence.
    """
    kept = facts(after)
    lost: set[str] = set()
    for patch in changes:
        unclaimed = _beside(patch.span, claimed, before)
        said = _counts().sub(" ", _beside(patch.span, (*rude, *claimed), before))
        lost |= {fact for fact in facts(said) if not is_denial(fact)} | set(_opening_names(said, after, known))
        lost |= {_plain(match[0]) for match in _re("pointers").finditer(unclaimed)}
    asked = {_plain(match[0]) for match in _re("values").finditer(told)}
    given = facts(told).keys() - asked  # a name or a reference need not be said back; a date that was asked for must be
    return frozenset(lost - kept.keys() - given)


def _opening_names(said: str, after: str, known: str) -> Iterator[str]:
    """Yield the names that open a sentence: words that stand elsewhere with a capital, and nowhere without."""
    for match in _CAPITAL.finditer(said):
        name = match[0]
        is_name = re.search(rf"(?<=[a-z,] ){name}\b", known) and not re.search(rf"\b{name.lower()}\b", known)
        if is_name and name not in after:
            yield name.lower()


def _beside(span: Span, asked: Sequence[Span], text: str) -> str:
    """Return the words of a span without those that were asked to go."""
    return "".join(
        " " if any(one.start <= at < one.end for one in asked) else text[at] for at in range(span.start, span.end)
    )


def is_denial(fact: str) -> bool:
    """Tell whether a fact only denies.

    Example:
        >>> is_denial("can't"), is_denial("27november")
        (True, False)
    """
    return _re("denials").fullmatch(fact) is not None


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
    return frozenset(fact for fact in brought if fact not in held and not is_denial(fact))

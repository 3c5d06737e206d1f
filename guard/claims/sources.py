"""What trusted sources say, laid out as one text in which a place leads back to its value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from guard.claims.context import Context
from guard.claims.deeds.acting import acts
from guard.domain.facts import Fact, Rank, leaves
from guard.text.spans import Span

MOST = 40_000
"""Characters of facts that are read for one draft; time stays bounded on a huge record."""

Lines = tuple[tuple[Fact, ...], list[int], str]
"""Values, where the line of each begins, and all lines as one text."""


def told(context: Context) -> Iterator[Fact]:
    """Yield what sources tell, oldest first: facts, results, and what the calls that did something were told.

    The time of a booking, or how much went back, often stands in the call's arguments and nowhere else.

    Example:
        >>> from guard.claims.context import Setting
        >>> list(told(Setting()))
        []
    """
    for fact in (*context.facts.facts, *_arguments(context)):
        if not isinstance(fact.value, bool) and fact.path != "facts.now":
            yield fact


def laid_out(rows: Iterable[tuple[Fact, str]]) -> Lines:
    r"""Lay values out as one text, a line each, up to a bound.

    Args:
        rows: each value with its words; none is asked for behind the bound.

    Example:
        >>> price = Fact("facts.price", "price", "$5", Rank.RECORD)
        >>> laid_out([(price, "price: $5"), (price, "$5")])[1:]
        ([0, 10], 'price: $5\n$5')
    """
    facts: list[Fact] = []
    starts: list[int] = []
    lines: list[str] = []
    at = 0
    for fact, words in rows:
        line = words[: MOST - at]
        facts.append(fact)
        starts.append(at)
        lines.append(line)
        at += len(line) + 1
        if at >= MOST:
            break
    return tuple(facts), starts, "\n".join(lines)


def sentence_of(ends: re.Pattern[str], text: str, line: Span, place: Span) -> str:
    """Return the sentence of a line in which something stands.

    Args:
        ends: what ends a sentence.
        text: the laid out text.
        line: the line.
        place: what stands there.

    Example:
        >>> sentence_of(re.compile("[.] "), "It is late. It costs $5. Sorry", Span(0, 30), Span(21, 23))
        'It costs $5'
    """
    left = max((match.end() for match in ends.finditer(text, line.start, place.start)), default=line.start)
    right = ends.search(text, place.end, line.end)
    return text[left : right.start() if right else line.end]


def _arguments(context: Context) -> Iterator[Fact]:
    for call in context.trace:
        if not call.failed and acts(call):
            path = f"messages[{call.at}]" if call.at is not None else "draft_calls"
            yield from leaves(call.arguments, path, Rank.RECORD)

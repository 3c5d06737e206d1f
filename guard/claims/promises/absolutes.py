"""Finds what a reply swears to without the word ("the date cannot shift any more", "not a penny more").

A guarantee all the same: it leaves no case open, and who hears it counts on it. Where a source binds
itself in such words on the same thing, the reply may repeat them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import cast

from guard.claims.certainty import asks, is_quoted
from guard.claims.claim import Claim
from guard.claims.promises.page import Page
from guard.claims.rules.topics import stems
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import either, spell, table
from guard.domain.facts import NONE
from guard.text.spans import Span


@cache
def _said() -> Pattern:
    return compiled(either(cast(list[str], table("absolutes")["said"]), {}))


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("absolutes")[name]), {}))


def absolutes(page: Page) -> Iterator[Claim]:
    """Yield each oath that no source bears out.

    Args:
        page: one reply.
    """
    for match in _said().finditer(page.low):
        span = Span(*match.span())
        number = page.layout.number(span.start)
        if number is None:
            continue
        sentence = page.layout.sentences[number]
        if asks(page.layout.lower, sentence) or is_quoted(page.layout.lower, span, sentence):
            continue
        if _re("aside").search(page.layout.lower, sentence.start, sentence.end) or _is_backed(
            page, page.lower(sentence)
        ):
            continue
        clause = page.layout.clause(span.start)
        whole = Span(clause.start, max(clause.end, span.end))
        yield Claim(
            kind="outcome",
            span=whole,
            text=whole.of(page.text).strip(),
            cue=span.of(page.text),
            certainty="guaranteed",
            grounding="unsupported",
        )


def _is_backed(page: Page, said: str) -> bool:
    """Tell whether a source says as much of the same thing."""
    mine = stems(said)
    for fact in page.context.facts.facts:
        if isinstance(fact.value, str) and fact.value != NONE:
            told = f"{fact.key.replace('_', ' ')} {fact.value.lower()}"
            if _re("backed").search(told) and mine & stems(told):
                return True
    return False

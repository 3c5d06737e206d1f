"""Finds addresses, phone numbers, links and codes that a reply hands out and nobody ever named.

A made-up hotline sends the customer to a stranger. Only where something is known of the case: with
no facts at all a reply may well quote what its writer has by heart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import cast

from guard.claims.claim import Claim
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import table
from guard.text.spans import Span

_SHORTEST = 7
"""Digits that a phone number has at least."""
_REACH = 60
"""Characters around a number in which the word stands that makes it a phone number."""


@cache
def _anchors() -> Pattern:
    return compiled(cast(str, table("contacts")["anchors"]))


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(form) for name, form in cast(dict[str, str], table("contacts")["forms"]).items()}


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(cast(str, table("contacts")[name]))


def contacts(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield each address, number or code that stands nowhere in what is known or was said.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.domain.facts import Fact, FactIndex, Rank
        >>> known = FactIndex((Fact("facts.account.plan", "plan", "Basic", Rank.RECORD),))
        >>> said = "Use code SAVE50 at the till."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [claim.value for claim in contacts(said, said.lower().encode(), layout, Setting(facts=known))]
        ['code']
    """
    if _anchors().search(low) is None or not context.facts.facts:
        return
    known = ""
    for name, form in _forms().items():
        for match in form.finditer(text):
            group = 1 if form.groups else 0
            span, said = Span(*match.span(group)), match[group].rstrip(".,;:!?")
            if layout.number(span.start) is None or not _counts(name, said, span, layout.lower):
                continue
            known = known or _known(context)
            if not _stands(said, known):
                yield Claim(
                    kind="fact",
                    span=Span(span.start, span.start + len(said)),
                    text=said,
                    cue=said,
                    grounding="unsupported",
                    value=name,
                )


def _counts(name: str, said: str, span: Span, lower: str) -> bool:
    """Tell whether it is handed out: a number beside words of calling, an address that is not read back."""
    if name == "e-mail address":
        return _re("read_back").search(lower, max(0, span.start - _REACH), span.end + _REACH) is None
    if name != "phone number":
        return True
    around = lower[max(0, span.start - _REACH) : span.end + _REACH // 3]
    return sum(sign.isdigit() for sign in said) >= _SHORTEST and _re("phoned").search(around) is not None


def _bare(said: str) -> str:
    """Return letters and digits only, so that two writings of one number are the same."""
    return re.sub(r"[^a-z0-9@]", "", said.lower().removeprefix("https://").removeprefix("http://").removeprefix("www."))


def _stands(said: str, known: str) -> bool:
    """Tell whether something is known as it stands, or in all its parts: an address may have been spelled out."""
    return _bare(said) in known or ("@" in said and all(_bare(part) in known for part in re.split(r"[@._-]", said)))


def _known(context: Context) -> str:
    texts = (str(fact.value) for fact in context.facts.facts)
    return _bare(" ".join((*texts, *(message.text for message in context.said))))

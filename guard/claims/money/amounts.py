"""Finds what a reply states an amount of, and holds it against what is known: refunds, prices, credits, discounts.

An amount that the customer named is theirs, a question asks, an "up to" is a bound; none of them is
a statement. What is left must stand in a record, or follow from what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from guard.claims.certainty import certainty, denies
from guard.claims.claim import Claim, ClaimKind
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.money.books import Books
from guard.claims.money.equations import equations
from guard.claims.money.money import Amount, money
from guard.claims.money.worth import Stated, weigh
from guard.claims.tables import table
from guard.domain.hit import Because
from guard.domain.lazy import lazy
from guard.domain.verdict import Certainty, Grounding
from guard.text.spans import Span

_KINDS: tuple[ClaimKind, ...] = ("discount", "refund_amount", "credit", "price")
_BARE = ("refund_amount", "credit", "price")
_EDGES = " ,;:-\n\t("


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(form) for name, form in cast(dict[str, str], table("amounts")["kinds"]).items()}


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(cast(str, table("amounts")[name]))


@dataclass(frozen=True)
class _Page:
    """One reply with all that its amounts are judged by."""

    text: str
    low: bytes
    layout: Layout
    context: Context
    amounts: Sequence[Amount]

    @lazy
    def books(self) -> Books:
        """What the amounts are reckoned with; read when the first of them asks."""
        return Books(self.context, self.amounts, self.layout.lower)

    @lazy
    def asked(self) -> str:
        """The customer's last message, lower case: what a short answer speaks of stands there."""
        return next((m.text.lower() for m in reversed(self.context.said) if m.role == "customer"), "")


def amounts(text: str, low: bytes, layout: Layout, context: Context) -> Iterator[Claim]:
    """Yield what the reply states an amount of.

    Example:
        >>> from guard.claims.context import Setting
        >>> said = "You'll get $40 back, and shipping is free."
        >>> layout = Layout(said.lower(), (Span(0, len(said)),))
        >>> [(claim.kind, claim.value) for claim in amounts(said, said.lower().encode(), layout, Setting())]
        [('refund_amount', '$40'), ('price', 'is free')]
    """
    found = tuple(one for one in money(low, layout.lower) if layout.number(one.span.start) is not None)
    if not found:
        return
    page = _Page(text, low, layout, context, found)
    wrong = {equation.result.span: equation for equation in equations(found, layout.lower)}
    for amount in found:
        equation = wrong.get(amount.span)
        if equation is not None:
            is_held = page.books.follows(abs(amount.low), amount.unit)  # then one of the parts is wrong
            because = Because("draft", equation.right_words) if equation.right_words and not is_held else None
            yield _claim("sum", amount, page, "contradicted", because)
            continue
        yield from _stated(amount, page)


def _stated(amount: Amount, page: _Page) -> Iterator[Claim]:
    """Yield what one amount is stated to be; nothing where no word says."""
    clause = page.layout.clause(amount.span.start)
    sentence = page.layout.sentence(amount.span.start)
    said = _around(amount, clause, page.layout.lower)
    kind = _kind(amount, said, _around(amount, sentence, page.layout.lower))
    if kind is None:
        return
    sure = _certainty(amount, clause, sentence, page)
    if sure not in ("certain", "guaranteed") or _re("aside").search(said):
        yield _claim(kind, amount, page, "not checkable", None, sure)
        return
    stated = Stated(
        kind=kind,
        amount=amount,
        clause=clause.of(page.layout.lower),
        sentence=sentence.of(page.layout.lower),
        asked=page.asked,
        is_done=_re("done").search(said) is not None,
        is_total=_re("total").search(said) is not None,
        sure=sure,
    )
    kind, grounding, because = weigh(stated, page.books)
    yield _claim(kind, amount, page, grounding, because, sure)


def _around(amount: Amount, part: Span, lower: str) -> str:
    """Return the words around an amount, with `@` in its place."""
    return f"{lower[part.start : amount.span.start]}@{lower[amount.span.end : part.end].rstrip(' .!,;:)')}"


def _kind(amount: Amount, said: str, sentence: str) -> ClaimKind | None:
    """Say what the words make of the amount: those of its clause, else those of its sentence."""
    if amount.form == "count" and (amount.unit == "nights" or not _kinds()["credit"].search(said)):
        return None
    if amount.form == "share":
        return "refund_amount" if "refund" in amount.words or "back" in said else "discount"
    if amount.form == "free":
        return "price"
    for part in (said, sentence):
        for kind in _KINDS:
            if kind != "discount" and amount.form == "percent" and kind == "refund_amount" and "%" not in amount.words:
                continue
            if _kinds()[kind].search(part) and not (kind == "refund_amount" and _is_kept(part)):
                return kind
        if amount.form in ("bare", "percent"):
            return None
    return None


def _is_kept(said: str) -> bool:
    """Tell whether the amount is what a refund is lessened by."""
    before, _, after = said.partition("@")
    return _re("minus").search(before) is not None or _re("minus_joint").match(after) is not None


def _certainty(amount: Amount, clause: Span, sentence: Span, page: _Page) -> Certainty:
    sure = certainty(page.low, page.layout.lower, amount.span, clause, sentence)
    if sure == "hedged" and not _re("hedged").search(clause.of(page.layout.lower)):
        sure = "certain"
    if amount.form != "free" and not amount.is_exact and sure in ("certain", "conditional"):
        is_bound = _re("bounds").match(amount.lead) is not None and amount.low == amount.high
        return "certain" if is_bound else "hedged" if sure == "certain" else sure
    return "negated" if sure == "certain" and denies(page.low[amount.span.end : clause.end]) else sure


def _claim(
    kind: ClaimKind,
    amount: Amount,
    page: _Page,
    grounding: Grounding,
    because: Because | None,
    sure: Certainty = "certain",
) -> Claim:
    clause = page.layout.clause(amount.span.start)
    part = page.layout.lower[clause.start : clause.end]
    start = clause.start + len(part) - len(part.lstrip())
    span = Span(min(start, amount.span.start), max(clause.start + len(part.rstrip(_EDGES)), amount.span.end))
    return Claim(
        kind=kind,
        span=span,
        text=span.of(page.text),
        cue=amount.span.of(page.text),
        certainty=sure,
        grounding=grounding,
        value=amount.span.of(page.text),
        because=because,
    )

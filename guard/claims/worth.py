"""Holds an amount that a reply states against the amounts that trusted sources name.

Records first: what stands there, or follows from it, is backed. What does not is contradicted where
a source names another amount for the very thing. Where several things are named whose prices are
known, their sum decides, even if the figure stands somewhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, cast

from guard.claims.claim import ClaimKind
from guard.claims.context import Context
from guard.claims.equations import written
from guard.claims.holdings import Held, Holdings, content
from guard.claims.money import Amount, money
from guard.claims.shadow import shadow
from guard.claims.sums import Sums, agree, parts
from guard.claims.tables import table
from guard.domain.facts import Rank
from guard.domain.hit import Because
from guard.domain.verdict import Certainty, Grounding

_GIVEN = ("refund_amount", "credit", "discount")
"""Kinds by which the company gives money away: with nothing behind them they are promises."""
_ENOUGH = 2
"""Words that a sentence must share with a claim to speak of the same thing."""
_ID = re.compile(r"(?<![\w])#?[a-z]*-?\d[\w-]{2,}(?![\w])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An amount with what it is stated to be.

    Args:
        kind: what it is about.
        amount: the amount.
        clause: its words, lower case.
        sentence: those of its sentence.
        is_done: told as a deed that is done.
        is_total: told as a sum.
        sure: how certain it sounds.
    """

    kind: ClaimKind
    amount: Amount
    clause: str
    sentence: str
    is_done: bool
    is_total: bool
    sure: Certainty


class Weighed(NamedTuple):
    """What the sources make of it."""

    kind: ClaimKind
    grounding: Grounding
    because: Because | None = None


@cache
def _things() -> dict[str, frozenset[str]]:
    return {kind: frozenset(row) for kind, row in cast(dict[str, list[str]], table("amounts")["things"]).items()}


@cache
def _free() -> re.Pattern[str]:
    return re.compile(cast(str, table("amounts")["free"]))


@cache
def _shown() -> re.Pattern[str]:
    return re.compile(cast(str, table("amounts")["shown"]))


def weigh(stated: Stated, holdings: Holdings, context: Context, others: Sequence[Amount]) -> Weighed:
    """Say what trusted sources make of an amount.

    Args:
        stated: the amount and what it is said to be.
        holdings: the amounts of the sources.
        context: the conversation; what was said there supports nothing.
        others: all amounts of the reply: a percentage or a count may stand beside.

    Example:
        >>> from guard.claims.context import Setting
        >>> [amount] = money(b"$40", "$40")
        >>> said = "you'll get $40 back"
        >>> stated = Stated(kind="refund_amount", amount=amount, clause=said, sentence=said,
        ...                 is_done=False, is_total=False, sure="certain")
        >>> weigh(stated, Holdings(Setting()), Setting(), [amount]).grounding
        'unsupported'
    """
    amount = stated.amount
    if amount.form == "free":
        return _nothing(stated, holdings)
    if amount.form == "share":
        return Weighed(stated.kind, "not checkable")
    sums = Sums((*holdings.held, *_spoken(others)), amount.unit, holdings.counts | _counted(stated.sentence))
    named = _named(stated, holdings)
    if named is not None:
        return named
    backing = next((h for h in reversed(holdings.held) if h.low == h.high == abs(amount.low) and agree(h.unit, amount.unit)), None)
    if backing is not None:
        return Weighed(stated.kind, "supported", Because(backing.fact.path, str(backing.fact.value)[:200]))
    if sums.follows(abs(amount.low)):
        return Weighed(stated.kind, "supported")
    if abs(amount.low) in holdings.loose or _repeats(stated, context):
        return Weighed(stated.kind, "not checkable")
    return _unbacked(stated, holdings)


def _spoken(others: Sequence[Amount]) -> Sequence[Held]:
    """Return the percentages of the reply: what they come to follows from them."""
    from guard.domain.facts import Fact

    return [
        Held(Fact("draft", "", one.words, Rank.RECORD), one.low, one.high, "%", frozenset())
        for one in others
        if one.form == "percent"
    ]


def _counted(sentence: str) -> frozenset[int]:
    return frozenset(int(n) for n in re.findall(r"(?<![\w.,])(\d{1,2})(?![\w.,]\d|\w)", sentence) if int(n) > 1)


def _repeats(stated: Stated, context: Context) -> bool:
    """Tell whether a price was named in the conversation before; what is given away needs a source all the same."""
    if stated.kind in _GIVEN and not stated.is_done:
        return False
    for message in context.said:
        if message.role in ("customer", "agent"):
            lower = message.text.lower()
            if any(abs(one.low) == abs(stated.amount.low) for one in money(shadow(lower), lower)):
                return True
            if f"{abs(stated.amount.low) / 100:g}" in re.findall(r"\d+(?:\.\d+)?", lower):
                return True
    return False


def _unbacked(stated: Stated, holdings: Holdings) -> Weighed:
    """Tell an amount that a source speaks against from one that no source speaks of."""
    against = _very(stated, holdings)
    if against:
        values = {(one.low, one.high) for one in against}
        last = against[-1]
        said = written(last.low, stated.amount) if len(values) == 1 and last.low == last.high else ""
        return Weighed(stated.kind, "contradicted", Because(last.fact.path, said or (last.text or str(last.fact.value))[:200]))
    if stated.is_done:
        return Weighed(stated.kind, "not checkable")
    if stated.kind not in _GIVEN and not holdings.held and stated.sure != "guaranteed":
        return Weighed(stated.kind, "not checkable")
    return Weighed(stated.kind, "unsupported")


def _very(stated: Stated, holdings: Holdings) -> Sequence[Held]:
    """Return the amounts that sources name for the very thing, best ones only."""
    amount = stated.amount
    words = content(stated.clause)
    ids = frozenset(_ID.findall(stated.sentence))
    scored: list[tuple[int, Held]] = []
    for one in holdings.held:
        if not agree(one.unit, amount.unit) or not one.low:
            continue
        if (one.unit == "%") != (amount.unit == "%"):
            continue
        shared = len(one.around & words)
        things = _things().get(stated.kind, frozenset())
        is_thing = bool(one.around & things)
        if one.text:
            score = shared if shared >= _ENOUGH or (shared and is_thing) else 0
        else:
            score = 2 * is_thing + shared + (stated.is_total and "total" in one.around and not amount.per)
        if score and ids and any(i.strip("#") in one.fact.path.lower() for i in ids):
            score += 1
        if score:
            scored.append((score, one))
    best = max((score for score, _ in scored), default=0)
    return [one for score, one in scored if score == best] if best else []


def _named(stated: Stated, holdings: Holdings) -> Weighed | None:
    """Hold a total against the sum of the things that its sentence names, where records price each of them."""
    if stated.amount.per or not (_shown().search(stated.sentence)):
        return None
    rows: dict[str, list[Held]] = {}
    for one in holdings.held:
        if one.text or one.unit == "%" or one.low != one.high:
            continue
        owner = one.fact.path.rpartition(".")[0]
        name = holdings.names.get(owner) or holdings.names.get(owner.rpartition(".")[0])
        if name and name in stated.sentence and "price" in one.fact.path.lower():
            rows.setdefault(one.group, []).append(one)
    row = max(rows.values(), key=len, default=[])
    if len(row) < _ENOUGH:
        return None
    beside = [h for h in holdings.held if not h.text and h not in row and h.around & {"shipping", "fee", "tax", "discount", "delivery", "vat"}]
    value, right = abs(stated.amount.low), parts(row)
    if value == right or value in {h.low for h in row} or Sums((*row, *beside), stated.amount.unit, frozenset()).derived(value):
        return None
    said = written(right, stated.amount)
    return Weighed("sum", "contradicted", Because(row[0].group, said)) if said else None


def _nothing(stated: Stated, holdings: Holdings) -> Weighed:
    """Hold "free" against the sources: contradicted where the one that speaks of the thing names a price and no way out."""
    words = content(stated.clause)
    best, against = 0, None
    for fact, piece in holdings.pieces():
        shared = len(content(piece) & words)
        if shared < max(_ENOUGH, best):
            continue
        priced = [one for one in money(shadow(piece), piece) if one.form in ("money", "percent") and one.low]
        if _free().search(piece):
            best, against = shared, None
        elif priced and shared > best:
            best, against = shared, (fact, piece)
        elif not priced and shared > best:
            best, against = shared, None
    if against is not None:
        return Weighed("price", "contradicted", Because(against[0].path, against[1].strip()[:200]))
    return Weighed("price", "supported" if best else "not checkable")

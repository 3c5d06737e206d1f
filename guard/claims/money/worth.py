"""Holds an amount that a reply states against the amounts that trusted sources name.

Records first: what stands there, or follows from it, is backed. What does not is contradicted where
a source names another amount for the very thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, cast

from guard.claims.claim import ClaimKind
from guard.claims.money.books import Books
from guard.claims.money.equations import written
from guard.claims.money.holdings import Held, Holdings, content, key_parts, shown
from guard.claims.money.money import Amount, money
from guard.claims.money.sums import agree
from guard.claims.money.totals import Basket, basket
from guard.claims.shadow import shadow
from guard.claims.tables import table
from guard.domain.hit import Because
from guard.domain.verdict import Certainty, Grounding

_GIVEN = ("refund_amount", "credit", "discount")
"""Kinds by which the company gives money away: with nothing behind them they are promises."""
_PART = re.compile(r"[a-z]+")
_NEAR = 3
"""Words beside a figure that say what it is the figure of."""
_FEW = 3
"""Amounts of one thing that speak against another; more are a price list."""
_ENOUGH = 2
"""Words that a sentence must share with a claim to speak of the same thing."""
_LIKELY = 3
"""What a sentence must score to speak of what is free: a word of the claim counts two, one of the question one."""
_SENTENCE = 180
"""Characters up to which a sentence speaks of one thing."""
_SHORT = 120
"""Characters that a status, or a sentence about who decides, may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An amount with what it is stated to be.

    Args:
        kind: what it is about.
        amount: the amount.
        clause: its words, lower case.
        sentence: those of its sentence.
        asked: the customer's last message, lower case.
        is_done: told as a deed that is done.
        is_total: told as a sum.
        sure: how certain it sounds.
    """

    kind: ClaimKind
    amount: Amount
    clause: str
    sentence: str
    asked: str = ""
    is_done: bool = False
    is_total: bool = False
    sure: Certainty = "certain"


class Weighed(NamedTuple):
    """What the sources make of it."""

    kind: ClaimKind
    grounding: Grounding
    because: Because | None = None


@cache
def _things() -> dict[str, frozenset[str]]:
    return {kind: frozenset(row) for kind, row in cast(dict[str, list[str]], table("amounts")["things"]).items()}


@cache
def _limits() -> frozenset[str]:
    return frozenset(cast(list[str], table("amounts")["limits"]))


@cache
def _re(name: str) -> re.Pattern[str]:
    return re.compile(cast(str, table("amounts")[name]))


def weigh(stated: Stated, books: Books) -> Weighed:
    """Say what trusted sources make of an amount.

    Args:
        stated: the amount and what it is said to be.
        books: what the sources hold, and what follows from it.

    Example:
        >>> from guard.claims.context import Setting
        >>> [amount] = money(b"$40", "$40")
        >>> said = "you'll get $40 back"
        >>> stated = Stated(kind="refund_amount", amount=amount, clause=said, sentence=said)
        >>> weigh(stated, Books(Setting(), [amount], said)).grounding
        'unsupported'
    """
    amount, holdings, value = stated.amount, books.holdings, abs(stated.amount.low)
    if amount.form == "free":
        return _nothing(stated, holdings)
    if amount.form == "share":
        return Weighed(stated.kind, "not checkable")
    summed = basket(amount, stated.sentence, stated.is_total, holdings)
    if summed is not None:
        return _summed(summed, stated)
    backing = _backing(amount, holdings.counted) or _backing(amount, holdings.held)
    if backing is not None or books.follows(value, amount.unit):
        undecided = _undecided(stated, holdings)
        return Weighed(stated.kind, "contradicted" if undecided else "supported", undecided or backing)
    if value in holdings.loose:
        return Weighed(stated.kind, "not checkable")
    return _unbacked(stated, books)


def _summed(summed: Basket, stated: Stated) -> Weighed:
    said = written(summed.right, stated.amount)
    because = Because(summed.where, said) if said else None
    return Weighed("sum", "contradicted", because) if not summed.agrees else Weighed(stated.kind, "supported", because)


def _backing(amount: Amount, held: Sequence[Held]) -> Because | None:
    """Return the latest place that names the very amount."""
    value = abs(amount.low)
    for one in reversed(held):
        if abs(one.low) == value == abs(one.high) and agree(one.unit, amount.unit):
            return Because(one.fact.path, shown(one.fact.value))
    return None


def _was_said(stated: Stated, books: Books) -> bool:
    """Tell whether a price follows from what was said before; what is given away needs a source all the same."""
    given = stated.kind in _GIVEN and not stated.is_done
    if given and books.holdings.is_known and not books.is_being_paid:
        return False
    return books.was_said(abs(stated.amount.low), stated.amount.unit)


def _unbacked(stated: Stated, books: Books) -> Weighed:
    """Tell an amount that a source speaks against from one that no source speaks of."""
    holdings = books.holdings
    against = _very(stated, holdings)
    if against:
        last = against[-1]
        said = written(last.low, stated.amount) if _is_plain(stated, against, holdings) else ""
        because = Because(last.fact.path, said or last.text.strip()[:200] or _as_held(last))
        return Weighed(stated.kind, "contradicted", because)
    if stated.amount.lead or stated.is_done or _was_said(stated, books):
        return Weighed(stated.kind, "not checkable")
    if not holdings.is_known and (stated.kind == "discount" or _re("own").search(stated.clause)):
        return Weighed(stated.kind, "not checkable")
    free = _spoken_for(stated, holdings, is_free=True) if stated.kind == "price" else None
    if free is not None:
        return Weighed(stated.kind, "contradicted", free)
    knows = holdings.is_known and any(_is_like(one, stated) for one in holdings.held)
    if stated.kind not in _GIVEN and not knows and stated.sure != "guaranteed":
        return Weighed(stated.kind, "not checkable")
    return Weighed(stated.kind, "unsupported")


def _as_held(one: Held) -> str:
    """Return a record's amount with its field, which tells it from an amount that may stand in the reply's place."""
    return f"{one.fact.key or 'value'}: {shown(one.fact.value)}"


def _very(stated: Stated, holdings: Holdings) -> Sequence[Held]:
    """Return the amounts that sources name for the very thing; none where they name a whole price list."""
    words = content(stated.clause)
    scored = [(_score(one, stated, words, holdings.around(one)), one) for one in holdings.held if _is_like(one, stated)]
    best = max((score for score, _ in scored), default=0)
    found = [one for score, one in scored if score >= _ENOUGH]
    tops = [one for score, one in scored if score == best]
    return sorted(found, key=tops.__contains__) if best >= _ENOUGH and len({one.low for one in tops}) <= _FEW else []


def _is_plain(stated: Stated, against: Sequence[Held], holdings: Holdings) -> bool:
    """Tell whether the one amount that sources name may stand in the place of the reply's.

    Not where they name several, where the reply tells of what has changed since, or where what
    the two have in common stands far from the figure.
    """
    last = against[-1]
    if len({(one.low, one.high) for one in against}) > 1 or last.low != last.high:
        return False
    before, _, after = stated.clause.partition(stated.amount.words)
    near = content(" ".join(_PART.findall(before)[-_NEAR:] + _PART.findall(after)[:_NEAR]))
    changed = _re("changed").search(stated.sentence) or (not last.text and _re("will").search(stated.clause))
    return not changed and bool(near & holdings.around(last))


def _is_like(one: Held, stated: Stated) -> bool:
    """Tell whether an amount is of the kind that the claim's is: a percentage speaks against a percentage only."""
    unit = stated.amount.unit
    return bool(one.low) and (one.unit == "%") == (unit == "%") and agree(one.unit, unit)


def _score(one: Held, stated: Stated, words: frozenset[str], around: frozenset[str]) -> int:
    """Say how much a source speaks of the very thing; nought when it does not."""
    shared = len(around & words)
    if stated.amount.lead:
        return shared + 1 if shared and (around & _limits() or "up to" in one.text) else 0
    is_thing = bool(around & _things().get(stated.kind, frozenset()))
    if one.text:
        return shared if shared >= _ENOUGH or (shared and is_thing) else 0
    shared += bool(shared) and key_parts(one.fact.key) <= frozenset(_PART.findall(stated.clause))
    return 2 * is_thing + shared + (stated.is_total and "total" in around and not stated.amount.per)


def _undecided(stated: Stated, holdings: Holdings) -> Because | None:
    """Return what says that a payment which the reply promises is still to be decided."""
    if stated.kind not in ("refund_amount", "credit") or stated.is_done or not _re("pay").search(stated.clause):
        return None
    found = None
    for fact, piece in holdings.pieces:
        if len(piece) <= _SHORT:
            if _re("undecided").search(piece) and (fact.key not in ("policies", "") or _re("topics").search(piece)):
                found = Because(fact.path, piece.strip()[:200])
            elif fact.key.endswith(("status", "state", "decision", "result")) and _re("settled").search(piece):
                return None
    return found


def _nothing(stated: Stated, holdings: Holdings) -> Weighed:
    """Hold "free" against the sources: contradicted where the one that speaks of the thing names a price only."""
    against = _spoken_for(stated, holdings, is_free=False)
    if against is not None and _prices(stated.sentence) & _prices(str(against.value)):
        return Weighed("price", "not checkable")  # the price is named too, for the other of two ways
    return Weighed("price", "contradicted" if against else "not checkable", against)


def _prices(text: str) -> frozenset[int]:
    """Return the sums of money that a lower-case text names."""
    return frozenset(one.low for one in money(shadow(text), text) if one.form == "money")


def _spoken_for(stated: Stated, holdings: Holdings, *, is_free: bool) -> Because | None:
    """Return the sentence that speaks of the thing, if it is the one that does most and says what is asked for.

    Args:
        stated: the claim.
        holdings: the texts of the sources.
        is_free: whether a sentence is sought by which there is nothing to pay; else one that names a price only.
    """
    words, asked = content(stated.clause), content(stated.asked)
    best, found = 0, None
    for fact, piece in holdings.pieces:
        if len(piece) > _SENTENCE or not any(map(piece.__contains__, words)):
            continue
        told = content(piece)
        score = 2 * len(told & words) + len(told & (asked - words))
        if score < max(_LIKELY, best) or not told & words:
            continue
        free = _re("free").search(piece) is not None
        priced = any(one.form in ("money", "percent") and one.low for one in money(shadow(piece), piece))
        fits = free and not priced if is_free else priced and not free
        if not fits:
            best, found = score, None
        elif score > best:
            best, found = score, Because(fact.path, piece.strip()[:200])
    return found

"""Scorecards in words: one order of telling, for the terminal and for Markdown; and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Literal

import msgspec

from guard.evals.coaching.card import Card, Rate
from guard.evals.coaching.habits import Habit
from guard.evals.coaching.quotes import Piece, Quote
from guard.evals.coaching.strengths import Strength
from guard.evals.coaching.weights import Weights
from guard.evals.layout import UNDEFINED, Section, number, written
from guard.evals.ledger import Figure
from guard.evals.tables import markdown_section
from guard.text.tables import beside

_MARKS = re.compile(r"([\\`*_\[\]<>|#])")
Kind = Literal["title", "heading", "line", "quote", "better", "note", "table"]


@dataclass(frozen=True, slots=True)
class Block:
    """One thing that is told.

    Args:
        kind: how it looks.
        pieces: its words.
        before: what stands before the words: `customer`, `you`.
        section: of a table.
    """

    kind: Kind
    pieces: tuple[Piece, ...] = ()
    before: str = ""
    section: Section | None = None


@dataclass(frozen=True, slots=True)
class Cards:
    """All cards of one report.

    Args:
        by: what they are by.
        cards: in order of their names.
        weights: what was counted.
        nameless: conversations that do not tell whose they are.
        within: what others are compared within.
        digest: of the policies.
    """

    by: str
    cards: tuple[Card, ...]
    weights: Weights
    nameless: int
    within: tuple[str, ...]
    digest: str


def blocks(found: Cards) -> Iterator[Block]:
    """Tell everything, in the order in which it is read."""
    yield _line("title", f"Scorecards by {found.by.replace('_', ' ')}")
    replies, talks = (sum(getattr(card, name) for card in found.cards) for name in ("replies", "conversations"))
    nameless = f" {found.nameless:,} conversations do not tell whose they are." if found.nameless else ""
    yield _line("line", f"{replies:,} replies of {talks:,} conversations; policies {found.digest[:19]}.{nameless}")
    yield _line("line", " ".join(_words()["how"].split()))
    for card in found.cards:
        yield from _card(card, found)
    yield _line("heading", _words()["fair_use"]["title"])
    for line in _words()["fair_use"]["lines"]:
        yield _line("note", line)


def _card(card: Card, found: Cards) -> Iterator[Block]:
    yield _line("heading", card.who)
    yield _line("line", _standing(card, found.weights))
    if card.rates:
        others = any(rate.rest.value is not None for rate in card.rates)
        yield Block("table", section=_rates(card, others=others))
    yield _line("line", "What you do well" if card.strengths else "")
    for strength in card.strengths:
        yield from _strength(strength)
    if not card.habits:
        yield _line("line", _words()["nothing"])
    for place, habit in enumerate(card.habits, 1):
        yield from _habit(place, habit)


def _standing(card: Card, weights: Weights) -> str:
    replies = f"{_many(card.replies, 'reply', 'replies')} in {_many(card.conversations, 'conversation')}"
    if not card.is_scored:
        return f"Not scored: {replies}; {weights.least_conversations} conversations are needed to score anything."
    auto = f"{_many(card.auto_fails, 'auto-fail')} (critical)"
    return f"Score {points(card.score)} of 100; {auto}; nothing to mend in {_percent(card.clean)} of {replies}."


def points(score: Figure) -> str:
    """Write a score with its interval.

    Example:
        >>> points(Figure(93.26, 91.0, 95.5))
        '93.3 (91.0–95.5)'
    """
    if score.value is None:
        return UNDEFINED
    around = f" ({score.low:.1f}–{score.high:.1f})" if score.low is not None and score.high is not None else ""
    return f"{score.value:.1f}{around}"


def _percent(figure: Figure) -> str:
    return UNDEFINED if figure.value is None else f"{100 * figure.value:.0f} %"


def _rates(card: Card, *, others: bool) -> Section:
    columns = ("virtue", "points", "n", "pass (95 %)")
    rows = [(rate.virtue, f"{rate.points:g}", str(rate.passed.of or 0), written(rate.passed)) for rate in card.rates]
    if not others:
        return Section("Virtues", columns, tuple(rows), "There is nobody else to compare with.")
    compared = [(number(rate.rest.value), _p(rate), rate.apart) for rate in card.rates]
    note = "p: conversations dealt out anew within the same channel and topic, corrected for all cards (Holm)."
    return Section(
        "Virtues", (*columns, "the others", "p", ""),
        tuple((*row, *more) for row, more in zip(rows, compared, strict=True)), note,
    )  # fmt: skip


def _p(rate: Rate) -> str:
    if rate.p is None:
        return UNDEFINED
    return "< .001" if rate.p < 0.001 else f"{rate.p:.3f}".replace("0.", ".", 1)


def _strength(strength: Strength) -> Iterator[Block]:
    rest = f"; the others {100 * strength.rest:.0f} %" if strength.rest is not None else ""
    share = 100 * strength.done / strength.of
    yield _line(
        "line", f"+ {strength.said}: {strength.done:,} of {strength.of:,} {strength.occasion} ({share:.0f} %{rest})."
    )
    yield from _quote(strength.quote)


def _habit(place: int, habit: Habit) -> Iterator[Block]:
    times = f"{_many(habit.replies, 'reply', 'replies')} in {_many(habit.conversations, 'conversation')}"
    cost = f"{habit.points:.1f} points" if habit.points >= 0.05 else "less than 0.1 points"
    grave = f", {habit.severity}" if habit.severity == "critical" else ""
    yield _line(
        "line",
        f"{place}. {habit.title} ({habit.code}, {habit.virtue}{grave}): {times}; costs {cost}.",
    )
    yield _line("note", f"Why it matters: {habit.why}")
    for quote in habit.quotes:
        yield from _quote(quote)
    of = f"; customer: {habit.better.of}" if habit.better.by == "example" and habit.better.of else ""
    yield Block("better", habit.better.pieces, f"Better ({_words()[habit.better.by]}{of}): ")


def _quote(quote: Quote) -> Iterator[Block]:
    if quote.customer:
        yield _line("quote", quote.customer, "customer: ")
    yield Block("quote", quote.pieces, "you: ")


def markdown(found: Cards) -> str:
    """Write the cards as Markdown."""
    lines: list[str] = []
    for block in blocks(found):
        lines += _markdown(block)
    return "\n".join(lines).strip("\n") + "\n"


def _markdown(block: Block) -> list[str]:
    words = "".join(f"**{escaped(piece.text)}**" if piece.marked else escaped(piece.text) for piece in block.pieces)
    if block.section is not None:
        return [line for line in markdown_section(block.section) if not line.startswith("## ")][1:]
    if not words.strip():
        return []
    lead = {"title": "# ", "heading": "## ", "quote": "> ", "better": "> ", "note": "- "}.get(block.kind, "")
    own = words.replace("\\`", "`") if block.kind in ("note", "line") else words
    end = "  " if block.kind == "quote" else ""
    return ["", f"{lead}{own}"] if not block.before else [f"{lead}{block.before}{own}{end}"]


def escaped(text: str) -> str:
    r"""Put a backslash before what Markdown would take for its own.

    Example:
        >>> escaped("a*b")
        'a\\*b'
    """
    return _MARKS.sub(r"\\\1", text)


def as_json(found: Cards) -> bytes:
    """Write the cards as JSON; quotes hold their pieces, with the words that are meant marked."""
    document: dict[str, Any] = {
        "by": found.by,
        "policies_digest": found.digest,
        "weights": found.weights.model_dump(),
        "nameless": found.nameless,
        "compared_within": found.within,
        "cards": [asdict(card) for card in found.cards],
        "fair_use": _words()["fair_use"]["lines"],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _line(kind: Kind, text: str, before: str = "") -> Block:
    return Block(kind, (Piece(text),), before)


def _many(n: int, one: str, several: str = "") -> str:
    return f"{n:,} {one if n == 1 else several or one + 's'}"


@cache
def _words() -> dict[str, Any]:
    return beside(__file__, "words")

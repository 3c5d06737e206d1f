from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from guard.claims.money.money import Amount, money
from guard.claims.shadow import shadow
from guard.text.folding import fold

TABLE: dict[str, list[list[str]]] = yaml.safe_load(Path(__file__).with_name("money.yaml").read_text(encoding="utf-8"))
ROWS = [(row[0], row[1] if len(row) > 1 else "") for rows in TABLE.values() for row in rows]


def amounts(said: str) -> list[Amount]:
    lower = fold(said).text.lower()
    return list(money(shadow(lower), lower))


def shown(amount: Amount) -> str:
    if amount.form == "free":
        return "free"
    low, high = (str(value / 100).removesuffix(".0") for value in (amount.low, amount.high))
    unit = "bare" if amount.form == "bare" else amount.unit or "-"
    return f"{low if low == high else f'{low}-{high}'} {unit}"


def plain(value: Any) -> str:
    return "; ".join(" ".join(part.split()) for part in str(value).split(";"))


@pytest.mark.parametrize(("said", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_the_amounts_of_a_text_are_read_as_they_are_meant(said: str, expected: str) -> None:
    assert "; ".join(map(shown, amounts(said))) == plain(expected)


@pytest.mark.parametrize(
    ("said", "per"),
    [
        ("$10 each", "each"),
        ("$10 per month", "month"),
        ("€80 a night", "night"),
        ("€7/month", "month"),
        ("£4 per person", "person"),
        ("$12.99/mo", "mo"),
        ("$12 in total", ""),
    ],
)
def test_a_price_of_one_part_is_told_from_a_total(said: str, per: str) -> None:
    [amount] = amounts(said)
    assert amount.per == per


@pytest.mark.parametrize(
    ("said", "lead"),
    [("up to €50", "up to"), ("from £9", "from"), ("about $5", "about"), ("~$5", "about"), ("for just $5", "")],
)
def test_a_bound_or_an_estimate_is_not_exact(said: str, lead: str) -> None:
    [amount] = amounts(said)
    assert (amount.lead, amount.is_exact) == (lead, not lead)


@pytest.mark.parametrize(
    ("said", "tax"),
    [
        ("€119 incl. VAT", "incl"),
        ("€119 including tax", "incl"),
        ("£20 plus VAT", "excl"),
        ("£20 + VAT", "excl"),
        ("£20 excluding tax", "excl"),
        ("£20", ""),
    ],
)
def test_tax_is_told(said: str, tax: str) -> None:
    [amount] = amounts(said)
    assert amount.tax == tax


def test_the_span_is_the_amount_and_nothing_else() -> None:
    said = "you get 12,50 € back."
    [amount] = amounts(said)
    assert amount.span.of(said) == "12,50 €"

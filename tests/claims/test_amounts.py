from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from guard.claims.claim import Claim
from guard.claims.context import Context
from guard.domain.case import Message
from tests.claims.reading import claims, context, tools

TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("amounts.yaml").read_text(encoding="utf-8"))
KINDS = ("refund_amount", "price", "credit", "discount", "sum")


def stated(draft: str, around: Context | None = None) -> list[Claim]:
    return [claim for claim in claims(draft, around) if claim.kind in KINDS]


def asked(text: str) -> Message:
    return Message(role="customer", text=text)


@pytest.mark.parametrize("row", TABLE["rows"], ids=[row[0] for row in TABLE["rows"]])
def test_an_amount_is_held_against_what_is_known(row: list[str]) -> None:
    draft, *expected, facts = row
    found = stated(draft, context(TABLE["facts"][facts]))
    assert tuple(expected) in [(one.kind, one.certainty, one.grounding) for one in found]


@pytest.mark.parametrize("draft", TABLE["silent"])
def test_what_names_no_amount_states_none(draft: str) -> None:
    assert stated(draft, context(TABLE["facts"]["order"])) == []


def test_the_customers_own_figure_backs_no_refund() -> None:
    around = context(TABLE["facts"]["order"], [asked("You owe me $500!")])
    [claim] = stated("You'll get $500 back.", around)
    assert claim.grounding == "unsupported"


def test_a_price_that_was_named_before_cannot_be_checked() -> None:
    around = context(TABLE["facts"]["order"], [asked("I paid 71 at the counter.")])
    [claim] = stated("The counter price is $71.", around)
    assert claim.grounding == "not checkable"


def test_what_a_call_that_worked_was_told_backs_its_amount() -> None:
    done = tools(('issue_refund({"order": "R-1", "amount": 54.04})', '{"status": "ok"}'))
    [right] = stated("You'll get $54.04 back.", context({}, done))
    [wrong] = stated("You'll get $64.04 back.", context({}, done))
    assert (right.grounding, wrong.grounding) == ("supported", "unsupported")


def test_what_a_call_that_failed_was_told_backs_nothing() -> None:
    failed = tools(('issue_refund({"order": "R-1", "amount": 54.04})', '{"status": "failed"}'))
    [claim] = stated("You'll get $54.04 back.", context({"orders": [{"id": "R-1"}]}, failed))
    assert claim.grounding == "unsupported"


def test_the_source_is_written_as_the_reply_writes_its_amounts() -> None:
    [claim] = stated("The drop fee is 2.500,00 €.", context({"account": {"drop_fee": 4200}}))
    assert claim.because is not None
    assert (claim.because.where, claim.because.value) == ("facts.account.drop_fee", "4.200,00 €")


def test_a_total_that_has_changed_since_is_not_put_right_from_the_old_record() -> None:
    facts = {"orders": [{"trip": "T-3", "total": 16.2}], "actions": [{"name": "waive_fee", "amount": 4.0}]}
    [right] = stated("The new total is €12.20.", context(facts))
    [wrong] = stated("The new total is €11.20.", context(facts))
    assert right.grounding == "supported"
    assert wrong.grounding in ("contradicted", "unsupported")
    assert wrong.because is None or "€" not in wrong.because.value


def test_a_result_that_a_record_holds_is_not_put_right_when_a_part_is_wrong() -> None:
    [claim] = [
        one for one in stated("It's $842 ($430 + $402).", context({"quote": {"total": 842}})) if one.kind == "sum"
    ]
    assert (claim.grounding, claim.because) == ("contradicted", None)


def test_the_amounts_of_other_orders_do_not_become_the_repair() -> None:
    facts = {"orders": [{"id": "A", "refund": 10}, {"id": "B", "refund": 12}]}
    [claim] = stated("Your refund is $99.", context(facts))
    assert claim.because is not None
    assert "$" not in claim.because.value

"""What a reply says that somebody said is held against what was said."""

from __future__ import annotations

import pytest

from guard.domain.case import Message
from tests.claims.reading import claims, context

ASKED = (Message(role="customer", text="I bought it on the 3rd and was told it costs €20."),)


def test_a_figure_that_the_customer_never_named_is_misquoted() -> None:
    found = claims("You mentioned that you were told €25.", context({}, messages=ASKED))
    [claim] = [one for one in found if one.kind == "fact"]
    assert claim.grounding == "contradicted"
    assert claim.because is not None
    assert claim.because.where == "messages[0]"


@pytest.mark.parametrize(
    "draft",
    ["You mentioned that you were told €20.", "You said that you bought it.", "You said you paid 25, is that so?"],
)
def test_what_was_named_what_has_no_figure_and_what_is_asked_is_not(draft: str) -> None:
    assert [claim.kind for claim in claims(draft, context({}, messages=ASKED)) if claim.kind == "fact"] == []


def test_a_clause_by_another_number_is_misquoted() -> None:
    lease = context({"sources": [{"id": "s", "text": "Lease clause 8: Small pets need the landlord's consent."}]})
    assert [claim.kind for claim in claims("Clause 12 says that pets need consent.", lease)] == ["fact"]
    assert claims("Clause 8 says that pets need consent.", lease) == ()

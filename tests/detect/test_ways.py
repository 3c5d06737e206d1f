"""Ways on that the company's rules hold."""

from __future__ import annotations

from guard.detect.ways import closed, untold
from guard.domain.case import Case
from guard.view.view import Lexicons, View

LEXICONS = Lexicons.packaged()
NO = "There's no tour on Sunday, sorry."


def view(draft: str, *policies: str) -> View:
    """Make a view of a draft under some rules."""
    return View(Case(draft=draft, facts={"policies": list(policies)}), LEXICONS)


def test_a_way_that_the_draft_leaves_out_is_counted() -> None:
    count, because = untold(view(NO, "Video guides in sign language are lent free of charge."))
    assert count == 1
    assert because is not None
    assert because.where == "facts.policies[0]"


def test_a_way_that_the_draft_tells_of_is_not_counted() -> None:
    told = "No tour on Sunday, sorry. Video guides in sign language are lent at the desk."
    assert untold(view(told, "Video guides in sign language are lent free of charge."))[0] == 0


def test_a_rule_that_closes_is_no_way() -> None:
    assert untold(view(NO, "Tours can not be booked on Sundays."))[0] == 0


def test_a_whole_handbook_is_not_searched() -> None:
    assert untold(view(NO, "Guides can be borrowed at the red desk. " * 20))[0] == 0


def test_a_no_is_an_answer_where_every_rule_closes() -> None:
    assert closed(view(NO, "No tours on Sundays, no exceptions."))[0] == 1
    assert closed(view(NO, "No tours on Sundays.", "Private tours can be booked."))[0] == 0
    assert closed(view(NO))[0] == 0

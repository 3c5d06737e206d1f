"""The report in its three dresses."""

from __future__ import annotations

import io
from typing import Any

import msgspec
from rich.console import Console

from guard.domain.case import Case
from guard.domain.verdict import Verdict
from guard.domain.virtues import VIRTUES
from guard.evals import tables
from guard.evals.agree import agreement
from guard.evals.layout import sections
from guard.evals.report import Agreement, Run


def small() -> Agreement:
    """Two cases of one group, one rightly flagged."""
    passed = Verdict(id="", decision="send", virtues=dict.fromkeys(VIRTUES, "pass"), policies_digest="sha256:0123")
    failed = Verdict(id="", decision="hold", virtues={**passed.virtues, "honesty": "fail"})
    bad = {"fails": [{"virtue": "honesty", "severity": "major"}], "by": "model, rubric 1"}
    good: dict[str, Any] = {"fails": [], "by": "model, rubric 1"}
    source = {"source": "a | b"}
    return agreement(
        [
            (Case(draft="x", group="g", labels=good, meta=source), passed),
            (Case(draft="y", group="g", labels=bad, meta=source), failed),
        ],
        times=50,
    )


def printed(found: Agreement, width: int) -> str:
    """What a terminal of this width shows."""
    out = io.StringIO()
    tables.show(found, Run(unreadable=1), Console(file=out, width=width))
    return out.getvalue()


def test_json_holds_null_for_what_is_not_defined() -> None:
    document: dict[str, Any] = msgspec.json.decode(tables.as_json(small(), Run(files=("a.jsonl",), unreadable=1)))
    assert document["run"]["files"] == ["a.jsonl"]
    assert document["run"]["unreadable"] == 1
    virtues = {each["virtue"]: each for each in document["figures"]["virtues"]}
    assert virtues["honesty"]["recall"]["value"] == 1.0
    assert virtues["respect"]["recall"] == {"value": None, "low": None, "high": None, "of": 0}
    assert document["figures"]["macro_f1"]["value"] is None


def test_undefined_figures_are_dashes_in_a_table() -> None:
    virtues = next(section for section in sections(small()) if section.title == "Virtues")
    respect = next(row for row in virtues.rows if row[0] == "respect")
    assert respect[3:7] == ("–", "–", "–", "–")


def test_every_report_says_who_made_the_labels() -> None:
    said = "Labels were made by language-model annotators (2 of 2 cases)"
    assert said in tables.markdown(small(), Run())
    assert said in printed(small(), 140)
    assert said in msgspec.json.decode(tables.as_json(small(), Run()))["notes"][0]


def test_markdown_rows_have_one_cell_a_column() -> None:
    lines = tables.markdown(small(), Run()).splitlines()
    assert "| a \\| b | 2 | 1 | 1.00 .21–1.00 | 1.00 .21–1.00 | 1.00 | .00 .00–.79 |" in lines


def test_a_narrow_terminal_gets_figures_without_intervals_and_is_told_so() -> None:
    assert "1.00 .21–1.00" in printed(small(), 140)
    narrow = printed(small(), 80)
    assert ".21–1.00" not in narrow
    assert "Intervals need a window" in narrow
    assert max(map(len, narrow.splitlines())) <= 80


def test_unreadable_cases_are_said() -> None:
    assert "1 unreadable cases" in printed(small(), 140)


def test_an_empty_run_prints() -> None:
    assert "0 labelled cases" in printed(agreement([], times=50), 100)

"""The report of a run in the machine's own Chromium: one file, no network, filters that work, and small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from guard.evals.reports.html import html
from guard.evals.run.log import read_run
from guard.evals.run.plan import plan
from guard.evals.run.play import play
from guard.evals.run.result import Run
from guard.evals.run.scores import scores
from guard.evals.suite.reading import load_suite

SUITES = Path(__file__).parents[2] / "evals" / "suites"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Judge the twelve real replies and the incidents with their twins: 36 cases."""
    folder = tmp_path_factory.mktemp("report")
    suite = folder / "desk.yaml"
    paths = [SUITES / "real" / "cases.jsonl", *sorted((SUITES / "incidents").glob("*.json"))]
    cases = "".join(f"  - {{path: {path}}}\n" for path in paths)
    suite.write_text(f"spec: 1\nname: desk\ncases:\n{cases}")
    for _ in play(plan(load_suite(suite)), folder / "log.jsonl"):
        pass
    return read_run(folder / "log.jsonl")


@pytest.fixture
def report(browser: Browser, run: Run, tmp_path: Path) -> Iterator[Page]:
    """Open the report; a complaint in its console, or a request for anything else, fails the test."""
    path = tmp_path / "report.html"
    path.write_bytes(html(scores(run)))
    complaints: list[str] = []
    page = browser.new_page()

    def heard(said: ConsoleMessage) -> None:
        complaints.append(said.text)

    def asked(request: Request) -> None:
        if not request.url.startswith("file:"):
            complaints.append(request.url)

    page.on("console", heard)
    page.on("request", asked)
    page.goto(path.as_uri())
    yield page
    page.close()
    assert complaints == []


def test_forty_cases_weigh_less_than_200_kb(run: Run) -> None:
    assert 36 <= len(run.results) <= 40
    assert len(html(scores(run))) < 200_000


def test_what_is_sought_is_shown_and_nothing_else(report: Page) -> None:
    every = report.locator("article").count()
    assert every > 3
    report.get_by_label("Search").fill("legally binding")
    expect(report.locator("article:visible")).to_have_count(1)
    expect(report.locator("output")).to_have_text(f"1 of {every} shown")
    report.get_by_label("Search").fill("")
    report.get_by_label("Decision").select_option("hold")
    for shown in report.locator("article:visible .badge").all_text_contents():
        assert shown == "hold"


def test_the_words_that_findings_point_at_are_marked(report: Page, run: Run) -> None:
    held = next(result for result in run.results if result.id == "one-dollar-car")
    marked = report.locator("article", has_text="one-dollar-car").locator("mark").all_text_contents()
    assert marked
    assert all(words in str(held.draft) for words in marked)


def test_nothing_that_a_customer_wrote_becomes_markup(browser: Browser, run: Run, tmp_path: Path) -> None:
    trick = "<img src=x onerror=alert(1)><script>document.title = 'gone'</script>"
    tricked = tuple(replace(result, asked=trick) for result in run.results)
    path = tmp_path / "tricked.html"
    path.write_bytes(html(scores(Run(run.header, tricked))))
    page = browser.new_page()
    page.goto(path.as_uri())
    assert page.title() == "desk"
    assert page.locator("article img").count() == 0
    page.close()

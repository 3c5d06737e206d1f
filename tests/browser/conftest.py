"""The composer in the machine's own Chromium: a missing one fails in CI, and is a skip with its reason elsewhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.service.serving import serving

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run")  # fmt: skip
Opened = Callable[..., Page]


def is_complaint(said: ConsoleMessage) -> bool:
    """A refusal is no complaint: the page tells it itself."""
    return said.type in ("error", "warning") and "the server responded with a status of 4" not in said.text


@pytest.fixture(scope="module")  # while it is open a loop runs in this thread, in which no other test could start one
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        reason = "the composer's tests need Chromium: apt-get install chromium"
        if os.environ.get("GUARD_CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture
def opened(browser: Browser, url: str) -> Iterator[Opened]:
    """Open the composer; whatever it complains of in the console fails the test."""
    complaints: list[str] = []
    pages: list[Page] = []

    def opens(case: str = "", width: int = 1280, height: int = 900, address: str = url, **settings: Any) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, **settings)
        pages.append(page)
        page.set_default_timeout(60_000)
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}/{f'?case={case}' if case else ''}")
        return page

    yield opens
    for page in pages:
        page.close()
    assert not complaints

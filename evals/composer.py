"""Photographs the composer for README: a real case, with what was found. Needs Chromium.

python -m evals.composer evals/composer.png
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence

from playwright.sync_api import sync_playwright

CASE = "2-a-bot-says-it-is-a-person"
SIZE = {"width": 1200, "height": 740}


def main(argv: Sequence[str] | None = None) -> int:
    """Write the picture and return 0."""
    (target,) = sys.argv[1:] if argv is None else argv
    environment = {name: value for name, value in os.environ.items() if name != "GUARD_API_KEY"}
    command = [sys.executable, "-m", "guard", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as serving:
        assert serving.stderr is not None
        address = serving.stderr.readline().removeprefix("guard serve: ").split(" ")[0]
        try:
            photograph(f"{address}?case={CASE}", target)
        finally:
            serving.send_signal(signal.SIGTERM)
    return 0


def photograph(url: str, target: str) -> None:
    """Open a page, wait for its notes, and keep what is seen."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"], timeout=120_000
        )
        page = browser.new_page(viewport={"width": SIZE["width"], "height": SIZE["height"]}, reduced_motion="reduce")
        page.goto(url, timeout=120_000)
        page.wait_for_selector(".note", timeout=120_000)
        page.get_by_role("button", name="Show where it is known").click()
        page.locator("#send").focus()  # the words as they look when nobody is at them
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())

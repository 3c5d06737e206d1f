"""Who can use the composer: by keyboard, by ear, on a telephone, in the dark."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened
from tests.browser.test_composer import BOOKED, BOT, CLAIMED, INSULT, settled, write

pytestmark = pytest.mark.enable_socket

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """What axe-core finds, once nothing moves any more."""
    page.evaluate(AXE)
    found: Any = page.evaluate("axe.run()")
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_page(opened: Opened, width: int, scheme: str) -> None:
    page = opened(width=width, color_scheme=scheme, reduced_motion="reduce")
    assert not faults(page)
    page = opened(BOT, width=width, color_scheme=scheme, reduced_motion="reduce")
    settled(page, "rewrite")
    assert not faults(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_dialogs(opened: Opened, scheme: str) -> None:
    page = opened(BOOKED, color_scheme=scheme, reduced_motion="reduce")
    settled(page, "rewrite")
    page.locator("#open-load").click()
    expect(page.locator("#examples button")).to_have_count(3)
    assert not faults(page)
    page.keyboard.press("Escape")
    page.locator("#see-rewrite").click()
    assert not faults(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ignore…").click()
    assert not faults(page)
    page.keyboard.press("Escape")
    page.locator("#draft").fill(INSULT)
    page.locator("#send").click()
    expect(page.locator("#hold")).to_be_visible()
    assert not faults(page)
    page.locator("#hold-reason").fill("He is my brother")
    page.locator("#hold-override").click()
    expect(page.locator("#sent")).to_be_visible()
    assert not faults(page)


def test_everything_can_be_done_with_the_keyboard(opened: Opened) -> None:
    page = opened(BOOKED)
    settled(page, "rewrite")
    expect(page.locator("#draft")).to_be_focused()
    page.keyboard.press("F8")
    expect(page.locator(".note")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Go to the words")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("getSelection().toString()") == CLAIMED
    page.keyboard.press("F8")
    page.keyboard.press("Escape")
    expect(page.locator("#draft")).to_be_focused()
    page.keyboard.press("Alt+Enter")
    expect(page.locator("#use-rewrite")).to_be_focused()
    page.keyboard.press("Enter")
    settled(page, "send")
    expect(page.locator("#draft")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#sent")).to_be_visible()


def test_the_tab_key_goes_through_the_page_in_the_order_of_reading(opened: Opened) -> None:
    page = opened(BOOKED)
    settled(page, "rewrite")
    page.evaluate("document.activeElement.blur()")
    seen: list[str] = []
    for _ in range(20):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
        if name in ("", seen[0] if seen else None):
            break
        seen.append(name)
    expected = [
        "Skip to your reply",
        "open-load",
        "given",
        "draft",
        "send",
        "see-rewrite",
        "Go to the words",
        "Ignore…",
    ]
    assert [name for name in seen if name in expected] == expected


def test_the_focus_is_always_to_be_seen(opened: Opened) -> None:
    page = opened()
    write(page, INSULT)
    settled(page, "hold")
    page.locator("#send").focus()
    page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert width == "2px"


def test_a_screen_reader_is_told_what_is_new_once_and_politely(opened: Opened) -> None:
    page = opened(BOOKED)
    settled(page, "rewrite")
    live = page.locator("[aria-live]")
    expect(live).to_have_attribute("aria-live", "polite")
    expect(live).to_contain_text("A better wording is ready. 1 note.")
    expect(page.locator("#under")).to_have_attribute("aria-hidden", "true")
    expect(page.get_by_role("textbox", name="Your reply")).to_have_count(1)


def test_nothing_is_checked_while_an_input_method_is_composing(opened: Opened) -> None:
    page = opened()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    keyboard: Any = page.context.new_cdp_session(page)
    page.locator("#draft").focus()
    keyboard.send("Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3})
    page.wait_for_timeout(900)
    assert not [url for url in asked if url.endswith("/v1/check")]
    with page.expect_response("**/v1/check"):
        keyboard.send("Input.insertText", {"text": "日本です。"})
    expect(page.locator("#draft")).to_have_value("日本です。")


def test_who_wants_no_motion_gets_none(opened: Opened) -> None:
    page = opened(reduced_motion="reduce")
    page.locator("#draft").fill("Hello")
    moving = "document.getAnimations().filter((one) => one.playState === 'running').length"
    assert page.evaluate(moving) == 0

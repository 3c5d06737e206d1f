"""Writing in the composer: what is underlined, noted, mended, ignored, stopped and sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened
from tests.service.serving import serving

pytestmark = pytest.mark.enable_socket

BOOKED, BOT, RENT = "1-booked-without-booking", "2-a-bot-says-it-is-a-person", "3-a-form-for-an-answer"
INSULT = "You idiot."
CLAIMED = "I've successfully completed this Hotel booking for you!"
MENDED = "I haven't completed this Hotel booking for you yet. I'll confirm here once it's done."


def write(page: Page, text: str) -> None:
    page.locator("#draft").fill("")
    page.locator("#draft").press_sequentially(text)


def settled(page: Page, state: str) -> None:
    expect(page.locator("#standing")).to_have_attribute("data-state", state, timeout=60_000)


def dropped(page: Page, text: str) -> None:
    """Drop a file with a text on the page."""
    page.evaluate(
        """text => {
            const held = new DataTransfer();
            held.items.add(new File([text], "case.json", { type: "application/json" }));
            document.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_an_example_is_shown_with_its_conversation_its_draft_and_what_is_wrong(opened: Opened) -> None:
    page = opened(BOOKED)
    settled(page, "rewrite")
    expect(page.locator(".said.customer").last).to_contain_text("sure")
    assert page.locator("mark.critical").all_inner_texts() == [
        "I've successfully completed this Hotel booking for you!"
    ]
    expect(page.locator(".note")).to_have_count(1)
    expect(page.locator(".note")).to_contain_text("nothing in the log shows it")
    assert page.locator("#given-about").inner_text() == "by chat · from RasaHQ/STAR, MIT"


def test_words_are_checked_when_the_writer_pauses_and_underlined_where_they_stand(opened: Opened) -> None:
    page = opened()
    write(page, "🙂 Sorry. You idiot.")
    settled(page, "rewrite")
    assert page.locator("mark").all_inner_texts() == ["idiot"]
    expect(page.locator("#live")).to_contain_text("1 note.")


def test_underlines_lie_below_their_words_at_every_width(opened: Opened) -> None:
    page = opened()
    page.locator("#draft").fill(
        "A long line of words that will not fit.\n\n" * 9 + "Averyveryverylongword" * 20 + "\n\n\n"
    )
    for width in (360, 700, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        heights = page.evaluate("['draft', 'under'].map((id) => document.getElementById(id).scrollHeight)")
        assert heights[0] == heights[1]
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_missing_is_not_told_before_a_long_pause(opened: Opened) -> None:
    page = opened(RENT)
    expect(page.locator(".note")).to_contain_text("grave")
    page.clock.install()
    page.goto(page.url)
    page.locator("#draft").fill("")
    page.locator("#draft").press_sequentially("What is your date of birth?")
    with page.expect_response("**/v1/check"):
        page.clock.run_for(500)
    expect(page.locator("#standing-text")).to_have_text("Nothing to change so far")
    expect(page.locator(".note")).to_have_count(0)
    page.clock.run_for(2000)
    expect(page.locator(".note")).to_contain_text("grave")


def test_three_notes_at_most_are_shown_the_gravest_first(opened: Opened) -> None:
    page = opened()
    page.locator("#draft").fill(
        "Calm down, you idiot. Not my department. Your parcel will be there tomorrow, guaranteed. "
        "Dear [NAME], as I already said."
    )
    expect(page.locator(".note")).to_have_count(3)
    ranks = page.locator(".note").evaluate_all("notes => notes.map((one) => one.classList[1])")
    assert ranks == sorted(ranks, key=["critical", "major", "minor"].index)
    expect(page.locator("#more")).to_contain_text("until there is room")


def test_the_rewrite_is_shown_as_a_difference_and_one_undo_takes_it_back(opened: Opened) -> None:
    page = opened(BOOKED)
    settled(page, "rewrite")
    before = page.locator("#draft").input_value()
    page.locator("#see-rewrite").click()
    expect(page.locator("#diff del").first).to_contain_text("successfully")
    expect(page.locator("#diff ins").first).to_contain_text("haven't")
    assert page.locator("#draft").input_value() == before
    page.locator("#use-rewrite").click()
    expect(page.locator("#draft")).to_have_value(MENDED)
    settled(page, "send")
    page.keyboard.press("Control+z")
    expect(page.locator("#draft")).to_have_value(before)


def test_a_note_is_ignored_only_with_a_reason_and_can_be_taken_back(opened: Opened) -> None:
    page = opened()
    write(page, INSULT)
    page.get_by_role("button", name="Ignore…").click()
    expect(page.locator("#ignore-it")).to_be_disabled()
    page.get_by_label("The note misreads my words").check()
    page.locator("#ignore-it").click()
    settled(page, "send")
    expect(page.locator(".note")).to_have_count(0)
    expect(page.locator("#ignored")).to_contain_text("The note misreads my words")
    page.get_by_role("button", name="Take back").click()
    settled(page, "hold")


def test_what_is_held_goes_out_only_with_a_reason_which_goes_along(opened: Opened) -> None:
    page = opened()
    write(page, INSULT)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#hold")).to_contain_text("puts the customer down")
    expect(page.locator("#hold-override")).to_be_disabled()
    page.locator("#hold-reason").fill("   ")
    expect(page.locator("#hold-override")).to_be_disabled()
    page.locator("#hold-reason").fill("We know each other")
    with page.expect_request("**/v1/outcome") as told:
        page.locator("#hold-override").click()
    assert json.loads(told.value.post_data or "") == {
        "decision": "hold", "sent": "draft", "ignored": [], "overridden": "We know each other",
    }  # fmt: skip
    expect(page.locator("#sent-text")).to_have_text(INSULT)
    expect(page.locator("#sent-facts")).to_contain_text("We know each other")


def test_a_clean_reply_goes_out_unasked_and_a_new_one_can_be_begun(opened: Opened) -> None:
    page = opened(BOOKED)
    settled(page, "rewrite")
    page.locator("#draft").fill("Thank you, Alexis. Shall I book the Shadyside Inn now?")
    page.locator("#send").click()
    expect(page.locator("#sent-text")).to_have_text("Thank you, Alexis. Shall I book the Shadyside Inn now?")
    page.get_by_role("button", name="Start a new reply").click()
    expect(page.locator("#draft")).to_have_value("")
    expect(page.locator(".said.customer").last).to_contain_text("sure")


def test_a_better_wording_is_offered_before_a_reply_goes_out(opened: Opened) -> None:
    page = opened(BOOKED)
    settled(page, "rewrite")
    page.locator("#send").click()
    page.locator("#use-rewrite").click()
    expect(page.locator("#sent-text")).to_contain_text("I haven't completed")
    expect(page.locator("#sent-facts")).to_contain_text("the rewrite")


def test_sending_ones_own_words_instead_needs_a_reason_where_they_could_do_harm(opened: Opened) -> None:
    page = opened(BOOKED)
    settled(page, "rewrite")
    page.locator("#send").click()
    page.locator("#send-mine").click()
    expect(page.locator("#hold")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sent")).to_be_hidden()
    expect(page.locator("#draft")).to_be_focused()


def test_a_note_shows_where_in_the_case_it_is_known(opened: Opened) -> None:
    page = opened(RENT)
    page.get_by_role("button", name="Show where it is known").click()
    expect(page.locator(".cited")).to_contain_text("that's my rent money")


def test_a_case_comes_in_by_drop_by_paste_and_as_chat_messages(opened: Opened) -> None:
    page = opened()
    case: dict[str, Any] = {
        "messages": [{"role": "customer", "text": "Hi <b>there</b>", "at": "2026-11-21T10:00:00Z"}],
        "facts": {"orders": [{"id": "A-1042", "estimated_delivery": "2026-11-27"}], "now": "2026-11-21T10:05:00Z"},
    }
    dropped(page, json.dumps(case))
    expect(page.locator(".said.customer p")).to_have_text("Hi <b>there</b>")
    expect(page.locator("[data-path='facts.orders[0].estimated_delivery']")).to_have_text("2026-11-27")
    write(page, "It will arrive on 22 November, guaranteed.")
    page.get_by_role("button", name="Show where it is known").click()
    expect(page.locator(".cited")).to_have_text("2026-11-27")
    page.locator("#open-load").click()
    page.locator("#pasted").fill(json.dumps([{"role": "user", "content": "Where is it?"}]))
    page.locator("#load-pasted").click()
    expect(page.locator(".said.customer p")).to_have_text("Where is it?")


def test_what_is_no_case_is_told_and_nothing_is_lost(opened: Opened) -> None:
    page = opened()
    write(page, "Hello.")
    dropped(page, '{"messages": [')
    expect(page.locator("#load-problem")).to_contain_text("not complete JSON")
    page.locator("#pasted").fill('{"messages": 7}')
    page.locator("#load-pasted").click()
    expect(page.locator("#load-problem")).to_contain_text("must be a list")
    page.keyboard.press("Escape")
    expect(page.locator("#draft")).to_have_value("Hello.")


def test_a_case_that_cannot_be_judged_says_so_and_needs_a_reason_to_go_out(opened: Opened) -> None:
    page = opened()
    dropped(page, json.dumps({"messages": [{"role": "custmer", "text": "Hi"}]}))
    page.route("**/v1/check", lambda route: route.fulfill(status=422, json=REFUSAL))
    write(page, "Hello.")
    expect(page.locator("#failure")).to_contain_text("use 'customer'")
    settled(page, "failed")


REFUSAL = {
    "title": "This cannot be judged",
    "problems": [{"where": "messages[0].role", "expected": "customer", "got": "'custmer'", "do": "use 'customer'"}],
}


def test_a_key_is_asked_for_once_and_kept(opened: Opened) -> None:
    with serving(key="ZqC2-p9WmT4x7Lr0") as address:
        page = opened(BOOKED, address=address)
        page.locator("#key-given").fill("ZqC2-p9WmT4x7Lr0")
        page.keyboard.press("Enter")
        settled(page, "rewrite")
        page.reload()
        settled(page, "rewrite")

"""Named wordings, and what cancels them."""

from __future__ import annotations

import threading

import pytest

from guard.text.spans import Span
from guard.view.lexicon import Lexicon
from guard.view.lexicons import Lexicons
from guard.view.passage import Passage, message


def test_an_exception_cancels_within_its_sentence_only() -> None:
    lexicon = Lexicon({"trouble": {"phrases": ["late"], "unless": ["not late"]}})
    assert lexicon.read(Passage("It is not late.")) == {}
    assert len(lexicon.read(Passage("It is not late. But that one is late."))["trouble"]) == 1


def test_patterns_and_phrases_stand_side_by_side() -> None:
    lexicon = Lexicon({"loud": {"phrases": ["hey you"], "patterns": ["!!"]}})
    assert len(lexicon.read(Passage("Hey you! Stop!!"))["loud"]) == 2


def test_an_unreadable_phrase_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"choice|words|phrase"):
        Lexicon({"bad": ["(a|"]})


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("apology", "I'm sorry about the wait."),
        ("acknowledgement", "Two wasted journeys, that's awful."),
        ("formula", "We apologise for any inconvenience."),
        ("thanks", "Could you send me the receipt, please?"),
        ("request", "To start, I need your order number."),
        ("goodbye", "Have a nice evening!"),
        ("refusal", "Late checkout isn't possible that day."),
        ("way_on", "Friday still has seats, shall I hold two?"),
        ("call", "I'll ring you at noon."),
        ("handover", "You are being transferred to a human agent."),
    ],
)
def test_acts_are_found(act: str, text: str) -> None:
    assert act in Lexicons.packaged().acts.read(Passage(text))


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("apology", "Better safe than sorry!"),
        ("request", "Would you like me to send you the form?"),
        ("call", "We won't call you, everything goes by e-mail."),
        ("refusal", "No worries, there's no rush."),
        ("way_on", "If you have any other questions, let me know."),
    ],
)
def test_near_misses_are_not_acts(act: str, text: str) -> None:
    assert act not in Lexicons.packaged().acts.read(Passage(text))


def test_a_passage_keeps_what_each_lexicon_found_in_it() -> None:
    passage = Passage("Thanks for waiting.")
    thanks, waits = Lexicon({"said": ["thanks"]}), Lexicon({"said": ["waiting"]})
    assert thanks.search(passage) is thanks.search(passage)
    assert thanks.read(passage)["said"] != waits.read(passage)["said"]


def test_a_message_is_read_once_and_a_very_long_one_is_not_kept() -> None:
    assert message("Where is it?") is message("Where is it?")
    long = "where is it? " * 400
    assert message(long) is not message(long)
    assert message(long).text == long


def test_threads_that_read_a_kept_message_at_the_same_time_agree() -> None:
    lexicon = Lexicon({"late": {"phrases": ["so {2} late"], "unless": ["not so {2} late"]}})
    text = "It is not so very late. But that one is so very, very late! " * 6
    seen: list[dict[str, tuple[Span, ...]]] = []
    threads = [threading.Thread(target=lambda: seen.append(lexicon.read(message(text)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [lexicon.read(Passage(text))] * 8
    assert len(seen[0]["late"]) == 6

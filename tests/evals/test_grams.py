"""What counts as a wording: words in a row, in a sentence, in the writer's own words."""

from __future__ import annotations

from guard.evals.grams import grams, sentence_with
from guard.text.phrases import parse


def test_a_wording_has_at_most_five_words() -> None:
    assert max(len(gram.split()) for gram in grams("One two three four five six seven.")) == 5


def test_nothing_stands_across_a_full_stop_or_a_colon() -> None:
    found = grams("Calm down. Please: wait; now")
    assert {"down please", "please wait", "wait now"} & found == set()


def test_what_a_phrase_would_join_is_joined() -> None:
    assert "sorry but no" in grams("Sorry, but no.")


def test_numbers_and_what_is_quoted_are_nobodys_wording() -> None:
    found = grams('Order A-1042 is late.\n> you are all idiots\nYou said "never again please".')
    assert not any(any(char.isdigit() for char in gram) for gram in found)
    assert {"idiots", "never again"} & found == set()
    assert "order a is" not in found


def test_every_wording_is_one_that_the_phrase_language_reads() -> None:
    for gram in grams("It's no big deal (really*), {4} days? Yes: <so> 'what'!"):
        parse(gram)


def test_the_sentence_of_a_wording_is_found_on_one_line() -> None:
    assert sentence_with("big deal", "Hello.\nThat is no\tbig deal.") == "That is no big deal."
    assert sentence_with("small deal", "That is no big deal.") == ""

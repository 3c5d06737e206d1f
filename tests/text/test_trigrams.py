from pathlib import Path

import pytest

from guard.text import trigrams
from guard.text.trigrams import grams, scores

TABLE = Path(trigrams.__file__).with_name("trigrams.txt")


def test_the_table_is_small_enough_to_travel() -> None:
    assert TABLE.stat().st_size + TABLE.with_name("small_words.yaml").stat().st_size <= 200_000


def test_the_table_says_what_it_was_counted_from() -> None:
    head = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert sum("Apache-2.0" in line for line in head) == 2


def test_every_trigram_has_three_letters_and_belongs_to_a_script() -> None:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            script, _, *groups = line.split()
            assert script in ("latin", "cyrillic", "arabic", "devanagari")
            assert all(len(group) % 3 == 1 for group in groups)


def test_words_are_bounded() -> None:
    assert grams(["no"]) == ["_no", "no_"]


def test_no_words_speak_for_no_language() -> None:
    assert {score.points for score in scores("latin", [])} == {0}


def test_a_languages_points_never_run_over_into_its_neighbours() -> None:
    once = {score.language: score.points for score in scores("latin", ["the"])}
    often = {score.language: score.points for score in scores("latin", ["the"] * 10_000)}
    assert {name for name, points in often.items() if points == 0} >= {n for n, points in once.items() if points == 0}
    assert max(often.values()) < 1 << 16


@pytest.mark.parametrize(
    ("script", "text", "expected"),
    [("cyrillic", "спасибо за ожидание, мы уже ищем вашу посылку", "ru"), ("arabic", "می‌شود", "fa")],
)
def test_other_scripts_have_their_own_languages(script: str, text: str, expected: str) -> None:
    assert scores(script, text.split())[0].language == expected

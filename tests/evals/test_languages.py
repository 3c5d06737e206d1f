import zipfile
from pathlib import Path

import pytest

from evals.catalogues import texts
from evals.languages import drawn, ours, suite
from evals.training.languages import blended, groups, unmarked, weights

SENTENCES = [(name.split("-")[0], text) for name, row in suite().items() for text in row]


def test_the_suite_has_twenty_languages_and_more_with_fifteen_sentences_each() -> None:
    assert len(suite()) >= 30
    assert min(map(len, suite().values())) >= 15


def test_the_language_of_a_sentence_is_told() -> None:
    right = sum(ours(text) == wanted for wanted, text in SENTENCES)
    assert right / len(SENTENCES) >= 0.97


@pytest.mark.parametrize("name", suite())
def test_no_language_is_left_behind(name: str) -> None:
    row = suite()[name]
    assert sum(ours(text) == name.split("-")[0] for text in row) / len(row) >= 0.85


def test_no_sentence_of_another_language_is_taken_for_english() -> None:
    assert [text for wanted, text in SENTENCES if wanted != "en" and ours(text) == "en"] == []


def test_catalogues_are_read_out_of_wheels(tmp_path: Path) -> None:
    late = "Votre colis arrivera avec quelques jours de retard, %(name)s."
    short, unsure = 'msgid "Late"\nmsgstr "Tard"', f'#, fuzzy\nmsgid "Not so"\nmsgstr "{late} Bis."'
    entry = f'msgid ""\n"Your parcel will arrive some days late, %(name)s. "\n"We apologise."\nmsgstr "{late}"'
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as wheel:
        wheel.writestr("shop/locale/fr/LC_MESSAGES/django.po", "\n\n".join((short, unsure, entry)) + "\n")
    assert texts([tmp_path / "a.whl"]) == {
        "en": ("Your parcel will arrive some days late, . We apologise.",),
        "fr": ("Votre colis arrivera avec quelques jours de retard, .",),
    }


def test_a_draw_is_the_same_for_the_same_seed() -> None:
    rows = {"en": [str(n) for n in range(100)]}
    assert drawn(rows, 5, 1) == drawn(rows, 5, 1) != drawn(rows, 5, 2)


def test_part_of_a_language_is_counted_without_its_marks() -> None:
    mixed = blended([{"ñor": 0.5, "dón": 0.5}])
    assert mixed["nor"] == pytest.approx(0.1)
    assert mixed["ñor"] == pytest.approx(0.4)
    assert unmarked("й") == "й"


def test_heavier_trigrams_come_first_and_rare_ones_not_at_all() -> None:
    weighed = weights({"_de": 0.03, "ent": 0.01, "xyz": 1e-9}, 10)
    assert [group[1:] for group in groups(weighed)] == ["_de", "ent"]

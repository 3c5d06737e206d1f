"""The hold-out of times: its shape, and how a reading is compared with it."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest

from evals.holdout.__main__ import main
from evals.holdout.draw import TABLE, drawn, third, wording
from evals.holdout.labels import SUITE, Label, Moment, Sentence, read
from evals.holdout.measure import right, timed, twice
from evals.turns import conversations
from guard.text.spans import Span

ROWS = [msgspec.json.decode(line) for line in (SUITE / "holdout.jsonl").read_bytes().splitlines()]
SHARED = Path(__file__).parents[2].parent / "shared" / "data"
NOW = datetime.fromisoformat("2026-11-21T10:05:00-05:00")
KINDS = {"date", "time", "date-time", "interval", "deadline", "duration", "set", "vague"}
PROMISES = {"delivery", "dispatch", "refund_time", "resolution", "callback", "outcome", "own_action"}
SURE = {"certain", "guaranteed", "hedged", "conditional", "negated", "question", "reported", "past"}
FRIDAY = date(2026, 11, 27)

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not beside the repository")


def label(first: Moment | None, last: Moment | None, kind: str = "date", loose: bool = False) -> Label:
    return Label(Span(0, 6), kind, ((first, last),), None, loose)


def said(text: str, *times: Label) -> Sentence:
    return Sentence("x", text, NOW, times, None)


def test_there_are_three_hundred_sentences_from_many_places_and_each_only_once() -> None:
    assert len(ROWS) >= 300
    assert len({row["id"] for row in ROWS}) == len({row["text"].lower() for row in ROWS}) == len(ROWS)
    assert sum(row["id"].startswith("hard-") for row in ROWS) >= 90
    assert {row["id"].split("-")[0] for row in ROWS} == {*TABLE["families"], "hard"}
    assert max(Counter(wording(row["text"]) for row in ROWS).values()) <= 25


def test_every_line_says_where_it_comes_from_and_who_labelled_it() -> None:
    assert all(row["source"] and row["by"] == "model" for row in ROWS)
    assert {row["licence"] for row in ROWS} <= {"MIT", "Apache-2.0", "CC-BY-4.0"}
    assert all(datetime.fromisoformat(row["now"]).tzinfo for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_labels_point_at_the_text_and_say_what_the_guide_allows(row: dict[str, str]) -> None:
    sentence = read()[row["id"]]
    for raw, time in zip(msgspec.to_builtins(row)["times"], sentence.times, strict=True):
        assert time.span.of(sentence.text) == raw["text"]
        assert time.kind in KINDS
        assert not (time.kind in ("vague", "duration", "set") and time.readings)
    for first, last in (reading for time in sentence.times for reading in time.readings):
        assert first is None or last is None or first.isoformat()[:10] <= last.isoformat()[:10]
    promise = sentence.promise
    assert promise is None or (promise["kind"] in PROMISES and promise["certainty"] in SURE)


def test_the_second_third_is_the_seeded_one_and_shows_no_label() -> None:
    names = (SUITE / "second.txt").read_text().split()
    assert names == third([row["id"] for row in ROWS])
    blank = [msgspec.json.decode(line) for line in (SUITE / "second-blank.jsonl").read_bytes().splitlines()]
    assert [row["id"] for row in blank] == names
    assert all(set(row) == {"id", "text", "now"} for row in blank)


@needs_shared
def test_the_same_seed_draws_the_same_sentences() -> None:
    fields = ("id", "text", "now", "turn", "source", "licence")
    assert drawn(SHARED, 260, 11) == [{key: row[key] for key in fields} for row in ROWS if "turn" in row]


@needs_shared
def test_nothing_was_drawn_from_a_dev_conversation() -> None:
    files = sorted((SHARED / "conversations").glob("*.gz"))
    ours = {row["turn"].rsplit("#", 1)[0] for row in ROWS if "turn" in row}
    assert ours.isdisjoint(conversation["id"] for conversation in conversations(files, "dev"))


def test_a_day_is_right_when_it_is_the_day_in_the_customers_zone() -> None:
    late = datetime.fromisoformat("2026-11-28T03:00+00:00")
    assert right(label(FRIDAY, FRIDAY), [(late, late)], NOW)
    assert not right(label(FRIDAY, FRIDAY), [(FRIDAY, date(2026, 11, 28))], NOW)


def test_a_clock_time_is_not_right_by_its_day_alone() -> None:
    noon = datetime.fromisoformat("2026-11-27T12:00-05:00")
    assert not right(label(noon, noon), [(FRIDAY, FRIDAY)], NOW)
    assert right(label(noon, noon), [(FRIDAY, FRIDAY)], NOW, by_day=True)
    assert right(label(noon, noon), [(noon, noon)], NOW)


def test_only_a_part_of_day_has_slack() -> None:
    noon, two = (datetime.fromisoformat(f"2026-11-27T{hour}:00-05:00") for hour in (12, 14))
    assert right(label(noon, noon, loose=True), [(two, two)], NOW)
    assert not right(label(noon, noon), [(two, two)], NOW)


def test_only_a_deadline_may_start_anywhere() -> None:
    assert right(label(NOW, FRIDAY, "deadline"), [(FRIDAY, FRIDAY)], NOW)
    assert not right(label(NOW.date(), FRIDAY, "interval"), [(FRIDAY, FRIDAY)], NOW)


def test_found_missed_and_false_are_counted_by_sentence() -> None:
    day = Label(Span(12, 27), "date", ((FRIDAY, FRIDAY),), None, False)
    never = Label(Span(0, 4), "date", ((FRIDAY, FRIDAY),), None, False)
    counts = timed([said("It ships on 27 November 2026.", day), said("Five words, and no time.", never)])
    assert (counts["with"], counts["with, found"]) == (2, 1)
    assert (counts["times, found"], counts["placed, right"]) == (1, 1)
    assert timed([said("It ships on 27 November.")])["without, found"] == 1


def test_two_labellers_agree_where_their_intervals_meet() -> None:
    one, other = label(FRIDAY, FRIDAY), label(NOW.date(), FRIDAY)
    assert twice({"x": said("Friday", one)}, {"x": said("Friday", one)})["equal"] == 1
    assert twice({"x": said("Friday", one)}, {"x": said("Friday", other)})["equal"] == 0
    assert twice({"x": said("Friday", one)}, {"x": said("Friday")})["True/False"] == 1


def test_the_report_shows_figures_and_no_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--show-classes"]) == 0
    shown = capsys.readouterr().out
    assert "intervals right, of found" in shown
    assert not any(row["text"] in shown for row in ROWS)

"""What a person typed comes back from the file to the letter."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guard.policy.marked import load
from guard.policy.writing import written

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@given(TEXTS)
@example("Zeile eins: „schön“\n  zwei\n\tdrei ")
@example("- a\n# b\n'c': \"d\"\n")
@example("\n\n  x\n\n")
@example("yes")
@example("2026-11-27")
@example("a\r\nb\x85c\u2028d\x00")
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    value = {"title": text, "examples": {"bad": [text, {"customer": text, "text": text}]}}
    assert load("", written(value)).value == value


@pytest.mark.parametrize("text", ["One.\nTwo.", "Grüß Gott,\n\n  - ein Punkt\n"])
def test_several_lines_are_written_as_people_write_them(text: str) -> None:
    assert text.splitlines()[-1] in [line.removeprefix("  ") for line in written({"why": text}).splitlines()]


def test_keys_keep_their_order_and_lists_are_set_in() -> None:
    assert written({"b": 1, "a": ["x"]}) == "b: 1\na:\n  - x\n"

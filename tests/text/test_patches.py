import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.text.patches import Patch, apply, between
from guard.text.spans import Span

WORDS = st.text(alphabet="ab '\n.é😀-", max_size=40)


@given(WORDS | st.text(), WORDS | st.text())
def test_the_patches_between_two_texts_turn_one_into_the_other(before: str, after: str) -> None:
    patches = between(before, after)
    assert apply(before, patches) == after
    assert bool(patches) == (before != after)


@given(WORDS)
def test_no_patches_leave_a_text_as_it_is(text: str) -> None:
    assert apply(text, ()) == text


def test_insertions_at_one_place_keep_their_order() -> None:
    assert apply("b", [Patch(0, 0, "x"), Patch(0, 0, "y")]) == "xyb"


def test_a_patch_knows_its_span() -> None:
    assert Patch(1, 3, "x").span == Span(1, 3)


@pytest.mark.parametrize(
    "patches", [[Patch(0, 3, ""), Patch(2, 4, "")], [Patch(4, 9, "")], [Patch(3, 2, "")], [Patch(-1, 1, "")]]
)
def test_patches_that_overlap_or_leave_the_text_are_refused(patches: list[Patch]) -> None:
    with pytest.raises(ValueError, match="overlaps another or leaves"):
        apply("hello", patches)


def test_several_changed_words_are_one_change() -> None:
    assert between("Here by noon.", "Here on Friday.") == (Patch(5, 12, "on Friday"),)


def test_changes_in_two_lines_stay_two() -> None:
    assert len(between("late\nsorry", "soon\nthanks")) == 2


def test_texts_too_different_to_compare_are_one_patch() -> None:
    before, after = "a b " * 1000, "b c d " * 1000
    assert len(between(f"Hi. {before}", f"Hi. {after}")) == 1

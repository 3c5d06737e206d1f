from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from guard.text.folding import fold
from guard.text.layers import Cut, over, without
from guard.text.spans import Span

TEXTS = st.text(alphabet="ab ﬁe\u0301\u200b…½\n", max_size=20)


def cuts_of(text: str, places: list[int], shown: list[str]) -> list[Cut]:
    edges = sorted({place % (len(text) + 1) for place in places})
    return [Cut(a, b, words) for (a, b), words in zip(list(pairwise(edges))[::2], shown, strict=False)]


@given(TEXTS, st.lists(st.integers(0, 40), max_size=8), st.lists(st.sampled_from(["", "\n", "ab"]), min_size=4))
def test_two_steps_lead_back_as_one(text: str, places: list[int], shown: list[str]) -> None:
    lower = without(text, cuts_of(text, places, shown))
    upper = fold(lower.text)
    both = over(upper, lower)
    assert both.original == text
    assert both.text == upper.text
    for start in range(len(both.text)):
        step = lower.origin(upper.origin(Span(start, start + 1)))
        origin = both.origin(Span(start, start + 1))
        assert 0 <= origin.start < origin.end <= len(text)
        # A piece that both steps changed is one block; else the ways are the same.
        assert origin.holds(step)
        assert both.inward(origin).holds(Span(start, start + 1))


@given(TEXTS, st.lists(st.integers(0, 40), max_size=8), st.lists(st.sampled_from(["", "\n", "ab"]), min_size=4))
def test_blocks_are_in_order_and_all_outside_them_is_one_for_one(
    text: str, places: list[int], shown: list[str]
) -> None:
    lower = without(text, cuts_of(text, places, shown))
    both = over(fold(lower.text), lower)
    at = origin = 0
    for block in both.blocks:
        assert block.start - at == block.origin_start - origin >= 0
        at, origin = block.end, block.origin_end
    assert len(both.text) - at == len(text) - origin


def test_a_mark_beside_a_folded_letter_stays_outside_its_span() -> None:
    lower = without("**ﬁne**", [Cut(0, 2), Cut(5, 7)])
    both = over(fold(lower.text), lower)
    assert both.origin(Span(0, 4)).of("**ﬁne**") == "ﬁne"


def test_a_cut_inside_a_letter_and_its_mark_is_one_piece() -> None:
    text = "e<i>\u0301t"
    lower = without(text, [Cut(1, 4)])
    both = over(fold(lower.text), lower)
    assert both.text == "ét"
    assert both.origin(Span(0, 1)) == Span(0, 5)

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from guard.text.spans import Span, holder, merge

SPANS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 20)).map(lambda pair: Span(pair[0], sum(pair))))


def test_touching_spans_share_nothing_and_are_merged() -> None:
    assert not Span(0, 2).overlaps(Span(2, 4))
    assert merge([Span(2, 4), Span(0, 2)]) == (Span(0, 4),)


def test_a_span_holds_itself() -> None:
    assert Span(1, 3).holds(Span(1, 3))
    assert not Span(1, 3).holds(Span(1, 4))


@given(SPANS)
def test_merged_spans_are_apart_in_order_and_hold_every_span(spans: list[Span]) -> None:
    merged = merge(spans)
    assert all(a.end < b.start for a, b in pairwise(merged))
    assert all(any(whole.holds(span) for whole in merged) for span in spans)
    assert merge(merged) == merged


@given(SPANS, st.integers(0, 60), st.integers(0, 5))
def test_holder_finds_what_looking_at_each_would_find(spans: list[Span], start: int, length: int) -> None:
    merged = merge(spans)
    span = Span(start, start + length)
    expected = {i for i, whole in enumerate(merged) if whole.holds(span)}
    assert holder(merged, span) in (expected or {None})

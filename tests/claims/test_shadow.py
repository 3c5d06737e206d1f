from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guard.claims.shadow import Facets, shadow


@given(st.text())
def test_a_shadow_has_one_byte_for_each_code_point(text: str) -> None:
    assert len(shadow(text)) == len(text)


def test_facets_agree_with_asking_one_by_one_and_find_nothing_in_nothing() -> None:
    facets = Facets({"a": r"\ba", "b": "b$"})
    assert facets(b"ab") == {"a", "b"}
    assert facets(b"") == frozenset()

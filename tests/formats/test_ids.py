from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guard.formats.ids import Ids


@given(st.lists(st.text(max_size=2), max_size=200))
def test_the_first_line_of_every_double_is_found(names: list[str]) -> None:
    ids, seen = Ids(), dict[str, int]()
    for line, name in enumerate(names, 1):
        assert ids.first(name, line) == seen.get(name)
        seen.setdefault(name, line)


def test_many_ids_are_remembered() -> None:
    ids = Ids()
    assert all(ids.first(f"case-{i}", i + 1) is None for i in range(20_000))
    assert all(ids.first(f"case-{i}", 0) == i + 1 for i in range(20_000))

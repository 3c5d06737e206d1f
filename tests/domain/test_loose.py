from __future__ import annotations

import pytest

from guard.domain.loose import loads


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ("{'a': None}", {"a": None}),
        ('```json\n{"a": 1}\n```', {"a": 1}),
        ('var_2 = [1, "b"]', [1, "b"]),
        ('{"a": {"b": [1, 2, {"c": "x', {"a": {"b": [1, 2]}}),
        ('{"ok": false, "a": "b\\"c", "d', {"ok": False, "a": 'b"c'}),
        ('{"ok": false', {"ok": False}),
        ("12.0", 12.0),
    ],
)
def test_a_value_is_read_as_it_was_written(text: str, value: object) -> None:
    assert loads(text) == value


@pytest.mark.parametrize("text", ["done", "id = A-1", "{not json}", '{"a": 1}}', "", "[", '{"', "# a note", "{" * 3000])
def test_what_holds_no_value_stays_text(text: str) -> None:
    assert loads(text) == text

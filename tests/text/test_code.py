import pytest

from guard.text.code import code, fences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Run `rm x` now", ["`rm x`"]),
        ("a\n```sh\nb\n```\nc `d`", ["```sh\nb\n```", "`d`"]),
        ("a\n~~~\nb", ["~~~\nb"]),
        ("an open ` mark\nand `another", []),
    ],
)
def test_what_stands_between_backticks_is_code(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in code(text)] == expected


def test_inline_code_is_no_fence() -> None:
    assert fences("a `b` ```c``` d") == ()

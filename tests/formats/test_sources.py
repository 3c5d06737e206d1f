from __future__ import annotations

import io
import json
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.domain.case import Case
from guard.errors import UsageError
from guard.formats.cases import Unreadable, read_cases
from guard.formats.sources import values

GOOD = b'{"id": "a", "draft": "Hi"}'
BOM = b"\xef\xbb\xbf"


def piped(data: bytes) -> list[Case | Unreadable]:
    return list(read_cases("-", io.BytesIO(data)))


def drafts(read: list[Case | Unreadable]) -> list[str | None]:
    return [case.draft if isinstance(case, Case) else None for case in read]


def only_problem(read: list[Case | Unreadable]) -> str:
    (bad,) = (item for item in read if isinstance(item, Unreadable))
    return str(bad.problem)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_lines_are_read_in_order_and_blank_ones_passed_over(folder: Path) -> None:
    path = write(folder, "a.jsonl", BOM + GOOD + b'\r\n\n  \n{"draft": "Hello"}')
    cases = list(read_cases(path))
    assert [case.id for case in cases if isinstance(case, Case)] == ["a", "line-4"]


def test_a_bad_line_is_named_and_the_good_ones_are_read(folder: Path) -> None:
    path = write(folder, "a.jsonl", b'{"draft": "one"}\n{"draft": "tw\n{"draft": "three"}\n')
    read = list(read_cases(path))
    assert drafts(read) == ["one", None, "three"]
    assert isinstance(read[1], Unreadable)
    assert (read[1].where, read[1].line) == (f"{path}:2", 2)
    assert only_problem(read) == (
        f"{path}:2:11: expected complete JSON; got a string that starts here and never ends; mend it or take it out"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"draft": "Hi"', ":1:15: expected complete JSON; got the end of it"),
        (b'{"draft": tru}', ":1:11: expected complete JSON; got no value here"),
        (b'{"draft": "Hi"} {}', ":1:17: expected complete JSON; got more after the end of the JSON"),
        (b'{"draft": "caf\xe9"}', ":1:15: expected UTF-8; got the byte 0xe9; save the text as UTF-8"),
        (b'{"draft": "\\ud83d"}', ":1: draft: expected valid Unicode text; got half a surrogate pair at character 1"),
        (b"[" * 100_000, ":1:1: expected complete JSON; got lists or objects nested too deep to read"),
        (b'{"draft": "Hi", "turn": ' + b"1" * 5000 + b"}", ":1:1: expected complete JSON; got a number of thousands"),
        (b"7", ":1: expected an object; got the number 7"),
    ],
)
def test_a_broken_line_says_where(folder: Path, line: bytes, said: str) -> None:
    path = write(folder, "a.jsonl", line)
    assert only_problem(list(read_cases(path))).startswith(f"{path}{said}")


def test_nan_is_read_as_null(folder: Path) -> None:
    path = write(folder, "a.jsonl", b'{"draft": "Hi", "outcome": {"csat": NaN}}')
    (case,) = read_cases(path)
    assert isinstance(case, Case)
    assert case.outcome == {"csat": None}


def test_a_double_id_names_both_lines(folder: Path) -> None:
    path = write(folder, "a.jsonl", GOOD + b"\n\n" + GOOD)
    read = list(read_cases(path))
    assert drafts(read) == ["Hi", None]
    assert only_problem(read) == (
        f"{path}:3: id: expected an id of its own; got the id of line 1 again on line 3; give one of the two another id"
    )


def test_a_line_too_long_is_skipped_to_its_end() -> None:
    data = b'{"draft": "one"}\n{"draft": "' + b"x" * 5000 + b'"}\n{"draft": "three"}'
    found = list(values(io.BytesIO(data), "a", "lines", limit=100))
    assert [type(value) for _, _, value in found] == [dict, UsageError, dict]
    assert str(found[1][2]) == "a:2: expected a line of at most 100 bytes; got a longer one; split it or take it out"
    assert found[2][:2] == (3, "a:3")


def test_json_is_one_case_or_a_list_of_them(folder: Path) -> None:
    assert drafts(list(read_cases(write(folder, "one.json", b'{\n "draft":\n "Hi"\n}')))) == ["Hi"]
    read = list(
        read_cases(write(folder, "list.json", b'[{"draft": "Hi"},\n{"draft": ""},\n{"draft": "Yo", "id": "c"}]'))
    )
    assert drafts(read) == ["Hi", None, "Yo"]
    assert [case.id for case in read if isinstance(case, Case)] == ["line-1", "c"]
    assert only_problem(read).startswith(f"{folder}/list.json: [1]: draft: expected the reply")


def test_json_lines_under_the_name_json_are_read(folder: Path) -> None:
    assert drafts(list(read_cases(write(folder, "a.json", b'{"draft": "Hi"}\n{"draft": "Yo"}')))) == ["Hi", "Yo"]


@pytest.mark.parametrize("data", [b"", b"Hello!", b'{\n "draft": "Hi"\n', b'[{"draft": "Hi"}'])
def test_what_is_no_json_is_unreadable_under_the_name_json(folder: Path, data: bytes) -> None:
    assert "expected complete JSON" in only_problem(list(read_cases(write(folder, "a.json", data))))


def test_a_mistake_in_a_document_has_line_and_column(folder: Path) -> None:
    path = write(folder, "a.json", b'{\n "draft": "Hi"\n "id": "a"}')
    assert only_problem(list(read_cases(path))).startswith(f"{path}:3:2: ")


def test_a_list_of_chat_messages_is_one_case(folder: Path) -> None:
    chat = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]
    for name in ("a.json", "a.jsonl"):
        (case,) = read_cases(write(folder, name, json.dumps(chat).encode()))
        assert isinstance(case, Case)
        assert (case.draft, len(case.messages)) == ("Hello.", 1)


def test_any_other_file_is_a_draft(folder: Path) -> None:
    (case,) = read_cases(write(folder, "reply.txt", BOM + "Hi Mei,\n\nIt’s on its way.\n".encode()))
    assert isinstance(case, Case)
    assert (case.id, case.draft) == ("line-1", "Hi Mei,\n\nIt’s on its way.")
    assert drafts(list(read_cases(write(folder, "json.txt", b'{"draft": "Hi"}')))) == ['{"draft": "Hi"}']


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "draft: expected the reply to be judged; got an empty text"),
        (b"x" * 5_000_000, "draft: expected a draft of at most 20,000 characters; got 5,000,000 characters"),
    ],
)
def test_a_text_that_cannot_be_judged_is_unreadable(folder: Path, data: bytes, said: str) -> None:
    assert said in only_problem(list(read_cases(write(folder, "reply.txt", data))))


def test_bytes_that_are_no_text_have_line_and_column(folder: Path) -> None:
    path = write(folder, "reply.txt", b"Hi\nMe\xff")
    assert only_problem(list(read_cases(path))).startswith(f"{path}:2:3: expected UTF-8; got the byte 0xff")


PRETTY = json.dumps({"draft": "Hi", "messages": [{"role": "agent", "text": "b"}]}, indent=1).encode()
HALF_PRETTY = b'{"draft": "Hi", "messages": [\n {"role": "customer", "text": "a"},\n {"role": "agent", "text": "b"}\n]}'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (GOOD, ["Hi"]),
        (BOM + b"\n \n" + GOOD + b'\n\n{"draft": "Yo"}\n', ["Hi", "Yo"]),
        (PRETTY, ["Hi"]),
        (HALF_PRETTY, ["Hi"]),
        (b'[{"draft": "Hi"}, {"draft": "Yo"}]', ["Hi", "Yo"]),
        (b"[]", []),
        (b'{"draft": "H\n' + GOOD, [None, "Hi"]),
        (b'{"draft": "H', [None]),
        (b"[{]", [None]),
        (b"{name}, it's on its way.\nBye", ["{name}, it's on its way.\nBye"]),
        (b"[Name], it's on its way.", ["[Name], it's on its way."]),
        (b"Hello!\n{", ["Hello!\n{"]),
        (b"\n\nHello!", ["\n\nHello!"]),
        (b'"Hello!"', ['"Hello!"']),
        (b"", [None]),
    ],
)
def test_standard_input_is_told_by_its_first_lines(data: bytes, expected: list[str | None]) -> None:
    assert drafts(piped(data)) == expected


def test_standard_input_is_read_as_it_comes() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stdin, os.fdopen(writing, "wb", buffering=0) as desk:
        desk.write(GOOD + b"\n")
        cases = read_cases("-", stdin)
        first = next(cases)
        assert isinstance(first, Case)
        assert first.id == "a"


def test_what_is_no_file_is_told_at_once(folder: Path) -> None:
    with pytest.raises(UsageError, match="expected a file; got nothing of that name; check the path"):
        read_cases(folder / "none.jsonl")
    with pytest.raises(UsageError, match="expected a file; got a folder"):
        read_cases(folder)


def test_a_large_file_takes_the_memory_of_its_longest_line(folder: Path) -> None:
    facts = {"policies": ["Refunds reach the card in ten days. " * 50] * 20}
    line = b',"draft":"Hi","facts":' + json.dumps(facts).encode() + b"}\n"
    path = folder / "large.jsonl"
    with path.open("wb") as out:
        for i in range(50 * 2**20 // len(line)):
            out.write(b'{"id":"c%d"' % i + line)
    tracemalloc.start()
    try:
        count = sum(isinstance(case, Case) for case in read_cases(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count > 1000
    assert peak < 4 * 2**20


@given(st.binary(max_size=60) | st.text(st.sampled_from('{}[]",:\n draft"0\\u'), max_size=60).map(str.encode))
def test_any_bytes_give_cases_or_problems(data: bytes) -> None:
    for item in piped(data):
        assert isinstance(item, Case) or item.problem.do

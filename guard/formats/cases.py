"""Cases: one from a dict, and many from a file or from standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from pydantic import TypeAdapter, ValidationError

from guard.domain.case import DRAFT_LIMIT, Case, Message
from guard.errors import Problem, UsageError
from guard.formats.chat import Converted, converted, is_chat
from guard.formats.ids import Ids
from guard.formats.problems import Place, described, lacking, problems, shown
from guard.formats.sources import Form, values
from guard.formats.strings import not_json, plain

KNOWN = tuple(field.name for field in fields(Case))
_KNOWN = frozenset(KNOWN)
_FORMS: Mapping[str, Form] = {".jsonl": "lines", ".ndjson": "lines", ".json": "document", "": "unknown"}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands in the place of a case that could not be read; the ones after it can.

    Args:
        where: the source and the line, `cases.jsonl:3`.
        line: the line, or the place in a list, counted from 1.
        problems: everything that is wrong with it.
    """

    where: str
    line: int
    problems: tuple[Problem, ...]

    @property
    def problem(self) -> Problem:
        """The first thing that is wrong."""
        return self.problems[0]


def case_from(value: Any, where: str = "case") -> Case:
    """Make a case of a dict of the contract's shape, or of one with OpenAI chat messages.

    Unknown keys beside `draft` are folded into `meta` under their own name; null means absent. A
    `Case` comes back as it is, but is looked at too: what a check cannot bear is told here.

    Args:
        value: a mapping, or a `Case`.
        where: leads the place of every problem: `cases.jsonl:3`.

    Raises:
        UsageError: with everything that is wrong, each `where: place: expected …; got …; do …`.

    Example:
        >>> case_from({"draft": "Hello!", "messages": [{"role": "customer", "text": "Hi"}], "source": "desk"}).meta
        {'source': 'desk'}
        >>> case_from({"drfat": "Hello!"})
        Traceback (most recent call last):
        guard.errors.UsageError: case: expected 'draft', the reply to be judged; got nothing; rename 'drfat' to 'draft'
    """
    if isinstance(value, Case):
        given = {name: getattr(value, name) for name in KNOWN}
        if all(type(message) is Message for message in value.messages):
            wrong = (*_draft_problems(value.draft, shown(where, ("draft",))), *not_json(given, where))
            if wrong:
                raise UsageError(wrong)
            return value
        value = given
    return _case(value, where, pure=False)


def read_cases(source: str | Path, stdin: BinaryIO | None = None) -> Iterator[Case | Unreadable]:
    r"""Read the cases of a file or of standard input, one after the other.

    `.jsonl` (and `.ndjson`) is read line by line in constant memory. `.json` is one case, a list of
    cases, or a list of chat messages. `-`, and a file without a suffix (a pipe), is told by its
    first lines: JSON lines, a JSON document, else plain text. Any other file is plain text, the draft
    of one case. A missing id becomes `line-<n>`.

    Args:
        source: a path, or `-`.
        stdin: what `-` reads; `sys.stdin.buffer` when None.

    Raises:
        UsageError: at once when there is no such file, it is a folder or may not be read; while
            reading when the disk fails.

    Example:
        >>> import io
        >>> [case.id for case in read_cases("-", io.BytesIO(b'{"draft": "Hi"}\n{"draft": "Hello", "id": "b"}'))]
        ['line-1', 'b']
    """
    return (case for _, case in placed_cases(source, stdin))


def placed_cases(source: str | Path, stdin: BinaryIO | None = None) -> Iterator[tuple[int, Case | Unreadable]]:
    """Read cases as `read_cases` does, each with its line, or its place in a list, counted from 1.

    Args:
        source: a path, or `-`.
        stdin: what `-` reads; `sys.stdin.buffer` when None.

    Raises:
        UsageError: as `read_cases`.
    """
    if str(source) == "-":
        return _cases(stdin or sys.stdin.buffer, "<stdin>", "unknown")
    path = Path(source)
    problem = _unopenable(path)
    if problem:
        raise UsageError([problem])
    return _opened(path)


def lined_cases(stream: BinaryIO, name: str) -> Iterator[tuple[int, Case | Unreadable]]:
    """Read a case a line, whatever brings the lines; each with its line, counted from 1.

    Args:
        stream: JSON lines.
        name: leads the place of every problem.

    Example:
        >>> import io
        >>> [case.id for _, case in lined_cases(io.BytesIO(b'{"draft": "Hi"}'), "body")]
        ['line-1']
    """
    return _cases(stream, name, "lines")


def _opened(path: Path) -> Iterator[tuple[int, Case | Unreadable]]:
    """Open a file when the first case is asked for, and close it after the last."""
    try:
        with path.open("rb") as stream:
            yield from _cases(stream, str(path), _FORMS.get(path.suffix.lower(), "text"))
    except OSError as error:
        got = error.strerror or type(error).__name__
        raise UsageError(
            [Problem(str(path), "a file that can be read", got, "check the disk and the rights")]
        ) from None


def _unopenable(path: Path) -> Problem | None:
    """Say why a path cannot be read, before anything is."""
    if path.is_dir():
        return Problem(str(path), "a file", "a folder", f"name the files in it, such as {path}/*.jsonl")
    if not path.exists():
        return Problem(str(path), "a file", "nothing of that name", "check the path")
    if not os.access(path, os.R_OK):
        return Problem(str(path), "a file that may be read", "no permission to read it", "change its rights")
    return None


def _cases(stream: BinaryIO, name: str, form: Form) -> Iterator[tuple[int, Case | Unreadable]]:
    """Make a case of every value of a stream, with ids that are there and are not double."""
    ids = Ids()
    for line, where, value in values(stream, name, form):
        try:
            if isinstance(value, UsageError):
                raise value
            case = _case(value, where, pure=True)
        except UsageError as error:
            yield line, Unreadable(where, line, error.problems)
            continue
        case = case if case.id else replace(case, id=f"line-{line}")
        before = ids.first(case.id, line)
        if before is None:
            yield line, case
        else:
            got = f"the id of line {before} again on line {line}"
            problem = Problem(f"{where}: id", "an id of its own", got, "give one of the two another id")
            yield line, Unreadable(where, line, (problem,))


def _case(value: Any, where: str, *, pure: bool) -> Case:
    """Validate a case; `pure` values came out of our JSON decoder, so that they hold nothing strange."""
    if not isinstance(value, Mapping):
        do = 'give a case such as {"draft": "…"}'
        raise UsageError([Problem(where, "an object", described(value), do)])
    given = cast("Mapping[Any, Any]", value)
    wrong: list[Problem] = [] if pure else list(not_json(given, where))
    if wrong:
        raise UsageError(wrong)
    chat = converted(given) if is_chat(given.get("messages")) else None
    ours = _folded(chat.value if chat else given)
    if "draft" not in ours:
        wrong.append(_no_draft(given, where, chat))
    else:
        place = ("messages", chat.draft_at, "content") if chat and chat.draft_at is not None else ("draft",)
        wrong += _draft_problems(ours["draft"], shown(where, place))
    if not pure and ours.get("facts"):
        ours["facts"] = plain(ours["facts"])
    try:
        case = _validated({**ours, "draft": "…"} if wrong else ours)
    except ValidationError as error:
        wrong += problems(error, where, _back(chat) if chat else None)
    else:
        if not wrong:
            return case
    raise UsageError(wrong)


def _validated(ours: dict[str, Any]) -> Case:
    """Validate; where that fails because a time is a `datetime` and no text, once more with texts."""
    try:
        return _adapter().validate_python(ours)
    except ValidationError:
        return _adapter().validate_python(plain(ours))


@cache
def _adapter() -> TypeAdapter[Case]:
    """Build the validator when it is first needed: it takes milliseconds."""
    return TypeAdapter(Case)


def _folded(value: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the keys that a case knows, with the unknown ones inside `meta`; a known key that is null is absent."""
    known = {key: value[key] for key in KNOWN if value.get(key) is not None}
    for key in ("id", "conversation", "group"):
        if type(known.get(key)) is int:
            known[key] = str(known[key])
    strange = {str(key): inner for key, inner in value.items() if key not in _KNOWN}
    meta = known.get("meta", {})
    if strange and isinstance(meta, Mapping):
        known["meta"] = {**strange, **meta}
    return known


def _draft_problems(draft: Any, at: str) -> tuple[Problem, ...]:
    """Say what is wrong with a draft that is there."""
    if not isinstance(draft, str):
        return (Problem(at, "text", described(draft), "give the reply as text"),)
    if not draft.strip():
        return (Problem(at, "the reply to be judged", "an empty text", "give the text that is about to be sent"),)
    if len(draft) > DRAFT_LIMIT:
        limit = f"a draft of at most {DRAFT_LIMIT:,} characters"
        return (Problem(at, limit, f"{len(draft):,} characters", "shorten it, or check it in parts"),)
    return ()


def _no_draft(given: Mapping[Any, Any], where: str, chat: Converted | None) -> Problem:
    """Say that there is no draft, and which key may have been meant for it."""
    do = lacking("draft", list(given), KNOWN)
    if chat and do == "add 'draft'":
        do = "add 'draft', or an assistant message that says something"
    return Problem(where, "'draft', the reply to be judged", "nothing", do)


def _back(chat: Converted) -> Callable[[Place], Place]:
    """Return what leads from a place in the converted case to the place in what the caller gave."""

    def placed(place: Place) -> Place:
        match place:
            case ("messages", int(index), *rest):
                at, held = chat.places[index]
                return ("messages", at, *(held if key == "text" else key for key in rest))
            case _:
                return place

    return placed

"""What an answer to `guard policy new` must be like; each refusal says what was expected."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from pydantic import ValidationError

from guard.domain.case import DRAFT_LIMIT
from guard.errors import PolicyError, Problem, UsageError
from guard.policy.marked import load
from guard.policy.spec import Example
from guard.text.phrases import parse

_SLOT = re.compile(r"\{([^{}]*)\}")


def spoken(value: Any, where: str) -> str:
    """Return a text that says something and that a file can hold.

    Args:
        value: what was answered.
        where: leads the problem.

    Raises:
        UsageError: when it is empty, no text, or of another encoding.
    """
    if not isinstance(value, str):
        raise refused(where, "a text", f"a {type(value).__name__}", "write it out")
    if not value.strip():
        raise refused(where, "a text", "nothing", "write it out")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise refused(where, "text in UTF-8", "bytes of another encoding", "set the terminal to UTF-8") from None
    return value


def choice(answer: str, choices: Sequence[str], where: str) -> str:
    """Return one of some words, whatever its case and the space around it.

    Raises:
        UsageError: when it is none of them, naming the nearest.

    Example:
        >>> choice(" Honesty", ("honesty", "respect"), "virtue")
        'honesty'
    """
    word = answer.strip().lower()
    if word in choices:
        return word
    near = difflib.get_close_matches(word, choices, n=1, cutoff=0.5)
    do = f"use {near[0]!r}" if near else "choose one of them"
    raise refused(where, f"one of {', '.join(choices)}", repr(answer), do)


def wording(answer: str, where: str) -> str:
    """Return a wording that the phrase language reads.

    Raises:
        UsageError: with what the language expects.
    """
    try:
        parse(answer)
    except ValueError as error:
        raise refused(where, str(error.args[0]), repr(answer), "mend it") from None
    return answer


def long_enough(answer: str, least: int, where: str) -> str:
    """Return a text that says something in so many characters.

    Raises:
        UsageError: when it is shorter.
    """
    if len(answer) < least:
        raise refused(where, f"at least {least} characters", repr(answer), "say a little more")
    return answer


def slots(answer: str, known: Sequence[str], where: str) -> None:
    """Refuse a slot that no finding would fill: then the title would take the message's place.

    Raises:
        UsageError: when there is one that is not known.
    """
    for slot in _SLOT.findall(answer):
        if slot not in known:
            wanted = " or ".join(f"{{{name}}}" for name in known) or "nothing"
            raise refused(where, f"{wanted} in braces", f"{{{slot}}}", "write it without braces")


def example(value: Any, where: str) -> Mapping[str, Any]:
    """Return an example: a reply alone, or `{customer: …, text: …}` as a policy file has it.

    Raises:
        UsageError: when it is no example.

    Example:
        >>> example("{customer: When?, text: Soon.}", "--bad")
        {'customer': 'When?', 'text': 'Soon.'}
        >>> example("{not an example}", "--bad")
        {'text': '{not an example}'}
    """
    given = _mapping(value)
    reply = spoken(given.get("text"), where)
    if len(reply) > DRAFT_LIMIT:
        limit = f"a reply of at most {DRAFT_LIMIT:,} characters"
        raise refused(where, limit, f"{len(reply):,} characters", "shorten it")
    try:
        Example.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise refused(where, f"{place}: {first['msg'].lower()}", repr(first["input"])[:60], "mend it") from None
    return given


def _mapping(value: Any) -> Mapping[str, Any]:
    """Read an example that is written out; a reply that only begins with a brace is a reply."""
    if isinstance(value, Mapping):
        return cast(Mapping[str, Any], value)
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            read = load("", value).value
        except PolicyError:
            read = None
        if isinstance(read, dict) and "text" in read:
            return cast(Mapping[str, Any], read)
    return {"text": value}


def refused(where: str, expected: str, got: str, do: str) -> UsageError:
    """Return one problem as an error, in the house's words."""
    return UsageError([Problem(where, expected, got, do)])

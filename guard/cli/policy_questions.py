"""The questions of `guard policy new`, put to a person at a terminal or answered by options."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from guard.cli.policy_answers import Answers, Desk, default_message, default_trait
from guard.domain.virtues import REQUIRED
from guard.errors import Problem, UsageError
from guard.text.tables import beside

GOES_ON = "\\"
"""A line that ends in it goes on in the next one."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Args:
        key: names the answer, and the option that gives it.
        asks: the words of the question; "" where it is an option only.
        help: of the option.
        many: whether there may be several answers.
        default: what no answer means; None where one is needed.
        only: when it applies; "" for always.
    """

    key: str
    asks: str
    help: str
    many: bool
    default: Any
    only: str

    def applies(self, answers: Answers) -> bool:
        """Tell whether the question has to do with the policy that the answers make so far."""
        match self.only:
            case "required":
                return answers.get("virtue") in REQUIRED
            case "forbids":
                return answers.get("asks") != "require"
            case "rewrites":
                return answers.get("action") == "rewrite"
            case _:
                return True


@cache
def questions() -> tuple[Question, ...]:
    """Return every question, in the order of asking.

    Example:
        >>> [question.key for question in questions()][:3]
        ['virtue', 'slug', 'title']
    """
    table: Mapping[str, Any] = beside(__file__, "policy_questions")
    return tuple(
        Question(key, row.get("asks", ""), row["help"], row.get("many", False), row.get("default"), row.get("if", ""))
        for key, row in table.items()
    )


def take(given: Mapping[str, Any], answers: Answers, desk: Desk) -> None:
    """Take the answers that options or a draft give.

    Args:
        given: by question, as it was typed.
        answers: filled in place.
        desk: checks them.

    Raises:
        UsageError: with everything that is wrong with any of them.
    """
    problems: list[Problem] = []
    for question in questions():
        where = f"--{question.key}"
        if question.key not in given:
            continue
        if not question.applies(answers) and not any(problem.where == "--virtue" for problem in problems):
            if given[question.key] != question.default:
                problems.append(_idle(question, where))
            continue
        try:
            answers[question.key] = _checked(question, given[question.key], answers, desk, where)
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError(problems)


def fill(answers: Answers, desk: Desk) -> None:
    """Give every open question that has a default its default.

    Raises:
        UsageError: naming every question that must be answered and was not.
    """
    problems: list[Problem] = []
    for question in open_questions(answers):
        if question.default is None:
            problems.append(Problem(f"--{question.key}", question.help.partition(";")[0], "nothing", "give it"))
        elif not problems:
            answers[question.key] = default(question, answers, desk)
    if problems:
        raise UsageError(problems)


def ask(answers: Answers, desk: Desk, read: Callable[[], str], tell: Callable[[str], None]) -> None:
    """Put every open question to a person, and again until its answer can be used.

    Args:
        answers: filled in place, so that nothing is lost when the person leaves in the middle.
        desk: checks each answer at once.
        read: returns the next line that is typed.
        tell: shows a line.

    Raises:
        KeyboardInterrupt: when the person leaves.
        EOFError: when nothing more can be typed.
    """
    for question in open_questions(answers):
        if not question.asks:
            continue
        tell("")
        tell(_put(question, answers, desk))
        if question.many:
            _ask_many(question, answers, desk, read, tell)
        else:
            _ask_one(question, answers, desk, read, tell)


def open_questions(answers: Answers) -> Iterator[Question]:
    """Yield the questions that apply and have no answer; each is looked at when its turn comes."""
    for question in questions():
        if question.key not in answers and question.applies(answers):
            yield question


def default(question: Question, answers: Answers, desk: Desk) -> Any:
    """Return what no answer means, for a question that has a default."""
    match question.default:
        case "message":
            return default_message(answers)
        case "trait":
            return default_trait(answers)
        case "code":
            return desk.code_for(answers["virtue"])
        case _:
            return list[str]() if question.many else question.default


def _put(question: Question, answers: Answers, desk: Desk) -> str:
    """Say a question, with what an empty answer means."""
    if question.default is None or question.many:
        return question.asks
    return f"{question.asks} [{default(question, answers, desk)}]"


def _ask_one(
    question: Question, answers: Answers, desk: Desk, read: Callable[[], str], tell: Callable[[str], None]
) -> None:
    """Ask until there is an answer that can be used, or an empty one where there is a default."""
    while question.key not in answers:
        typed = _typed(read, lambda text: answers.update({question.key: text}))
        if not typed and question.default is not None:
            answers[question.key] = default(question, answers, desk)
            return
        try:
            answers[question.key] = desk.checked(question.key, typed, answers, question.key)
        except UsageError as error:
            tell(str(error))


def _ask_many(
    question: Question, answers: Answers, desk: Desk, read: Callable[[], str], tell: Callable[[str], None]
) -> None:
    """Ask for one after the other until an empty line; what was given stands in the answers at once."""
    rows: list[Any] = []
    while True:
        typed = _typed(read, lambda text: answers.update({question.key: [*rows, text]}))
        if not typed and (rows or question.default is not None):
            answers.setdefault(question.key, rows)
            return
        try:
            row = desk.checked(question.key, typed, answers, question.key)
        except UsageError as error:
            tell(str(error))
            continue
        rows.append(row)
        answers[question.key] = rows
        tell(f"another? (empty: {len(rows)} will do)")


def _typed(read: Callable[[], str], keep: Callable[[str], None]) -> str:
    """Read one answer, over several lines where one ends in a backslash; who leaves in between loses none of them."""
    lines = [read()]
    try:
        while lines[-1].endswith(GOES_ON):
            lines[-1] = lines[-1].removesuffix(GOES_ON)
            lines.append(read())
    except (KeyboardInterrupt, EOFError):
        keep("\n".join(lines))
        raise
    return "\n".join(lines)


def _checked(question: Question, given: Any, answers: Answers, desk: Desk, where: str) -> Any:
    """Check an answer that came in one piece, every one of many."""
    if not question.many:
        return desk.checked(question.key, given, answers, where)
    rows: list[Any] = []
    problems: list[Problem] = []
    for one in given if isinstance(given, list) else [given]:  # pyright: ignore[reportUnknownVariableType]
        try:
            rows.append(desk.checked(question.key, one, answers, where))
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError(problems)
    return rows


def _idle(question: Question, where: str) -> Problem:
    """Say that an option has nothing to do with this policy."""
    when = {
        "required": f"a required virtue ({', '.join(sorted(REQUIRED))})",
        "forbids": "--asks forbid",
        "rewrites": "--action rewrite",
    }[question.only]
    return Problem(where, f"{when} beside it", "this option without it", "leave it out")

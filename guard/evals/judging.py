"""Recorded conversations, every reply of them judged: what coaching and impact both start from.

A case with a draft is one reply; a conversation without one is replayed, each message of the agent
with only what came before it. The guard sees neither labels nor what came of a conversation.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from guard.domain.case import Case
from guard.domain.verdict import Verdict
from guard.errors import Problem, UsageError
from guard.evals.agree import Checker, blind
from guard.evals.suite.cases import turns
from guard.formats.conversations import placed_conversations


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation, or a case that stands for one.

    Args:
        key: what tells it from the others of all files.
        case: as it was read, outcome and labels included.
    """

    key: Hashable
    case: Case


@dataclass(frozen=True, slots=True)
class Judged:
    """One reply with its verdict.

    Args:
        talk: the conversation that it is from.
        reply: the reply as a draft, with what came before it.
        verdict: what the guard says.
    """

    talk: Talk
    reply: Case
    verdict: Verdict


def talks(sources: Iterable[str], problems: list[Problem]) -> Iterator[Talk]:
    """Read every source; what cannot be read is put on the list, and the rest goes on.

    Args:
        sources: files of conversations or cases, or `-`.
        problems: takes what is wrong.
    """
    for source in sources:
        try:
            for _, case in placed_conversations(source):
                if isinstance(case, Case):
                    yield Talk((source, case.conversation or case.id), case)
                else:
                    problems.extend(case.problems)
        except UsageError as error:
            problems.extend(error.problems)


def wanted(talk: Talk, where: Mapping[str, str]) -> bool:
    """Tell whether a conversation is one of those that are asked for.

    Args:
        talk: the conversation.
        where: `channel`, or keys of `meta`, each with its value.

    Example:
        >>> wanted(Talk(1, Case(draft="Hi", meta={"split": "train"})), {"split": "train"})
        True
    """
    case = talk.case
    return all(str(case.channel if key == "channel" else case.meta.get(key)) == value for key, value in where.items())


def drawn(found: Iterable[Talk], most: int, seed: int, part: Callable[[Talk], Hashable]) -> list[Talk]:
    """Draw at most so many conversations of each part, in the order in which they were read.

    Args:
        found: conversations; several cases of one are drawn together.
        most: conversations a part; 0 keeps all.
        seed: the same one draws the same ones.
        part: what is drawn from on its own: the agent, or one part for all.

    Example:
        >>> many = [Talk(n, Case(draft="Hi")) for n in range(9)]
        >>> len(drawn(many, 4, 1, lambda talk: None))
        4
    """
    every = list(found)
    if not most:
        return every
    keys: dict[Hashable, list[Hashable]] = {}
    for talk in every:
        keys.setdefault(part(talk), []).append(talk.key)
    generator = random.Random(seed)
    chosen: set[Hashable] = set()
    for names in keys.values():
        once = list(dict.fromkeys(names))
        chosen.update(once if len(once) <= most else generator.sample(once, most))
    return [talk for talk in every if talk.key in chosen]


def judged(found: Sequence[Talk], checker: Checker, problems: list[Problem]) -> Iterator[Judged]:
    """Judge every reply of some conversations; one that cannot be judged is put on the list.

    Args:
        found: what to judge.
        checker: the front door.
        problems: takes what is wrong.
    """
    for talk in found:
        case = blind(talk.case)
        for reply in (case,) if case.draft.strip() else turns(case):
            try:
                yield Judged(talk, reply, checker.check(reply))
            except UsageError as error:
                do = "mend it or leave it out"
                problems += error.problems or [Problem(reply.id, "a reply that can be judged", str(error), do)]

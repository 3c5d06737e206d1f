"""From a suite's sources to the cases that are judged: read, replayed, filtered, drawn."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from guard.domain.case import Case
from guard.errors import Problem, UsageError
from guard.evals.suite.reading import Loaded
from guard.evals.suite.spec import Sample, Source
from guard.formats.cases import Unreadable
from guard.formats.conversations import placed_conversations

_FIELDS = ("channel", "conversation", "group", "id")


def cases_of(loaded: Loaded) -> list[Case]:
    """Return every case of a suite, in a fixed order and with an id of its own.

    Raises:
        UsageError: with everything that cannot be read: a suite judges all of its cases or none.
    """
    problems: list[Problem] = []
    found = [
        case
        for source, files in zip(loaded.suite.cases, loaded.sources, strict=True)
        for case in _of(source, files, problems)
    ]
    if not found and not problems:
        problems.append(Problem(str(loaded.path), "at least one case", "none", "loosen `where`, or set `replay`"))
    if problems:
        raise UsageError(problems)
    return list(_named(found))


def turns(conversation: Case) -> Iterator[Case]:
    """Give every message of the agent as a draft, with only what came before it; the draft itself last.

    What a conversation is labelled with, or what came of it, belongs to its own draft alone.

    Example:
        >>> from guard.domain.case import Message
        >>> talk = (Message(role="customer", text="Hi"), Message(role="agent", text="Hello!"))
        >>> [(case.id, case.draft, len(case.messages)) for case in turns(Case(id="c", draft="", messages=talk))]
        [('c#1', 'Hello!', 1)]
    """
    name = conversation.conversation or conversation.id
    for number, message in enumerate(conversation.messages):
        if message.role == "agent" and message.text.strip():
            yield replace(
                conversation, id=f"{conversation.id}#{number}", conversation=name, turn=number, group=None,
                messages=conversation.messages[:number], draft=message.text, draft_calls=(), labels=None,
            )  # fmt: skip
    if conversation.draft.strip():
        yield replace(conversation, conversation=name)


def _of(source: Source, files: Sequence[Path], problems: list[Problem]) -> list[Case]:
    kept = [case for case in _read(files, problems) if _wanted(case, source.where)]
    if source.sample is not None:
        kept = list(_drawn(kept, source.sample))
    if source.replay:
        return [turn for case in kept for turn in turns(case)]
    return [case for case in kept if case.draft.strip()]


def _read(files: Iterable[Path], problems: list[Problem]) -> Iterator[Case]:
    for path in files:
        for _, case in placed_conversations(path):
            if isinstance(case, Unreadable):
                problems.extend(case.problems)
            else:
                yield case


def _wanted(case: Case, where: dict[str, str | list[str]]) -> bool:
    for key, wanted in where.items():
        value = getattr(case, key) if key in _FIELDS else case.meta.get(key.removeprefix("meta."))
        if str(value) not in ([wanted] if isinstance(wanted, str) else wanted):
            return False
    return True


def _drawn(cases: Sequence[Case], sample: Sample) -> Iterator[Case]:
    """Draw whole conversations, or whole contrast groups; what stands alone is one of its own."""
    keys = [case.conversation or case.group or f"\0{place}" for place, case in enumerate(cases)]
    names = sorted(set(keys))
    chosen = set(random.Random(sample.seed).sample(names, min(sample.n, len(names))))
    return (case for key, case in zip(keys, cases, strict=True) if key in chosen)


def _named(cases: Sequence[Case]) -> Iterator[Case]:
    """Give each case an id of its own: two files may both have a `line-1`."""
    times = Counter(case.id for case in cases)
    seen: Counter[str] = Counter()
    for case in cases:
        seen[case.id] += 1
        yield case if times[case.id] == 1 else replace(case, id=f"{case.id}~{seen[case.id]}")

"""Which trouble the customer tells of, so that it can be named back in their own words.

The gravest trouble goes first, and of one kind the wording that tells what it happened to. Naming
the wrong trouble is worse than naming none: a thing is taken over only where it is a short noun
phrase in the customer's own sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from guard.view.view import View
from guard.wording.tables import table

_LONGEST_READ = 2000


@dataclass(frozen=True, slots=True)
class Trouble:
    """A trouble that the customer tells of.

    Args:
        id: as `troubles.yaml` calls it.
        names: how it can be named after "I'm sorry about", best first.
        say: sentences of its own, for what is too grave for a pattern.
        mood: what it must be like for the customer.
        grave: nothing cheerful, and nothing else, is said beside it.
    """

    id: str
    names: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    mood: str = "frustrating"
    grave: bool = False


@cache
def _kinds() -> tuple[tuple[Mapping[str, Any], tuple[re.Pattern[str], ...]], ...]:
    """Return the kinds of trouble with their patterns, in the order of the table."""
    return tuple((row, tuple(_pattern(form) for form in row["told"])) for row in table("troubles")["troubles"])


def _pattern(form: str) -> re.Pattern[str]:
    stops, plain = "|".join(table("troubles")["stops"]), "|".join(table("troubles")["plain"])
    word = rf"(?!(?:{stops}|{plain}|{table('troubles')['relatives']})\b)[a-z][a-z'-]*[a-z]"
    thing = rf"(?:(?:{plain})\s+){{0,2}}(?P<thing>{word}(?: {word}){{0,2}})"
    ended = rf"{thing}(?=\s*(?:[.,!?;:)\n-]|$)|\s+(?:{stops})\b)"
    known = {"<thing>": thing, "<thing>!": ended, "<whose>": f"(?P<whose>{table('troubles')['relatives']})"}
    return re.compile(re.sub(r"(?<!\?P)<\w+>!?", lambda slot: known[slot[0]], form))


def troubles(view: View) -> tuple[Trouble, ...]:
    """Return the troubles of the customer's open messages, gravest first; one a kind."""
    return view.memo("troubles", lambda: tuple(_read([passage.lower for _, _, passage in view.open_passages])))


def _read(said: Sequence[str]) -> Iterator[Trouble]:
    """Read messages, the latest first, for a trouble renewed is the one that is meant."""
    texts = [text[:_LONGEST_READ] for text in reversed(said)]
    for row, patterns in _kinds():
        found = [match for text in texts for pattern in patterns for match in [pattern.search(text)] if match]
        if found:
            yield _trouble(row, [known for match in found if (known := _known(match))])


def _trouble(row: Mapping[str, Any], known: Sequence[Mapping[str, str]]) -> Trouble:
    """Make a trouble of its row and of what the customer named."""
    first: Mapping[str, str] = known[0] if known else {}
    return Trouble(
        id=row["id"],
        names=_fillable(row.get("name", ()), first),
        say=_fillable(row.get("say", ()), first),
        mood=row.get("mood", "frustrating"),
        grave=row.get("grave", False),
    )


def _fillable(templates: Sequence[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """Fill the templates whose slots are known."""
    return tuple(t.format(**known) for t in templates if set(re.findall(r"\{(\w+)\}", t)) <= set(known))


def _known(match: re.Match[str]) -> dict[str, str]:
    """Return what a wording named."""
    return {name: value for name, value in match.groupdict().items() if value}

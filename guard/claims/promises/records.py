"""Tells records apart: which order a sentence speaks of, and which of two results is the newer one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from guard.domain.facts import Fact
from guard.domain.trace import ToolCall

_LIST = re.compile(r"^(.*\[\d+\])")
_MESSAGE = re.compile(r"^messages\[(\d+)\]")
_NAMING = re.compile(
    r"(?:^|_)(?:id|n|no|nr|number|ref|reference|name|items?|title|product|model|order|sku|tracking|flight|code|label|"
    r"category|feature|type|description|desc)$"
)
_WORD = re.compile(r"[a-z]{4,}")
_LONGEST = 80


def record_of(fact: Fact) -> str:
    """Return the path of the innermost listed thing a fact belongs to; of its message where nothing is listed.

    Example:
        >>> from guard.domain.facts import Rank
        >>> record_of(Fact("facts.orders[1].eta", "eta", "2026-11-27", Rank.RECORD))
        'facts.orders[1]'
    """
    found = _LIST.match(fact.path.rsplit(".", 1)[0])
    return found[1] if found else ""


class Records:
    """The listed things of one case, and the names they go by.

    Args:
        facts: all that is known.

    Example:
        >>> from guard.domain.facts import Rank, leaves
        >>> facts = leaves({"orders": [{"id": "A-1", "eta": 1}, {"id": "A-2", "eta": 2}]}, "facts", Rank.RECORD)
        >>> Records(facts).meant("facts.orders[0]", ("order a-2 comes first",))
        False
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._names: dict[str, dict[str, str]] = {}
        for fact in facts:
            if isinstance(fact.value, bool) or not _NAMING.search(fact.key):
                continue
            record = record_of(fact)
            if record:
                self._names.setdefault(record, {}).setdefault(fact.key, _name(fact, record))

    def meant(self, record: str, said: Sequence[str]) -> bool:
        """Tell whether a record may be the one spoken of: False where one beside it is named and it is not.

        Args:
            record: its path.
            said: what is said, lower case, the nearest words first.
        """
        own = self._names.get(record)
        if own is None:
            return True
        family = _family(record)
        rivals = [
            names
            for other, names in self._names.items()
            if other != record
            and _family(other) == family
            and any(own.get(key, name) != name for key, name in names.items())
        ]
        for words in said if rivals else ():
            if _is_named(own, rivals, words):
                return True
            if any(_is_named(rival, [own], words) for rival in rivals):
                return False
        return True


def _is_named(names: Mapping[str, str], rivals: Sequence[Mapping[str, str]], words: str) -> bool:
    """Tell whether words hold a name of a record, or a word of one that no rival's has."""
    for key, name in names.items():
        if name and name in words and _stands(name, words) and all(rival.get(key) != name for rival in rivals):
            return True
    own = [word for name in names.values() for word in _WORD.findall(name) if word in words and _stands(word, words)]
    return any(not any(word in name for rival in rivals for name in rival.values()) for word in own)


def _stands(name: str, words: str) -> bool:
    """Tell whether a name stands by itself among words: `a-1` is not in `a-12`."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", words) is not None


def _name(fact: Fact, record: str) -> str:
    """Return how a reply would say a name; a bare number goes with what it counts (`pallet 5`)."""
    said = str(fact.value).lower()[:_LONGEST]
    if said.isdigit() and len(said) < 4:
        kind = record.rsplit(".", 1)[-1].split("[")[0].rstrip("s")
        return f"{kind} {said}"
    return said.lstrip("#")


def _family(record: str) -> str:
    return record.rsplit("[", 1)[0] if not _MESSAGE.fullmatch(record) else "messages"


def outdated(facts: Sequence[Fact], calls: Iterable[ToolCall]) -> frozenset[str]:
    """Return the paths of what a later result of the same question says anew.

    Args:
        facts: all that is known, older ones first.
        calls: the tool calls, with their results.

    Example:
        >>> outdated((), ())
        frozenset()
    """
    asked: dict[str, tuple[str, Mapping[str, object]]] = {}
    for call in calls:
        if call.result_at is not None and not call.failed:
            asked[str(call.result_at)] = (call.name, call.arguments)
    if len(asked) < 2:
        return frozenset()
    newest: dict[tuple[str, str], str] = {}
    old: set[str] = set()
    for fact in facts:
        found = _MESSAGE.match(fact.path)
        if found is None or found[1] not in asked:
            continue
        name = (repr(asked[found[1]]), fact.path[found.end() :])
        if name in newest and not newest[name].startswith(found[0]):
            old.add(newest[name])
        newest[name] = fact.path
    return frozenset(old)

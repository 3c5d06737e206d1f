"""What the labels of a case say, checked before anything is compared with them.

A label that is misspelt would silently count as a pass, so it is an error that names its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar, cast

from guard.domain.case import Case
from guard.domain.virtues import SEVERITIES, VIRTUES, Severity, Virtue, worst
from guard.errors import Problem, UsageError

_Word = TypeVar("_Word")


@dataclass(frozen=True, slots=True)
class Gold:
    """The labels of one case.

    Args:
        fails: the virtues that fail, each with its gravest severity.
        na: virtues that are not called for; they count as not-fail.
        unsure: virtues that the labeller left open and did not fail; the case is left out of their figures.
        by: who labelled, as the data say it.
    """

    fails: Mapping[Virtue, Severity]
    na: frozenset[Virtue] = frozenset()
    unsure: frozenset[Virtue] = frozenset()
    by: str = ""

    @property
    def grave(self) -> bool:
        """Whether a fair team lead would send the draft back: any major or critical fail."""
        return any(severity != "minor" for severity in self.fails.values())

    @property
    def by_model(self) -> bool:
        """Whether a language model made the labels."""
        return "model" in self.by.lower()


def gold_of(case: Case) -> Gold | None:
    """Read the labels of a case; None when it has none.

    Labels without `fails` say nothing about what passes, so such a case counts as unlabelled.

    Raises:
        UsageError: when a label is not one of the contract's words; all of them at once.

    Example:
        >>> gold = gold_of(Case(draft="Friday!", labels={"fails": [{"virtue": "honesty", "severity": "major"}]}))
        >>> gold.fails, gold.grave
        ({'honesty': 'major'}, True)
    """
    labels = case.labels
    if labels is None or "fails" not in labels:
        return None
    problems: list[Problem] = []
    where = f"{case.id or 'case'}: labels"
    fails = _fails(labels["fails"], f"{where}.fails", problems)
    na = _names(labels.get("na"), f"{where}.na", problems)
    unsure = _names(labels.get("unsure"), f"{where}.unsure", problems)
    if problems:
        raise UsageError(problems)
    return Gold(fails, na, unsure - set(fails), str(labels.get("by") or ""))


def _fails(value: Any, where: str, problems: list[Problem]) -> dict[Virtue, Severity]:
    found: dict[Virtue, Severity] = {}
    for index, item in enumerate(_listed(value, where, problems)):
        place = f"{where}[{index}]"
        if not isinstance(item, Mapping):
            problems.append(Problem(place, "an object with virtue and severity", _short(item), "write it as one"))
            continue
        fail = cast("Mapping[str, Any]", item)
        virtue: Virtue | None = _word(fail.get("virtue"), VIRTUES, "a virtue", f"{place}.virtue", problems)
        severity: Severity | None = _word(fail.get("severity"), SEVERITIES, "a severity", f"{place}.severity", problems)
        if virtue and severity:
            found[virtue] = worst((found.get(virtue, severity), severity))
    return found


def _names(value: Any, where: str, problems: list[Problem]) -> frozenset[Virtue]:
    found: set[Virtue] = set()
    for index, item in enumerate(_listed(value, where, problems)):
        virtue: Virtue | None = _word(item, VIRTUES, "a virtue", f"{where}[{index}]", problems)
        if virtue:
            found.add(virtue)
    return frozenset(found)


def _listed(value: Any, where: str, problems: list[Problem]) -> Sequence[Any]:
    if value is None:
        return ()
    if isinstance(value, (list, tuple)):
        return cast("Sequence[Any]", value)
    problems.append(Problem(where, "a list", _short(value), "write a list, [] for none"))
    return ()


def _word(value: Any, words: tuple[_Word, ...], kind: str, where: str, problems: list[Problem]) -> _Word | None:
    for word in words:
        if value == word:
            return word
    known = [str(word) for word in words]
    near = get_close_matches(str(value), known, n=1)
    advice = f"use {near[0]!r}" if near else f"use one of {', '.join(known)}"
    problems.append(Problem(where, kind, _short(value), advice))
    return None


def _short(value: Any) -> str:
    """A misspelt word is repeated; anything longer may be a customer's words, so only its type is told."""
    return repr(value) if isinstance(value, str) and len(value) <= 30 else f"a {type(value).__name__}"

"""Finds: a draft in another language than the customer writes, or than is asked for.

Why it matters: an answer that cannot be read is none.

Example: `{language: {other_than: customer}}`, `{language: {one_of: [de, fr]}}`

Known misses: texts too short to tell, since both sides must be clear before anything is said; customers
who mix two languages, or whose language readers of the reply's are used to (`language.yaml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import model_validator

from guard.detect.anchors import Results
from guard.detect.kind import Params, Seen, Stage
from guard.domain.clock import Deadline
from guard.domain.hit import Because, Hit
from guard.text.language import language
from guard.text.tables import beside
from guard.view.view import View

_TABLE = beside(__file__, "language")
_ALIKE = tuple(map(frozenset, _TABLE["alike"]))
_ASKED_FOR: dict[str, list[str]] = _TABLE["asked_for"]


class LanguageParams(Params):
    """Either the customer's language as the measure, or a list."""

    other_than: Literal["customer"] | None = None
    one_of: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> LanguageParams:
        if (self.other_than is None) == (not self.one_of):
            raise ValueError("either `other_than: customer` or `one_of: [codes]`")
        return self


class LanguageKind:
    """Compares languages."""

    name = "language"
    stage: Stage = "rules"
    params: type[Params] = LanguageParams

    def compile(self, params: Sequence[LanguageParams]) -> _Languages:
        """Make ready."""
        return _Languages(params)


class _Languages:
    """Comparisons ready to be made."""

    def __init__(self, params: Sequence[LanguageParams]) -> None:
        self._params = params

    def run(self, view: View, seen: Seen, clock: Deadline) -> Results:
        """Return one tuple of hits a parameter set; a language has no span."""
        return [_compare(view, wanted) for wanted in self._params]


def _compare(view: View, wanted: LanguageParams) -> tuple[Hit, ...]:
    """Make a hit where both sides are clear and the condition holds."""
    own = view.language
    if own is None:
        return ()
    if wanted.one_of:
        return (Hit(values={"language": own}),) if own in wanted.one_of else ()
    theirs = view.customer_language
    if theirs is None or theirs == own or any({own, theirs} <= group for group in _ALIKE) or _fits(view, own):
        return ()
    return (Hit(values={"language": own, "customer_language": theirs}, because=Because("messages", theirs)),)


def _fits(view: View, own: str) -> bool:
    """Tell whether the customer asked for the reply's language, or wrote a message or a sentence in it."""
    asks = _ASKED_FOR.get(own, ())
    return any(
        any(ask in passage.lower for ask in asks)
        or language(passage.own) == own
        or any(language(sentence.of(passage.text)) == own for sentence in passage.sentences)
        for _, _, passage in view.customer_passages
    )

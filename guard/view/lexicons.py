"""The wordings by language: one that is always there, and others that are read when a text needs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial

from guard.view import states
from guard.view.lexicon import Lexicon, packaged

MAIN = "en"
_OTHERS = ("es",)
"""Languages whose wordings stand in a folder of that name beside this module."""

_SIGNS = {"es": "¿¡"}
"""Signs that only one language writes: they tell it where a text is too short for its words to tell."""


def signed(text: str) -> str | None:
    """Return the language whose own signs a text holds.

    Example:
        >>> signed("¿Sí?"), signed("Yes?")
        ('es', None)
    """
    return next((name for name, signs in _SIGNS.items() if any(sign in text for sign in signs)), None)


@dataclass(frozen=True, slots=True)
class Lexicons:
    """The wordings a view reads, in the main language; those of others are read when a text needs them.

    Names are the same in all languages, so that a policy asks for `open_trouble` whatever is spoken.

    Args:
        states: what the customer's open messages tell.
        acts: what a reply's sentences do.
        constraints: what the customer asked to be respected, in any message.
        others: how to get the wordings of another language, by ISO 639-1.
    """

    states: Lexicon
    acts: Lexicon
    constraints: Lexicon
    others: Mapping[str, Callable[[], Lexicons]] = field(default_factory=dict[str, "Callable[[], Lexicons]"])

    @property
    def told(self) -> frozenset[str]:
        """The names of the states that the customer's words can tell of."""
        return self.states.names | self.constraints.names | frozenset(states.FAMILIES)

    def speaks(self, language: str | None) -> bool:
        """Tell whether there are wordings of a language."""
        return language == MAIN or language in self.others

    def of(self, language: str) -> Lexicons:
        """Return the wordings of a language; the main ones where it has none of its own."""
        read = self.others.get(language)
        return read() if read is not None else self

    @classmethod
    def packaged(cls, language: str = MAIN) -> Lexicons:
        """Read the ones that ship with Reply Guard.

        Args:
            language: of the wordings; with the main ones come all others, not yet read.
        """
        folder = "" if language == MAIN else f"{language}/"
        others = {name: cache(partial(cls.packaged, name)) for name in _OTHERS} if language == MAIN else {}
        return cls(*(Lexicon(packaged(folder + name)) for name in ("states", "acts", "constraints")), others=others)

"""One lazy view of a case, made anew for each check.

Nothing is read before somebody asks for it, and nothing is read twice. Detectors see a view and
never the case: labels, outcomes and meta are not reachable from here.

All spans inside a view count code points of `view.text`, the folded draft; `view.origin` leads
back to the draft as it arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from typing import Any, TypeVar, cast

from guard.claims.claim import Claim
from guard.claims.context import Author, Context
from guard.claims.read import read
from guard.domain.case import Case, Message
from guard.domain.facts import FactIndex, texts
from guard.domain.hit import Hits
from guard.domain.lazy import lazy
from guard.domain.tools import NOTHING_DECLARED, Declared
from guard.domain.trace import ToolCall
from guard.text.language import language
from guard.text.mending import whole
from guard.text.spans import Span
from guard.view import states
from guard.view.around import Around
from guard.view.lexicon import Lexicon, Search
from guard.view.lexicons import MAIN, Lexicons, signed
from guard.view.passage import Passage

T = TypeVar("T")


class View(Passage):
    """The draft of a case as a passage, with everything around it that may decide.

    Args:
        case: what is judged.
        lexicons: the wordings to read it with; shared between views.
        main: the language a draft is read in when nothing tells another.
        declared: what the desk says of its tools.
        beside: a view of the same case with another draft; what is around the two is read once.
    """

    def __init__(
        self,
        case: Case,
        lexicons: Lexicons,
        main: str = MAIN,
        declared: Declared = NOTHING_DECLARED,
        beside: View | None = None,
    ) -> None:
        super().__init__(case.draft)
        self._case = case
        self._lexicons = lexicons
        self._main = main
        self._around = beside._around if beside is not None else Around(case, declared)
        self._memo: dict[Hashable, Any] = {}

    def origin(self, span: Span) -> Span:
        """Return the code points of the draft as it arrived that a span of `text` stands for.

        Where it holds half a pair of markup and the other half stands next to it, both are in.
        """
        return whole(self.folded.origin(span), self.reading.ties)

    def memo(self, key: Hashable, build: Callable[[], T]) -> T:
        """Return what `build` makes, made once a view; for work that several detectors share."""
        if key not in self._memo:
            self._memo[key] = build()
        return cast(T, self._memo[key])

    # Who, where, when

    @property
    def channel(self) -> str | None:
        """The channel's name, as the desk gave it."""
        return self._case.channel

    @lazy
    def language(self) -> str | None:
        """The draft's language, ISO 639-1; None when the draft does not say."""
        return language(self.own)

    @property
    def customer_language(self) -> str | None:
        """The language of the customer's open messages; None when they do not say."""
        return self._around.customer_language

    @lazy
    def tongue(self) -> str:
        """The language the draft is read in: its own; where it does not say, the customer's; else the main one."""
        if self.language is not None:
            return self.language
        told = (signed(self.text), self.customer_language, self._wont, self._wished)
        return next((name for name in told if name is not None and self._lexicons.speaks(name)), self._main)

    @property
    def _wont(self) -> str | None:
        """The language of all that the customer wrote, for where the open messages do not say."""
        said = " ".join(passage.text for _, _, passage in self.customer_passages)
        return language(said) or signed(said)

    @property
    def _customer_tongue(self) -> str:
        """The language the customer's messages are read in: their own, else the draft's."""
        own = self.customer_language
        return own if own is not None and self._lexicons.speaks(own) else self.tongue

    @property
    def _wished(self) -> str | None:
        """The language that the customer's account names: `es`, `es-MX`."""
        return (_text(self._around.field("customer", "language")) or "").lower()[:2] or None

    @property
    def author(self) -> Author | None:
        """Who writes: `facts.agent.kind`; None when the case does not say."""
        return self._around.author

    @property
    def agent_name(self) -> str | None:
        """The writer's name, where the facts hold it."""
        return _text(self._around.field("agent", "name"))

    @property
    def customer_name(self) -> str | None:
        """The customer's name, where the facts hold it."""
        return _text(self._around.field("customer", "name"))

    @property
    def now(self) -> datetime | None:
        """The moment of the draft."""
        return self._around.now

    # The conversation

    @property
    def messages(self) -> tuple[tuple[int, Message], ...]:
        """The messages before the draft, each with its place in the case."""
        return self._around.messages

    @property
    def open_passages(self) -> tuple[states.Indexed, ...]:
        """The customer's messages after the agent's last one."""
        return self._around.open_passages

    @property
    def agent_passages(self) -> tuple[states.Indexed, ...]:
        """What the agent said before, oldest first."""
        return self._around.agent_passages

    @property
    def customer_passages(self) -> tuple[states.Indexed, ...]:
        """All that the customer said, oldest first."""
        return self._around.customer_passages

    @lazy
    def states(self) -> Mapping[str, Hits]:
        """The state of the conversation: what the open messages call for, by name."""
        lexicons = self._lexicons.of(self._customer_tongue)
        found = states.worded(lexicons.states, self.open_passages)
        found.update(states.worded(lexicons.constraints, self.customer_passages))
        found.update(states.families(found))
        found.update(states.shaped(self.messages, self.open_passages))
        return found

    @lazy
    def _acts(self) -> Search:
        return self._act_lexicon.search(self)

    @property
    def _act_lexicon(self) -> Lexicon:
        return self._lexicons.of(self.tongue).acts

    @property
    def possible_acts(self) -> frozenset[str]:
        """What the draft's sentences may do, by the words they hold; cheaper than where they do it."""
        return frozenset(self._acts.possible)

    def places_of(self, act: str) -> tuple[Span, ...]:
        """Return where the draft's sentences do something, in order."""
        return self.memo(("act", act), lambda: self._acts.places(act))

    def did_earlier(self, acts: frozenset[str]) -> frozenset[str]:
        """Return which of some acts the agent's earlier messages did."""
        return self.memo(
            ("did", acts),
            lambda: frozenset(n for _, _, p in self.agent_passages for n in self._act_lexicon.read(p, acts)),
        )

    # What is known, and what is asserted

    @property
    def trace(self) -> tuple[ToolCall, ...]:
        """The tool calls before the draft with their results, then those that go out with it."""
        return self._around.trace

    @property
    def has_log(self) -> bool:
        """Whether actions could be seen: there are tool messages, or `facts.actions`."""
        return self._around.has_log

    @property
    def facts(self) -> FactIndex:
        """Everything known at the moment of the draft, with paths and trust ranks."""
        return self._around.facts

    @lazy
    def long_facts(self) -> tuple[tuple[str, str], ...]:
        """The texts of several words among the facts, with their places: read without an index of all values."""
        return tuple(texts(self._case.facts, "facts"))

    @lazy
    def claims(self) -> tuple[Claim, ...]:
        """What the draft asserts, held against what is known; facts and trace are read if a claim asks.

        Claims are read by a grammar, and there is none yet but the English one: nothing is read elsewhere.
        """
        if self.tongue != MAIN:
            return ()
        context = cast(Context, self._around)  # its parts are lazy, which type checkers do not take for properties
        return tuple(c for c in read(self.text, self.lower, self.sentences, context) if not self.is_foreign(c.span))


def _text(value: Any) -> str | None:
    """Return a non-blank string, else None."""
    return value.strip() or None if isinstance(value, str) else None

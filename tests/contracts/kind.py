"""What every kind of condition keeps to, whatever it looks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from guard.assemble import lexicons
from guard.detect.kind import STAGES, Compiled, Kind
from guard.domain.case import Case, Message
from guard.domain.clock import Deadline
from guard.domain.hit import Absent, Deferred, Failure, Hit, Result, Scored
from guard.view.view import View

HOSTILE: Mapping[str, str] = {
    "empty": "",
    "blank": " \n\t ",
    "one sign": "?",
    "only signs": "!!! ??? ... (((( {{{{ ]]]] \\\\",
    "zero-width": "\u200b\u200d\ufeff",
    "family": "👩‍👩‍👧 👩‍👩‍👧",
    "look-alikes": "Рlease сalm dоwn",
    "ligatures": "ﬁnally the oﬃce \u00ad\u00ad",
    "combining": "e\u0301" * 50 + " Z\u0351\u036b\u0343",
    "surrogate": "half \ud800 of a pair",
    "null": "calm\x00down",
    "right to left": "שלום \u202eevil\u202c مرحبا",
    "one long word": "a" * 20_000,
    "many sentences": "No. " * 4_000,
    "unclosed": '{"a": "' + "```\n> " * 200,
}

PLAIN = "Hello Mei,\n\nPlease calm down, I've refunded 12.50 to {{card}}. Is that all?\n\nKind regards, Ada"


def view_of(draft: str, *said: str, facts: Mapping[str, Any] | None = None) -> View:
    """A view of a draft after what the customer said."""
    messages = tuple(Message(role="customer", text=text) for text in said)
    return View(Case(id="test", draft=draft, messages=messages, facts=facts or {}), lexicons())


def run(compiled: Compiled, view: View) -> Sequence[Result]:
    """Run with nothing seen before and a clock that stands still."""
    results = compiled.run(view, {}, Deadline(ticks=lambda: 0.0, ends=1.0))
    return [_found(result) for result in results]


def _found(result: Result) -> Result:
    """What a result comes to: the hits that were deferred, or that a score gave."""
    if isinstance(result, Deferred):
        return result.find()
    return result.hits if isinstance(result, Scored) else result


def hits(result: Result) -> tuple[Hit, ...]:
    """The hits of a result that must have some or none, but no fault."""
    assert isinstance(result, tuple), result
    return result


class KindContract:
    """Subclass, and say how the kind is made and which parameters it takes."""

    def make(self) -> Kind:
        """A kind that was never compiled."""
        raise NotImplementedError

    def asked(self) -> Sequence[Mapping[str, Any] | str | Sequence[str]]:
        """At least two parameter sets, as a policy file writes them."""
        raise NotImplementedError

    def compiled(self) -> tuple[Compiled, int]:
        kind = self.make()
        params = [kind.params.model_validate(one) for one in self.asked()]
        return kind.compile(params), len(params)

    def test_the_name_is_a_plain_word_and_the_stage_is_known(self) -> None:
        kind = self.make()
        assert kind.name.isidentifier()
        assert kind.name.islower()
        assert kind.stage in STAGES

    def test_there_is_one_result_for_each_parameter_set(self) -> None:
        compiled, count = self.compiled()
        assert len(run(compiled, view_of(PLAIN, "I was charged twice!"))) == count

    def test_no_parameters_give_no_results(self) -> None:
        assert list(run(self.make().compile([]), view_of(PLAIN))) == []

    def test_the_same_input_gives_the_same_hits(self) -> None:
        compiled, _ = self.compiled()
        again, _ = self.compiled()
        first = run(compiled, view_of(PLAIN, "Are you a bot?"))
        assert run(compiled, view_of(PLAIN, "Are you a bot?")) == first
        assert run(again, view_of(PLAIN, "Are you a bot?")) == first

    def test_running_leaves_the_view_as_it_was(self) -> None:
        compiled, _ = self.compiled()
        view = view_of(PLAIN)
        before = (view.text, view.lower, view.sentences, view.folded.original)
        run(compiled, view)
        assert (view.text, view.lower, view.sentences, view.folded.original) == before

    @pytest.mark.parametrize("draft", [PLAIN, *HOSTILE.values()], ids=["plain", *HOSTILE])
    def test_spans_lie_inside_the_text_and_nothing_raises(self, draft: str) -> None:
        compiled, count = self.compiled()
        view = view_of(draft, *HOSTILE.values())
        results = run(compiled, view)
        assert len(results) == count
        for result in results:
            if not isinstance(result, tuple):
                assert isinstance(result, (Absent, Failure))
                continue
            for hit in result:
                assert hit.span is None or 0 <= hit.span.start < hit.span.end <= len(view.text)
                assert hit.score is None or 0 <= hit.score <= 1

"""What the draft asserts, sifted by kind, certainty and grounding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from pydantic import ValidationError

from guard.detect.claim import ClaimKind, ClaimParams
from guard.detect.kind import Kind
from guard.domain.hit import Hit
from tests.contracts.kind import KindContract, hits, run, view_of

BOT: Mapping[str, Any] = {"agent": {"kind": "bot", "name": "Ada"}}
ASKED = "Am I talking to a real person?"


class TestClaimContract(KindContract):
    def make(self) -> Kind:
        return ClaimKind()

    def asked(self) -> Sequence[Any]:
        return [{}, {"kind": ["identity"], "grounding": ["contradicted"]}, {"certainty": ["certain", "guaranteed"]}]


def found(draft: str, said: str, facts: Mapping[str, Any], **wanted: Any) -> tuple[Hit, ...]:
    (result,) = run(ClaimKind().compile([ClaimParams.model_validate(wanted)]), view_of(draft, said, facts=facts))
    return hits(result)


def test_a_bot_that_says_it_is_a_person_is_contradicted() -> None:
    (hit,) = found("Yes, I'm a real person.", ASKED, BOT, kind=["identity"], grounding=["contradicted"])
    assert hit.values["kind"] == "identity"
    assert hit.span is not None


def test_a_person_may_say_so() -> None:
    human = {"agent": {"kind": "human"}}
    assert found("Yes, I'm a real person.", ASKED, human, kind=["identity"], grounding=["contradicted"]) == ()


def test_a_deed_that_the_log_does_not_show_is_not_supported() -> None:
    log = {"actions": [{"name": "get_order", "status": "ok"}]}
    assert found(
        "I've refunded your order.", "Refund me", log, kind=["action"], grounding=["unsupported", "contradicted"]
    )


def test_a_deed_that_the_log_shows_is_no_hit() -> None:
    log = {"actions": [{"name": "refund_order", "status": "ok"}]}
    wanted = {"kind": ["action"], "grounding": ["unsupported", "contradicted"]}
    assert found("I've refunded your order.", "Refund me", log, **wanted) == ()


def test_an_empty_list_asks_nothing_of_that_property() -> None:
    everything = found("Yes, I'm a real person.", ASKED, BOT)
    narrowed = found("Yes, I'm a real person.", ASKED, BOT, kind=["identity"])
    assert narrowed
    assert all(hit in everything for hit in narrowed)


def test_an_unknown_certainty_is_refused() -> None:
    with pytest.raises(ValidationError, match="certainty"):
        ClaimParams.model_validate({"certainty": ["sure"]})

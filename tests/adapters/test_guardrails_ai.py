"""Our policies as a validator of guardrails-ai; runs in an environment of its own (`.ci/run --all`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from guardrails import Guard as TheirGuard

from guard.adapters.guardrails_ai import GuardValidator
from guard.assemble import Guard
from guard.middleware.fallback import FALLBACK
from tests.contracts.adapter import CALL, CLEAN, FALSE, INSULT, NOTHING_DONE, TROUBLE, BrokenDoor

SHARED = Guard()
KNOWN: Mapping[str, Any] = {"messages": [{"role": "customer", "text": TROUBLE}], "facts": NOTHING_DONE}


def validated(text: str, on_fail: str = "noop", known: Mapping[str, Any] | None = None, **settings: Any) -> Any:
    settings.setdefault("guard", SHARED)
    theirs = TheirGuard().use(GuardValidator(on_fail=on_fail, **settings))
    return theirs.validate(text, metadata=dict(known or {}))


def test_a_clean_reply_passes_byte_for_byte() -> None:
    found = validated(CLEAN)
    assert found.validation_passed
    assert found.validated_output == CLEAN


def test_a_false_claim_fails_with_its_place() -> None:
    found = validated(FALSE, known=KNOWN)
    assert not found.validation_passed
    [summary] = found.validation_summaries
    assert "honesty/false-action-claim" in summary.failure_reason
    assert (summary.error_spans[0].start, summary.error_spans[0].end) == (0, len(FALSE))


def test_their_fix_takes_a_rewrite_that_our_policies_let_pass() -> None:
    fixed = validated(FALSE, "fix", known=KNOWN).validated_output
    assert "I've refunded" not in fixed
    assert SHARED.check({**KNOWN, "draft": fixed}).decision in ("send", "flag")


def test_their_fix_takes_the_fallback_where_a_reply_is_held() -> None:
    assert validated(INSULT, "fix").validated_output == FALLBACK


def test_their_exception_is_raised() -> None:
    with pytest.raises(Exception, match="respect/insult-or-mockery"):
        validated(INSULT, "exception")


def test_a_judge_that_crashes_fails_the_reply_unless_it_is_set_to_pass() -> None:
    assert not validated(CLEAN, guard=BrokenDoor()).validation_passed
    assert validated(CLEAN, guard=BrokenDoor(), on_error="open").validation_passed


def test_what_tools_did_comes_with_the_conversation() -> None:
    call = {"role": "tool", "kind": "call", "name": CALL["name"], "text": "CALL issue_refund({})"}
    result = {"role": "tool", "kind": "result", "name": CALL["name"], "text": '{"status": "ok"}'}
    talk = [{"role": "customer", "text": TROUBLE}, call, result]
    assert validated("I'm sorry! I've refunded the double charge.", known={"messages": talk}).validation_passed

from __future__ import annotations

import json
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.domain.hit import Because
from guard.domain.verdict import Certainty, Commitment, Fault, Finding, Fix, Grounding, Outcome, Rewrite, Verdict
from guard.domain.virtues import DECISIONS, SEVERITIES, VIRTUES, Action, Status, Tier
from guard.errors import UsageError
from guard.formats.schema import schema
from guard.formats.verdicts import outcome_to, to_json, verdict_from, verdict_to
from guard.text.patches import Patch
from guard.text.spans import Span

NUMBERS = st.integers(0, 20_000)
WORDS = st.text(max_size=8)


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


FINDINGS = st.builds(
    Finding,
    policy=WORDS, code=WORDS, version=WORDS, message=WORDS, evidence=WORDS,
    virtue=st.sampled_from(VIRTUES), severity=st.sampled_from(SEVERITIES), action=one_of(Action), tier=one_of(Tier),
    stage=st.sampled_from(("stable", "preview", "deprecated")),
    traits=st.lists(WORDS, max_size=2).map(tuple),
    confidence=st.none() | st.floats(0, 1),
    span=st.none() | st.builds(Span, NUMBERS, NUMBERS),
    because=st.none() | st.builds(Because, WORDS, WORDS),
    fix=st.none() | st.builds(Fix, safety=st.sampled_from(("safe", "checked", "suggest")), text=WORDS),
)  # fmt: skip
REWRITES = st.builds(
    Rewrite, text=WORDS, by=WORDS, verified=st.booleans(), rounds=st.integers(0, 5),
    changes=st.lists(st.builds(Patch, NUMBERS, NUMBERS, WORDS), max_size=2).map(tuple),
)  # fmt: skip
COMMITMENTS = st.builds(
    Commitment, text=WORDS, kind=WORDS, by=WORDS, due=st.none() | WORDS,
    certainty=one_of(Certainty), grounding=one_of(Grounding),
)  # fmt: skip
FAULTS = st.builds(Fault, policy=WORDS, reason=WORDS, detail=WORDS, did=st.sampled_from(("flag", "hold", "ignore")))
VERDICTS = st.builds(
    Verdict, id=WORDS, decision=st.sampled_from(DECISIONS),
    virtues=st.dictionaries(st.sampled_from(VIRTUES), one_of(Status)),
    findings=st.lists(FINDINGS, max_size=2).map(tuple), rewrite=st.none() | REWRITES,
    commitments=st.lists(COMMITMENTS, max_size=2).map(tuple), faults=st.lists(FAULTS, max_size=2).map(tuple),
    policies_digest=WORDS, took_ms=st.floats(0, 1e6),
)  # fmt: skip

FINDING = Finding(
    policy="honesty/unsupported-delivery-date", code="HON001", version="1.0.0", virtue="honesty", traits=("honesty",),
    severity="major", action="rewrite", confidence=0.97, span=Span(31, 70), evidence="It'll be with you tomorrow.",
    because=Because("messages[2].estimated_delivery", "2026-11-27"), message="Promises.",
    fix=Fix(safety="checked", text="It's estimated."),
)  # fmt: skip
VERDICT = Verdict(
    id="late-parcel-1", decision="rewrite", virtues=dict.fromkeys(reversed(VIRTUES), "pass"), findings=(FINDING,),
    rewrite=Rewrite(text="x", by="edits", verified=True, rounds=1, changes=(Patch(31, 70, "x"),)),
    commitments=(
        Commitment(
            text="x", kind="delivery", by="company", due="2026-11-22", certainty="guaranteed", grounding="contradicted"
        ),
    ),
    faults=(Fault(policy="a/b", reason="timeout", detail="", did="flag"),), policies_digest="sha256:0", took_ms=0.41239,
)  # fmt: skip


def test_keys_and_their_order_are_the_contracts() -> None:
    value = verdict_to(VERDICT)
    assert list(value) == [
        "id", "decision", "virtues", "findings", "rewrite", "commitments", "faults", "scores", "policies_digest",
        "took_ms",
    ]  # fmt: skip
    assert list(value["virtues"]) == list(VIRTUES)
    assert list(value["findings"][0]) == [
        "policy", "code", "version", "virtue", "traits", "severity", "action", "tier", "confidence", "span", "evidence",
        "because", "message", "fix",
    ]  # fmt: skip
    assert list(value["rewrite"]) == ["text", "by", "verified", "rounds", "changes"]
    assert list(value["commitments"][0]) == [
        "text", "kind", "by", "due", "certainty", "grounding", "when", "amount", "span", "because",
    ]  # fmt: skip
    assert list(value["faults"][0]) == ["policy", "reason", "detail", "did"]


def test_a_span_is_an_object_and_time_is_rounded() -> None:
    value = verdict_to(VERDICT)
    assert value["findings"][0]["span"] == {"start": 31, "end": 70}
    assert value["rewrite"]["changes"] == [{"start": 31, "end": 70, "text": "x"}]
    assert value["took_ms"] == 0.412


def test_what_is_not_there_is_null() -> None:
    bare = Finding(policy="a/b", code="A", version="1", virtue="warmth", severity="minor", action="flag", message="m")
    value = verdict_to(Verdict(id="a", decision="flag", virtues={}, findings=(bare,)))
    assert value["rewrite"] is None
    (finding,) = value["findings"]
    assert [finding[key] for key in ("span", "because", "fix", "confidence")] == [None] * 4
    assert "stage" not in finding


@given(VERDICTS)
def test_there_and_back_gives_the_same_verdict(verdict: Verdict) -> None:
    assert verdict_from(verdict_to(verdict)) == verdict
    assert verdict_from(msgspec.json.decode(to_json(verdict))) == verdict


@settings(max_examples=25)
@given(VERDICTS)
def test_every_verdict_fits_the_schema(verdict: Verdict) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is in the extra `dev`")
    jsonschema.validate(verdict_to(verdict), schema("verdict"), jsonschema.Draft202012Validator)


def test_json_is_one_line_in_utf_8() -> None:
    line = to_json(Verdict(id="é\n", decision="send", virtues={}))
    assert b"\n" not in line
    assert json.loads(line)["id"] == "é\n"


def test_an_outcome_carries_its_verdict() -> None:
    outcome = Outcome(verdict=VERDICT, text="x", sent="rewrite")
    assert outcome_to(outcome) == {"verdict": verdict_to(VERDICT), "text": "x", "sent": "rewrite"}


def test_a_verdict_that_is_none_says_all_that_is_wrong() -> None:
    with pytest.raises(UsageError) as caught:
        verdict_from({"id": 5, "decision": "sent", "virtues": {"honesty": "passed"}}, "v.jsonl:1")
    assert [str(problem) for problem in caught.value.problems] == [
        "v.jsonl:1: id: expected text; got the number 5; put text there",
        "v.jsonl:1: decision: expected one of send, flag, rewrite, hold; got 'sent'; use 'send'",
        "v.jsonl:1: virtues.honesty: expected one of pass, fail, na, unsure; got 'passed'; use 'pass'",
    ]

"""What must hold for any reply at all."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from guard import Guard
from guard.domain.virtues import DECISIONS, REQUIRED, VIRTUES
from guard.formats.verdicts import verdict_from, verdict_to
from guard.text.patches import apply

PIECES = st.sampled_from(
    (
        "I'm sorry about that. ", "It'll be with you tomorrow, guaranteed. ", "Calm down. ", "I've refunded you. ",
        "Hi {{name}},\n\n", "> you wrote\n", "```code```", '"as you said" ', "Not my department. ", "Thank you! ",
        "YOU MUST WAIT NOW OK ", "As I already said, ", "I can't promise a date. ", "\u200b", "ﬁne ",
        "👩‍👩‍👧 ", "Kind regards,\nAda",
    )
)  # fmt: skip
DRAFTS = st.one_of(
    st.text(min_size=1, max_size=300).filter(str.strip), st.lists(PIECES, min_size=1, max_size=12).map("".join)
).filter(lambda text: bool(text.strip()) and not any("\ud800" <= c <= "\udfff" for c in text))
SAID = st.sampled_from(
    (
        "Where is my parcel?!",
        "This is the third time. I'm furious.",
        "Are you a bot?",
        "Thanks, bye",
        "My mother died.",
        "",
    )
)


@cache
def guard() -> Guard:
    return Guard(deadline_ms=60_000)


def case(draft: str, said: str) -> dict[str, Any]:
    facts: dict[str, Any] = {"now": "2026-11-21T10:05:00-05:00", "agent": {"kind": "bot"}, "actions": []}
    return {"draft": draft, "messages": [{"role": "customer", "text": said}] if said else [], "facts": facts}


@settings(max_examples=150, deadline=None)
@given(DRAFTS, SAID)
def test_a_verdict_hangs_together(draft: str, said: str) -> None:
    verdict = guard().check(case(draft, said))
    assert tuple(verdict.virtues) == VIRTUES
    assert not verdict.faults
    failed = {finding.virtue for finding in verdict.findings}
    for virtue, status in verdict.virtues.items():
        assert (status == "fail") == (virtue in failed)
        assert status != "na" or virtue in REQUIRED
    for finding in verdict.findings:
        if finding.span is not None:
            assert 0 <= finding.span.start < finding.span.end <= len(draft)
            assert finding.span.of(draft) == finding.evidence
    assert DECISIONS.index(verdict.decision) >= 0
    assert (verdict.decision == "rewrite") <= (verdict.rewrite is not None)


@settings(max_examples=100, deadline=None)
@given(DRAFTS, SAID)
def test_a_rewrite_is_better_repeatable_and_at_rest(draft: str, said: str) -> None:
    verdict = guard().check(case(draft, said))
    if verdict.rewrite is None:
        return
    rewrite = verdict.rewrite
    assert rewrite.verified
    assert apply(draft, rewrite.changes) == rewrite.text != draft
    again = guard().check(case(rewrite.text, said))
    assert {finding.policy for finding in again.findings} <= {finding.policy for finding in verdict.findings}
    assert again.rewrite is None


@settings(max_examples=60, deadline=None)
@given(DRAFTS, SAID)
def test_a_verdict_survives_its_json(draft: str, said: str) -> None:
    verdict = guard().check(case(draft, said))
    assert verdict_from(verdict_to(verdict)) == verdict


@settings(max_examples=60, deadline=None)
@given(DRAFTS, SAID)
def test_labels_are_nobodys_evidence(draft: str, said: str) -> None:
    labels = {"na": list(VIRTUES), "fails": [{"virtue": "honesty", "severity": "critical", "evidence": draft}]}
    assert guard().check(case(draft, said)) == guard().check({**case(draft, said), "labels": labels})

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from guard import Case, DetectorError, Guard
from guard.detect.kind import Seen
from guard.domain.clock import Deadline
from guard.domain.hit import Hit, Result
from guard.engine.engine import Limits
from guard.text.spans import Span
from guard.view.view import View
from tests.packs import HandClock, WordKind, WordParams, policy, write_pack

RUDE: dict[str, Any] = {"draft": "Please calm down. Your order is here."}


def word(word: str) -> dict[str, Any]:
    return {"scope": "sentence", "any": [{"word": {"word": word}}]}


def test_every_fail_has_a_finding_and_its_evidence_stands_in_the_draft(tmp_path: Path) -> None:
    verdict = Guard(write_pack(tmp_path, policy("respect/rude"))).check(RUDE)
    (finding,) = verdict.findings
    assert verdict.virtues["respect"] == "fail"
    assert finding.span is not None
    assert finding.span.of(RUDE["draft"]) == finding.evidence == "calm down"
    assert finding.message == "Says calm down."


def test_spans_count_code_points_of_the_draft_as_it_arrived(tmp_path: Path) -> None:
    draft = "👩‍👩‍👧 Ple\u200base, ca\u200blm down!"
    (finding,) = Guard(write_pack(tmp_path, policy("respect/rude"))).check({"draft": draft}).findings
    assert finding.evidence == "ca\u200blm down"
    assert finding.span is not None
    assert finding.span.of(draft) == finding.evidence


@pytest.mark.parametrize(("action", "decision"), [("flag", "flag"), ("hold", "hold")])
def test_the_highest_action_decides(tmp_path: Path, action: str, decision: str) -> None:
    pack = write_pack(tmp_path, policy("respect/rude", action=action), policy("warmth/cold", forbid=word("order")))
    assert Guard(pack, kinds=[WordKind()]).check(RUDE).decision == decision


def test_a_preview_policy_is_reported_and_never_acts(tmp_path: Path) -> None:
    verdict = Guard(write_pack(tmp_path, policy("respect/rude", stage="preview", action="hold"))).check(RUDE)
    assert verdict.decision == "send"
    assert [finding.stage for finding in verdict.findings] == ["preview"]


def test_a_deprecated_policy_is_not_asked(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, policy("respect/rude", stage="deprecated"))
    assert Guard(pack).check(RUDE).findings == ()


@pytest.mark.parametrize(
    ("on_fault", "decision"), [("flag", "flag"), ("hold", "hold"), ("ignore", "send"), (None, "flag")]
)
def test_a_crashing_check_is_in_the_verdict_and_on_fault_acts(
    tmp_path: Path, on_fault: str | None, decision: str
) -> None:
    pack = write_pack(tmp_path, policy("respect/rude", forbid=word("boom"), on_fault=on_fault), policy("warmth/cold"))
    verdict = Guard(pack, kinds=[WordKind()]).check({"draft": "All is well."})
    (fault,) = verdict.faults
    assert (fault.policy, fault.reason, fault.did) == ("respect/rude", "crash", on_fault or "flag")
    assert verdict.decision == decision
    assert verdict.virtues["respect"] == "unsure"
    assert verdict.virtues["warmth"] == "pass"


def test_a_fault_holds_no_words_of_the_case(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, policy("respect/rude", forbid=word("boom")))
    (fault,) = Guard(pack, kinds=[WordKind()]).check({"draft": "Mei's card is 4111."}).faults
    assert "Mei" not in fault.detail
    assert "4111" not in fault.detail


def test_a_critical_policy_holds_on_a_fault_unless_it_says_otherwise(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, policy("respect/rude", forbid=word("boom"), severity="critical"))
    assert Guard(pack, kinds=[WordKind()]).check({"draft": "All is well."}).decision == "hold"


def test_checks_whose_turn_comes_after_the_deadline_are_faults(tmp_path: Path) -> None:
    clock = HandClock()
    late = {"scope": "reply", "any": [{"late": {"word": "x"}}]}
    pack = write_pack(tmp_path, policy("respect/rude", forbid=word("slow")), policy("warmth/cold", forbid=late))
    kinds = [WordKind(clock), LateKind()]
    verdict = Guard(pack, kinds=kinds, limits=Limits(seconds=5, ticks=clock)).check({"draft": "So slow."})
    assert [(fault.policy, fault.reason) for fault in verdict.faults] == [("warmth/cold", "timeout")]
    assert verdict.virtues["respect"] == "fail"
    assert verdict.virtues["warmth"] == "unsure"


def test_the_first_draft_has_the_time_to_get_ready_and_no_other(tmp_path: Path) -> None:
    clock = HandClock()
    late = {"scope": "reply", "any": [{"late": {"word": "x"}}]}
    pack = write_pack(tmp_path, policy("respect/rude", forbid=word("slow")), policy("warmth/cold", forbid=late))
    guard = Guard(pack, kinds=[WordKind(clock), LateKind()], limits=Limits(seconds=5, ticks=clock, at_first=10))
    faults = [len(guard.check({"draft": "So slow."}).faults) for _ in range(2)]
    assert faults == [0, 1]


class LateKind(WordKind):
    name = "late"


class BrokenFacts(dict[str, Any]):
    """Facts that cannot be read when a claim asks after them."""

    def items(self) -> Any:
        raise RuntimeError("the facts are gone")


def test_claims_that_cannot_be_read_are_a_fault_and_not_a_crash() -> None:
    guard = Guard(rewriting=False, deadline_ms=60_000)
    verdict = guard.check(Case(draft="It'll be with you tomorrow, guaranteed.", facts=BrokenFacts()))
    assert {fault.reason for fault in verdict.faults} == {"crash"}
    assert verdict.virtues["honesty"] == "unsure"
    assert verdict.commitments == ()


class TornKind(WordKind):
    """A kind whose hits cannot be read."""

    name = "torn"

    def compile(self, params: Sequence[WordParams]) -> Any:
        class _Torn:
            def run(self, view: View, seen: Seen, clock: Deadline) -> Sequence[Result]:
                return [(Hit(Span(0, 3), {"words": cast(str, None)}),) for _ in params]

        return _Torn()


def test_a_hit_that_cannot_be_put_into_words_is_that_rules_fault_alone(tmp_path: Path) -> None:
    torn = policy("respect/torn", forbid={"scope": "sentence", "any": [{"torn": {"word": "all"}}]})
    pack = write_pack(tmp_path, torn, policy("warmth/calm"))
    verdict = Guard(pack, kinds=[TornKind()]).check({"draft": "All is well, calm down."})
    assert [(fault.policy, fault.reason) for fault in verdict.faults] == [("respect/torn", "crash")]
    assert verdict.virtues["respect"] == "unsure"
    assert verdict.virtues["warmth"] == "fail"


def test_strict_raises_what_would_have_been_a_fault(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, policy("respect/rude", forbid=word("boom")))
    with pytest.raises(DetectorError, match="crash"):
        Guard(pack, kinds=[WordKind()], strict=True).check({"draft": "All is well."})


def test_a_required_virtue_is_na_without_its_trigger_and_fails_without_the_act(tmp_path: Path) -> None:
    required = policy(
        "appreciation/none", forbid=None, require={"scope": "reply", "any": [{"act": "thanks"}]},
        when={"any": [{"trigger": "customer_spoke"}]}, message="Thank the customer.",
    )  # fmt: skip
    guard = Guard(write_pack(tmp_path, required))
    spoken = {"messages": [{"role": "customer", "text": "Here is the photo."}]}
    assert guard.check({"draft": "Received."}).virtues["appreciation"] == "na"
    assert guard.check({"draft": "Received.", **spoken}).virtues["appreciation"] == "fail"
    assert guard.check({"draft": "Thank you, received.", **spoken}).virtues["appreciation"] == "pass"


def test_a_virtue_that_no_policy_covers_is_unsure(tmp_path: Path) -> None:
    assert Guard(write_pack(tmp_path, policy("respect/rude"))).check(RUDE).virtues["clarity"] == "unsure"


def test_policies_that_do_not_speak_the_drafts_language_are_unsure(tmp_path: Path) -> None:
    german = "Ich habe Ihre Nachricht bekommen und ich werde das heute noch mit der Werkstatt für Sie klären."
    assert Guard(write_pack(tmp_path, policy("respect/rude"))).check({"draft": german}).virtues["respect"] == "unsure"


def test_quoted_customer_words_are_not_flagged(tmp_path: Path) -> None:
    draft = 'You wrote "tell your people to calm down", and I see why.'
    assert Guard(write_pack(tmp_path, policy("respect/rude"))).check({"draft": draft}).findings == ()


def test_a_silence_mutes_by_state_of_the_conversation(tmp_path: Path) -> None:
    pack = write_pack(
        tmp_path, policy("respect/rude"), silences=[{"when": {"trigger": "question_open"}, "mute": ["respect"]}]
    )
    asked = {"messages": [{"role": "customer", "text": "Should I calm down?"}]}
    assert Guard(pack).check({**RUDE, **asked}).findings == ()
    assert len(Guard(pack).check(RUDE).findings) == 1


def test_honesty_goes_before_promptness_on_the_same_words(tmp_path: Path) -> None:
    pack = write_pack(
        tmp_path, policy("promptness/vague"), policy("honesty/vague", severity="minor"), priority=["honesty"]
    )
    verdict = Guard(pack).check(RUDE)
    assert [finding.virtue for finding in verdict.findings] == ["honesty"]


def test_a_waiver_covers_its_scope_until_it_expires(tmp_path: Path) -> None:
    waiver = {
        "policy": "respect/rude", "scope": {"channel": "chat"}, "owner": "Ann", "reason": "A song title.",
        "expires": "2026-06-30",
    }  # fmt: skip
    used: list[str] = []
    guard = Guard(write_pack(tmp_path, policy("respect/rude"), waivers=[waiver]), used=lambda w: used.append(w.policy))
    june, july = ({"facts": {"now": f"2026-{month}-15T12:00:00+00:00"}} for month in ("06", "07"))
    assert guard.check({**RUDE, **june, "channel": "chat"}).findings == ()
    assert guard.check({**RUDE, **june, "channel": "email"}).findings
    assert guard.check({**RUDE, **july, "channel": "chat"}).findings
    assert used == ["respect/rude"]


def test_overlapping_findings_of_one_virtue_are_one_and_the_worst_stays(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, policy("respect/rude"), policy("respect/ruder", severity="critical"))
    assert [finding.severity for finding in Guard(pack).check(RUDE).findings] == ["critical"]


def test_the_same_case_gives_the_same_verdict(tmp_path: Path) -> None:
    guard = Guard(write_pack(tmp_path, policy("respect/rude")))
    assert guard.check(RUDE) == guard.check(RUDE)


def test_labels_change_nothing(tmp_path: Path) -> None:
    guard = Guard(write_pack(tmp_path, policy("respect/rude")))
    assert guard.check(RUDE) == guard.check({**RUDE, "labels": {"na": [], "fails": []}})


def test_facts_and_results_from_after_the_draft_are_ignored() -> None:
    refund = {"role": "tool", "at": "2026-05-01T11:00:00+00:00"}
    late: dict[str, Any] = {
        "draft": "I've refunded your order in full.",
        "facts": {"now": "2026-05-01T10:00:00+00:00", "actions": []},
        "messages": [
            {"role": "customer", "text": "My order never came."},
            {**refund, "kind": "call", "name": "refund_order", "text": "CALL refund_order({})"},
            {**refund, "kind": "result", "text": '{"status": "refunded"}'},
        ],
    }  # fmt: skip
    assert Guard(deadline_ms=60_000).check(late).virtues["honesty"] == "fail"

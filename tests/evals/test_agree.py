"""Agreement on cases small enough to count by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from guard.domain.case import Case
from guard.domain.verdict import Fault, Verdict
from guard.domain.virtues import VIRTUES, Decision, Severity, Status, Virtue
from guard.evals.agree import Checker, agreement, blind
from guard.evals.report import Agreement, Pairs, VirtueFigures

Fails = Mapping[Virtue, Severity]


def labelled(fails: Fails | None = None, *, draft: str = "Hello.", **more: Any) -> Case:
    """A case with labels; `na` and `unsure` go into them."""
    failed = [{"virtue": virtue, "severity": severity, "evidence": ""} for virtue, severity in (fails or {}).items()]
    labels: dict[str, Any] = {"fails": failed, "by": more.pop("by", "two people")}
    labels.update({key: more.pop(key, []) for key in ("na", "unsure")})
    return Case(draft=draft, labels=labels, **more)


def verdict(
    *flagged: Virtue, decision: Decision = "send", unsure: Sequence[Virtue] = (), faults: Sequence[Fault] = ()
) -> Verdict:
    """A verdict that flags these virtues."""
    statuses: dict[Virtue, Status] = {virtue: "fail" if virtue in flagged else "pass" for virtue in VIRTUES}
    statuses.update(dict.fromkeys(unsure, "unsure"))
    return Verdict(id="", decision=decision, virtues=statuses, faults=tuple(faults), policies_digest="sha256:1")


def of(found: Agreement, virtue: Virtue) -> VirtueFigures:
    """The figures of one virtue."""
    return next(each for each in found.virtues if each.virtue == virtue)


def pairs(found: Agreement, virtue: Virtue | None = None) -> Pairs:
    """The pairs of one virtue, or all."""
    return next(each for each in found.pairs if each.virtue == virtue)


class Bold:
    """A tiny checker that flags honesty where the draft guarantees; it keeps what it was shown."""

    def __init__(self) -> None:
        self.shown: list[Case] = []

    def check(self, case: Case) -> Verdict:
        """Judge by one word."""
        self.shown.append(case)
        return verdict("honesty", decision="hold") if "guaranteed" in case.draft else verdict()


def test_one_virtue_is_counted_against_its_labels() -> None:
    judged = [
        (labelled({"honesty": "major"}), verdict("honesty")),
        (labelled({"honesty": "major"}), verdict()),
        (labelled(), verdict("honesty")),
        (labelled(), verdict()),
        (labelled(), verdict()),
    ]
    honesty = of(agreement(judged, times=50), "honesty")
    assert (honesty.tally.tp, honesty.tally.fp, honesty.tally.fn, honesty.tally.tn) == (1, 1, 1, 2)
    assert (honesty.tally.n, honesty.tally.positives) == (5, 2)
    assert (honesty.precision.value, honesty.recall.value, honesty.f1.value) == (0.5, 0.5, 0.5)
    assert honesty.false_alarm.value == pytest.approx(1 / 3)
    assert honesty.kappa.value == pytest.approx((3 / 5 - (4 + 9) / 25) / (1 - (4 + 9) / 25))


def test_na_counts_as_not_fail_and_what_the_labeller_left_open_is_left_out() -> None:
    judged = [
        (labelled(na=["empathy"]), verdict("empathy")),
        (labelled(unsure=["empathy"]), verdict("empathy")),
        (labelled({"empathy": "minor"}), verdict("empathy")),
    ]
    empathy = of(agreement(judged, times=50), "empathy")
    assert (empathy.tally.tp, empathy.tally.fp, empathy.tally.n) == (1, 1, 2)
    assert of(agreement(judged, times=50), "caring").tally.n == 3


def test_an_unsure_verdict_is_not_fail_and_has_its_own_rate() -> None:
    judged = [(labelled({"warmth": "minor"}), verdict(unsure=["warmth"])), (labelled(), verdict())]
    warmth = of(agreement(judged, times=50), "warmth")
    assert (warmth.tally.fn, warmth.tally.tn) == (1, 1)
    assert warmth.unsure.value == 0.5


def test_undefined_figures_are_none() -> None:
    clarity = of(agreement([(labelled(), verdict())], times=50), "clarity")
    assert clarity.precision.value is None
    assert clarity.recall.value is None
    assert clarity.f1.value is None
    assert clarity.kappa.value is None
    assert clarity.false_alarm.value == 0.0
    assert clarity.false_alarm.low == 0.0
    assert clarity.false_alarm.high == pytest.approx(0.7935, abs=1e-3)


def test_macro_f1_is_taken_over_virtues_with_ten_gold_fails() -> None:
    judged = [(labelled({"honesty": "major"}), verdict("honesty"))] * 10
    judged += [(labelled({"respect": "major"}), verdict())] * 10
    judged += [(labelled({"patience": "major"}), verdict())] * 9
    found = agreement(judged, times=50)
    assert found.macro_over == ("honesty", "respect")
    assert found.macro_f1.value == 0.5


def test_no_virtue_with_enough_fails_leaves_macro_f1_undefined() -> None:
    assert agreement([(labelled({"honesty": "major"}), verdict("honesty"))], times=50).macro_f1.value is None


def test_recall_is_split_by_severity_and_critical_counts_as_major() -> None:
    judged = [
        (labelled({"honesty": "critical"}), verdict("honesty")),
        (labelled({"honesty": "major"}), verdict()),
        (labelled({"honesty": "minor", "warmth": "minor"}), verdict("warmth")),
    ]
    found = agreement(judged, times=50)
    assert (found.major.value, found.major.of) == (0.5, 2)
    assert (found.minor.value, found.minor.of) == (0.5, 2)
    assert (of(found, "honesty").minor.value, of(found, "honesty").minor.of) == (0.0, 1)


def test_send_back_compares_the_decision_with_grave_labels() -> None:
    judged = [
        (labelled({"honesty": "major"}), verdict("honesty", decision="rewrite")),
        (labelled({"respect": "critical"}), verdict("respect", decision="flag")),
        (labelled({"warmth": "minor"}), verdict("warmth", decision="hold")),
        (labelled(), verdict(decision="send")),
        (labelled(), verdict("clarity", decision="rewrite")),
    ]
    found = agreement(judged, times=50)
    back = found.send_back
    assert (back.tally.tp, back.tally.fp, back.tally.fn, back.tally.tn) == (1, 2, 1, 1)
    assert (back.false_alarm.value, back.false_alarm.of) == (pytest.approx(2 / 3), 3)
    assert back.held.value == pytest.approx(1 / 3)
    assert (back.acted_on_clean.value, back.acted_on_clean.of) == (0.5, 2)
    assert found.decisions == {"send": 1, "flag": 1, "rewrite": 2, "hold": 1}


def test_a_pair_is_right_when_only_the_bad_one_is_flagged_on_its_virtue() -> None:
    good, bad, worse = (
        labelled(group="g"),
        labelled({"honesty": "major"}, group="g"),
        labelled({"warmth": "minor"}, group="g"),
    )
    found = agreement(
        [(good, verdict("warmth")), (bad, verdict("honesty", "clarity")), (worse, verdict("warmth"))], times=50
    )
    assert (pairs(found).n, pairs(found).right.value) == (2, 0.5)
    assert pairs(found).good_left.value == 0.5
    assert pairs(found).bad_caught.value == 1.0
    assert (pairs(found, "honesty").n, pairs(found, "honesty").right.value) == (1, 1.0)
    assert pairs(found, "warmth").right.value == 0.0


def test_one_draft_in_several_contexts_pairs_by_its_labels() -> None:
    draft = "It ships on Thursday."
    backed = labelled(draft=draft, group="g", facts={"orders": [{"ships": "Thursday"}]})
    bare = [labelled({"honesty": "major"}, draft=draft, group="g", facts={"orders": [{"ships": day}]}) for day in "ab"]
    found = agreement(
        [(backed, verdict()), (bare[0], verdict("honesty")), (bare[1], verdict())], by=("variant",), times=50
    )
    assert (pairs(found).n, pairs(found).right.value) == (2, 0.5)


def test_groups_without_a_good_or_a_bad_case_make_no_pair() -> None:
    judged = [(labelled(group="a"), verdict()), (labelled({"honesty": "major"}, group="b"), verdict("honesty"))]
    found = agreement(judged, times=50)
    assert [each.n for each in found.pairs] == [0]
    assert pairs(found).right.value is None


def test_a_good_case_whose_label_is_open_on_the_virtue_makes_no_pair() -> None:
    judged = [
        (labelled(group="g", unsure=["honesty"]), verdict()),
        (labelled({"honesty": "major"}, group="g"), verdict("honesty")),
    ]
    assert pairs(agreement(judged, times=50)).n == 0


def test_slices_are_cut_by_channel_and_by_the_keys_that_were_asked_for() -> None:
    judged = [
        (labelled({"honesty": "major"}, channel="chat", meta={"source": "a"}), verdict("honesty", decision="hold")),
        (labelled(channel="chat", meta={"source": "b"}), verdict("warmth", decision="hold")),
        (labelled(channel="email", meta={"source": "a"}), verdict()),
        (labelled(), verdict()),
    ]
    slices = {(part.key, part.value): part for part in agreement(judged, times=50).slices}
    assert list(slices) == [
        ("channel", "chat"), ("channel", "email"), ("channel", ""), ("source", "a"), ("source", "b"), ("source", "")
    ]  # fmt: skip
    chat = slices["channel", "chat"]
    assert (chat.n, chat.tally.n, chat.tally.positives) == (2, 24, 1)
    assert (chat.precision.value, chat.recall.value) == (0.5, 1.0)
    assert (chat.send_back_false_alarm.value, chat.send_back_false_alarm.of) == (1.0, 1)


def test_rare_values_of_a_long_slice_key_are_counted_together() -> None:
    judged = [(labelled(meta={"source": f"s{number}"}), verdict()) for number in range(45)]
    sources = [part for part in agreement(judged, times=50).slices if part.key == "source"]
    assert len(sources) == 41
    assert (sources[-1].value, sources[-1].n) == ("(other values)", 5)


def test_cases_without_labels_and_with_broken_ones_are_counted_and_not_scored() -> None:
    broken = Case(draft="Hi", id="x-1", labels={"fails": [{"virtue": "onesty", "severity": "major"}], "na": "empathy"})
    judged = [
        (Case(draft="Hi"), verdict()),
        (Case(draft="Hi", labels={}), verdict()),
        (broken, verdict()),
        (labelled(), verdict()),
    ]
    found = agreement(judged, times=50)
    assert (found.cases, found.unlabelled) == (1, 2)
    assert [str(problem) for problem in found.problems] == [
        "x-1: labels.fails[0].virtue: expected a virtue; got 'onesty'; use 'honesty'",
        "x-1: labels.na: expected a list; got 'empathy'; write a list, [] for none",
    ]


def test_faults_are_counted_by_policy_and_reason() -> None:
    slow = Fault(policy="honesty/a", reason="timeout", detail="", did="flag")
    found = agreement([(labelled(), verdict(faults=[slow, slow])), (labelled(), verdict())], times=50)
    assert (found.faulty_cases, found.faults) == (1, (("honesty/a", "timeout", 2),))


def test_conversations_are_what_is_drawn_else_the_group_else_the_case() -> None:
    judged = [
        (labelled(conversation="c"), verdict()),
        (labelled(conversation="c", group="g"), verdict()),
        (labelled(group="g"), verdict()),
        (labelled(id="line-1"), verdict()),
        (labelled(id="line-1"), verdict()),
    ]
    assert agreement(judged, times=50).conversations == 4


def test_the_same_seed_gives_the_same_intervals() -> None:
    judged = [
        (labelled({"honesty": "major"} if place % 3 else {}), verdict("honesty") if place % 2 else verdict())
        for place in range(40)
    ]
    assert agreement(judged, seed=7, times=200) == agreement(judged, seed=7, times=200)
    f1 = of(agreement(judged, seed=7, times=200), "honesty").f1
    assert f1.low is not None
    assert f1.high is not None
    assert f1.value is not None
    assert f1.low < f1.value < f1.high


def test_the_checker_never_sees_labels_or_what_came_of_the_case() -> None:
    bold = Bold()
    checker: Checker = bold
    case = labelled({"honesty": "major"}, draft="Tomorrow, guaranteed.", outcome={"csat": 1}, meta={"source": "a"})
    found = agreement([(case, checker.check(blind(case)))], times=50)
    assert of(found, "honesty").tally.tp == 1
    assert bold.shown[0].labels is None
    assert bold.shown[0].outcome == {}
    assert bold.shown[0].meta == {"source": "a"}


def test_labels_made_by_a_model_are_counted_as_such() -> None:
    judged = [(labelled(by="model, rubric 1"), verdict()), (labelled(by="two people"), verdict())]
    assert agreement(judged, times=50).labelled_by_model == 1

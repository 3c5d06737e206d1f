"""The verdict algebra: from settled findings to twelve statuses and one decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from guard.domain.verdict import Fault, Finding, Judgement
from guard.domain.virtues import DECISIONS, REQUIRED, VIRTUES, Decision, Status, Virtue
from guard.engine.coverage import Coverage
from guard.engine.findings import Standing


def judgements(
    coverage: Coverage, standing: Standing, failed: frozenset[Virtue], *, judge_last: bool = False
) -> tuple[Judgement, ...]:
    """Say how each virtue stands, with the learned scores where there are some.

    Args:
        coverage: which virtues are looked at.
        standing: what the rules, the learned scores and a judge say.
        failed: virtues with a finding about the reply.
        judge_last: a judge's word counts where it differs from the rules'.
    """
    return tuple(_judgement(v, _status(v, coverage, standing, failed, judge_last), standing) for v in VIRTUES)


def _judgement(virtue: Virtue, status: Status, standing: Standing) -> Judgement:
    """Put a score beside a status; one in the undecided band keeps a pass from being told as one, but for a judge."""
    score = standing.scored.get(virtue)
    if score is None:
        return Judgement(virtue=virtue, status=status)
    undecided = score.is_unsure and status != "fail" and virtue not in standing.ruled
    return Judgement(
        virtue=virtue, status="unsure" if undecided else status, p_trigger=score.p_trigger, p_fail=score.p_fail
    )


def _status(
    virtue: Virtue, coverage: Coverage, standing: Standing, failed: frozenset[Virtue], judge_last: bool
) -> Status:
    """Fail by a finding; unsure where a check is missing; na where nothing calls for the virtue; else pass."""
    if virtue in failed:
        return "fail"
    said = standing.ruled.get(virtue)
    if said is not None and (judge_last or said.status == "unsure" or virtue not in coverage.covered):
        return "pass" if said.status == "na" and virtue not in REQUIRED else said.status
    if virtue in standing.unclear or virtue not in coverage.covered:
        return "unsure"
    if virtue in REQUIRED and virtue not in standing.called_for:
        return "na"
    return "pass"


def decision(
    findings: Iterable[Finding], faults: Iterable[Fault], unfixed: Callable[[Finding], Decision], mended: frozenset[str]
) -> Decision:
    """Return the highest action among findings and faults.

    Args:
        findings: settled; those of preview policies are reported and never act.
        faults: `flag` and `hold` act, `ignore` does not.
        unfixed: what happens to a finding whose wanted rewrite could not be proven.
        mended: the policies whose findings a verified rewrite takes away.
    """
    actions: list[Decision] = ["send"]
    for finding in findings:
        if finding.stage == "preview":
            continue
        stands = finding.action != "rewrite" or finding.policy in mended
        actions.append(finding.action if stands else unfixed(finding))
    for fault in faults:
        if fault.did != "ignore":
            actions.append(fault.did)
    return max(actions, key=DECISIONS.index)

"""Judged replies as a scorecard counts them: whose each is, and the points that it earned."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from guard.domain.case import Case
from guard.domain.verdict import Finding, Verdict
from guard.domain.virtues import Status, Virtue
from guard.evals.coaching.weights import Weights
from guard.evals.judging import Judged, Talk

BY = ("agent", "team", "bot_version", "channel", "week")
"""What cards may be made by, beside any key of `meta`."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply.

    Args:
        who: whose it is.
        part: what it is compared within: channel and topic.
        cluster: its conversation.
        case: the reply with what came before it.
        statuses: of each virtue that counts; n/a and unsure are not in it.
        findings: those that make a virtue fail.
        can: points that it could earn.
        lost: points that each policy cost it; together at most `can`.
    """

    who: str
    part: Hashable
    cluster: Hashable
    case: Case
    statuses: Mapping[Virtue, Status]
    findings: tuple[Finding, ...]
    can: float
    lost: Mapping[str, float]

    @property
    def is_auto_fail(self) -> bool:
        """Whether it has a critical finding."""
        return any(finding.severity == "critical" for finding in self.findings)


def who(talk: Talk, by: str) -> str | None:
    """Return whose a conversation is; None where it does not tell.

    Args:
        talk: the conversation.
        by: one of `BY`, or a key of `meta`.

    Example:
        >>> who(Talk(1, Case(draft="", meta={"agent_id": 7})), "agent")
        '7'
        >>> from guard.domain.case import Message
        >>> who(Talk(1, Case(draft="", messages=(Message(role="customer", text="Hi", at="2026-11-22"),))), "week")
        '2026-W47'
    """
    value = _KEYS[by](talk.case) if by in _KEYS else talk.case.meta.get(by)
    return None if value is None or value == "" else str(value)


def replies(found: Iterable[Judged], by: str, within: Sequence[str], weights: Weights) -> Iterator[Reply]:
    """Count what each reply earned; those of nobody are left out.

    Args:
        found: judged replies.
        by: whose cards are made.
        within: `channel` or keys of `meta` that others are compared within.
        weights: the points.
    """
    for one in found:
        name = who(one.talk, by)
        if name is not None:
            yield _reply(name, one, within, weights)


def _reply(name: str, one: Judged, within: Sequence[str], weights: Weights) -> Reply:
    statuses: dict[Virtue, Status] = {
        v: s for v, s in _statuses(one.verdict, weights) if s in ("pass", "fail") and weights.of(v)
    }
    findings = tuple(
        finding
        for finding in one.verdict.findings
        if statuses.get(finding.virtue) == "fail" and (weights.preview or finding.stage != "preview")
    )
    can = sum(weights.of(virtue) for virtue in statuses)
    part = tuple(str(one.talk.case.channel if key == "channel" else one.talk.case.meta.get(key)) for key in within)
    lost = dict(_lost(findings, weights, can))
    return Reply(name, part, one.talk.key, one.reply, statuses, findings, can, lost)


def _statuses(verdict: Verdict, weights: Weights) -> Iterator[tuple[Virtue, Status]]:
    """Give each status; a fail that only a policy in preview sees is left out: nobody loses points by it."""
    sure = {finding.virtue for finding in verdict.findings if weights.preview or finding.stage != "preview"}
    for virtue, status in verdict.virtues.items():
        yield virtue, "unsure" if status == "fail" and virtue not in sure else status


def _lost(findings: Sequence[Finding], weights: Weights, can: float) -> Iterator[tuple[str, float]]:
    """Share what was lost among the policies, so that their costs add up to it."""
    critical = sorted({finding.policy for finding in findings if finding.severity == "critical"})
    by_virtue: dict[Virtue, set[str]] = {}
    for finding in findings:
        by_virtue.setdefault(finding.virtue, set()).add(finding.policy)
    costs: dict[str, float] = {}
    for virtue, policies in by_virtue.items():
        for policy in policies:
            costs[policy] = costs.get(policy, 0.0) + weights.of(virtue) / len(policies)
    if critical and weights.auto_fail:
        rest = can - sum(costs.values())
        for policy in critical:
            costs[policy] += rest / len(critical)
    yield from costs.items()


def _agent(case: Case) -> Any:
    agent = case.facts.get("agent")
    named = cast("Mapping[str, Any]", agent).get("name") if isinstance(agent, Mapping) else None
    return case.meta.get("agent_id") or named


def _week(case: Case) -> str | None:
    """Return the week in which the conversation began, by its own clock."""
    told = (case.facts.get("now") if not case.messages else None, *(message.at for message in case.messages))
    for at in (at for at in told if at is not None):
        try:
            moment = datetime.fromisoformat(at) if isinstance(at, str) else datetime.fromtimestamp(at, UTC)
        except (ValueError, OverflowError, OSError, TypeError):
            continue
        year, week, _ = moment.isocalendar()
        return f"{year}-W{week:02}"
    return None


_KEYS: Mapping[str, Callable[[Case], Any]] = {
    "agent": _agent,
    "channel": lambda case: case.channel,
    "week": _week,
}

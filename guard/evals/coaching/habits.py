"""The habits that cost an agent most: their own recurring findings, with better words for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from guard.domain.verdict import Finding, Rewrite
from guard.domain.virtues import Severity, Virtue, worst
from guard.evals.agree import Checker
from guard.evals.coaching.masking import names_in
from guard.evals.coaching.quotes import Piece, Quote, pieces
from guard.evals.coaching.replies import Reply
from guard.evals.coaching.strengths import quoted
from guard.policy.spec import AnyPolicy
from guard.text.spans import Span

QUOTES = 3
_TRIED = 6


@dataclass(frozen=True, slots=True)
class Better:
    """A better wording.

    Args:
        by: `rewrite`, of one of the agent's own replies, checked again; or `example`, the policy's.
        pieces: the words.
        of: the reply that was rewritten, or what the example's customer says.
    """

    by: Literal["rewrite", "example"]
    pieces: tuple[Piece, ...]
    of: str


@dataclass(frozen=True, slots=True)
class Habit:
    """Something that an agent's replies do again and again.

    Args:
        policy: which one sees it.
        code: the policy's.
        title: what it is.
        why: why it matters.
        virtue: that it fails.
        severity: the gravest that was seen.
        replies: that show it.
        conversations: that they are from.
        points: what it costs, of 100.
        quotes: of their own.
        better: words instead.
    """

    policy: str
    code: str
    title: str
    why: str
    virtue: Virtue
    severity: Severity
    replies: int
    conversations: int
    points: float
    quotes: tuple[Quote, ...]
    better: Better


def habits(
    own: Sequence[Reply], policies: Mapping[str, AnyPolicy], checker: Checker, least: int, most: int
) -> tuple[Habit, ...]:
    """Return an agent's habits, what costs most first; anything critical is told however seldom it is.

    Args:
        own: the agent's replies.
        policies: by id.
        checker: a front door that rewrites; it is asked about the quoted replies alone.
        least: replies that make a habit.
        most: habits to tell.
    """
    can = sum(reply.can for reply in own)
    showing: dict[str, list[tuple[Reply, list[Finding]]]] = defaultdict(list)
    for reply in own:
        for policy in dict.fromkeys(finding.policy for finding in reply.findings):
            showing[policy].append((reply, [each for each in reply.findings if each.policy == policy]))
    cost = {policy: sum(reply.lost[policy] for reply, _ in rows) for policy, rows in showing.items()}
    ranked = sorted(showing, key=lambda policy: (-cost[policy], policy))
    told = [policy for policy in ranked if len(showing[policy]) >= least or _is_critical(showing[policy])]
    return tuple(_habit(policies[policy], showing[policy], 100 * cost[policy] / can, checker) for policy in told[:most])


def _is_critical(rows: Sequence[tuple[Reply, list[Finding]]]) -> bool:
    return any(finding.severity == "critical" for _, found in rows for finding in found)


def _habit(policy: AnyPolicy, rows: Sequence[tuple[Reply, list[Finding]]], points: float, checker: Checker) -> Habit:
    varied = _varied(rows)
    quotes = [quoted(reply.case, [each.span for each in found if each.span]) for reply, found in varied[:QUOTES]]
    return Habit(
        policy=policy.id,
        code=policy.code,
        title=policy.title,
        why=policy.why,
        virtue=policy.virtue,
        severity=worst(tuple(finding.severity for _, found in rows for finding in found)),
        replies=len(rows),
        conversations=len({reply.cluster for reply, _ in rows}),
        points=points,
        quotes=tuple(quotes),
        better=_rewritten(policy.id, varied[:_TRIED], checker) or _example(policy),
    )


def _varied(rows: Sequence[tuple[Reply, list[Finding]]]) -> list[tuple[Reply, list[Finding]]]:
    """Put replies in front that do not repeat one another, short ones first: they are read at a glance."""
    ordered = sorted(rows, key=lambda row: (len(row[0].case.draft), row[0].case.id))
    seen: set[str] = set()
    first: list[tuple[Reply, list[Finding]]] = []
    for row in ordered:
        words = " ".join(row[0].case.draft.lower().split())[:60]
        if words not in seen:
            seen.add(words)
            first.append(row)
    return first


def _rewritten(policy: str, rows: Sequence[tuple[Reply, list[Finding]]], checker: Checker) -> Better | None:
    """Return the first rewrite that is verified and no longer shows what is mended."""
    for reply, _ in rows:
        rewrite = checker.check(reply.case).rewrite
        if rewrite is None or not rewrite.verified:
            continue
        again = checker.check(replace(reply.case, draft=rewrite.text))
        if all(finding.policy != policy for finding in again.findings):
            return Better("rewrite", pieces(rewrite.text, _new(rewrite), names_in(reply.case)), reply.case.id)
    return None


def _new(rewrite: Rewrite) -> list[Span]:
    """Return where the words stand that the rewrite put in."""
    shift = 0
    found: list[Span] = []
    for change in sorted(rewrite.changes):
        start = change.start + shift
        text = change.text
        lead = len(text) - len(text.lstrip())
        found.append(Span(start + lead, start + len(text.rstrip())))
        shift += len(text) - (change.end - change.start)
    return [span for span in found if span.end > span.start]


def _example(policy: AnyPolicy) -> Better:
    """Return the policy's first good example."""
    first = policy.examples.good[0]
    return Better("example", pieces(first.text, ()), first.customer or "")

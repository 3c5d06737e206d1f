"""A writer's turn: where edits cannot mend, a language model may write, and everything it writes is checked.

Bounded: so many candidates and no more. One that is unchanged, refused or no better is told why to the
next. The best that was proven wins; where there is none, the policies say what becomes of the draft.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from guard.domain.case import Case
from guard.domain.verdict import Fault, Finding, Verdict
from guard.errors import ModelError
from guard.llm.ports import Remark, Writer
from guard.policy.pack import Style
from guard.rewrite.candidate import Sources, refusal
from guard.rewrite.judging import Judging
from guard.rewrite.sources import held_by, templates_of, told_by
from guard.view.papers import papers_of


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes, how often it may, and how the brand speaks.

    Args:
        writer: the model behind its port.
        rounds: candidates for one reply.
        style: how the brand speaks, a line each.
    """

    writer: Writer
    rounds: int = 2
    style: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a writer's turn.

    Args:
        text: the best proven candidate; None where there is none.
        verdict: of the embedded tiers on it.
        rounds: candidates that were asked for.
        faults: the model could not be reached.
    """

    text: str | None
    verdict: Verdict
    rounds: int
    faults: tuple[Fault, ...] = ()


def style_of(style: Style) -> tuple[str, ...]:
    """Return how the brand speaks, a line each, for a writer.

    Example:
        >>> style_of(Style(brand="Acme", forbidden_words=("cheap",)))
        ('The brand is called Acme.', 'Never use: cheap.')
    """
    lines = (
        (style.brand, f"The brand is called {style.brand}."),
        (style.formality, f"Formality: {style.formality}."),
        (style.sign_off, f"The sign-off is: {style.sign_off}"),
        (style.forbidden_words, f"Never use: {', '.join(style.forbidden_words)}."),
    )
    return tuple(line for given, line in lines if given)


def wanted(verdict: Verdict) -> tuple[Finding, ...]:
    """Return the findings that ask for a rewrite and still stand."""
    return tuple(f for f in verdict.findings if f.stage != "preview" and f.action == "rewrite")


def write(case: Case, verdict: Verdict, engine: Judging, hand: Hand) -> Written:
    """Ask for candidates, and keep the best one that is proven.

    Args:
        case: with the text to mend as its draft.
        verdict: on that text.
        engine: judges each candidate, without asking a model.
        hand: writes.
    """
    view = engine.view(case)
    asked = wanted(verdict)
    papers = papers_of(view, hand.style)
    remarks = [Remark(finding.message, finding.evidence) for finding in asked]
    sources = Sources(held_by(view), told_by(view), templates_of(engine.policy(f.policy).fix for f in asked))
    best = Written(None, verdict, 0)
    refused: list[str] = []
    for number in range(1, hand.rounds + 1):
        best = replace(best, rounds=number)
        try:
            text = hand.writer.write(papers, remarks, tuple(refused))
        except ModelError as error:
            fault = Fault(policy=asked[0].policy, reason="no model", detail=f"writer: {error}", did="ignore")
            return replace(best, faults=(fault,))
        new = replace(case, draft=text)
        why = refusal(view, engine.view(new, view), asked, sources)
        after = engine.judge(new, view, asking=False) if why is None else verdict
        why = why or _worse(verdict, after)
        if why is not None:
            refused.append(why)
            continue
        if best.text is None or _rank(after, text, case.draft) < _rank(best.verdict, best.text, case.draft):
            best = Written(text, after, number)
        if not wanted(after):
            break
        refused.append(f"Still to mend: {wanted(after)[0].message}")
    return best


def _worse(before: Verdict, after: Verdict) -> str | None:
    """Return why a candidate is no better than what it was to mend; None where it is."""
    if after.faults:
        return "It could not be checked."
    was, now = (Counter(finding.policy for finding in one.findings) for one in (before, after))
    new = next((finding for finding in after.findings if now[finding.policy] > was[finding.policy]), None)
    if new is not None:
        return f"New: {new.message}"
    if len(wanted(after)) >= len(wanted(before)):
        return "What was to be mended is still there."
    return None


def _rank(verdict: Verdict, text: str, before: str) -> tuple[int, int, float]:
    """Return what the better of two candidates has less of: acting findings, findings, and distance from the text."""
    alike = SequenceMatcher(None, before.split(), text.split(), autojunk=False).ratio()
    return len(wanted(verdict)), len(verdict.findings), 1 - alike

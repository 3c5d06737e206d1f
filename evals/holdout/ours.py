"""What our reading says of a sentence: the one file that knows its names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evals.holdout.labels import Moment, Sentence
from guard.claims.claim import Claim
from guard.claims.context import Setting
from guard.claims.read import read
from guard.claims.shadow import shadow
from guard.claims.time.times import times
from guard.text.folding import fold
from guard.text.sentences import sentences
from guard.text.spans import Span

PROMISED = ("delivery", "dispatch", "refund_time", "resolution", "callback", "outcome")


@dataclass(frozen=True, slots=True)
class Found:
    """One time that was found: its place, its intervals and its length, in the labels' terms."""

    span: Span
    vague: bool
    readings: tuple[tuple[Moment, Moment], ...]
    length: tuple[float, float, str] | None


def found(text: str, now: datetime) -> list[Found]:
    """Find the times of a sentence.

    Example:
        >>> [one] = found("It ships on 27 November.", datetime.fromisoformat("2026-11-21T10:05-05:00"))
        >>> (one.span, one.readings[0][0].isoformat())
        (Span(start=9, end=23), '2026-11-27')
    """
    folded = fold(text)
    rows: list[Found] = []
    for time in times(shadow(folded.lower), now):
        length = time.length
        said = (length.low, length.high, f"{'business ' * length.business}{length.unit}") if length else None
        rows.append(Found(folded.origin(time.span), time.is_vague, time.readings, said))
    return rows


def promised(sentence: Sentence) -> dict[str, str]:
    """Return the kinds of promise that are found in a sentence, each with its certainty."""
    folded = fold(sentence.text)
    claims = read(folded.text, folded.lower, sentences(folded.text), Setting(now=sentence.now))
    return {_kind(claim): claim.certainty for claim in reversed(claims) if claim.kind in PROMISED}


def _kind(claim: Claim) -> str:
    """Return the guide's name: what the agent itself will do or look into is its own action."""
    own = claim.subject == "agent" and claim.kind in ("outcome", "resolution")
    return "own_action" if own else claim.kind

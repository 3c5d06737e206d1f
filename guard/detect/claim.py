"""Finds: what the draft asserts, by kind, certainty and grounding: promised dates, refunds made, a bot's "I'm human".

Why it matters: a promise that nothing supports costs money and trust (Moffatt v. Air Canada, 2024 BCCRT 149).

Example: `{claim: {kind: [delivery], certainty: [certain, guaranteed], grounding: [contradicted, unsupported]}}`

Known misses: assertions in words that `guard/claims/*.yaml` do not hold yet.
"""

from __future__ import annotations

from collections.abc import Sequence

from guard.claims.claim import Claim
from guard.detect.anchors import Results
from guard.detect.kind import Params, Seen, Stage
from guard.domain.clock import Deadline
from guard.domain.hit import Hit
from guard.domain.verdict import Certainty, Grounding
from guard.text.dates import spoken
from guard.view.view import View


class ClaimParams(Params):
    """Which claims are hits; an empty list asks nothing of that property."""

    kind: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    certainty: tuple[Certainty, ...] = ()
    grounding: tuple[Grounding, ...] = ()


class ClaimKind:
    """Sifts the view's claims."""

    name = "claim"
    stage: Stage = "rules"
    params: type[Params] = ClaimParams

    def compile(self, params: Sequence[ClaimParams]) -> _Claims:
        """Make ready."""
        return _Claims(params)


class _Claims:
    """Claims ready to be sifted."""

    def __init__(self, params: Sequence[ClaimParams]) -> None:
        self._params = params

    def run(self, view: View, seen: Seen, clock: Deadline) -> Results:
        """Return one tuple of hits a parameter set."""
        return [tuple(_hit(c) for c in view.claims if _asked(c, wanted)) for wanted in self._params]


def _asked(claim: Claim, wanted: ClaimParams) -> bool:
    """Tell whether a claim has the properties that are asked for."""
    return (
        (not wanted.kind or claim.kind in wanted.kind)
        and (not wanted.subject or claim.subject in wanted.subject)
        and (not wanted.certainty or claim.certainty in wanted.certainty)
        and (not wanted.grounding or claim.grounding in wanted.grounding)
    )


def _hit(claim: Claim) -> Hit:
    """Make the hit, with the slots that messages and repairs may use."""
    values = {"claim": claim.text, "kind": claim.kind.replace("_", " "), "grounding": claim.grounding}
    if claim.due is not None:
        first, last = spoken(claim.due[0]), spoken(claim.due[1])
        values["due"] = first if first == last else f"{first} to {last}"
    if claim.value:
        values["value"] = claim.value
    if claim.because is not None:
        values["known"] = claim.because.value
    return Hit(claim.span, values, claim.because)

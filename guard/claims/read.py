"""Reads a reply once and gives every claim in it, with its certainty and its grounding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from guard.claims.claim import Claim
from guard.claims.clauses import Layout
from guard.claims.context import Context
from guard.claims.deeds.actions import actions
from guard.claims.deeds.status import status
from guard.claims.identity import identity
from guard.claims.money.amounts import amounts
from guard.claims.promises.promises import promises
from guard.claims.records.counts import counts
from guard.claims.records.flags import flags
from guard.claims.records.lasting import lasting
from guard.claims.records.opposites import opposites
from guard.claims.rules.causes import causes
from guard.claims.rules.contacts import contacts
from guard.claims.rules.fields import fields
from guard.claims.rules.plans import plans
from guard.claims.rules.quotes import quotes
from guard.claims.rules.statements import statements
from guard.claims.rules.thresholds import thresholds
from guard.claims.rules.windows import windows
from guard.claims.shadow import shadow
from guard.text.spans import Span


def read(text: str, lower: str, sentences: Sequence[Span], context: Context) -> tuple[Claim, ...]:
    """Return what a reply asserts, in the order of the text.

    Args:
        text: the reply, folded.
        lower: `text` in lower case, of the same length.
        sentences: the writer's own sentences; what lies outside them is not read.
        context: what the claims are held against.

    Example:
        >>> from guard.claims.context import Setting
        >>> said = "I've refunded you, and it will be on your card tomorrow, guaranteed."
        >>> claims = read(said, said.lower(), (Span(0, len(said)),), Setting(has_log=True))
        >>> [(claim.kind, claim.certainty, claim.grounding) for claim in claims]
        [('action', 'certain', 'unsupported'), ('refund_time', 'guaranteed', 'unsupported')]
    """
    if not sentences or not lower:
        return ()
    low = shadow(lower)
    layout = Layout(lower, sentences)
    found = [
        *actions(text, low, layout, context),
        *promises(text, low, layout, context),
        *identity(text, low, layout, context),
        *status(text, low, layout, context),
        *amounts(text, low, layout, context),
        *statements(text, low, layout, context),
        *causes(text, low, layout, context),
        *windows(text, low, layout, context),
        *plans(text, low, layout, context),
        *contacts(text, low, layout, context),
        *fields(text, low, layout, context),
        *thresholds(text, low, layout, context),
        *quotes(text, low, layout, context),
        *flags(text, layout, context),
        *opposites(text, low, layout, context),
        *lasting(text, low, layout, context),
    ]
    found += _apart(counts(text, low, layout, context), found)
    return tuple(sorted(found, key=lambda claim: claim.span))


def _apart(more: Iterable[Claim], found: Sequence[Claim]) -> list[Claim]:
    """Return the claims on single fields that no other one says already."""
    taken = [claim.span for claim in found if claim.kind == "fact"]
    return [one for one in more if not any(one.span.start < span.end and span.start < one.span.end for span in taken)]

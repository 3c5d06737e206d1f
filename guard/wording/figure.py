"""Puts the figure that the sources hold in the place of the one that a reply names, and nothing else."""

from __future__ import annotations

from guard.claims.money.money import money
from guard.claims.shadow import shadow
from guard.text.patches import Patch
from guard.text.spans import Span
from guard.wording.site import Site, patched


def known_amount(site: Site) -> tuple[Patch, ...]:
    """Replace a wrong amount; nothing where the sources name no single one, or the amount stands there twice.

    A source's amount comes written as the reply writes its own; a whole sentence of a policy does not.
    """
    changes: list[Patch] = []
    for hit in site.hits:
        said, known = hit.values.get("value", ""), hit.values.get("known", "")
        if hit.span is None or not known or not _is_amount(known):
            return ()
        words = hit.span.of(site.view.text)
        at = words.find(said)
        if not said or at < 0 or words.find(said, at + 1) >= 0:
            return ()
        place = Span(hit.span.start + at, hit.span.start + at + len(said))
        changes.append(patched(place, known, site.view))
    return tuple(dict.fromkeys(changes))


def _is_amount(said: str) -> bool:
    """Tell whether some words are one amount and nothing else."""
    lower = said.lower()
    return [one.words for one in money(shadow(lower), lower)] == [lower]

"""Drafts made ready for the wording room, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from guard.assemble import lexicons
from guard.formats.cases import case_from
from guard.text.patches import Patch, apply
from guard.text.spans import Span
from guard.view.view import View
from guard.wording.site import Site

NOW = "2026-11-21T10:05:00-05:00"


def view(draft: str, customer: str | None = None, facts: Mapping[str, Any] | None = None) -> View:
    """The view of a draft, with what the customer said before it."""
    return told(draft, [{"role": "customer", "text": customer}] if customer else [], facts)


def told(draft: str, messages: Sequence[Mapping[str, Any]], facts: Mapping[str, Any] | None = None) -> View:
    """The view of a draft after a conversation."""
    case = {"draft": draft, "messages": list(messages), "facts": {"now": NOW, **(facts or {})}}
    return View(case_from(case, "test"), lexicons())


def at(draft: str, words: str | None = None, **case: Any) -> Site:
    """The place of some words in a draft, or an absence."""
    seen = view(draft, **case)
    span = None if words is None else Span(seen.text.index(words), seen.text.index(words) + len(words))
    return Site(seen, span)


def claimed(draft: str, kind: str | None = None, **case: Any) -> Site:
    """The place of the first claim of a draft."""
    seen = view(draft, **case)
    claim = next(c for c in seen.claims if kind is None or c.kind == kind)
    return Site(seen, claim.span)


def after(recast: Callable[[Site], tuple[Patch, ...]], site: Site) -> str | None:
    """The draft after a recast; None where the recast declines."""
    changes = recast(site)
    return apply(site.view.folded.original, changes) if changes else None

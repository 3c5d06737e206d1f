"""One sentence that says that the writer takes it on, without a promise of how it will end."""

from __future__ import annotations

from collections.abc import Iterable

from guard.view.view import View
from guard.wording.trouble import troubles


def reassurances(view: View) -> Iterable[str]:
    """Yield sentences that take the matter on, the most fitting first; English only."""
    if view.customer_language not in (None, "en"):
        return
    found = troubles(view)
    if found and not found[0].grave and found[0].names:
        name = found[0].names[0]
        yield f"Whatever the cause, I'm sorry about {name}, and I'll do what I can to put it right."
        yield f"I'd like to help you sort out {name}."
    yield "Whatever the cause, I'll help you get this sorted."
    yield "However it came about, I'll see this through with you."
    yield "I'd like to help you put this right."

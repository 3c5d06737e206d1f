"""One sentence that says that the writer takes it on, without a promise of how it will end."""

from __future__ import annotations

from collections.abc import Iterable

from guard.view.view import View
from guard.wording.trouble import troubles


def reassurances(view: View) -> Iterable[str]:
    """Yield sentences that take the matter on, the most fitting first."""
    found = troubles(view)
    if found and found[0].grave:
        yield "I'd like to help you with this as best I can."
        return
    if found and found[0].names and not view.places_of("apology"):
        yield f"I'm sorry about {found[0].names[0]}, and I'll do what I can to put it right."
    yield "I'll do what I can to put this right."
    yield "I'll help you get this sorted."
    yield "Let me help you with this."

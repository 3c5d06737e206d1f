"""What was said already, so that no repair says the same line twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guard.view.view import View


def fresh(texts: Iterable[str], view: View) -> Iterator[str]:
    """Yield the texts that stand neither in the draft nor in what the agent said before."""
    said = view.memo("said", lambda: (*(passage.lower for _, _, passage in view.agent_passages), view.lower))
    for text in texts:
        plain = text.lower().rstrip(".!")
        if not any(plain in before for before in said):
            yield text

"""One sentence of thanks for what the customer gave: praise, a complaint, an idea, patience, loyalty, details."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from guard.view.view import View
from guard.wording.tables import table
from guard.wording.trouble import troubles


@cache
def _gifts() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((re.compile("|".join(row["told"])), tuple(row["say"])) for row in table("thanks")["gifts"])


def thanks(view: View) -> Iterable[str]:
    """Yield sentences of thanks, the most fitting first; nothing where nothing was given."""
    if not view.open_passages:
        return
    said = " ".join(passage.lower for _, _, passage in view.open_passages)
    found = troubles(view)
    for pattern, sentences in _gifts():
        if pattern.search(said):
            yield from sentences
    if "complaint" in view.states:
        yield from table("thanks")["complained"]
    if "gave_something" in view.states or found:
        yield from table("thanks")["told_us"]

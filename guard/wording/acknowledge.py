"""One sentence that shows that the customer's own trouble was heard.

Chosen by trouble, by how they sound and by what the reply already says: a reply that says sorry is
not made to say it again, and grief is never called frustrating.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guard.view.view import View
from guard.wording.tables import table
from guard.wording.trouble import Trouble, troubles


def acknowledgements(view: View) -> Iterable[str]:
    """Yield sentences that acknowledge the customer's trouble, the most fitting first."""
    found = troubles(view)
    mood = mood_of(view)
    sorry = bool(view.places_of("apology"))
    if found and found[0].grave:
        yield from found[0].say
        yield from table("acknowledge")["distress"]
        return
    if mood == "distress":
        yield from _named(found[:1], "distress", sorry)
        yield from table("acknowledge")["distress"]
        return
    yield from _named(found, mood, sorry)
    yield from table("acknowledge")["unnamed"]["heard" if sorry else mood]


def mood_of(view: View) -> str:
    """Return how the customer sounds: distress, angry, worried, or plain."""
    said = " ".join(passage.text for _, _, passage in view.open_passages)
    shouted = sum(c.isupper() for c in said) > len(said) / 3 and len(said.split()) > 3
    if shouted or any(word in said.lower() for word in table("acknowledge")["moods"]["angry"]):
        return "angry"
    if "distress" in view.states:
        return "distress"
    return "worried" if any(word in said.lower() for word in table("acknowledge")["moods"]["worried"]) else "plain"


def _named(found: Iterable[Trouble], mood: str, sorry: bool) -> Iterator[str]:
    """Yield sentences that name the trouble."""
    for trouble in found:
        for name in trouble.names[:1]:
            for form in table("acknowledge")["named"]["heard" if sorry else mood]:
                yield form.format(trouble=name, feeling=trouble.mood)
        yield from trouble.say

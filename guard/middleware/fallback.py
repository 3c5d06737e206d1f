"""What goes out in the place of a reply that is held: by channel, and in the customer's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guard.errors import UsageError

FALLBACK = "Thank you for your message. I want to be sure of my answer before I send it."
"""Goes out when a reply is held. It promises nothing, for nothing is known of what happens next."""
FALLBACKS = {"es": "Gracias por su mensaje. Quiero estar seguro de mi respuesta antes de enviarla."}
"""The same in other languages, for customers who write in them; a text of one's own is never translated."""

Fallback = str | Mapping[str, str] | None
"""One text, or a text by `channel/language`, `channel`, `language` or `any`; None sends nothing."""
ANY = "any"


def checked(wanted: Fallback) -> Fallback:
    """Return the setting as it is.

    Raises:
        UsageError: when a text is missing or empty.
    """
    if isinstance(wanted, Mapping):
        given: Mapping[str, Any] = wanted
        for name, text in given.items():
            if not isinstance(text, str) or not text.strip():
                raise UsageError(f"fallback[{name!r}]: expected a text; got {text!r}; write what customers shall read")
    return wanted


def fallback_for(wanted: Fallback, channel: str | None, language: str | None) -> str | None:
    """Return the text for a channel and a language, the most exact one; ours where none is given for them.

    Args:
        wanted: the setting.
        channel: as the desk names it; None when unknown.
        language: ISO 639-1; None when unknown.

    Example:
        >>> wanted = {"email": "We will write to you.", "es": "Un momento.", "email/es": "Le escribiremos."}
        >>> fallback_for(wanted, "email", "es"), fallback_for(wanted, "chat", "es"), fallback_for("Wait.", "chat", "es")
        ('Le escribiremos.', 'Un momento.', 'Wait.')
        >>> fallback_for(wanted, "chat", "en") == FALLBACK
        True
    """
    if isinstance(wanted, Mapping):
        names = (f"{channel}/{language}", channel, language, ANY)
        own = next((wanted[name] for name in names if name is not None and name in wanted), None)
        return own if own is not None else FALLBACKS.get(language or "", FALLBACK)
    return FALLBACKS.get(language or "", FALLBACK) if wanted == FALLBACK else wanted

"""Letters without their accents, so that `envio` and `envío` are one word to a word list.

People leave accents out on phones and in haste, and more so when they are upset. Wordings are
therefore written with them, as they should be, and looked for without.
"""

from __future__ import annotations

import unicodedata

_FIRST, _LAST = "\u00c0", "\u024f"
"""Latin letters beyond ASCII. Elsewhere a mark may be what makes the letter."""


class _Bare(dict[int, str]):
    """For `str.translate`: a Latin letter becomes the ASCII letter under its accent. Filled as letters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        first = unicodedata.normalize("NFD", character)[0] if _FIRST <= character <= _LAST else character
        self[code] = first if first.isascii() else character
        return self[code]


_BARE = _Bare()


def bare(text: str) -> str:
    """Return a text of the same length in which Latin letters have lost their accents.

    Example:
        >>> bare("¿cuándo llega el envío, señor?")
        '¿cuando llega el envio, senor?'
    """
    return text if text.isascii() else text.translate(_BARE)

"""The language of a text, or none: a wrong guess would silence every policy, so doubt is the answer.

Detectors of many languages need models and still call short chat lines Latin or Tagalog. Here the
script decides where it can; for Latin letters the small words do that no sentence lacks (`the`,
`nicht`, `hai`), and only with a clear lead.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

from guard.text.tables import table
from guard.text.tokens import masked

_TABLE = table("languages")
_LONGEST_READ = 4000
"""Characters that are read; more says nothing new."""

_FEWEST_HITS = 3
_LEAD = 2.0
"""How much more the first language must weigh than the second."""

_LEAST_SHARE = 0.15
"""The least share of a text's words that must speak for a language other than English: names and codes are no prose."""

_FEWEST_LETTERS = 4
_LATIN_LETTER = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]")

_WORDS = {name: frozenset(words.split()) for name, words in _TABLE["words"].items()}
_CLAIMS = Counter(word for words in _WORDS.values() for word in words)
_ENGLISH = _WORDS["en"]
_OTHERS = frozenset(_CLAIMS) - _ENGLISH


@cache
def _scripts() -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
    """Return the scripts beyond Latin; made when the first text needs them, for most never do."""
    return tuple((re.compile(f"[{script['letters']}]"), script) for script in _TABLE["scripts"])


@cache
def _beyond_latin() -> re.Pattern[str]:
    return re.compile(f"[{''.join(script['letters'] for script in _TABLE['scripts'])}]")


def language(text: str) -> str | None:
    """Return the language of a text (ISO 639-1), or None when it is not clear.

    Example:
        >>> language("I am sorry that the parcel is late."), language("Es tut mir leid, dass das nicht da ist.")
        ('en', 'de')
        >>> language("Ok, Mei!") is None
        True
    """
    text = text[:_LONGEST_READ]
    if not text.isascii() and (beyond := _beyond_latin().findall(text)):
        latin = len(_LATIN_LETTER.findall(text))
        if 2 * len(beyond) >= latin:
            return _by_script("".join(beyond))
    return _by_words(masked(text.lower()).replace("'", " ").split())


def _by_script(letters: str) -> str | None:
    """Return the language of a text in another script than Latin."""
    if len(letters) < _FEWEST_LETTERS:
        return None
    for pattern, script in _scripts():
        if 3 * len(pattern.findall(letters)) >= len(letters):
            for name, marks in script.get("marks", {}).items():
                if any(mark in letters for mark in marks):
                    return name
            return script["language"]
    return None


def _by_words(words: list[str]) -> str | None:
    """Return the language whose small words lead clearly."""
    english = sum(map(_ENGLISH.__contains__, words))
    others = sum(map(_OTHERS.__contains__, words))
    if english >= max(_FEWEST_HITS, _LEAD * others):
        return "en"
    if len(_OTHERS.intersection(words)) < _FEWEST_HITS:  # "u" and "dat" in a chat are no Dutch
        return None
    # A word that several languages share speaks a little for each.
    weights = {w: n / _CLAIMS[w] for w, n in Counter(words).items() if w in _CLAIMS}
    scores = {name: sum(n for w, n in weights.items() if w in small) for name, small in _WORDS.items()}
    (first, most), (_, next_most) = sorted(scores.items(), key=lambda item: -item[1])[:2]
    clear = most >= _FEWEST_HITS and most >= _LEAD * next_most and most >= _LEAST_SHARE * len(words)
    return first if clear else None

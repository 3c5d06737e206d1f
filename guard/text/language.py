"""The language of a text, or none: a wrong guess would silence every policy, so doubt is the answer.

The script decides where it can. In Latin letters most texts are English, and its small words say so
at once; only what they leave open is held against the trigram table. Names are no evidence (`María
José de la Cruz` writes in any language), nor are addresses and codes, so words with a capital count
only in a text that is all capitals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from guard.text.tables import table
from guard.text.tokens import masked
from guard.text.trigrams import scores

_TABLE = table("languages")
_PLAIN_ENGLISH = frozenset(_TABLE["english"]["plain"].split())
_ENGLISH = _PLAIN_ENGLISH.union(_TABLE["english"]["shared"].split())
_LONGEST_READ = 2000
"""Characters that are read; more says nothing new."""

_FEWEST_HITS = 3
_ENGLISH_SHARE = 0.3
"""Of a text's words, how many small words of English settle that it is English."""

_MIXED_SHARE = 0.2
"""How many of them say that somebody mixes two languages, or writes English all the same."""

_FEWEST_WORDS = 3
_FEWEST_LETTERS = 15
"""Different words, and letters in them, below which trigrams say nothing."""

_FEWEST_OTHER_LETTERS = 4
"""In a script of its own a language needs fewer."""

_MANY_LETTERS = 40
"""From here on trigrams know better than one letter, which may stand in a foreign name (`Київ`)."""

_WORD_POINTS = 30
"""What a small word is worth beside its trigrams, shared among the languages that have it."""

_LEAD = 45
_LEAD_PER_LETTER = 1.0
"""Points by which a language must lead English, in all and for each letter. Prose of the training languages leads by
2 to 4 a letter, English chat in which a word looks foreign by less than 1."""

_HINDI_LEAD = 2.0
_HINDI_SHARE = 0.15
"""The least share of the words that are Hindi's alone: whoever writes it in Latin letters mixes in much English."""

_LATIN_LETTER = re.compile("[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]")
_NO_PROSE = re.compile(r"\S*(?:[\d@_/\\<>{}=]|\w[.:]\w)\S*|[#&]\w+")
"""Codes, addresses, paths and markup: no words of any language."""


class _Script(NamedTuple):
    """A script other than Latin."""

    letters: re.Pattern[str]
    least: float
    language: str
    trigrams: str | None
    marks: dict[str, str]


@cache
def _scripts() -> tuple[_Script, ...]:
    """Return the scripts beyond Latin; made when the first text needs them, for most never do."""
    return tuple(
        _Script(
            re.compile(f"[{s['letters']}]"), s.get("least", 1 / 3), s["language"], s.get("trigrams"), s.get("marks", {})
        )
        for s in _TABLE["scripts"]
    )


@cache
def _beyond_latin() -> re.Pattern[str]:
    return re.compile(f"[{''.join(script['letters'] for script in _TABLE['scripts'])}]")


class _Small(NamedTuple):
    """The small words of each language, how many languages claim each, and who can do without any."""

    words: dict[str, frozenset[str]]
    claims: Counter[str]
    sparing: frozenset[str]


@cache
def _small() -> _Small:
    """Read the small words; when the first text that is not plainly English comes."""
    rows = table("small_words")
    words = {name: frozenset(row.split()) for name, row in rows["words"].items()}
    return _Small(words, Counter(word for row in words.values() for word in row), frozenset(rows["sparing"]))


_OPENED = frozenset("¿¡")
_NEAR_SPANISH = frozenset(("it", "pt", "gl", "ca", "ro", "fr"))


def language(text: str) -> str | None:
    """Return the language of a text (ISO 639-1), or None when it is not clear.

    Example:
        >>> language("I am sorry that the parcel is late."), language("Es tut mir leid, dass das nicht da ist.")
        ('en', 'de')
        >>> language("Ok, Mei!") is None
        True
    """
    text = text[:_LONGEST_READ]
    beyond = "" if text.isascii() else "".join(_beyond_latin().findall(text))
    if beyond and 2 * len(beyond) >= len(_LATIN_LETTER.findall(text)):
        return _by_script(beyond, text)
    words = _words(text.lower())
    english = sum(map(_ENGLISH.__contains__, words))
    if english >= max(_FEWEST_HITS, _ENGLISH_SHARE * len(words)) and not _PLAIN_ENGLISH.isdisjoint(words):
        return "en"
    if len(words) < _FEWEST_WORDS:
        return None
    found = _hindi(words) or _by_trigrams(_prose(text), words)
    # Only Spanish opens its questions and cries; in a short line that outweighs its neighbours' letters.
    return "es" if found in _NEAR_SPANISH and not _OPENED.isdisjoint(text) else found


def _words(text: str) -> list[str]:
    return masked(text).replace("'", " ").split()


def _prose(text: str) -> list[str]:
    """Return the different words that are evidence, in lower case: no codes or addresses, and no names.

    The first word has its capital from its place, unless it is the first of a name (`Peter van der Berg`).
    """
    words = _words(_NO_PROSE.sub(" ", text))
    if text.isupper():
        return list(dict.fromkeys(word.lower() for word in words))
    plain = [word for word in words if word.islower()]
    if len(plain) >= _FEWEST_WORDS:
        plain.append(words[0].lower())
    return list(dict.fromkeys(plain))


def _by_script(letters: str, text: str) -> str | None:
    """Return the language of a text in another script than Latin."""
    if len(letters) < _FEWEST_OTHER_LETTERS:
        return None
    for script in _scripts():
        if len(script.letters.findall(letters)) >= script.least * len(letters):
            return _within(script, letters, text)
    return None


def _within(script: _Script, letters: str, text: str) -> str:
    """Return the language of a text by the letters that only one has, or, where there is enough of it, by trigrams."""
    marked = next((name for name, marks in script.marks.items() if any(mark in letters for mark in marks)), None)
    if script.trigrams and len(letters) >= _FEWEST_LETTERS:
        best = scores(script.trigrams, _words(text.lower()))
        is_foreign_name = len(letters) >= _MANY_LETTERS and marked in {score.language for score in best}
        if marked is None or is_foreign_name:
            return best[0].language
    return marked or script.language


def _hindi(words: list[str]) -> str | None:
    """Return `hi` when a text in Latin letters has clearly more small words of Hindi than of any other language."""
    small, claims, _ = _small()
    own = [word for word in words if word in small["hi"]]
    english = sum(word in _ENGLISH and word not in small["hi"] for word in words)
    if len(set(own)) < _FEWEST_HITS or english > len(own):
        return None
    weights = {name: sum(1 / claims[word] for word in words if word in row) for name, row in small.items()}
    weight, _ = weights.pop("hi"), weights.pop("en")
    clear = weight >= max(_HINDI_SHARE * len(words), _HINDI_LEAD * max(weights.values()))
    return "hi" if clear else None


def _by_trigrams(prose: list[str], words: list[str]) -> str | None:
    """Return the language whose trigrams and small words lead clearly."""
    letters = sum(map(len, prose))
    if len(prose) < _FEWEST_WORDS or letters < _FEWEST_LETTERS:
        return None
    points = {name: n for n, name in scores("latin", prose)}
    best = _with_words(points, prose)
    if best == "en":
        second = max(n for name, n in points.items() if name != "en")
        return "en" if points["en"] - second >= _LEAD_PER_LETTER * letters else None
    small = _small().words[best]
    english = sum(word in _ENGLISH and word not in small for word in words)
    is_prose = best in _small().sparing or not small.isdisjoint(words)
    leads = points[best] - points["en"] >= max(_LEAD, _LEAD_PER_LETTER * letters)
    return best if is_prose and leads and english <= _MIXED_SHARE * len(words) else None


def _with_words(points: Mapping[str, int], prose: Sequence[str]) -> str:
    """Return the language that leads when the small words have their say beside the trigrams."""
    small, claims, _ = _small()
    weights = {word: _WORD_POINTS / claims[word] ** 2 for word in prose if word in claims}
    told = {name: sum(n for word, n in weights.items() if word in small[name]) for name in points}
    return max(points, key=lambda name: points[name] + told[name])
